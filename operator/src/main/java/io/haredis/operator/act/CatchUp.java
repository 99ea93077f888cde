package io.haredis.operator.act;

import io.haredis.operator.wire.Links;
import io.haredis.protocol.Lineage;
import java.util.HashMap;
import java.util.Map;

/**
 * Rule "caughtUp": a process counts once it holds all that the master held at some moment since it began. What its
 * predecessor acknowledged is in there. After a partial resync the stream flows at once, and that may be long before.
 * Kept for one loop: whoever begins anew asks for more, never for less.
 */
final class CatchUp {
    private final Links links;
    private final Map<String, Lineage> goals = new HashMap<>();
    private long epoch = -1;

    CatchUp(Links links) {
        this.links = links;
    }

    /** True if this process, which was seen to follow the reigning master, has come that far. */
    boolean isOver(Scene scene, String node, String runId) {
        if (epoch != scene.epoch()) {
            epoch = scene.epoch();
            goals.clear();
        }
        FreshLook look = new FreshLook(links, scene.policy().database());
        if (!goals.containsKey(runId)) {
            look.atMaster(scene).ifPresent(master -> goals.put(runId, master.lineage()));
        }
        Lineage goal = goals.get(runId);
        boolean over = goal != null
                && look.at(scene, node)
                        .filter(s -> s.runId().equals(runId) && s.lineage().holds(goal.id(), goal.offset()))
                        .isPresent();
        if (over) {
            goals.remove(runId);
        }
        return over;
    }
}
