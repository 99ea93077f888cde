package io.haredis.operator.lease;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.act.StoreException.Cause;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import io.haredis.operator.resources.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The master record of one cluster in its Lease. Thread-safe. */
public final class LeaseRecordStore implements RecordStore {
    /** An informer that does not show a record for so long after we saw it shows that it was deleted. */
    private static final Duration INFORMERS_DELAY = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final ClusterRef cluster;
    private final Supplier<Optional<Lease>> informed;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Own> own = new AtomicReference<>();

    /** What we last read or wrote ourselves, and when. */
    private record Own(Lease lease, long at) {
        boolean isRecent() {
            return System.nanoTime() - at < INFORMERS_DELAY.toNanos();
        }
    }

    /**
     * The record of one cluster.
     *
     * @param client a fencing client: short time-out, no second try
     * @param informed the Lease as the informer last showed it
     * @param clock only for the date shown to people
     */
    public LeaseRecordStore(
            KubernetesClient client, ClusterRef cluster, Supplier<Optional<Lease>> informed, InstantSource clock) {
        this.client = client;
        this.cluster = cluster;
        this.informed = informed;
        this.clock = clock;
    }

    @Override
    public Optional<Versioned> cached() {
        Lease newest = newest();
        if (newest == null || cluster.strangerOf(newest).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(versioned(newest));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Versioned> read() throws StoreException {
        Lease lease = call("read", Resource::get);
        own.set(lease == null ? null : new Own(lease, System.nanoTime()));
        if (lease == null) {
            return Optional.empty();
        }
        var stranger = cluster.strangerOf(lease);
        if (stranger.isPresent()) {
            throw new StoreException(
                    Cause.UNAVAILABLE,
                    describe() + " belongs to " + stranger.get().getKind() + " "
                            + stranger.get().getName() + " with uid "
                            + stranger.get().getUid() + ": waiting until it is gone");
        }
        try {
            return Optional.of(versioned(lease));
        } catch (UnreadableRecordException unreadable) {
            throw new StoreException(
                    Cause.UNAVAILABLE,
                    describe() + " holds no readable master record: " + unreadable.getMessage() + ". "
                            + unreadable.remedy());
        }
    }

    @Override
    public Versioned create(MasterRecord record) throws StoreException {
        return written(
                RecordCodec.encode(record, blank(List.of(cluster.ownerReference())), clock.instant()),
                "create",
                Resource::create);
    }

    /**
     * Owners stay as they are: while the cluster object is deleted and its dependents are left, Kubernetes takes them away, and
     * a record that names the object once more would be collected with it.
     */
    @Override
    public Versioned replace(String version, MasterRecord record) throws StoreException {
        Lease newest = newest();
        Lease base = newest != null && version.equals(Versions.version(newest)) ? newest : blank(List.of());
        Lease next = new LeaseBuilder(RecordCodec.encode(record, base, clock.instant()))
                .editMetadata()
                .withResourceVersion(version)
                .withManagedFields()
                .withLabels(labels(base))
                .endMetadata()
                .build();
        return written(next, "replace", Resource::update);
    }

    private Versioned written(Lease lease, String verb, UnaryCall call) throws StoreException {
        try {
            Lease stored = call.on(client.resource(lease));
            own.accumulateAndGet(new Own(stored, System.nanoTime()), LeaseRecordStore::newer);
            return versioned(stored);
        } catch (KubernetesClientException failure) {
            throw ApiErrors.of("cannot " + verb + " " + describe(), failure);
        } catch (UnreadableRecordException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private @Nullable Lease call(String verb, UnaryCall call) throws StoreException {
        try {
            return call.on(client.leases().inNamespace(cluster.namespace()).withName(cluster.masterName()));
        } catch (KubernetesClientException failure) {
            throw ApiErrors.of("cannot " + verb + " " + describe(), failure);
        }
    }

    /** One call to the API. */
    private interface UnaryCall {
        Lease on(Resource<Lease> lease);
    }

    private @Nullable Lease newest() {
        Own mine = own.get();
        Lease theirs = informed.get().orElse(null);
        if (mine == null || (theirs == null && !mine.isRecent())) {
            return theirs;
        }
        return Versions.newer(mine.lease(), theirs);
    }

    private static @Nullable Own newer(@Nullable Own before, @Nullable Own now) {
        boolean keep = before != null
                && (now == null || Versions.isNewer(Versions.version(before.lease()), Versions.version(now.lease())));
        return keep ? before : now;
    }

    private static Versioned versioned(Lease lease) throws UnreadableRecordException {
        return new Versioned(RecordCodec.decode(lease), Versions.version(lease));
    }

    /** Names of the record's members; empty if they cannot be read. */
    public static Set<String> members(Lease lease) {
        try {
            return RecordCodec.decode(lease).members().keySet();
        } catch (UnreadableRecordException unreadable) {
            return Set.of();
        }
    }

    private Lease blank(List<OwnerReference> owners) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(cluster.masterName())
                .withLabels(labels(null))
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
    }

    private Map<String, String> labels(@Nullable Lease base) {
        Map<String, String> labels = new HashMap<>();
        if (base != null && base.getMetadata().getLabels() != null) {
            labels.putAll(base.getMetadata().getLabels());
        }
        labels.put(Labels.CLUSTER, cluster.name());
        labels.put("app.kubernetes.io/managed-by", "haredis-operator");
        return labels;
    }

    private String describe() {
        return "Lease " + cluster.namespace() + "/" + cluster.masterName();
    }
}
