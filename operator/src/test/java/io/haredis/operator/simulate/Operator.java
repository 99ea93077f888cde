package io.haredis.operator.simulate;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.loop.FailoverLoop;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import io.haredis.operator.loop.Ports;
import io.haredis.operator.loop.Reporter;
import io.haredis.operator.testing.OperatorCrash;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operator replica: the shipped loop in a modelled world, which holds it up or ends it at any effect. */
final class Operator implements Party {
    private static final long TIMEOUT = 500 * World.MILLI;

    private final String name;
    private final Cluster cluster;
    private final World world;
    private final Api api;
    private long heldUntil;
    private long deludedUntil;
    private double pauses;
    private double crashes;
    private long longestPause;
    private boolean leads;
    private boolean dies;
    private int lives;
    private @Nullable Task task;
    private Consumer<String> heard = reason -> {};
    private String told = "";
    private @Nullable Decision last;

    Operator(String name, Cluster cluster, Api api) {
        this.name = name;
        this.cluster = cluster;
        this.world = cluster.world;
        this.api = api;
    }

    /** How often it is held up or ends at an effect. */
    void trouble(double pausing, long longest, double crashing) {
        pauses = pausing;
        longestPause = longest;
        crashes = crashing;
    }

    /** Nothing troubles them any more, and the first leads. */
    static void calm(List<Operator> operators) {
        operators.forEach(o -> {
            o.trouble(0, World.MILLI, 0);
            o.release();
            o.delude(0);
            o.leads(false);
        });
        operators.getFirst().leads(true);
    }

    void leads(boolean now) {
        if (leads != now) {
            world.tell(name, () -> now ? "leads now" : "leads no more");
        }
        leads = now;
    }

    /** How many processes of it there were. */
    int lives() {
        return lives;
    }

    /** Hears the reason of each thing that it tells of, before it acts on it. */
    void whenTold(Consumer<String> listener) {
        heard = listener;
    }

    void start() {
        lives++;
        dies = false;
        task = new Task(world, () -> heldUntil, this::run);
    }

    void hold(long until) {
        heldUntil = Math.max(heldUntil, until);
    }

    /** Until then it takes the recorded master for dead. */
    void delude(long until) {
        deludedUntil = until;
    }

    void release() {
        heldUntil = 0;
        if (task != null) {
            task.release();
        }
    }

    void kill() {
        dies = true;
    }

    @Nullable
    Decision last() {
        return last;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void step() {
        if (dies || world.chance(crashes)) {
            world.tell(name, () -> "is killed");
            dies = false;
            world.after(world.anyOf(10 * World.MILLI, 2 * World.SECOND), this::start);
            throw new OperatorCrash();
        }
        if (world.chance(pauses)) {
            long time = world.anyOf(World.MILLI, longestPause);
            world.tell(name, () -> "is held up for " + time / World.MILLI + " ms");
            world.running().sleep(time);
        }
    }

    private void run() throws InterruptedException {
        SimulatedObserver observer = new SimulatedObserver(cluster, this, this::deadForIt);
        cluster.watch(observer);
        Api.Records records = api.new Records(this);
        try {
            Ports ports = new Ports(
                    observer,
                    new SimulatedLinks(cluster, this, TIMEOUT),
                    records,
                    api.new ServiceRoutes(this),
                    api.new Asked(this),
                    new VirtualPace(world));
            FailoverLoop loop =
                    new FailoverLoop(ports, () -> cluster.policy(api.requests()), () -> leads, new Telling());
            while (true) {
                Duration pause = loop.pass();
                observer.awaitNews(pause.isZero() ? Duration.ofNanos(World.MICRO) : pause);
            }
        } catch (RuntimeException bug) {
            cluster.checks.violated(name + "'s loop failed: " + bug);
        } finally {
            cluster.unwatch(observer);
            api.forget(records);
        }
    }

    private @Nullable String deadForIt() {
        MasterRecord record = api.record();
        return deludedUntil > world.now() && record != null ? record.holder() : null;
    }

    private record VirtualPace(World world) implements Pace {
        @Override
        public long nanos() {
            return world.now();
        }

        @Override
        public void pause(Duration time) {
            world.running().sleep(time.toNanos());
        }
    }

    private final class Telling implements Reporter {
        @Override
        public void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {
            last = decision;
            String now = decision.verdict() + ": " + decision.sentence();
            if (world.isTelling() && !now.equals(told)) {
                told = now;
                world.tell(name, () -> now + " " + decision.actions());
            }
        }

        @Override
        public void happened(Happening happening) {
            heard.accept(happening.reason());
            world.tell(name, () -> happening.reason() + ": " + happening.sentence());
        }

        @Override
        public void changed(MasterChange change) {
            world.tell(name, () -> "master changed to " + change.to() + " in epoch " + change.epoch());
        }
    }
}
