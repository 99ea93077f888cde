package io.haredis.operator.observe;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.loop.Observer;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.StateReader;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one server at one address, on a virtual thread of its own, whenever it is told to. What it last heard, and since
 * when it hears nothing, is there to be read at any time.
 */
final class NodeWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWatcher.class);

    private final String name;
    private final String host;
    private final JedisLinks links;
    private final StateReader reader;
    private final Pace pace;
    private final News news;
    private final Semaphore requests = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    private final Thread asker;
    private final Listener listener;

    private volatile boolean wholeWanted = true;
    private volatile long askedAt;
    private volatile boolean asking;
    /** Since when the server is silent, or refuses; meaningless while {@link #heard} is there. */
    private volatile long troubledSince;

    private volatile Trouble trouble = Trouble.SILENT;
    private volatile @Nullable Contact heard;
    private volatile long offset = -1;
    private volatile long offsetMovedAt;

    private enum Trouble {
        SILENT,
        REFUSED
    }

    private String runId = "";
    private @Nullable Link link;
    private @Nullable NodeState whole;
    private int briefs;

    NodeWatcher(String name, String host, int database, JedisLinks links, Pace pace, News news) {
        this.name = name;
        this.host = host;
        this.links = links;
        this.reader = new StateReader(database);
        this.pace = pace;
        this.news = news;
        this.offsetMovedAt = pace.nanos();
        this.troubledSince = pace.nanos();
        this.listener = new Listener(name, host, links, this::connectionClosed);
        this.asker = Thread.ofVirtual().name("ask-" + name).unstarted(this::askWhenTold);
    }

    void start() {
        asker.start();
    }

    /** Asks now, unless a request is still without an answer. */
    synchronized void ask(boolean everything) {
        if (everything) {
            wholeWanted = true;
        }
        if (!asking) {
            answers.drainPermits();
            askedAt = pace.nanos();
            asking = true;
            requests.release();
        }
    }

    /** Waits for the answer, not longer than until it counts as missed. */
    void awaitAnswer() throws InterruptedException {
        Duration left = Observer.MISSED.minus(pace.since(askedAt));
        boolean hopeless = heard == null
                && trouble == Trouble.SILENT
                && pace.since(troubledSince).compareTo(Observer.MISSED) > 0;
        if (asking && !hopeless && !left.isNegative()) {
            boolean answered = answers.tryAcquire(left.toNanos(), TimeUnit.NANOSECONDS);
            if (answered) {
                answers.drainPermits();
            }
        }
    }

    /** How the server answers, as of now. */
    Contact contact() {
        Contact last = heard;
        if (last == null) {
            Duration since = pace.since(troubledSince);
            return trouble == Trouble.REFUSED ? new Contact.Refused(since) : new Contact.Silent(since);
        }
        Duration waiting = asking ? pace.since(askedAt) : Duration.ZERO;
        return waiting.compareTo(Observer.MISSED) >= 0 ? new Contact.Silent(waiting) : last;
    }

    /** This whole process did not run for so long, or some of it: that says nothing about the server. */
    synchronized void slept(Duration time) {
        long now = pace.nanos();
        askedAt = Math.min(now, askedAt + time.toNanos());
        troubledSince = Math.min(now, troubledSince + time.toNanos());
        offsetMovedAt = Math.min(now, offsetMovedAt + time.toNanos());
    }

    /** How long the server's replication offset has not moved. */
    Duration streamQuiet() {
        return pace.since(offsetMovedAt);
    }

    private void connectionClosed() {
        ask(true);
        news.tell();
    }

    private void askWhenTold() {
        try {
            while (true) {
                requests.acquire();
                try {
                    hear(ask());
                } catch (LinkException e) {
                    hear(e);
                } catch (RuntimeException e) {
                    LOG.error("Node {}: its answer cannot be read; it counts as silent", name, e);
                    drop();
                    trouble(Trouble.SILENT);
                }
                answered();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    /** A connection that was closed while nobody looked says nothing yet: the next one does. */
    private Contact ask() throws LinkException {
        boolean reused = link != null;
        try {
            return askOnce();
        } catch (LinkException e) {
            drop();
            if (reused && e.why() == LinkException.Cause.CLOSED) {
                return askOnce();
            }
            throw e;
        }
    }

    private Contact askOnce() throws LinkException {
        if (link == null) {
            link = links.open(host, PodView.PORT);
            whole = null;
        }
        NodeState earlier = whole;
        if (earlier != null && !wholeWanted && ++briefs < Observer.WHOLE_EVERY) {
            return reader.brief(link, earlier);
        }
        wholeWanted = false;
        briefs = 0;
        Contact contact = reader.whole(link);
        whole = contact instanceof Contact.Answers a ? a.state() : null;
        return contact;
    }

    private synchronized void answered() {
        asking = false;
        answers.release();
    }

    private synchronized void hear(Contact contact) {
        if (contact instanceof Contact.Answers a) {
            if (a.state().lineage().offset() != offset) {
                offset = a.state().lineage().offset();
                offsetMovedAt = pace.nanos();
            }
            if (!a.state().runId().equals(runId)) {
                runId = a.state().runId();
                listener.begin();
            }
        }
        heard = contact;
    }

    /** A connection that is closed each time is silence, not life: only a refusal and an answer say more. */
    private void hear(LinkException e) {
        drop();
        switch (e.why()) {
            case REFUSED -> trouble(Trouble.REFUSED);
            case DENIED -> hear(new Contact.Unwell("WRONGPASS"));
            case CLOSED, SILENT -> trouble(Trouble.SILENT);
        }
    }

    /** Since it was asked; less what this process slept meanwhile. */
    private synchronized void trouble(Trouble kind) {
        if (heard != null || trouble != kind) {
            troubledSince = askedAt;
        }
        trouble = kind;
        heard = null;
    }

    private void drop() {
        if (link != null) {
            link.close();
            link = null;
        }
        whole = null;
    }

    @Override
    public void close() {
        asker.interrupt();
        listener.close();
    }
}
