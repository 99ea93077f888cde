package io.haredis.operator.report;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.HaRedisClusterStatus;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Redundancy;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.decide.Verdict;
import io.haredis.operator.inventory.ClusterKey;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes one cluster's status and Events. */
final class Clerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clerk.class);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration SUSPENSE = Duration.ofSeconds(4);
    /** What follows within this time is told together. */
    private static final Duration GATHER = Duration.ofMillis(150);

    private final Reporting shared;
    private final ClusterRef cluster;
    private final Supplier<HaRedisCluster> latest;
    private final Surroundings surroundings;
    private final StatusWriter writer;
    private final ClusterMetrics metrics;
    private final Outbox outbox;
    private final ToldObstacles obstacles = new ToldObstacles();
    private final Semaphore news = new Semaphore(0);
    private final AtomicReference<@Nullable Pass> pass = new AtomicReference<>();
    private final Thread thread;

    private @Nullable HaRedisClusterStatus told;
    private @Nullable HaRedisClusterStatus written;
    private String writtenVersion = "";
    private long writtenAt = System.nanoTime();
    private long lastSure = System.nanoTime();
    private boolean failing;

    /** One pass of the loop. */
    record Pass(Snapshot snapshot, @Nullable MasterRecord record, Decision decision, long at) {
        Pass(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {
            this(snapshot, record, decision, System.nanoTime());
        }
    }

    Clerk(Reporting shared, ClusterRef cluster, Supplier<HaRedisCluster> latest) {
        this.shared = shared;
        this.cluster = cluster;
        this.latest = latest;
        this.surroundings = new Surroundings(shared.client(), shared.inventory(), cluster);
        this.writer = new StatusWriter(shared.client(), cluster);
        this.metrics = new ClusterMetrics(shared.registry(), cluster);
        this.outbox = new Outbox(shared.events(), cluster);
        this.thread = Thread.ofVirtual().name("report-" + cluster).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void saw(Pass now, boolean urgent) {
        pass.set(now);
        if (urgent) {
            news.release();
        }
    }

    /** As the loop saw it a moment ago. */
    boolean canDoWithout(String node) {
        return ofReign((snapshot, record) -> Redundancy.isGivenWithout(node, snapshot, record))
                .orElse(false);
    }

    /** As the loop saw it a moment ago. As many as the loop asks for before the node leaves: a majority of those who stay. */
    Optional<Boolean> canLetGo(String node) {
        return ofReign((snapshot, record) -> Redundancy.isGivenWithout(node, snapshot, record.without(node)));
    }

    /** As the loop saw it a moment ago. */
    Optional<Boolean> canDoWithoutAnyOne() {
        return ofReign(Redundancy::isGivenWithoutAnyOne);
    }

    /** False without a reign, and empty if the loop has not looked just now, or cannot say yet. */
    private Optional<Boolean> ofReign(BiPredicate<Snapshot, MasterRecord> question) {
        Pass last = pass.get();
        if (last == null
                || System.nanoTime() - last.at() >= TURN.toNanos()
                || last.decision().verdict() == Verdict.SUSPECT) {
            return Optional.empty();
        }
        return Optional.of(last.record() != null
                && last.decision().verdict() == Verdict.REIGNS
                && question.test(last.snapshot(), last.record()));
    }

    void happened(Happening happening) {
        outbox.happened(happening);
        news.release();
    }

    /** True if the change is complete and was not so before. */
    boolean changed(MasterChange change) {
        boolean completed = outbox.changed(change);
        if (completed) {
            metrics.changed(change);
        }
        news.release();
        return completed;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (news.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
                }
                news.drainPermits();
                turnSafely();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void turnSafely() {
        try {
            turn();
            failing = false;
        } catch (KubernetesClientException failure) {
            if (!failing) {
                failing = true;
                LOG.warn("Cluster {}: status not written: {}", cluster, ApiErrors.sentence(failure));
            }
        } catch (RuntimeException bug) {
            LOG.error("Cluster {}: reporting failed", cluster, bug);
        }
    }

    private void turn() {
        boolean leads = shared.leads().getAsBoolean();
        boolean completed = outbox.deliver(leads, writer);
        Pass now = pass.get();
        if (now == null || (!completed && isTooEarly(now))) {
            return;
        }
        HaRedisCluster object = latest.get();
        Decision decision = surroundings.explain(now.decision());
        Seen seen = new Seen(now.snapshot(), now.record(), decision, surroundings.of(object, now.record()));
        // What was said by a leader that is one no longer is old: the status has what the present one says.
        Configuration.Said configuration =
                leads ? shared.configuration().of(ClusterKey.of(cluster)).orElse(null) : null;
        HaRedisClusterStatus status = StatusDerivation.of(seen, configuration, Instant.now());
        metrics.saw(status, seen.around().wanted().size());
        tell(status, seen, leads);
        if (leads || completed) {
            write(status, object);
        }
    }

    /** A suspicion is over in a moment, one way or the other; so is the silence of a replica, most often. */
    private boolean isTooEarly(Pass now) {
        boolean unsure = now.decision().verdict() == Verdict.SUSPECT
                || (now.decision().verdict() == Verdict.REIGNS
                        && now.snapshot().all().stream()
                                .anyMatch(n -> n.contact().isHiccup()));
        if (!unsure) {
            lastSure = System.nanoTime();
        }
        return unsure && System.nanoTime() - lastSure < SUSPENSE.toNanos();
    }

    /** Events of transitions, told once by the leader; a new leader goes on from the status that it found. */
    private void tell(HaRedisClusterStatus status, Seen seen, boolean leads) {
        HaRedisClusterStatus before = told;
        if (before == null) {
            before = seen.around().cluster().getStatus();
            obstacles.goOnFrom(before);
        }
        told = leads ? status : null;
        if (leads) {
            Transitions.between(before, status, obstacles.news(seen.around().obstacles()))
                    .forEach(h -> shared.events().record(cluster, h));
        }
    }

    private void write(HaRedisClusterStatus status, HaRedisCluster object) {
        boolean shown = !Versions.isNewer(writtenVersion, Versions.version(object));
        HaRedisClusterStatus before = shown ? object.getStatus() : written;
        if (Substance.isNew(before, status, Duration.ofNanos(System.nanoTime() - writtenAt))) {
            writtenVersion = writer.write(status);
            written = status;
            writtenAt = System.nanoTime();
        }
    }

    /** The series go at once: a cluster of the same name may come next. */
    @Override
    public void close() {
        thread.interrupt();
        metrics.close();
    }
}
