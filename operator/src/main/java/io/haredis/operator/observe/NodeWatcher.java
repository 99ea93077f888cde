package io.haredis.operator.observe;

import io.haredis.operator.act.Pace;
import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.JedisLinks;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.StateReader;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server at one address, on a virtual thread of its own, whenever it is told to. What it last heard, and since
 * when it hears nothing, is there to be read at any time.
 */
final class NodeWatcher implements AutoCloseable {
    /** A request without an answer for so long is a missed one. */
    static final Duration MISSED = Duration.ofMillis(40);

    private static final int WHOLE_EVERY = 5;

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
    private volatile long silentSince;
    private volatile boolean silent;
    private volatile Contact heard = new Contact.Absent();
    private volatile long offset = -1;
    private volatile long offsetMovedAt;

    private @Nullable Link link;
    private @Nullable NodeState whole;
    private int briefs;

    NodeWatcher(String name, String host, int database, JedisLinks links, Pace pace, News news) {
        this.host = host;
        this.links = links;
        this.reader = new StateReader(database);
        this.pace = pace;
        this.news = news;
        this.offsetMovedAt = pace.nanos();
        this.asker = Thread.ofVirtual().name("ask-" + name).start(this::askWhenTold);
        this.listener = new Listener(name, host, links, this::connectionClosed);
    }

    /** Asks now, unless a request is still without an answer. */
    void ask(boolean everything) {
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
        Duration left = MISSED.minus(pace.since(askedAt));
        if (asking && !silent && !left.isNegative() && answers.tryAcquire(left.toNanos(), TimeUnit.NANOSECONDS)) {
            answers.drainPermits();
        }
    }

    /** How the server answers, as of now. */
    Contact contact() {
        if (silent) {
            return new Contact.Silent(pace.since(silentSince));
        }
        Duration waiting = asking ? pace.since(askedAt) : Duration.ZERO;
        return waiting.compareTo(MISSED) >= 0 ? new Contact.Silent(waiting) : heard;
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
                long began = askedAt;
                try {
                    hear(ask());
                } catch (LinkException e) {
                    hear(e, began);
                }
                asking = false;
                answers.release();
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
        if (earlier != null && !wholeWanted && ++briefs < WHOLE_EVERY) {
            return reader.brief(link, earlier);
        }
        wholeWanted = false;
        briefs = 0;
        Contact contact = reader.whole(link);
        whole = contact instanceof Contact.Answers a ? a.state() : null;
        return contact;
    }

    private void hear(Contact contact) {
        silent = false;
        heard = contact;
        if (contact instanceof Contact.Answers a && a.state().lineage().offset() != offset) {
            offset = a.state().lineage().offset();
            offsetMovedAt = pace.nanos();
        }
    }

    private void hear(LinkException e, long began) {
        drop();
        switch (e.why()) {
            case REFUSED -> hear(new Contact.Refused());
            case DENIED -> hear(new Contact.Unwell("WRONGPASS"));
            case CLOSED -> hear(new Contact.Unwell("CLOSED"));
            case SILENT -> {
                if (!silent) {
                    silentSince = began;
                    silent = true;
                }
            }
        }
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
