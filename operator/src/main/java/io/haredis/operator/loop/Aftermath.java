package io.haredis.operator.loop;

import io.haredis.operator.act.Actor;
import io.haredis.operator.act.Routes;
import io.haredis.operator.act.Routes.Route;
import io.haredis.operator.act.Scene;
import io.haredis.operator.act.Stage;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.protocol.ServerInfo;
import java.util.TreeSet;

/** Steps 6 and 7: gossip at once, then Service and labels under a reigning master, and gossip again. */
final class Aftermath {
    private final Actor actor;
    private final Routes routes;
    private long announced = -1;
    private boolean announcedToAll;

    Aftermath(Actor actor, Routes routes) {
        this.actor = actor;
        this.routes = routes;
    }

    /**
     * A master was promoted just now, by this operator. Clients hear of it while its replicas turn to it; the Service moves
     * some ten milliseconds later, if the API answers.
     */
    void announce(Scene scene) {
        announce(scene, false);
    }

    /** Called at each pass under a reigning master by whoever is to do it. */
    void follow(Scene scene) throws StoreException {
        MasterRecord record = scene.recorded().record();
        Snapshot snapshot = scene.snapshot();
        NodeState master = snapshot.node(record.holder()).state().orElseThrow();
        long online =
                master.followers().stream().filter(ServerInfo.Follower::online).count();
        boolean accepts = online >= scene.policy().minReplicas(record)
                && master.settings().minReplicas() != Policy.CLOSED;
        if (accepts) {
            scene.stages().reached(Stage.REATTACHED);
        }
        Route route = route(snapshot, record);
        if (!routes.isAt(route)) {
            routes.moveService(route);
        }
        scene.stages().reached(Stage.SERVICE_MOVED);
        announce(scene, accepts);
    }

    /** Again once the master takes writes: who did not answer at first may do so by then. */
    private void announce(Scene scene, boolean accepts) {
        long epoch = scene.recorded().record().epoch();
        if (announced != epoch || (accepts && !announcedToAll)) {
            actor.announce(scene);
            announced = epoch;
            announcedToAll = accepts;
        }
    }

    /** What is not urgent. */
    void tidy(Snapshot snapshot, MasterRecord record) throws StoreException {
        Route route = route(snapshot, record);
        if (!routes.isAt(route)) {
            routes.label(route);
        }
    }

    private static Route route(Snapshot snapshot, MasterRecord record) {
        String masterHost = snapshot.node(record.holder()).host().orElse("");
        TreeSet<String> replicas = new TreeSet<>();
        TreeSet<String> unclear = new TreeSet<>();
        for (NodeView node : snapshot.all()) {
            if (node.name().equals(record.holder())) {
                continue;
            }
            if (isInSync(node, masterHost)) {
                replicas.add(node.name());
            } else if (node.contact().isHiccup()) {
                unclear.add(node.name());
            }
        }
        return new Route(record.epoch(), record.holder(), replicas, unclear);
    }

    private static boolean isInSync(NodeView node, String masterHost) {
        return node.state()
                .filter(s -> s.isLinkUp()
                        && s.follows(masterHost, PodView.PORT)
                        && !s.health().syncing())
                .isPresent();
    }
}
