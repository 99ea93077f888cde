package io.haredis.client.internal.pubsub;

import io.haredis.client.HaUnavailableException;
import io.haredis.client.OverflowPolicy;
import io.haredis.client.internal.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisProtocol;

/**
 * A connection without a socket under Jedis' own {@code JedisPubSub}: what is subscribed on it goes to the client's feeds, and
 * what they bring is handed out as a server's replies. One thread reads, any may send.
 */
final class PubSubConnection extends Connection {
    private static final byte[] NOTHING = {};

    private final Subscriptions hub;
    private final Subscriber subscriber;
    private final Deadline first;
    private boolean begun;

    /** The first reply comes by the deadline, or an exception. */
    PubSubConnection(Subscriptions hub, int capacity, OverflowPolicy policy, RedisProtocol protocol, Deadline first) {
        super(Connection.builder().socketFactory(new DefaultJedisSocketFactory()));
        this.hub = hub;
        this.protocol = protocol;
        this.first = first;
        this.subscriber = new Subscriber(hub, capacity, policy, () -> {});
    }

    @Override
    public void sendCommand(CommandArguments command) {
        List<byte[]> words = new ArrayList<>();
        command.forEach(word -> words.add(word.getRaw()));
        List<byte[]> names = words.subList(1, words.size());
        if (!(command.getCommand() instanceof Command known)) {
            throw new UnsupportedOperationException("this connection only subscribes");
        }
        switch (known) {
            case SUBSCRIBE -> subscriber.add(channels(names, false));
            case PSUBSCRIBE -> subscriber.add(channels(names, true));
            case UNSUBSCRIBE -> remove(names, false);
            case PUNSUBSCRIBE -> remove(names, true);
            case PING -> subscriber.pong(names.isEmpty() ? emptyPong() : names.get(0));
            default -> throw new UnsupportedOperationException("this connection only subscribes");
        }
    }

    private void remove(List<byte[]> names, boolean patterns) {
        if (names.isEmpty()) {
            subscriber.removeAll(patterns);
        } else {
            subscriber.remove(channels(names, patterns));
        }
    }

    private static List<Channel> channels(List<byte[]> names, boolean patterns) {
        return names.stream().map(name -> Channel.of(name, patterns)).toList();
    }

    /** What Jedis makes of a bare PING's reply: an empty text in RESP2, null in RESP3. */
    private byte @Nullable [] emptyPong() {
        return protocol == RedisProtocol.RESP3 ? null : NOTHING;
    }

    @Override
    public Object getUnflushedObject() {
        while (true) {
            Item item = subscriber.take(begun ? Long.MAX_VALUE : first.remainingNanos());
            List<@Nullable Object> reply = item == null ? none() : reply(item);
            if (reply != null) {
                begun = true;
                return reply;
            }
        }
    }

    private @Nullable List<@Nullable Object> none() {
        RuntimeException reason = subscriber.reason();
        if (reason != null) {
            throw reason;
        }
        if (subscriber.isClosed()) {
            throw new HaUnavailableException("the subscription is closed");
        }
        if (!begun && first.hasPassed()) {
            throw new HaUnavailableException("not subscribed before the deadline: " + hub.explain());
        }
        return null;
    }

    private static @Nullable List<@Nullable Object> reply(Item item) {
        if (item instanceof Item.Delivery d) {
            return d.by().pattern()
                    ? Arrays.asList(word("pmessage"), d.by().raw(), d.channel(), d.payload())
                    : Arrays.asList(word("message"), d.channel(), d.payload());
        }
        if (item instanceof Item.Change c) {
            String kind = (c.pattern() ? "p" : "") + (c.added() ? "subscribe" : "unsubscribe");
            byte[] name = c.channel() == null ? null : c.channel().raw();
            return Arrays.asList(word(kind), name, (long) c.count());
        }
        // Jedis has no callback for a move: HaListener tells.
        return item instanceof Item.Pong p ? Arrays.asList(word("pong"), p.argument()) : null;
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void flush() {
        // Nothing is buffered.
    }

    @Override
    public boolean isConnected() {
        return !subscriber.isClosed();
    }

    @Override
    public void connect() {
        // There is nothing to open.
    }

    @Override
    public void setTimeoutInfinite() {
        // The feeds find out by themselves when a node is silent.
    }

    @Override
    public void rollbackTimeout() {
        // As above.
    }

    @Override
    public void disconnect() {
        subscriber.close();
    }

    @Override
    public void close() {
        subscriber.close();
    }

    @Override
    public String toString() {
        return "PubSubConnection";
    }
}
