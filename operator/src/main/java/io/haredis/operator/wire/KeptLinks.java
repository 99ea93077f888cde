package io.haredis.operator.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are opened once for all steps of one action: while no master accepts writes, every round trip counts.
 * A connection that broke is not kept. Not thread-safe.
 */
public final class KeptLinks implements Links {
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
        return new Lent(address, kept != null ? kept : links.open(host, port));
    }

    /** Closes all: the action is over. */
    public void hangUp() {
        idle.values().forEach(Link::close);
        idle.clear();
    }

    private final class Lent implements Link {
        private final Address address;
        private final Link link;
        private boolean ended;

        Lent(Address address, Link link) {
            this.address = address;
            this.link = link;
        }

        @Override
        public List<Object> call(List<Command> commands) throws LinkException {
            try {
                return link.call(commands);
            } catch (LinkException e) {
                end(null);
                throw e;
            }
        }

        @Override
        public void close() {
            end(idle.containsKey(address) ? null : address);
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
