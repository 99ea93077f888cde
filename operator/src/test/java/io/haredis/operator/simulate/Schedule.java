package io.haredis.operator.simulate;

import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One seed's run, from a new cluster through its faults to order. */
final class Schedule {
    private static final long SAMPLE = 200 * World.MILLI;
    private static final long PATIENCE = 40 * World.SECOND;

    /**
     * What became of it.
     *
     * @param violation the promise that was broken, null if none was
     * @param story what happened, line by line, if it was told
     */
    record Outcome(
            long seed,
            Profile profile,
            @Nullable String violation,
            List<String> story,
            int promotions,
            int acknowledged,
            boolean atRisk) {
        /** The story, and how it ended. */
        String told() {
            return String.join("\n", story) + "\nseed " + seed + ", profile " + profile + ": "
                    + (violation == null ? "no promise is broken" : violation) + "\n";
        }
    }

    private final long seed;
    private final Profile profile;
    private final World world;
    private final Cluster cluster;
    private final Api api;
    private final List<Operator> operators = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();

    private Schedule(long seed, Profile profile, boolean telling) {
        this.seed = seed;
        this.profile = profile;
        this.world = new World(seed, telling);
        this.cluster = new Cluster(world, profile.members(world), profile.quorum(world), profile.sync());
        this.api = new Api(cluster);
    }

    /** Runs one. */
    static Outcome run(long seed, Profile profile, boolean telling) {
        return new Schedule(seed, profile, telling).run();
    }

    private Outcome run() {
        Checks checks = cluster.checks;
        for (int i = 0; i < 2; i++) {
            Operator operator = new Operator("op-" + i, cluster, api);
            operators.add(operator);
            operator.start();
        }
        operators.getFirst().leads(true);
        for (int i = 0; i < 2; i++) {
            writers.add(new Writer("client-" + i, cluster, i * 5000, world.anyOf(300 * World.MILLI, 5 * World.SECOND)));
        }
        Faults faults = new Faults(cluster, api, operators, profile);
        boolean early = world.chance(0.1) && !profile.nothingFails() && !profile.isTrap();
        world.run(world.now() + (early ? 0 : World.SECOND));
        if (profile.nothingFails()) {
            checks.losses().nothingFails();
        }
        long hold = profile.longestHold(world);
        operators.forEach(o -> o.trouble(profile.holding(), hold, profile.dying()));
        long length = profile.isTrap() ? 9 * World.SECOND : world.anyOf(World.SECOND, 8 * World.SECOND);
        faults.plan(length);
        watch(world.now() + length, false);
        faults.end();
        boolean atRisk = endsAtRisk();
        if (ForeignVolumes.areDeleted(cluster)) {
            atRisk = endsAtRisk();
        }
        return new Outcome(
                seed,
                profile,
                checks.violation(),
                world.story(),
                checks.promotions,
                checks.losses().acknowledged,
                atRisk);
    }

    /** Waits for order; true if a person has to choose first. */
    private boolean endsAtRisk() {
        boolean settled = watch(world.now() + PATIENCE, true);
        if (settled || cluster.checks.violation() != null) {
            return false;
        }
        Decision last = operators.getFirst().last();
        boolean atRisk = last != null
                && (last.verdict() == Verdict.AT_RISK || last.sentence().contains("wipe them"));
        if (!atRisk) {
            cluster.checks.violated("6: no order " + PATIENCE / World.SECOND + " s after the last fault: " + last);
        }
        return atRisk;
    }

    /** Runs until then, or until a promise is broken or all is in order; true if it is. */
    private boolean watch(long until, boolean untilOrder) {
        while (world.now() < until && !world.isStopped()) {
            world.run(Math.min(until, world.now() + SAMPLE));
            cluster.checks.losses().sample();
            deletePods();
            if (untilOrder && isInOrder()) {
                return true;
            }
        }
        return false;
    }

    /** Kubernetes' part of a node's leaving: its pod goes when the record knows it no more. */
    private void deletePods() {
        MasterRecord record = api.record();
        for (Node node : List.copyOf(cluster.nodes.values())) {
            int number = Integer.parseInt(node.name.substring(2));
            if (record != null
                    && number >= cluster.size()
                    && record.member(node.name).isEmpty()) {
                cluster.remove(node);
            }
        }
    }

    private boolean isInOrder() {
        return isInOrder(cluster, api);
    }

    /** One master, by the record, whom all members follow with equal data. */
    static boolean isInOrder(Cluster cluster, Api api) {
        MasterRecord record = api.record();
        if (record == null || record.voters().size() != cluster.size()) {
            return false;
        }
        Node master = cluster.nodes.get(record.holder());
        boolean reigns = master != null
                && master.isMaster()
                && master.runId().equals(record.chosen().runId())
                && master.data().epoch() == record.epoch()
                && master.replication().followers().areEnough();
        if (!reigns) {
            return false;
        }
        for (Node node : cluster.nodes.values()) {
            if (node != master
                    && !ForeignVolumes.isLeftAlone(node, record)
                    && (node.replication().link() != Replication.Link.UP
                            || !master.replication().followers().all().containsKey(node)
                            || !Checks.isCounted(record, node))) {
                return false;
            }
        }
        cluster.checks.losses().settled(master);
        return true;
    }
}
