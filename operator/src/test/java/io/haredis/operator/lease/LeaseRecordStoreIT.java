package io.haredis.operator.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.act.RecordStore.Versioned;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Chosen;
import io.haredis.operator.decide.Member;
import io.haredis.operator.kube.ApiClients;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.testing.ApiServer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaseRecordStoreIT {
    private static ApiServer api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        api = ApiServer.start();
        client = ApiClients.fencing(api.config());
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @Test
    void twoOperatorsOfOneMindChangeTheRecordOnce() throws StoreException {
        LeaseRecordStore one = store("cas", "uid-1");
        LeaseRecordStore other = store("cas", "uid-1");
        assertThat(one.read()).isEmpty();
        Versioned first = one.create(record(1));
        assertThatThrownBy(() -> other.create(record(1))).satisfies(LeaseRecordStoreIT::isConflict);

        assertThat(other.read()).contains(first);
        Versioned second = other.replace(first.version(), record(2));
        assertThatThrownBy(() -> one.replace(first.version(), record(2))).satisfies(LeaseRecordStoreIT::isConflict);
        assertThat(one.cached()).contains(first);
        assertThat(one.read()).contains(second);
        assertThat(one.cached()).contains(second);
        assertThat(second.record().epoch()).isEqualTo(2);
    }

    @Test
    void aReplaceKeepsWhatOthersWroteAndLeavesAnOrphanOne() throws StoreException {
        LeaseRecordStore store = store("orphan", "uid-1");
        store.create(record(1));
        client.leases().inNamespace("default").withName("orphan-master").edit(lease -> {
            lease.getMetadata().setOwnerReferences(java.util.List.of());
            lease.getMetadata().getAnnotations().put("example.com/note", "mine");
            return lease;
        });
        LeaseRecordStore restored = store("orphan", "uid-2");
        Versioned found = restored.read().orElseThrow();
        restored.replace(found.version(), record(2));
        Lease lease = get("orphan-master");
        assertThat(lease.getMetadata().getAnnotations()).containsEntry("example.com/note", "mine");
        assertThat(lease.getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void aReplaceKeepsTheOwner() throws StoreException {
        LeaseRecordStore store = store("owned", "uid-1");
        Versioned first = store.create(record(1));
        store.replace(first.version(), record(2));
        assertThat(get("owned-master").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(o -> assertThat(o.getUid()).isEqualTo("uid-1"));
    }

    @Test
    void aRecordOfAnotherObjectIsWaitedFor() throws StoreException {
        store("taken", "uid-1").create(record(1));
        LeaseRecordStore successor = store("taken", "uid-2");
        assertThatThrownBy(successor::read)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("belongs to HaRedisCluster taken with uid uid-1");
        assertThat(successor.cached()).isEmpty();
    }

    @Test
    void aBrokenRecordIsAnErrorThatSaysWhatToDo() throws StoreException {
        LeaseRecordStore store = store("broken", "uid-1");
        store.create(record(1));
        client.leases().inNamespace("default").withName("broken-master").edit(lease -> {
            lease.getMetadata().getAnnotations().put(RecordCodec.MEMBERS, "{");
            return lease;
        });
        assertThatThrownBy(store::read)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no readable master record")
                .hasMessageContaining("Mend it, or delete it");
    }

    @Test
    void noAnswerIsUnavailableWithinASecondOrSo() throws Exception {
        LeaseRecordStore store = store("frozen", "uid-1");
        Versioned first = store.create(record(1));
        api.freeze();
        try {
            long sent = System.nanoTime();
            assertThatThrownBy(() -> store.replace(first.version(), record(2)))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.why()).isEqualTo(StoreException.Cause.UNAVAILABLE));
            assertThat(System.nanoTime() - sent).isLessThan(2_500_000_000L);
        } finally {
            api.thaw();
        }
    }

    private static void isConflict(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.why()).isEqualTo(StoreException.Cause.CONFLICT));
    }

    private static Lease get(String name) {
        return client.leases().inNamespace("default").withName(name).get();
    }

    private static LeaseRecordStore store(String cluster, String uid) {
        return new LeaseRecordStore(
                client, new ClusterRef("default", cluster, uid), Optional::empty, InstantSource.system());
    }

    private static MasterRecord record(long epoch) {
        var members = new TreeMap<>(Map.of("c-0", new Member("r0", "r0", true)));
        return new MasterRecord(epoch, "c-0", new Chosen("r0", "id", 0), new MasterRecord.Elected(), members, 0, null);
    }
}
