package io.haredis.operator.loop;

import io.haredis.operator.act.Pace;
import io.haredis.operator.act.Routes;
import io.haredis.operator.act.Routes.Route;
import io.haredis.operator.act.ServerKeys;
import io.haredis.operator.act.Stage;
import io.haredis.operator.act.Stages;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.act.Target;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.wire.Links;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Steps 6 and 7, under a reigning master: Service, labels, gossip, and closing what still hangs on a demoted one. */
final class Aftermath {
    private static final Duration KILL_AFTER = Duration.ofSeconds(1);

    private record Demoted(Target target, long at) {}

    private final Links links;
    private final Routes routes;
    private final Pace pace;
    private final List<Demoted> demoted = new ArrayList<>();
    private long announced = -1;
    private boolean announcedToAll;

    Aftermath(Links links, Routes routes, Pace pace) {
        this.links = links;
        this.routes = routes;
        this.pace = pace;
    }

    /** Its clients get a second to see READONLY, which is retried; then their connections are closed. */
    void demoted(Target target) {
        demoted.add(new Demoted(target, pace.nanos()));
    }

    /** Called at each pass under a reigning master by whoever is to do it. */
    void follow(Policy policy, Snapshot snapshot, MasterRecord record, Stages stages) throws StoreException {
        String host = snapshot.node(record.holder()).host().orElse("");
        NodeState master = snapshot.node(record.holder()).state().orElseThrow();
        long online =
                master.followers().stream().filter(NodeState.Follower::online).count();
        boolean accepts = online >= policy.minReplicas(record.voters().size() / 2);
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
        demoted.removeIf(d -> {
            boolean due = pace.since(d.at()).compareTo(KILL_AFTER) >= 0;
            if (due && !d.target().node().equals(record.holder())) {
                new ServerKeys(links, policy.database()).closeClients(d.target());
            }
            return due;
        });
    }

    private static Route route(Snapshot snapshot, MasterRecord record, String masterHost) {
        TreeSet<String> replicas = new TreeSet<>();
        snapshot.all().stream()
                .filter(n -> !n.name().equals(record.holder()))
                .filter(n -> n.state()
                        .filter(s -> s.isLinkUp()
                                && s.follows(masterHost, io.haredis.operator.decide.PodView.PORT)
                                && !s.health().syncing())
                        .isPresent())
                .forEach(n -> replicas.add(n.name()));
        return new Route(record.epoch(), record.holder(), replicas);
    }
}
