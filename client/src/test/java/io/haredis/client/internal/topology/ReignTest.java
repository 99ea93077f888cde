package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.internal.node.NodePool;
import io.haredis.client.internal.node.NodeReport;
import io.haredis.protocol.Lineage;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** What many threads do to one reign. */
class ReignTest {
    private static Reign reign() {
        NodeReport master = new NodeReport(
                new HostAndPort("a", 6379), "run", true, null, true, false, Lineage.of("id", 1), 1L, List.of());
        NodePool pool = new NodePool(
                born -> {
                    throw new IllegalStateException("opens nothing");
                },
                new GenericObjectPoolConfig<>());
        return new Reign(master, pool, null);
    }

    @Test
    void ofManyWhoSuspectItTheFirstHasItAsked() {
        Reign reign = reign();
        assertThat(reign.suspect()).isTrue();
        assertThat(reign.suspect()).isFalse();
        assertThat(reign.isUsable()).isFalse();
        reign.confirm();
        assertThat(reign.isUsable()).isTrue();
        assertThat(reign.suspect()).isTrue();
    }

    @Test
    void itServesOnceAWriteWasAnswered() {
        Reign reign = reign();
        assertThat(reign.serves()).isFalse();
        assertThat(reign.served()).isTrue();
        assertThat(reign.served()).isFalse();
        assertThat(reign.serves()).isTrue();
    }
}
