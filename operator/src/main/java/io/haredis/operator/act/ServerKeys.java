package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Beat;
import io.haredis.protocol.Gossip;
import io.haredis.protocol.Keys;
import java.util.ArrayList;
import java.util.List;

/** Small writes that change no role: beat, gossip, and closing the connections of a demoted master. */
public final class ServerKeys {
    /** Writes the beat only in the epoch it tells of. */
    static final String BEAT =
            "if redis.call('GET',KEYS[1]) == ARGV[1] then redis.call('SET',KEYS[2],ARGV[2]) end " + "return ARGV[1]";

    /** Without USER it closes the other operator's connections too, which look like a death to it. */
    private static final Command CLOSE_CLIENTS = Command.of("CLIENT", "KILL", "TYPE", "normal", "USER", "default");

    private final Links links;
    private final int database;

    /** Writes to the servers of one cluster. */
    public ServerKeys(Links links, int database) {
        this.links = links;
        this.database = database;
    }

    Step writeBeat(Scene scene, Beat beat) {
        return call(
                scene,
                scene.master(),
                Command.of("SELECT", database),
                Command.of("EVAL", BEAT, 2, Keys.EPOCH, Keys.BEAT, beat.epoch(), beat.text()));
    }

    /**
     * Announces the master on every node that answered, on all at the same time: a PUBLISH on a replica reaches only its own
     * subscribers. A hint that does not arrive: nothing rests on it.
     */
    void gossip(Iterable<NodeView> nodes, String masterHost) {
        Command command = Command.of("PUBLISH", Gossip.CHANNEL, Gossip.payload(masterHost, PodView.PORT));
        List<Told> told = new ArrayList<>();
        for (NodeView node : nodes) {
            if (node.state().isPresent() && node.host().isPresent()) {
                try {
                    Link link = links.open(node.host().get(), PodView.PORT);
                    told.add(new Told(link, link.send(List.of(command))));
                } catch (LinkException e) {
                    // Who listens to this node alone asks by himself.
                }
            }
        }
        told.forEach(Told::await);
    }

    private record Told(Link link, Link.Sent sent) {
        void await() {
            try (link) {
                sent.replies();
            } catch (LinkException e) {
                // A client that missed it asks by itself.
            }
        }
    }

    /** Closes the application's connections to a demoted master, so that nobody waits for what it will never answer. */
    public void closeClients(Target demoted) {
        StateReader reader = new StateReader(database);
        try (Link link = links.open(demoted.host(), demoted.port())) {
            boolean still = reader.whole(link) instanceof Contact.Answers answers
                    && answers.state().runId().equals(demoted.runId())
                    && !answers.state().isMaster();
            if (still) {
                link.call(List.of(CLOSE_CLIENTS));
            }
        } catch (LinkException e) {
            // Nothing rests on it.
        }
    }

    private Step call(Scene scene, Target target, Command... commands) {
        try (Link link = links.open(target.host(), target.port())) {
            return link.call(List.of(commands)).getLast() instanceof ErrorReply e
                    ? Step.failed(target.node() + ": " + e.text(), scene.versioned())
                    : Step.done("", scene.versioned());
        } catch (LinkException e) {
            return Step.failed(target.node() + ": " + e.getMessage(), scene.versioned());
        }
    }
}
