package io.haredis.operator.testing;

import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that happens to an operator at its N-th effect. Effects are the calls on links and the changes of the record,
 * counted from 1 over all that this wraps.
 */
public final class Fault {
    /** What happens. */
    public enum Kind {
        /** The process ends before the effect; with N + 1 that is also "right after" the N-th. */
        CRASH,
        /** The effect takes place, but the reply does not come; the operator lives on. */
        REPLY_LOST,
        /** Something else happens first, see {@link #meanwhile}. */
        MEANWHILE
    }

    private final Kind kind;
    private final int at;
    private final Runnable meanwhile;
    private final Map<Integer, Runnable> later = new HashMap<>();
    private final AtomicInteger effects = new AtomicInteger();

    private Fault(Kind kind, int at, Runnable meanwhile) {
        this.kind = kind;
        this.at = at;
        this.meanwhile = meanwhile;
    }

    /** A fault at the effect of that number. */
    public static Fault at(Kind kind, int number) {
        return new Fault(kind, number, () -> {});
    }

    /** Runs this just before the effect of that number. */
    public static Fault meanwhile(int number, Runnable meanwhile) {
        return new Fault(Kind.MEANWHILE, number, meanwhile);
    }

    /** The same, and at a later effect something else. */
    public Fault then(int number, Runnable other) {
        later.put(number, other);
        return this;
    }

    /** True if the fault happened. */
    public boolean happened() {
        return effects.get() >= at;
    }

    /** How many effects there were. */
    public int effects() {
        return effects.get();
    }

    /** True if the reply to this effect gets lost. */
    private boolean begin() {
        int number = effects.incrementAndGet();
        later.getOrDefault(number, () -> {}).run();
        if (kind == Kind.MEANWHILE && number == at) {
            meanwhile.run();
        }
        if (kind == Kind.CRASH && number >= at) {
            throw new OperatorCrash();
        }
        return kind == Kind.REPLY_LOST && number == at;
    }

    /** Links under this fault. */
    public Links on(Links links) {
        return (host, port) -> new Faulty(links.open(host, port));
    }

    private final class Faulty implements Link {
        private final Link link;

        Faulty(Link link) {
            this.link = link;
        }

        @Override
        public List<Object> call(List<Command> commands) throws LinkException {
            boolean lost = begin();
            List<Object> replies = link.call(commands);
            if (lost) {
                link.close();
                throw new LinkException(LinkException.Cause.SILENT, "the reply was lost (a test's doing)");
            }
            return replies;
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** A record under this fault. */
    public RecordStore on(RecordStore store) {
        return new RecordStore() {
            @Override
            public Optional<Versioned> cached() {
                return store.cached();
            }

            @Override
            public Optional<Versioned> read() throws StoreException {
                return store.read();
            }

            @Override
            public Versioned create(MasterRecord record) throws StoreException {
                return answer(begin(), store.create(record));
            }

            @Override
            public Versioned replace(String version, MasterRecord record) throws StoreException {
                return answer(begin(), store.replace(version, record));
            }

            private Versioned answer(boolean lost, Versioned versioned) throws StoreException {
                if (lost) {
                    throw new StoreException(StoreException.Cause.UNAVAILABLE, "the reply was lost (a test's doing)");
                }
                return versioned;
            }
        };
    }
}
