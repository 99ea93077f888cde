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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before a node leaves the record: the master does not see it any more, and enough of those who stay hold all that the
 * master held then. Read in this order, fresh.
 */
final class Barrier {
    private final Links links;

    Barrier(Links links) {
        this.links = links;
    }

    /** Why the node may not leave yet, null if it may. */
    @Nullable
    String obstacle(Scene scene, String leaving) {
        MasterRecord record = scene.recorded().record();
        int database = scene.policy().database();
        NodeState master = read(scene, record.holder(), database);
        if (master == null
                || !master.isMaster()
                || !master.runId().equals(record.chosen().runId())) {
            return record.holder() + " does not answer as the master";
        }
        List<String> present = record.members().keySet().stream()
                .filter(n -> !n.equals(leaving))
                .flatMap(n -> scene.snapshot().node(n).host().stream())
                .toList();
        boolean attached = master.followers().stream().anyMatch(f -> !present.contains(f.host()));
        if (attached) {
            return leaving + ", or a server that is no member, is still attached to " + record.holder();
        }
        int needed = (record.voters().size() - 1) / 2;
        long holding = record.voters().stream()
                .filter(n -> !n.equals(leaving) && !n.equals(record.holder()))
                .filter(n -> holds(read(scene, n, database), master.lineage()))
                .count();
        return holding >= needed
                ? null
                : "fewer than " + needed + " of the nodes that stay hold all of " + record.holder() + "'s data: "
                        + leaving + " cannot leave yet";
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
