package io.haredis.e2e.bench;

import io.haredis.e2e.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** What some servers tell of their replication. */
record Replication(List<Endpoint> servers, @Nullable String password) {
    /** Full copies that they gave since they were started. */
    long fullSyncs() {
        return infos("stats").stream()
                .mapToLong(info -> Long.parseLong(field(info, "sync_full")))
                .sum();
    }

    /** True if one is the master and the others are linked to one. */
    boolean isComplete() {
        List<String> infos = infos("replication");
        return infos.stream()
                                .filter(info -> field(info, "role").equals("master"))
                                .count()
                        == 1
                && infos.stream()
                        .filter(info -> !field(info, "role").equals("master"))
                        .allMatch(info -> field(info, "master_link_status").equals("up"));
    }

    private List<String> infos(String section) {
        return servers.stream()
                .map(server -> {
                    try (Jedis jedis = Counters.connect(server, password)) {
                        return jedis.info(section);
                    }
                })
                .toList();
    }

    static String field(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + info));
    }
}
