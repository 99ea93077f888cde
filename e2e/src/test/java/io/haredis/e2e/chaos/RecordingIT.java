package io.haredis.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.e2e.Endpoint;
import io.haredis.e2e.Lab;
import io.haredis.e2e.history.Checker;
import io.haredis.e2e.history.Copy;
import io.haredis.e2e.history.History;
import io.haredis.e2e.history.Losses;
import io.haredis.e2e.history.Span;
import io.haredis.e2e.history.Span.Change;
import io.haredis.e2e.history.Violation;
import io.haredis.e2e.history.Write;
import io.haredis.e2e.history.Write.Grade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and observers record what real servers do, right or wrong, so that the checker sees the difference. */
@Tag(Lab.SIDE_BY_SIDE)
class RecordingIT {
    private static final int MANY = 300;

    @TempDir
    Path folder;

    private final Journal journal = new Journal();
    private final List<Runnable> stops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private List<LoopbackServer> servers = List.of();

    @BeforeEach
    void start() throws IOException {
        servers = List.of(
                LoopbackServer.start(folder, "a", "127.0.121.1"),
                LoopbackServer.start(folder, "b", "127.0.121.2"),
                LoopbackServer.start(folder, "c", "127.0.121.3"));
        servers.get(0).promote(1);
        servers.get(1).follow(servers.get(0));
        servers.get(2).follow(servers.get(0));
    }

    @AfterEach
    void stop() {
        join();
        servers.forEach(LoopbackServer::close);
    }

    private void write(Grade grade) {
        Client client =
                new Client("w", this::endpoints, null, Client.Manner.faithful(grade, servers.size() - 1), journal);
        begin(client, client::stop);
        for (Endpoint endpoint : endpoints()) {
            Observer observer = new Observer(() -> endpoint, null, List.of(Write.COUNTER + "w"), journal);
            begin(observer, observer::stop);
        }
        awaitMore();
    }

    private List<Endpoint> endpoints() {
        return servers.stream().map(LoopbackServer::endpoint).toList();
    }

    private Client only(String name, LoopbackServer server) {
        return new Client(
                name, () -> List.of(server.endpoint()), null, Client.Manner.faithful(Grade.REPLY, 2), journal);
    }

    private void begin(Runnable task, Runnable stop) {
        stops.add(stop);
        threads.add(Thread.ofPlatform().daemon().start(task));
    }

    private void awaitMore() {
        long now = acknowledged();
        Awaitility.await("more writes").until(() -> acknowledged() > now + MANY);
    }

    private long acknowledged() {
        return journal.writes().stream().filter(Write::isAcknowledged).count();
    }

    private void join() {
        stops.forEach(Runnable::run);
        for (Thread thread : threads) {
            Awaitility.await(thread.getName()).until(() -> !thread.isAlive());
        }
    }

    private void struck(boolean planned) {
        long now = System.nanoTime();
        spans.add(new Span(1, "a test's", new Span.Expected(Change.MUST, false, planned), now, now, 1, 2, true));
    }

    private History history(LoopbackServer master, List<LoopbackServer> living) {
        awaitMore();
        join();
        return new History(
                "loopback",
                living.size(),
                journal.writes(),
                journal.looks(),
                spans,
                Copies.of(
                        living.stream().map(LoopbackServer::endpoint).toList(),
                        master.endpoint().name(),
                        "",
                        null));
    }

    /** First nobody writes, then the one that has all begins. */
    private void move(LoopbackServer from, LoopbackServer to) {
        from.ask("CLIENT PAUSE 10000 WRITE");
        Awaitility.await().until(() -> offset(from) == offset(to));
        from.fence();
        from.ask("CLIENT UNPAUSE");
        servers.stream().filter(server -> server != from).forEach(LoopbackServer::fence);
        to.promote(2);
        servers.stream().filter(server -> server != to).forEach(server -> server.follow(to));
    }

    private static String offset(LoopbackServer server, String field) {
        return String.valueOf(server.ask("INFO replication"))
                .lines()
                .filter(line -> line.startsWith(field))
                .findFirst()
                .orElse(field + "0")
                .substring(field.length());
    }

    private static long offset(LoopbackServer server) {
        return Long.parseLong(offset(server, "master_repl_offset:").strip());
    }

    @Test
    void cleanMoveIsSound() {
        write(Grade.QUORUM);
        struck(true);
        move(servers.get(0), servers.get(1));
        History history = history(servers.get(1), servers);
        assertThat(Checker.check(history)).isEmpty();
        assertThat(Losses.of(history)).isEmpty();
        assertThat(history.writes()).anyMatch(write -> write.isAcknowledged() && write.epoch() == 2);
    }

    @Test
    void replicaThatLaggedAndIsPromotedIsFoundOut() {
        write(Grade.QUORUM);
        servers.get(2).fence();
        awaitMore();
        struck(false);
        servers.get(0).kill();
        servers.get(1).fence();
        servers.get(2).promote(2);
        servers.get(1).follow(servers.get(2));
        assertThat(rules(history(servers.get(2), List.of(servers.get(1), servers.get(2)))))
                .contains("no write is lost that a quorum or every replica had", "counters never go back");
    }

    @Test
    void promotionBesideALivingMasterIsFoundOut() {
        write(Grade.REPLY);
        struck(false);
        Client beside = only("beside", servers.get(0));
        begin(beside, beside::stop);
        awaitMore();
        servers.get(1).promote(2);
        Client other = only("other", servers.get(1));
        begin(other, other::stop);
        awaitMore();
        servers.get(2).follow(servers.get(1));
        History history = history(servers.get(1), List.of(servers.get(1), servers.get(2)));
        assertThat(rules(history)).contains("a deposed master that could know it acknowledges nothing");
        assertThat(Losses.of(history)).isNotEmpty();
    }

    @Test
    void twoPromotionsForOneEpochAreFoundOut() {
        write(Grade.REPLY);
        struck(false);
        servers.get(0).fence();
        servers.get(1).promote(2);
        servers.get(2).promote(2);
        assertThat(rules(history(servers.get(1), List.of(servers.get(1), servers.get(2)))))
                .contains("at most one master in every epoch", "all data sets are equal in the end");
    }

    @Test
    void fencedNodesWithEqualDataAreNoMaster() {
        write(Grade.REPLY);
        struck(true);
        move(servers.get(0), servers.get(1));
        awaitMore();
        join();
        servers.forEach(LoopbackServer::fence);
        assertThat(Copies.of(endpoints(), servers.get(1).endpoint().name(), "", null))
                .hasSize(3)
                .noneMatch(Copy::isMaster);
    }

    private static List<String> rules(History history) {
        return Checker.check(history).stream().map(Violation::rule).distinct().toList();
    }
}
