package io.haredis.operator.act;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.Member;
import io.haredis.operator.testing.MemoryRecords;
import io.haredis.operator.testing.RedisServer;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.protocol.Lineage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Every change of a role, each from a state of the server in which it is allowed and has an effect. The record's epoch is 5. */
enum Change {
    DETACH {
        @Override
        Outcome on(Links links, Facts facts) {
            try (Link link = links.open(facts.target().host(), 6379)) {
                return new RoleChanges(links, facts.records(), 15)
                        .detach(List.of(new RoleChanges.Reached(facts.target(), link)), EPOCH)
                        .getFirst();
            } catch (LinkException e) {
                return new Outcome.NoAnswer(String.valueOf(e.getMessage()));
            }
        }
    },
    FENCE {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            makeMaster(node, EPOCH);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).fence(facts.target(), EPOCH);
        }
    },
    STAMP {
        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).stamp(facts.target(), EPOCH);
        }
    },
    TURN_AWAY {
        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).turnAway(facts.target(), EPOCH);
        }
    },
    RELEASE {
        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).release(facts.target(), EPOCH);
        }
    },
    DEMOTE {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            makeMaster(node, EPOCH - 1);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).demote(facts.target(), EPOCH);
        }
    },
    ATTACH {
        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15)
                    .attach(facts.target(), new Target("m", "127.0.0.2", "run-m"), facts.record(), true);
        }
    },
    PROMOTE {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            node.force("SET", "haredis:epoch", EPOCH - 1);
            node.force("SET", "haredis:fence", EPOCH);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).promote(facts.target(), facts.record(), 1);
        }
    },
    PROMOTE_TARGET {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            makeMaster(other, EPOCH - 1);
            node.follow(other);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15)
                    .promoteTarget(facts.target(), facts.record(), 1, facts.held());
        }
    },
    ATTACH_AHEAD {
        @Override
        Outcome on(Links links, Facts facts) {
            return ahead(
                    links,
                    facts,
                    changes -> changes.attach(
                            facts.target(), new Target("m", "127.0.0.2", "run-m"), facts.record(), true));
        }
    },
    PROMOTE_AHEAD {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            PROMOTE.prepare(node, other);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return ahead(links, facts, changes -> changes.promote(facts.target(), facts.record(), 1));
        }
    },
    PROMOTE_TARGET_AHEAD {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            PROMOTE_TARGET.prepare(node, other);
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return ahead(
                    links, facts, changes -> changes.promoteTarget(facts.target(), facts.record(), 1, facts.held()));
        }
    },
    WRITE_KEYS {
        @Override
        void prepare(RedisServer node, RedisServer other) {
            makeMaster(node, EPOCH);
            node.force("SET", "haredis:quorum", 0); // it only rises
        }

        @Override
        Outcome on(Links links, Facts facts) {
            return new RoleChanges(links, facts.records(), 15).writeKeys(facts.target(), facts.record());
        }
    };

    static final long EPOCH = 5;

    /** What the operator knew when it decided, which is what the record says still. */
    record Facts(Target target, MasterRecord record, Lineage held, MemoryRecords records) {
        static Facts of(RedisServer node) {
            String runId = node.runId();
            Lineage held = Lineage.of(node.info("master_replid"), offset(node));
            MasterRecord record = new MasterRecord(
                    EPOCH,
                    node.name(),
                    new MasterRecord.Chosen(runId, held.id(), held.offset()),
                    new MasterRecord.Elected(),
                    new TreeMap<>(Map.of(node.name(), new Member(runId, runId, true))),
                    1,
                    null);
            return new Facts(new Target(node.name(), node.host(), runId), record, held);
        }

        Facts(Target target, MasterRecord record, Lineage held) {
            this(target, record, held, new MemoryRecords());
            records.put(record);
        }

        Facts ofProcess(String runId) {
            return new Facts(new Target(target.node(), target.host(), runId), record, held);
        }

        /** As if more had been seen there. */
        Facts ahead() {
            MasterRecord.Chosen further = new MasterRecord.Chosen(target.runId(), held.id(), held.offset() + 1_000_000);
            return new Facts(
                    target,
                    new MasterRecord(
                            record.epoch(),
                            record.holder(),
                            further,
                            record.origin(),
                            record.members(),
                            record.k(),
                            record.mark()),
                    Lineage.of(held.id(), further.offset()));
        }

        /** As if the record did not know the process. */
        Facts unknown() {
            return new Facts(target, record.with(target.node(), new Member("another", "another", true)), held);
        }

        /** As if it had not been in sync yet. */
        Facts uncounted() {
            return new Facts(target, record.with(target.node(), new Member(target.runId(), null, true)), held);
        }

        private static long offset(RedisServer node) {
            return Long.parseLong(node.info(node.isMaster() ? "master_repl_offset" : "slave_repl_offset"));
        }
    }

    /** Brings the node, born fenced and empty, into the state before the change: if not said otherwise, a replica. */
    void prepare(RedisServer node, RedisServer other) {
        makeMaster(other, EPOCH);
        node.follow(other);
    }

    abstract Outcome on(Links links, Facts facts);

    /** True if it makes a master that a second transaction opens. */
    boolean opens() {
        return name().startsWith("PROMOTE");
    }

    /** Watched before it is changed, and the record read in between. */
    private static Outcome ahead(Links links, Facts facts, Function<RoleChanges, Outcome> change) {
        try (RoleChanges changes = new RoleChanges(links, facts.records(), 15)) {
            if (changes.watch(links.open(facts.target().host(), 6379)).isEmpty()) {
                return new Outcome.Refused("answers only errors");
            }
            changes.recordIsOf(EPOCH);
            return change.apply(changes);
        } catch (LinkException e) {
            return new Outcome.NoAnswer(String.valueOf(e.getMessage()));
        }
    }

    private static void makeMaster(RedisServer server, long epoch) {
        server.meddle("REPLICAOF", "NO", "ONE");
        server.force("SET", "haredis:epoch", epoch);
        server.force("SET", "haredis:quorum", 1);
    }
}
