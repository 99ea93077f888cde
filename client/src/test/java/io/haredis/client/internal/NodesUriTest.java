package io.haredis.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haredis.client.internal.node.Addresses;
import io.haredis.protocol.Gossip;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

/** Addresses as people write them. */
class NodesUriTest {
    @ParameterizedTest
    @CsvSource({
        "h:1, h, 1",
        "h, h, 6379",
        "7000, 127.0.0.1, 7000",
        ":7000, 127.0.0.1, 7000",
        "10.0.0.1, 10.0.0.1, 6379",
        "[::1]:7, ::1, 7",
        "[fe80::1], fe80::1, 6379",
        "fe80::1, fe80::1, 6379",
        "' h:1 ', h, 1",
    })
    void oneAddress(String text, String host, int port) {
        assertThat(Addresses.parse(text)).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "fe80::1"})
    void whatGossipNames(String host) {
        assertThat(Addresses.parse(Gossip.payload(host, 7))).isEqualTo(new HostAndPort(host, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "h:", "h:x", "h:0", "h:65536", "[::1", "h:1,,h:2", "0"})
    void noAddress(String text) {
        assertThatThrownBy(() -> Addresses.parseAll(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aUri() {
        NodesUri uri = NodesUri.parse("harediss://me:s%40crt+x@h1:1,h2/3");
        assertThat(uri.tls()).isTrue();
        assertThat(uri.user()).isEqualTo("me");
        assertThat(uri.password()).isEqualTo("s@crt+x");
        assertThat(uri.nodes()).containsExactly(new HostAndPort("h1", 1), new HostAndPort("h2", 6379));
        assertThat(uri.database()).isEqualTo(3);
        NodesUri plain = NodesUri.parse("haredis://h");
        assertThat(plain.tls()).isFalse();
        assertThat(plain.password()).isNull();
        assertThat(plain.database()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:secret@h",
                "haredis://:secret@h/x",
                "haredis://:secret@h/-1",
                "haredis://:secret@h?a=b",
                "haredis://secret@h", // a user alone
                "haredis://:secret@",
                "haredis://:secret",
                "haredis://user:secret",
                "haredis://:secret%zz@h"
            })
    void noUri(String text) {
        assertThatThrownBy(() -> NodesUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("zz");
    }
}
