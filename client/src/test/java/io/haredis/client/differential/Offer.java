package io.haredis.client.differential;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ConnectionProvider;
import redis.clients.jedis.util.SafeEncoder;

/** Which command a method sends: found by calling it with a connection that only takes notes. */
final class Offer implements CommandExecutor {
    private @Nullable CommandArguments noted;

    private final class Notes extends Connection {
        Notes() {
            super(Connection.builder().socketFactory(new DefaultJedisSocketFactory()));
        }

        @Override
        public void sendCommand(CommandArguments command) {
            noted = command;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class Unconnected extends UnifiedJedis {
        Unconnected(CommandExecutor executor) {
            super(
                    executor,
                    (ConnectionProvider) null,
                    DefaultJedisClientConfig.builder().resp3().build(),
                    null);
        }
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        noted = command.getArguments();
        throw new UnsupportedOperationException("only noted");
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    /** Its name in lower case and the first argument's, null if it sends none. */
    static @Nullable Sent of(Side side, Method method, Object[] arguments) {
        Offer offer = new Offer();
        try {
            method.invoke(
                    switch (side) {
                        case COMMANDS -> new Unconnected(offer);
                        case PIPELINES -> new Pipeline(offer.new Notes(), false);
                        case TRANSACTIONS -> new Transaction(offer.new Notes(), false, false);
                    },
                    arguments);
        } catch (InvocationTargetException e) {
            // Only what was noted counts.
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        CommandArguments sent = offer.noted;
        return sent == null ? null : Sent.of(sent);
    }

    /** A command and its first argument, which may be a subcommand. */
    record Sent(String name, String withFirst) {
        static Sent of(CommandArguments sent) {
            String name = lower(sent.get(0).getRaw());
            return new Sent(
                    name,
                    sent.size() < 2 ? name : name + "|" + lower(sent.get(1).getRaw()));
        }

        private static String lower(byte[] raw) {
            return SafeEncoder.encode(raw).toLowerCase(Locale.ROOT);
        }
    }
}
