package io.haredis.operator.simulate;

import io.haredis.operator.act.Annotations;
import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.Routes;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.act.StoreException.Cause;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Requests;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The API server: one record under compare-and-swap, one Service, some annotations. Slow, down or cut off at times. */
final class Api {
    /** Calls that a trap may wait for. */
    enum Call {
        RECORD,
        LOOK_AT_REQUEST,
        ANSWER_REQUEST
    }

    static final String NAME = "api";
    private static final long TIMEOUT = World.SECOND;

    private final Cluster cluster;
    private final World world;
    private final Map<String, String> asked = new HashMap<>();
    private final List<Records> informed = new ArrayList<>();
    private RecordStore.@Nullable Versioned current;
    private Routes.@Nullable Route service;
    private final List<Consumer<MasterRecord>> listeners = new ArrayList<>();
    private final Map<Call, Runnable> awaited = new EnumMap<>(Call.class);
    private boolean cold;
    private long version;
    private long slowest = 5 * World.MILLI;
    private long informerDelay = 50 * World.MILLI;

    Api(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world;
    }

    /** How long an answer, and an informer, may take. */
    void slow(long answer, long informer) {
        slowest = answer;
        informerDelay = informer;
    }

    @Nullable
    MasterRecord record() {
        return current == null ? null : current.record();
    }

    /** At the first change of the record that is of this sort, as it happens; others go on unheard. */
    void once(Predicate<MasterRecord> which, Consumer<MasterRecord> what) {
        boolean[] done = {false};
        listeners.add(record -> {
            if (!done[0] && which.test(record)) {
                done[0] = true;
                what.accept(record);
            }
        });
    }

    /** The record's, 0 if there is none. */
    long epoch() {
        MasterRecord record = record();
        return record == null ? 0 : record.epoch();
    }

    /** From here on an operator that starts hears of the record a little later only. */
    void startCold() {
        cold = true;
    }

    void ask(String value) {
        asked.put(Requests.SWITCHOVER, value);
    }

    /** When an operator next makes this call, once. */
    void when(Call call, Runnable what) {
        awaited.put(call, what);
    }

    private void begins(Call call) {
        Runnable what = awaited.remove(call);
        if (what != null) {
            what.run();
        }
    }

    void askNothing() {
        asked.clear();
    }

    Requests requests() {
        return Requests.of(asked);
    }

    private void go(String from, String to) throws StoreException {
        long opens = cluster.network.opens(from, to);
        long time = world.anyOf(500 * World.MICRO, slowest);
        long wait = Math.max(opens - world.now(), 0) + time;
        world.running().sleep(Math.min(wait, TIMEOUT));
        if (wait > TIMEOUT) {
            throw new StoreException(Cause.UNAVAILABLE, "the API gives no answer");
        }
    }

    /** The record as one operator reaches it. */
    final class Records implements RecordStore {
        private final Party party;
        private @Nullable Versioned seen;

        Records(Party party) {
            this.party = party;
            informed.add(this);
            if (cold) {
                world.after(world.anyOf(World.MILLI, informerDelay), () -> see(current));
            } else {
                seen = current;
            }
        }

        @Override
        public Optional<Versioned> cached() {
            return Optional.ofNullable(seen);
        }

        @Override
        public Optional<Versioned> read() throws StoreException {
            party.step();
            go(party.name(), NAME);
            Versioned found = current;
            go(NAME, party.name());
            see(found);
            party.step();
            return Optional.ofNullable(found);
        }

        @Override
        public Versioned create(MasterRecord record) throws StoreException {
            return put(true, record, "");
        }

        @Override
        public Versioned replace(String expected, MasterRecord record) throws StoreException {
            return put(false, record, expected);
        }

        private Versioned put(boolean creates, MasterRecord record, String expected) throws StoreException {
            begins(Call.RECORD);
            party.step();
            go(party.name(), NAME);
            Versioned old = current;
            boolean fits = creates
                    ? old == null
                    : old != null && (expected.isEmpty() || old.version().equals(expected));
            if (!fits) {
                world.tell(party.name(), () -> "record: conflict");
                go(NAME, party.name());
                throw new StoreException(Cause.CONFLICT, "the record changed");
            }
            Versioned next = new Versioned(record, Long.toString(++version));
            current = next;
            world.tell(party.name(), () -> "record: " + describe(record));
            cluster.checks.recorded(party.name(), old == null ? null : old.record(), record);
            cluster.recorder.recorded(party.name(), old == null ? null : old.record(), record);
            List.copyOf(listeners).forEach(listener -> listener.accept(record));
            for (Records one : informed) {
                world.after(world.anyOf(World.MILLI, informerDelay), () -> one.see(next));
            }
            go(NAME, party.name());
            see(next);
            party.step();
            return next;
        }

        private void see(@Nullable Versioned found) {
            if (found != null && (seen == null || Long.parseLong(found.version()) > Long.parseLong(seen.version()))) {
                seen = found;
            }
        }
    }

    private static String describe(MasterRecord record) {
        StringBuilder members = new StringBuilder();
        record.members()
                .forEach((name, m) -> members.append(' ')
                        .append(name)
                        .append('=')
                        .append(m.known())
                        .append('/')
                        .append(m.counted())
                        .append(m.voter() ? "" : "(joins)"));
        return "epoch " + record.epoch() + ", " + record.holder() + " " + record.chosen() + " " + record.origin()
                + ", k " + record.k() + "," + members + (record.mark() == null ? "" : ", " + record.mark());
    }

    /** The Service as one operator reaches it. */
    final class ServiceRoutes implements Routes {
        private final Party party;
        private @Nullable Route done;

        ServiceRoutes(Party party) {
            this.party = party;
        }

        @Override
        public boolean isAt(Route route) {
            return route.equals(done);
        }

        @Override
        public void moveService(Route route) throws StoreException {
            party.step();
            go(party.name(), NAME);
            if (service == null || service.epoch() <= route.epoch()) {
                service = route;
            }
            go(NAME, party.name());
        }

        @Override
        public void label(Route route) throws StoreException {
            party.step();
            go(party.name(), NAME);
            done = route;
        }
    }

    /** The annotations as one operator reaches them. */
    final class Asked implements Annotations {
        private final Party party;

        Asked(Party party) {
            this.party = party;
        }

        @Override
        public boolean has(String name, String value) throws StoreException {
            begins(Call.LOOK_AT_REQUEST);
            go(party.name(), NAME);
            return value.equals(asked.get(name));
        }

        @Override
        public boolean replace(String name, String from, @Nullable String to) throws StoreException {
            begins(Call.ANSWER_REQUEST);
            go(party.name(), NAME);
            boolean fits = from.equals(asked.get(name));
            if (fits) {
                if (to == null) {
                    asked.remove(name);
                } else {
                    asked.put(name, to);
                }
            }
            return fits;
        }
    }

    /** An operator that is gone is told nothing any more. */
    void forget(Records records) {
        informed.remove(records);
    }
}
