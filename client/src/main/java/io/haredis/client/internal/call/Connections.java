package io.haredis.client.internal.call;

import io.haredis.client.internal.Deadline;
import io.haredis.client.internal.Settings;
import io.haredis.client.internal.topology.Reigns;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.providers.ConnectionProvider;

/** What Jedis' pipelines, transactions and scans take their connections from. */
public final class Connections implements ConnectionProvider {
    private final Settings settings;
    private final Reigns reigns;

    /** Over these reigns. */
    public Connections(Settings settings, Reigns reigns) {
        this.settings = settings;
        this.reigns = reigns;
    }

    @Override
    public Connection getConnection() {
        Deadline deadline = Deadline.in(settings.deadline());
        return settings.connector().open(reigns.await(deadline).address());
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        return getConnection();
    }

    @Override
    public void close() {
        // The client closes what is behind it.
    }
}
