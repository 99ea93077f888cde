package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Lineage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before a node leaves the record: the master does not see it any more, and enough of those who stay hold all that the
 * master held then. Read in this order, fresh.
 */
final class Barrier {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Links links;
    private final Pace pace;

    Barrier(Links links, Pace pace) {
        this.links = links;
        this.pace = pace;
    }

    /** Why the node may not leave yet, null if it may. */
    @Nullable
    String obstacle(Scene scene, String leaving) throws InterruptedException {
        MasterRecord record = scene.recorded().record();
        int database = scene.policy().database();
        NodeState master = read(scene, record.holder(), database);
        if (master == null
                || !master.isMaster()
                || !master.runId().equals(record.chosen().runId())) {
            return record.holder() + " does not answer as the master";
        }
        String host = scene.snapshot().node(leaving).host().orElse(null);
        if (host != null
                && master.followers().stream().anyMatch(f -> f.host().equals(host) && f.port() == PodView.PORT)) {
            return leaving + " is still attached to " + record.holder();
        }
        List<String> staying = record.voters().stream()
                .filter(n -> !n.equals(leaving) && !n.equals(record.holder()))
                .toList();
        int needed = (record.voters().size() - 1) / 2;
        long began = pace.nanos();
        do {
            long holding = staying.stream()
                    .filter(n -> holds(read(scene, n, database), master.lineage()))
                    .count();
            if (holding >= needed) {
                return null;
            }
            pace.pause(PAUSE);
        } while (pace.since(began).compareTo(PATIENCE) < 0);
        return "fewer than " + needed + " of the nodes that stay hold all of " + record.holder() + "'s data: " + leaving
                + " cannot leave yet";
    }

    private static boolean holds(@Nullable NodeState state, Lineage data) {
        return state != null && state.lineage().holds(data.id(), data.offset());
    }

    private @Nullable NodeState read(Scene scene, String node, int database) {
        String host = scene.snapshot().node(node).host().orElse(null);
        if (host == null) {
            return null;
        }
        try (Link link = links.open(host, PodView.PORT)) {
            return new StateReader(database).whole(link) instanceof Contact.Answers a ? a.state() : null;
        } catch (LinkException e) {
            return null;
        }
    }
}
