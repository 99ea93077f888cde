package io.haredis.operator.rehearsal;

import io.haredis.operator.act.Annotations;
import io.haredis.operator.act.Pace;
import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.Routes;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeView;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Snapshot;
import io.haredis.operator.loop.Observer;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What surrounds a failover loop that nothing real may come of: servers, record, Service and clock on paper. */
final class PaperPorts implements Observer, Links, RecordStore, Routes, Annotations, Pace {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Map<String, PaperServer> servers;
    private final StateReader reader;
    private @Nullable Versioned record;
    private long version;
    private @Nullable Route route;
    private long nanos;

    PaperPorts(Map<String, PaperServer> servers, int database) {
        this.servers = servers;
        this.reader = new StateReader(database);
    }

    @Override
    public Snapshot look(boolean everything) {
        TreeMap<String, NodeView> nodes = new TreeMap<>();
        servers.forEach((host, server) -> nodes.put(host, new NodeView(host, server.pod(), contact(host), LONG)));
        return new Snapshot(nodes);
    }

    private Contact contact(String host) {
        try (Link link = open(host, PodView.PORT)) {
            return reader.whole(link);
        } catch (LinkException e) {
            return new Contact.Refused(LONG);
        }
    }

    @Override
    public void awaitNews(Duration atMost) {
        pause(atMost);
    }

    @Override
    public Link open(String host, int port) throws LinkException {
        PaperServer server = servers.get(host);
        if (server == null) {
            throw new LinkException(LinkException.Cause.REFUSED, "nobody at " + host);
        }
        return server.connect();
    }

    @Override
    public Optional<Versioned> cached() {
        return Optional.ofNullable(record);
    }

    @Override
    public Optional<Versioned> read() {
        return cached();
    }

    @Override
    public Versioned create(MasterRecord first) {
        return replace("", first);
    }

    @Override
    public Versioned replace(String expected, MasterRecord next) {
        Versioned written = new Versioned(next, Long.toString(++version));
        record = written;
        return written;
    }

    @Override
    public boolean isAt(Route wanted) {
        return wanted.equals(route);
    }

    @Override
    public void moveService(Route wanted) {
        route = wanted;
    }

    @Override
    public void label(Route wanted) {
        route = wanted;
    }

    @Override
    public boolean has(String name, String value) {
        return false;
    }

    @Override
    public boolean replace(String name, String from, @Nullable String to) {
        return false;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void pause(Duration time) {
        nanos += time.toNanos();
    }
}
