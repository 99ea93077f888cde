package io.haredis.operator.rehearsal;

import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.decide.Decision;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Policy;
import io.haredis.operator.decide.Requests;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.loop.FailoverLoop;
import io.haredis.operator.loop.Happening;
import io.haredis.operator.loop.MasterChange;
import io.haredis.operator.loop.Ports;
import io.haredis.operator.loop.Reporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shipped failover loop, run a few times on paper when the operator starts. A process that has watched for a month
 * would else load, link and interpret its way through the first failover of its life: tens of milliseconds in which
 * nobody writes. Touches no server, no Kubernetes API and no state of any cluster.
 */
public final class Rehearsal implements Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    /** So often every method on the way has been compiled (see the image's {@code CompileThresholdScaling}). */
    private static final int TIMES = 30;

    private static final int PASSES_AT_MOST = 50;
    private static final List<String> NAMES = List.of("rehearsal-0", "rehearsal-1", "rehearsal-2");
    private static final int DATABASE = 15;

    private final Map<String, PaperServer> servers = new TreeMap<>();
    private final PaperPorts ports;
    private final FailoverLoop loop;

    Rehearsal() {
        NAMES.forEach(name -> servers.put(name, new PaperServer(name, servers)));
        ports = new PaperPorts(servers, DATABASE);
        Policy policy = new Policy(
                NAMES, Duration.ofSeconds(1), Duration.ZERO, false, false, null, false, DATABASE, Requests.NONE);
        loop = new FailoverLoop(new Ports(ports, ports, ports, ports, ports, ports), () -> policy, () -> true, this);
    }

    /** Rehearses in the background, and ends by itself. */
    public static void begin() {
        Thread.ofPlatform()
                .name("rehearsal")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .start(() -> {
                    try {
                        long began = System.nanoTime();
                        new Rehearsal().hold(TIMES);
                        LOG.debug("Rehearsed in {}", Duration.ofNanos(System.nanoTime() - began));
                    } catch (InterruptedException | RuntimeException e) {
                        LOG.warn("The failover could not be rehearsed; the first real one will take longer", e);
                    }
                });
    }

    /** Loses so many masters, one after the other. */
    void hold(int times) throws InterruptedException {
        settle(1);
        for (int i = 0; i < times; i++) {
            MasterRecord lost = record();
            PaperServer master = Objects.requireNonNull(servers.get(lost.holder()));
            master.kill();
            settle(lost.epoch() + 1);
            master.start();
            settle(lost.epoch() + 1);
        }
    }

    /** The epoch of the last reign. */
    long epoch() {
        return record().epoch();
    }

    /** Until a master of this epoch reigns and nothing is left to do. */
    private void settle(long epoch) throws InterruptedException {
        for (int pass = 0; pass < PASSES_AT_MOST; pass++) {
            boolean rests = !loop.pass().isZero();
            if (rests && ports.cached().filter(r -> r.record().epoch() >= epoch).isPresent() && allCount()) {
                return;
            }
        }
        throw new IllegalStateException("no master of epoch " + epoch + " after " + PASSES_AT_MOST + " passes");
    }

    private boolean allCount() {
        MasterRecord record = record();
        return servers.values().stream()
                .filter(server -> !server.isDown())
                .allMatch(server -> record.counts(server.host, server.runId()));
    }

    private MasterRecord record() {
        return ports.cached().map(Versioned::record).orElseThrow();
    }

    @Override
    public void saw(Snapshot snapshot, @Nullable MasterRecord record, Decision decision) {}

    @Override
    public void happened(Happening happening) {}

    @Override
    public void changed(MasterChange change) {}
}
