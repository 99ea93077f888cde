package io.haredis.operator.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.kube.ApiErrors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the operator's replicas leads. Spares them the same work; no safety rests on it.
 *
 * <p>Leadership ends by our own monotonic clock, whatever a call to the API does meanwhile. Another's lease is respected
 * for its validity since we last saw it change, so that nobody's wall clock matters. Losing the lease ends nothing but
 * the leadership: this runs until it is closed, through any outage of the API. Thread-safe.
 */
public final class OperatorLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorLease.class);

    private final LeaseClaim claim;
    private final Terms terms;
    private final ScheduledExecutorService calls = executor("operator-lease");
    private final ScheduledExecutorService watch = executor("operator-lease-deadline");
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();

    /** Written by the calls thread; read everywhere. */
    private volatile @Nullable Held held;

    private Rival rival = Rival.NONE;
    private boolean current;
    private boolean apiAnswers = true;
    private boolean told;

    /** Our lease as last accepted by the API, and when we stop to believe in it. */
    private record Held(Lease lease, long until) {
        boolean isValid() {
            return System.nanoTime() - until < 0;
        }
    }

    /**
     * A contender; does nothing until started.
     *
     * @param client a fencing client: short time-out, no second try
     * @param identity of this process, never used again by another one
     */
    public OperatorLease(KubernetesClient client, String namespace, String name, String identity, Terms terms) {
        this.claim = new LeaseClaim(client, namespace, name, identity);
        this.terms = terms;
    }

    /** True while this process leads. */
    public boolean leads() {
        Held now = held;
        return now != null && now.isValid();
    }

    /** Calls the listener with true at each gain and with false at each loss, from one thread, in order. */
    public void onChange(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /** Begins to contend. */
    public void start() {
        calls.execute(this::turn);
    }

    private void turn() {
        Duration pause = terms.look();
        try {
            pause = leads() && current ? renew() : contend();
            apiAnswers = true;
        } catch (KubernetesClientException failure) {
            pause = failed(failure);
        } catch (RuntimeException bug) {
            LOG.error("The operator's lease could not be looked at", bug);
        }
        if (!calls.isShutdown()) {
            var unused = calls.schedule(this::turn, Math.max(pause.toMillis(), 10), TimeUnit.MILLISECONDS);
        }
    }

    private Duration failed(KubernetesClientException failure) {
        if (failure.getCode() == ApiErrors.CONFLICT) {
            // Taken by another, or our own write whose answer never came: the next turn looks.
            current = false;
            return Duration.ofMillis(50);
        }
        if (apiAnswers) {
            apiAnswers = false;
            LOG.warn("The operator's lease is out of reach: {}", ApiErrors.sentence(failure));
        }
        return terms.look();
    }

    private Duration renew() {
        Held now = held;
        if (now == null) {
            return Duration.ZERO;
        }
        long sent = System.nanoTime();
        accept(claim.renew(now.lease()), sent);
        return terms.renewal();
    }

    private Duration contend() {
        Lease lease = claim.get();
        long now = System.nanoTime();
        if (lease != null && !claim.isOurs(lease)) {
            held = null;
            tellSoon(0);
            rival = rival.see(lease, now);
            Duration remaining = rival.remaining(lease, terms, now);
            if (remaining.isPositive()) {
                return remaining.compareTo(terms.look()) < 0 ? remaining : terms.look();
            }
        }
        long sent = System.nanoTime();
        accept(claim.take(lease, terms), sent);
        return terms.renewal();
    }

    private void accept(Lease lease, long sent) {
        long until = sent + terms.deadline().toNanos();
        held = new Held(lease, until);
        current = true;
        tellSoon(0);
        tellSoon(until - System.nanoTime());
    }

    private void tellSoon(long nanos) {
        if (!watch.isShutdown()) {
            var unused = watch.schedule(this::tell, Math.max(0, nanos) + 1_000_000, TimeUnit.NANOSECONDS);
        }
    }

    private void tell() {
        boolean leads = leads();
        if (leads == told) {
            return;
        }
        told = leads;
        LOG.info(leads ? "This operator leads" : "This operator no longer leads");
        for (Consumer<Boolean> listener : listeners) {
            try {
                listener.accept(leads);
            } catch (RuntimeException bug) {
                LOG.error("A listener of the operator's lease failed", bug);
            }
        }
    }

    /** Gives the lease up, if it is ours, and stops. The successor need not wait. */
    @Override
    public void close() {
        calls.shutdownNow();
        try {
            calls.awaitTermination(terms.renewal().toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        Held last = held;
        held = null;
        tellSoon(0);
        watch.shutdown();
        if (last != null && last.isValid()) {
            try {
                claim.release(last.lease());
            } catch (KubernetesClientException failure) {
                LOG.warn("The operator's lease was not released: {}", ApiErrors.sentence(failure));
            }
        }
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }
}
