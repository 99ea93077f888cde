package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While nothing happens nothing is said and nothing is written. {@code -Dharedis.idle.seconds=3600} for an hour. */
@Order(9)
@Tag(Lab.SIDE_BY_SIDE)
class IdleIT {
    /** What a master's own pings to its replicas add to the stream. */
    private static final long PING_BYTES = 14;

    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("haredis.idle.seconds", 40));

    @RegisterExtension
    static final Lab LAB = new Lab("idle");

    @Test
    @Timeout(7200)
    void nothingIsWrittenWhileNothingHappens() {
        RedisCluster cluster = LAB.settled("c", Map.of());
        Servers servers = new Servers(cluster);
        servers.fill(100);
        // What the creation still causes (the mark within ten seconds, offsets in the status within thirty) ends first.
        Awaitility.await("a quiet cluster").atMost(IDLE.plus(Lab.AT_MOST)).until(() -> isIdle(servers));
    }

    /** Nothing was written while this watched. */
    private static boolean isIdle(Servers servers) {
        Map<String, String> before = versions();
        long offset = servers.offset();
        long began = System.nanoTime();
        while (System.nanoTime() - began < IDLE.toNanos()) {
            Map<String, String> now = versionsAndExpired(before);
            if (!now.equals(before)) {
                System.out.println("written: " + now + ", before: " + before);
                return false;
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        long grown = servers.offset() - offset;
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 2;
        Figure.number("bytes of replication stream in " + seconds + " idle seconds", grown);
        assertThat(grown).isLessThanOrEqualTo(PING_BYTES * seconds);
        return true;
    }

    /** The API server forgets Events after an hour: that is no write of ours. */
    private static Map<String, String> versionsAndExpired(Map<String, String> before) {
        Map<String, String> now = versions();
        before.forEach((object, version) -> {
            if (object.startsWith("Event/")) {
                now.putIfAbsent(object, version);
            }
        });
        return now;
    }

    /** A pod's status is its kubelet's, which writes what it likes: of a pod the others' writes count. */
    private static String version(HasMetadata object) {
        return object instanceof Pod
                ? object.getMetadata().getManagedFields().stream()
                        .filter(f -> !"kubelet".equals(f.getManager()))
                        .map(f -> f.getManager() + " " + f.getTime())
                        .toList()
                        .toString()
                : object.getMetadata().getResourceVersion();
    }

    /** resourceVersion of all that the operator may write. */
    private static Map<String, String> versions() {
        var k = LAB.kubernetes();
        String in = LAB.namespace();
        Map<String, String> versions = new TreeMap<>();
        Stream.<List<? extends HasMetadata>>of(
                        List.of(LAB.object("c").get()),
                        k.pods().inNamespace(in).list().getItems(),
                        k.services().inNamespace(in).list().getItems(),
                        k.secrets().inNamespace(in).list().getItems(),
                        k.configMaps().inNamespace(in).list().getItems(),
                        k.leases().inNamespace(in).list().getItems(),
                        k.v1().events().inNamespace(in).list().getItems())
                .flatMap(List::stream)
                .forEach(object -> versions.put(
                        object.getKind() + "/" + object.getMetadata().getName(), version(object)));
        return versions;
    }
}
