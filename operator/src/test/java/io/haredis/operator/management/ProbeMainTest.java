package io.haredis.operator.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeMainTest {
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/ready", 200);
        answer("/waiting", 503);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void acceptsOnlyAnAnswerOf200() throws InterruptedException {
        assertThat(ProbeMain.answers(uri("/ready"))).isTrue();
        assertThat(ProbeMain.answers(uri("/waiting"))).isFalse();
        assertThat(ProbeMain.answers(uri("/missing"))).isFalse();
    }

    @Test
    void takesARefusedConnectionForNo() throws InterruptedException {
        URI gone = uri("/ready");
        server.stop(0);
        assertThat(ProbeMain.answers(gone)).isFalse();
    }

    private void answer(String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
