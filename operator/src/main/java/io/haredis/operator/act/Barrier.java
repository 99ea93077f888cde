package io.haredis.operator.act;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Links;
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
        FreshLook look = new FreshLook(links, scene.policy().database());
        NodeState master = look.atMaster(scene).orElse(null);
        if (master == null) {
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
        Lineage data = master.lineage();
        long holding = record.voters().stream()
                .filter(n -> !n.equals(leaving) && !n.equals(record.holder()))
                .filter(n -> look.at(scene, n)
                        .filter(s -> s.lineage().holds(data.id(), data.offset()))
                        .isPresent())
                .count();
        return holding >= needed
                ? null
                : "fewer than " + needed + " of the nodes that stay hold all of " + record.holder() + "'s data: "
                        + leaving + " cannot leave yet";
    }
}
