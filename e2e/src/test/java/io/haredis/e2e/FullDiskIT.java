package io.haredis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Volumes of a few megabytes (in memory, one a node of the local cluster) that a writer fills. */
@Order(11)
@Tag(Lab.SIDE_BY_SIDE)
class FullDiskIT {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String CLASS = "e2e-tiny";
    private static final int VALUE_BYTES = 100_000;
    private static final int VALUES = 200;

    @RegisterExtension
    static final Lab LAB = new Lab("full-disk");

    @BeforeAll
    static void mountDisks() throws IOException {
        unmountDisks();
        LAB.kubernetes()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(CLASS)
                        .endMetadata()
                        .withProvisioner("kubernetes.io/no-provisioner")
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .build())
                .create();
        for (String node : NODES) {
            Files.createDirectories(disk(node));
            Shell.run(
                    "mount",
                    "-t",
                    "tmpfs",
                    "-o",
                    "size=8m",
                    "haredis-e2e",
                    disk(node).toString());
            LAB.kubernetes()
                    .resource(new PersistentVolumeBuilder()
                            .withNewMetadata()
                            .withName(CLASS + "-" + node)
                            .endMetadata()
                            .withNewSpec()
                            .withStorageClassName(CLASS)
                            .withCapacity(Map.of("storage", new Quantity("8Mi")))
                            .withAccessModes("ReadWriteOnce")
                            .withPersistentVolumeReclaimPolicy("Retain")
                            .withNewLocal()
                            .withPath(disk(node).toString())
                            .endLocal()
                            .withNewNodeAffinity()
                            .withNewRequired()
                            .addNewNodeSelectorTerm()
                            .addNewMatchExpression()
                            .withKey("kubernetes.io/hostname")
                            .withOperator("In")
                            .withValues(node)
                            .endMatchExpression()
                            .endNodeSelectorTerm()
                            .endRequired()
                            .endNodeAffinity()
                            .endSpec()
                            .build())
                    .create();
        }
    }

    @AfterAll
    static void unmountDisks() {
        LAB.kubernetes()
                .genericKubernetesResources(Manifest.API_VERSION, Manifest.KIND)
                .inNamespace(LAB.namespace())
                .delete();
        LAB.awaitNoPods();
        LAB.kubernetes().storage().v1().storageClasses().withName(CLASS).delete();
        for (String node : NODES) {
            LAB.kubernetes().persistentVolumes().withName(CLASS + "-" + node).delete();
            if (Shell.run("mount").contains(disk(node).toString())) {
                Shell.run("umount", disk(node).toString());
            }
        }
    }

    private static Path disk(String node) {
        return Path.of(System.getProperty("java.io.tmpdir"), "haredis-e2e-disk", node);
    }

    @Test
    void fullDiskIsToldAndHeals() {
        RedisCluster cluster = LAB.settled("c", Map.of("storage", Map.of("size", "8Mi", "storageClassName", CLASS)));
        Servers servers = new Servers(cluster);
        fillDisk(servers);
        long full = System.nanoTime();
        GenericKubernetesResource told = cluster.await(
                found -> "DiskFailed".equals(Settled.condition(found, "Ready").get("reason")), Lab.AT_MOST);
        Figure.milliseconds("full disk told", full, System.nanoTime());
        System.out.println("told: " + Settled.condition(told, "Ready").get("message"));
        assertThat(RedisCluster.number(told, "epoch")).isEqualTo(1);
        NODES.forEach(
                node -> Shell.run("mount", "-o", "remount,size=256m", disk(node).toString()));
        cluster.awaitSettled(1, Lab.AT_MOST);
        try (Jedis jedis = servers.master()) {
            assertThat(jedis.set("after", "1")).isEqualTo("OK");
        }
    }

    /** Until the server says that it cannot write. */
    private static void fillDisk(Servers servers) {
        String value = "x".repeat(VALUE_BYTES);
        try (Jedis jedis = servers.master()) {
            for (int i = 0; i < VALUES; i++) {
                jedis.set("big:" + i, value);
            }
        } catch (JedisDataException full) {
            System.out.println("told by the server: " + full.getMessage());
        }
    }
}
