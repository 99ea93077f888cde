package io.haredis.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.kube.ApiClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that gives the nodes, after the answers that a test puts before them. */
class KubernetesNodesTest {
    private static final String LIST = """
            {"apiVersion": "v1", "kind": "NodeList", "metadata": {"resourceVersion": "1"}, "items": [
              {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a", "resourceVersion": "1"}, "spec": {"unschedulable": true}},
              {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "b", "resourceVersion": "1"}, "spec": {}}]}
            """;

    private static final String SECOND_PAGE = """
            {"apiVersion": "v1", "kind": "NodeList", "metadata": {"resourceVersion": "1"}, "items": [
              {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "c", "resourceVersion": "1"}, "spec": {"unschedulable": true}}]}
            """;

    private final Queue<Integer> before = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lists = new AtomicInteger();
    private HttpServer server;
    private KubernetesClient client;
    private KubernetesNodes nodes;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/nodes", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        client = ApiClients.fencing(config);
        nodes = new KubernetesNodes(client);
    }

    @AfterEach
    void stop() {
        nodes.close();
        client.close();
        server.stop(0);
    }

    @Test
    void asksAgainAfterAnErrorOfTheServer() {
        before.add(500);
        before.add(500);
        nodes.start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(nodes.cordoned()).contains("a"));
    }

    @Test
    void readsAllPages() {
        nodes.start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(nodes.cordoned()).containsExactlyInAnyOrder("a", "c"));
    }

    @Test
    void doesWithoutWhenItMayNotRead() {
        before.add(403);
        nodes.start();
        await().during(Duration.ofSeconds(3)).until(() -> lists.get() == 1);
        assertThat(nodes.cordoned()).isEmpty();
    }

    @Test
    void doesWithoutWhenTheServerSaysSoLater() {
        before.add(500);
        before.add(403);
        nodes.start();
        await().during(Duration.ofSeconds(3)).until(() -> lists.get() == 2);
        assertThat(nodes.cordoned()).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int code = 503;
            String body = "";
            String query = exchange.getRequestURI().getQuery();
            if (!query.contains("watch=true")) {
                lists.incrementAndGet();
                Integer wrong = before.poll();
                code = wrong == null ? 200 : wrong;
                body = wrong == null ? page(query) : "";
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** As an API server with more nodes than a page takes: who sets no limit is given all at once. */
    private static String page(String query) {
        if (query.contains("continue=more")) {
            return SECOND_PAGE;
        }
        return query.contains("limit=100")
                ? LIST.replace("{\"resourceVersion\": \"1\"}", "{\"resourceVersion\": \"1\", \"continue\": \"more\"}")
                : LIST;
    }
}
