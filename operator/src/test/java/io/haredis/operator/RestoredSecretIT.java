package io.haredis.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.haredis.operator.api.v1alpha1.HaRedisCluster;
import io.haredis.operator.api.v1alpha1.NodeStatus;
import io.haredis.operator.api.v1alpha1.Phase;
import io.haredis.operator.resources.OperatorSecret;
import io.haredis.operator.resources.Passwords;
import io.haredis.operator.testing.Networks;
import io.haredis.operator.testing.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with other passwords than the Secret's, until somebody puts the right Secret back. */
class RestoredSecretIT {
    private static final int NETWORK = Networks.next();

    @TempDir
    static Path folder;

    @Test
    void aLoopThatWasDeniedGoesOnByItselfOnceTheSecretIsRestored() throws Exception {
        List<RedisServer> servers = new ArrayList<>();
        try (Playground ground = new Playground()) {
            HaRedisCluster cluster = ground.create("back", "{replicas: 3}");
            ground.awaitPods("back", "back-0", "back-1", "back-2");
            for (int i = 0; i < 3; i++) {
                RedisServer server = RedisServer.start("back-" + i, NETWORK, i + 1, folder);
                servers.add(server);
                ground.run(server.name(), server.host());
            }
            await().until(() -> states(ground).equals(List.of("Wrongpass", "Wrongpass", "Wrongpass")));

            Secret right = OperatorSecret.of(
                    cluster, new Passwords(RedisServer.PASSWORD, RedisServer.PASSWORD), Optional.of("application"));
            ground.client().resource(right).forceConflicts().serverSideApply();
            await().until(() -> ground.get("back").getStatus().phase() == Phase.RUNNING);
            assertThat(OperatorSecret.passwords(ground.client().resource(right).get()))
                    .isEqualTo(OperatorSecret.passwords(right));
        } finally {
            servers.forEach(RedisServer::close);
        }
    }

    private static List<String> states(Playground ground) {
        var status = ground.get("back").getStatus();
        return status == null
                ? List.of()
                : status.nodes().stream().map(NodeStatus::state).toList();
    }
}
