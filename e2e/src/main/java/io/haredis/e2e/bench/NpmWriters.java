package io.haredis.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writers through the client of npm, in a process of node: loops in place of threads. Both clocks are the system's monotonic
 * one, which is checked at the start.
 */
final class NpmWriters implements Writers {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Before the answers; the client itself prints too. */
    private static final String ANSWER = "@";

    private final Process process;
    private final PrintStream requests;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path log;
    private String name = "before";
    private boolean isRecorded;

    /** @param installed the folder whose node_modules has the client */
    NpmWriters(Path installed, List<Endpoint> servers) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                Shell.bin("../bench-peers/npm-writers.js").normalize().toString(),
                Integer.toString(THREADS),
                Long.toString(PACE.toMillis()),
                Long.toString(LONGEST_CALL.toMillis())));
        servers.forEach(server -> command.add(server.address()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("NODE_PATH", installed.resolve("node_modules").toString());
        this.log = installed.resolve("npm.log");
        this.process = builder.start();
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofVirtual().name("npm-output").start(this::read);
        requireOneClock();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader();
                PrintStream file = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> {
                if (line.startsWith(ANSWER)) {
                    answers.add(line.substring(ANSWER.length()));
                } else {
                    file.println(line);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireOneClock() {
        long before = System.nanoTime();
        long there = ask("now").asLong();
        if (there < before || there > System.nanoTime()) {
            throw new IllegalStateException("node's clock is another one");
        }
    }

    private JsonNode ask(String request) {
        requests.println(request);
        try {
            String answer = answers.poll(2 * LONGEST_CALL.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException("node does not answer, see " + log);
            }
            return JSON.readTree(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Page> begin(String next, boolean nextIsRecorded) {
        JsonNode loops = ask("begin " + next + " " + nextIsRecorded);
        List<Page> pages = new ArrayList<>();
        for (int loop = 0; loop < loops.size(); loop++) {
            pages.add(page(loops.get(loop), name + ":" + loop));
        }
        name = next;
        isRecorded = nextIsRecorded;
        return pages;
    }

    private Page page(JsonNode loop, String key) {
        Page page = new Page(key, isRecorded);
        JsonNode acks = loop.get("acks");
        for (int i = 0; i + 1 < acks.size(); i += 2) {
            page.acknowledged(new Ack(acks.get(i).asLong(), acks.get(i + 1).asLong()));
        }
        page.counted(loop.get("acknowledged").asLong() - page.acknowledged(), 0);
        loop.get("failures")
                .properties()
                .forEach(failure ->
                        page.failed(failure.getKey(), failure.getValue().asInt()));
        return page;
    }

    @Override
    public boolean areServedSince(long nanos) {
        return ask("served").asLong() >= nanos;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
