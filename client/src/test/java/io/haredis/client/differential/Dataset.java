package io.haredis.client.differential;

import io.haredis.client.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadGroupParams;

/** The same few keys before each call: two of each type, with {@code 1} as value, member, field, consumer and group. */
final class Dataset implements AutoCloseable {
    /** The types, which are the first key's name; the second key's is this and a {@code 2}. */
    static final List<String> TYPES = List.of("string", "list", "set", "hash", "zset", "stream", "hll");

    static final String FUNCTIONS =
            "#!lua name=lib\nredis.register_function{function_name='f', callback=function() return 7 end, "
                    + "flags={'no-writes'}}";
    static final String SCRIPT = "return 7";

    private final Jedis jedis;
    private final String epoch;

    Dataset(RedisServer server) {
        this.jedis = server.meddler();
        try (Jedis metadata = server.as("meddler", 15)) {
            this.epoch = metadata.get("haredis:epoch");
        }
    }

    /**
     * Replaces all there is; the epoch too, which a FLUSHALL takes away. A replica that has just lost its master, by the last
     * command or on a busy machine, is waited for: without it the master refuses writes.
     */
    void renew() {
        if (isRefused(replace())) {
            Awaitility.await("a good replica").atMost(Duration.ofSeconds(20)).until(() -> !isRefused(replace()));
        }
    }

    /** True if this says that no replica was there. */
    static boolean isRefused(@Nullable Object reply) {
        return reply instanceof List<?> replies
                ? replies.stream().anyMatch(Dataset::isRefused)
                : reply instanceof Exception e && String.valueOf(e.getMessage()).startsWith("NOREPLICAS");
    }

    private List<Object> replace() {
        Pipeline p = jedis.pipelined();
        p.select(1);
        p.sendCommand(new CommandArguments(Command.FLUSHDB));
        p.select(15);
        p.set("haredis:epoch", epoch);
        p.select(0);
        p.sendCommand(new CommandArguments(Command.FLUSHDB));
        for (String suffix : List.of("", "2")) {
            p.set("string" + suffix, "1");
            p.rpush("list" + suffix, "1", "2", "1");
            p.sadd("set" + suffix, "1");
            p.hset("hash" + suffix, Map.of("1", "1"));
            p.zadd("zset" + suffix, 1, "1");
            p.xadd("stream" + suffix, XAddParams.xAddParams().id("1-1"), Map.of("1", "1"));
            p.xgroupCreate("stream" + suffix, "1", new StreamEntryID("0-0"), false);
            p.xreadGroup(
                    "1",
                    "1",
                    XReadGroupParams.xReadGroupParams(),
                    Map.of("stream" + suffix, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
            p.pfadd("hll" + suffix, "1");
        }
        p.functionFlush();
        p.functionLoad(FUNCTIONS);
        p.scriptLoad(SCRIPT, "string");
        return p.syncAndReturnAll();
    }

    @Override
    public void close() {
        jedis.close();
    }
}
