package io.haredis.operator.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /healthz}: the process answers. {@code /readyz}: it watches all clusters, leading or not. {@code /metrics}. */
public final class ManagementServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_YET = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("management-", 0).factory());

    /**
     * A server that answers at once.
     *
     * @param port 0 for any free one
     * @param ready true once all that exists has been read
     */
    public ManagementServer(int port, PrometheusMeterRegistry registry, BooleanSupplier ready) {
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on port " + port, taken);
        }
        server.createContext("/healthz", exchange -> answer(exchange, OK, () -> "ok\n"));
        server.createContext("/readyz", exchange -> {
            boolean now = ready.getAsBoolean();
            answer(exchange, now ? OK : NOT_YET, () -> now ? "ok\n" : "the Kubernetes API has not been read yet\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, OK, registry::scrape));
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, Supplier<String> text) throws IOException {
        try (exchange) {
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
