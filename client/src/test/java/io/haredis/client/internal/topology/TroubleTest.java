package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Words for what goes wrong. */
class TroubleTest {
    @Test
    void namesTheInnermostCause() {
        JedisConnectionException failed =
                new JedisConnectionException("Failed to connect to any host resolved for DNS name.");
        failed.addSuppressed(new JedisConnectionException("Failed", new UnknownHostException("nowhere")));
        assertThat(Trouble.of(failed, false, false)).isEqualTo("unknown host nowhere");
    }

    @Test
    void aWrongPasswordComesWithARemedy() {
        assertThat(Trouble.of(new JedisAccessControlException("WRONGPASS invalid pair"), false, false))
                .startsWith("WRONGPASS invalid pair (check user and password");
    }

    @Test
    void whoHangsUpAtOnceMayExpectTls() {
        JedisConnectionException end = new JedisConnectionException("Unexpected end of stream.");
        assertThat(Trouble.of(end, false, false)).contains("TLS");
        assertThat(Trouble.of(end, false, true)).as("it has answered before").isEqualTo("Unexpected end of stream.");
        assertThat(Trouble.of(end, true, false)).as("we do speak TLS").isEqualTo("Unexpected end of stream.");
    }

    @Test
    void whoIsSilentAtTheHandshakeMayNotSpeakTls() {
        JedisConnectionException silence = new JedisConnectionException("Read timed out");
        assertThat(Trouble.of(silence, true, false)).contains("does not speak TLS");
        assertThat(Trouble.of(silence, true, true)).isEqualTo("Read timed out");
        assertThat(Trouble.of(silence, false, false)).isEqualTo("Read timed out");
    }
}
