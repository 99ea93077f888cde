package io.haredis.operator.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections that stay open between steps and between actions: while no master accepts writes, every round trip counts.
 * A connection that broke is not kept; one that was closed while nobody looked is replaced at its next use. Not
 * thread-safe.
 */
public final class KeptLinks implements Links, AutoCloseable {
    private final Links links;
    private final Map<Address, Link> idle = new HashMap<>();

    private record Address(String host, int port) {}

    /** Keeps what these open. */
    public KeptLinks(Links links) {
        this.links = links;
    }

    /** A kept connection, or a new one. Closing it keeps it. */
    @Override
    public Link open(String host, int port) throws LinkException {
        Address address = new Address(host, port);
        Link kept = idle.remove(address);
        return new Lent(address, kept != null ? kept : links.open(host, port), kept != null);
    }

    /** Opens what is missing to these servers, for later, and closes the connections to all others. */
    public void keepTo(Set<String> hosts, int port) {
        idle.entrySet().removeIf(kept -> {
            boolean ended = !hosts.contains(kept.getKey().host());
            if (ended) {
                kept.getValue().close();
            }
            return ended;
        });
        for (String host : hosts) {
            if (!idle.containsKey(new Address(host, port))) {
                try {
                    open(host, port).close();
                } catch (LinkException e) {
                    // Whoever needs it meets the same and answers for it.
                }
            }
        }
    }

    /** Closes all that nobody uses. */
    @Override
    public void close() {
        idle.values().forEach(Link::close);
        idle.clear();
    }

    private final class Lent implements Link {
        private final Address address;
        private Link link;
        /** It was closed while nobody looked, perhaps: that says nothing of the server, and nothing was sent on it yet. */
        private boolean doubtful;

        private boolean ended;
        /** Replies are on their way: who gets the connection next would take them for its own. */
        private boolean unread;

        Lent(Address address, Link link, boolean doubtful) {
            this.address = address;
            this.link = link;
            this.doubtful = doubtful;
        }

        @Override
        public List<Object> call(List<Command> commands) throws LinkException {
            return send(commands).replies();
        }

        @Override
        public Sent send(List<Command> commands) {
            if (ended) {
                return Sent.failed(new LinkException(LinkException.Cause.CLOSED, "the connection was given back"));
            }
            unread = true;
            Sent sent = link.send(commands);
            return () -> receive(sent, commands);
        }

        private List<Object> receive(Sent sent, List<Command> commands) throws LinkException {
            try {
                List<Object> replies = sent.replies();
                doubtful = false;
                unread = false;
                return replies;
            } catch (LinkException e) {
                if (doubtful && e.why() == LinkException.Cause.CLOSED) {
                    doubtful = false;
                    link.close();
                    link = anew();
                    return call(commands);
                }
                end(null);
                throw e;
            }
        }

        private Link anew() throws LinkException {
            try {
                return links.open(address.host(), address.port());
            } catch (LinkException e) {
                ended = true;
                throw e;
            }
        }

        @Override
        public void close() {
            end(unread || idle.containsKey(address) ? null : address);
        }

        private void end(@Nullable Address keepAt) {
            if (ended) {
                return;
            }
            ended = true;
            if (keepAt == null) {
                link.close();
            } else {
                idle.put(keepAt, link);
            }
        }
    }
}
