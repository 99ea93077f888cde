package io.haredis.operator.loop;

import io.haredis.operator.act.Routes;
import io.haredis.operator.act.Routes.Route;
import io.haredis.operator.act.ServerKeys;
import io.haredis.operator.act.Stage;
import io.haredis.operator.act.Stages;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.ServerInfo;
import java.util.TreeSet;

/** Steps 6 and 7, under a reigning master: Service, labels, gossip. */
final class Aftermath {
    private final Links links;
    private final Routes routes;
    private long announced = -1;
    private boolean announcedToAll;

    Aftermath(Links links, Routes routes) {
        this.links = links;
        this.routes = routes;
    }

    /** Called at each pass under a reigning master by whoever is to do it. */
    void follow(Policy policy, Snapshot snapshot, MasterRecord record, Stages stages) throws StoreException {
        String host = snapshot.node(record.holder()).host().orElse("");
        NodeState master = snapshot.node(record.holder()).state().orElseThrow();
        long online =
                master.followers().stream().filter(ServerInfo.Follower::online).count();
        boolean accepts =
                online >= policy.minReplicas(record) && master.settings().minReplicas() != Policy.CLOSED;
        if (accepts) {
            stages.reached(Stage.REATTACHED);
        }
        Route route = route(snapshot, record, host);
        if (!routes.isAt(route)) {
            routes.moveService(route);
        }
        stages.reached(Stage.SERVICE_MOVED);
        if (announced != record.epoch() || (accepts && !announcedToAll)) {
            new ServerKeys(links, policy.database()).gossip(snapshot.all(), host);
            announced = record.epoch();
            announcedToAll = accepts;
        }
    }

    /** What is not urgent. */
    void tidy(Policy policy, Snapshot snapshot, MasterRecord record) throws StoreException {
        Route route =
                route(snapshot, record, snapshot.node(record.holder()).host().orElse(""));
        if (!routes.isAt(route)) {
            routes.label(route);
        }
    }

    private static Route route(Snapshot snapshot, MasterRecord record, String masterHost) {
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
