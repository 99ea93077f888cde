package io.haredis.client.internal.node;

import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.command.BlockTime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real connection to one node. It has asked who is there before anything else is sent, and knows whether a command has
 * left for the server. Used by one thread at a time; {@link #abort()} and {@link #sendNow} by any.
 */
public final class NodeConnection extends Connection {
    private final HostAndPort address;
    private final Dialer dialer;
    private final JedisClientConfig config;
    private final int metadataDatabase;
    private String role = "";
    private @Nullable NodeReport introduction;
    private boolean flushed;
    private @Nullable List<CommandArguments> behind;
    private boolean opened;
    private boolean spoilt;
    final Use use = new Use();
    private final Sending sending = new Sending();
    private long blockMillis = BlockTime.NONE;
    private int usualTimeout = -1;

    private NodeConnection(Builder builder) {
        super(builder);
        this.address = builder.address;
        this.dialer = (Dialer) builder.getSocketFactory();
        this.config = builder.getClientConfig();
        this.metadataDatabase = builder.metadataDatabase;
    }

    static NodeConnection open(
            HostAndPort address, JedisClientConfig config, int metadataDatabase, Consumer<NodeConnection> born) {
        return (NodeConnection) new Builder(address, config, metadataDatabase, born).build();
    }

    private static final class Builder extends Connection.Builder {
        private final HostAndPort address;
        private final int metadataDatabase;
        private final Consumer<NodeConnection> born;

        Builder(HostAndPort address, JedisClientConfig config, int metadataDatabase, Consumer<NodeConnection> born) {
            this.born = born;
            this.address = address;
            this.metadataDatabase = metadataDatabase;
            socketFactory(new Dialer(address, config));
            clientConfig(config);
        }

        @Override
        protected Connection createConnection() {
            NodeConnection connection = new NodeConnection(this);
            born.accept(connection);
            return connection;
        }
    }

    @Override
    protected void initializeFromClientConfig(JedisClientConfig settings) {
        try {
            super.initializeFromClientConfig(settings);
            introduction = ask();
        } catch (RuntimeException | Error e) { // the application's own credentials provider may throw any
            abort();
            throw e;
        }
    }

    /** Once only: Jedis would open a closed connection again when something is sent, unchecked and unauthenticated. */
    @Override
    public void connect() {
        if (!opened) {
            opened = true;
            super.connect();
        } else if (!isConnected()) {
            throw new JedisConnectionException("the connection to " + address + " is closed");
        }
    }

    @Override
    protected Map<String, Object> hello(byte[]... arguments) {
        Map<String, Object> reply = super.hello(arguments);
        role = String.valueOf(reply.get("role"));
        return reply;
    }

    /** Asks the node for its role, process, data and epoch, in one round trip; the database stays selected. */
    public NodeReport ask() {
        return Question.ask(this, metadataDatabase, config.getDatabase());
    }

    /** Where it was opened to. */
    public HostAndPort address() {
        return address;
    }

    /** The role that HELLO named: {@code master} or {@code replica}. */
    public String role() {
        return role;
    }

    /** Who was there when it was opened. */
    public NodeReport introduction() {
        if (introduction == null) {
            throw new IllegalStateException("not opened yet");
        }
        return introduction;
    }

    /** Asks once more: from now on the answer is its introduction. */
    NodeReport introduceAgain() {
        NodeReport now = ask();
        introduction = now;
        return now;
    }

    /** Runs one command; afterwards {@link #hasFlushed()} tells whether it left for the server. */
    public <T> T call(CommandObject<T> command) {
        CommandArguments arguments = command.getArguments();
        ProtocolCommand name = arguments.getCommand();
        if (arguments.isBlocking() || name == Command.WAIT || name == Command.WAITAOF) {
            arguments.blocking();
            keptByCaller();
            blockMillis = BlockTime.millis(arguments);
        }
        return executeCommand(command);
    }

    /** For a blocking command: its own time and the usual patience on top, so that a dead link is noticed. */
    @Override
    public void setTimeoutInfinite() {
        if (blockMillis <= BlockTime.FOREVER) {
            super.setTimeoutInfinite();
        } else {
            allow(blockMillis);
        }
    }

    /** Lets the next reads take so much longer than usual, until {@link #rollbackTimeout()}. */
    public void allow(long millis) {
        keptByCaller();
        int usual = getSoTimeout();
        if (usual > 0) {
            setSoTimeout((int) Math.min(Integer.MAX_VALUE, usual + millis));
            usualTimeout = usual;
        }
    }

    @Override
    public void rollbackTimeout() {
        blockMillis = BlockTime.NONE;
        if (usualTimeout >= 0) {
            setSoTimeout(usualTimeout);
            usualTimeout = -1;
        } else {
            super.rollbackTimeout();
        }
    }

    /** Hands all that was sent to the network. */
    public void flushAll() {
        flush();
    }

    /** The next reply; an error reply is returned, not thrown. */
    public @Nullable Object nextReply() {
        try {
            return getUnflushedObject();
        } catch (JedisDataException e) {
            return e;
        }
    }

    /**
     * Forgets what was sent before: {@link #hasFlushed()} is about what follows. What is sent until the next flush must have been
     * taken by then, if anybody looks after that.
     */
    public void beginExchange(Deadline deadline) {
        flushed = false;
        behind = null;
        sending.begin(deadline);
    }

    /** True if it was closed because the network did not take what was sent in time. */
    public boolean isGivenUp() {
        return sending.isGivenUp();
    }

    /** Closes it if it is still sending, and late. Any thread. */
    void giveUpIfLate() {
        if (sending.giveUp()) {
            abort();
        }
    }

    /** Nobody uses it any more. */
    void returned() {
        use.givenBack();
        sent();
    }

    private void sent() {
        if (!sending.end()) {
            spoil();
        }
    }

    /** Sends these behind all that comes before the next flush, in the same write. Their replies are the last to be read. */
    public void append(List<CommandArguments> commands) {
        behind = commands;
    }

    /** Several commands: once the first is in the buffer, nobody can say which of them have left. */
    public void mayHaveFlushed() {
        flushed = true;
        keptByCaller(); // replies may flow for long
    }

    /**
     * True if all that was to be sent has been accepted by the network. While false, the last command cannot have been
     * executed: a write that fails has not written its last byte.
     */
    public boolean hasFlushed() {
        return flushed;
    }

    @Override
    protected void flush() {
        List<CommandArguments> last = behind;
        if (last != null) {
            behind = null;
            mayHaveFlushed();
            last.forEach(this::sendCommand);
        }
        super.flush();
        flushed = true;
        sent();
    }

    /** Marks it as in another state than it was opened in ({@code SELECT}, say): it is not given to anyone else. */
    public void spoil() {
        spoilt = true;
    }

    /** True if nobody else may have it. */
    public boolean isSpoilt() {
        return spoilt || isBroken();
    }

    /** Writes a command from another thread than the one that reads; for subscribers, whose replies are messages. */
    public void sendNow(CommandArguments command) {
        sendCommand(command);
        flush();
    }

    /** Closes the socket, also under whoever connects it or reads from it. Any thread. */
    public void abort() {
        try {
            setSoTimeout(0); // with one, the end of TLS waits so long for the other side, which may be frozen
            forceDisconnect();
        } catch (IOException | JedisConnectionException e) {
            // It is closed, one way or another.
        } finally {
            dialer.abort();
        }
    }

    /** True if the server answers, if only by an error. */
    boolean isAlive() {
        try {
            return ping();
        } catch (JedisDataException e) {
            return true;
        } catch (JedisException e) {
            return false;
        }
    }

    /** Whoever has it sends when he likes, or waits on purpose: that it is not given back says nothing of the node. */
    public void keptByCaller() {
        use.isUntimed();
    }
}
