package io.haredis.client.internal.node;

import io.haredis.protocol.Keys;
import java.util.List;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a client asks every node first, and again. */
final class Question {
    private Question() {}

    /** In one round trip; the database stays selected. Who may not read the metadata database has no epoch. */
    static NodeReport ask(NodeConnection connection, int metadataDatabase, int database) {
        connection.sendCommand(Command.SELECT, String.valueOf(metadataDatabase));
        connection.sendCommand(Command.GET, Keys.EPOCH);
        connection.sendCommand(Command.SELECT, String.valueOf(database));
        connection.sendCommand(Command.INFO, "server", "replication");
        List<Object> replies = connection.getMany(4);
        boolean hasMetadata = !(replies.get(0) instanceof JedisDataException);
        if (replies.get(2) instanceof JedisDataException error && (hasMetadata || database != 0)) {
            throw error;
        }
        if (replies.get(3) instanceof JedisDataException error) {
            throw error;
        }
        Long epoch = hasMetadata ? Replies.number(replies.get(1)) : null;
        InfoReply info = InfoReply.of(Replies.text(replies.get(3)));
        return info.report(connection.address(), epoch);
    }
}
