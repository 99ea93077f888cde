package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Keys;
import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a role is one EXEC on one connection, under WATCH of epoch and stamp, after both and the process were
 * checked there. Whatever changes a watched key in between, a stamp, replication or a full resync, aborts it.
 *
 * <p>EXEC is not all or nothing: each reply is read, and an error among them is {@link Outcome.Half}.
 */
final class GuardedExec {
    private final Links links;
    private final Link link;
    private final int database;

    /**
     * On this connection.
     *
     * @param links for another one, should this one break while a setting is lifted
     */
    GuardedExec(Links links, Link link, int database) {
        this.links = links;
        this.link = link;
        this.database = database;
    }

    /** What to send once the guard has let us pass: decided with the state that the guard read. */
    interface Body {
        Change decide(Before before);
    }

    /**
     * The state behind the WATCH, and the settings that a change touches and puts back.
     *
     * @param recorded the epoch that the record was read or written with behind this WATCH, {@link #UNREAD} if it was not
     */
    record Before(NodeState state, String stopWrites, String replicaReadOnly, String maxmemory, long recorded) {
        static final long UNREAD = -1;

        Before credible(long epoch) {
            return new Before(state.credible(epoch), stopWrites, replicaReadOnly, maxmemory, recorded);
        }

        Before recorded(long epoch) {
            return new Before(state, stopWrites, replicaReadOnly, maxmemory, epoch);
        }
    }

    /**
     * Commands for the EXEC; or nothing to do; or a refusal.
     *
     * @param opening what follows if no command failed, and nobody came in between, null if nothing does
     */
    record Change(
            List<Command> commands,
            boolean liftMaxmemory,
            @Nullable String refusal,
            @Nullable Opening opening) {
        static Change of(List<Command> commands, boolean liftMaxmemory) {
            return new Change(commands, liftMaxmemory, null, null);
        }

        static Change opening(List<Command> commands, boolean liftMaxmemory, Opening opening) {
            return new Change(commands, liftMaxmemory, null, opening);
        }

        static Change nothing() {
            return new Change(List.of(), false, null, null);
        }

        static Change refuse(String why) {
            return new Change(List.of(), false, why, null);
        }
    }

    /** What was sent to read a server behind a WATCH. */
    interface Look {
        /** Waits for it; null if the server answers only errors. */
        @Nullable
        Before before() throws LinkException;
    }

    /** A change that was sent, or that came to nothing before. */
    interface Changing {
        /** Waits for it. To be asked for once, whatever became of others. */
        Outcome outcome();
    }

    Outcome run(Target target, Guard guard, Body body) {
        return change(target, guard, look(), body).outcome();
    }

    /** Sends what watches, and reads behind it. */
    Look look() {
        List<Command> reading = new ArrayList<>();
        reading.add(Command.of("SELECT", database));
        reading.add(Command.of("UNWATCH")); // a kept connection may still watch for a change that was refused
        if (Rule.WATCH.on()) {
            reading.add(Command.of("WATCH", Keys.EPOCH, Keys.FENCE));
        }
        int settings = reading.size();
        reading.add(Command.of("CONFIG", "GET", "stop-writes-on-bgsave-error"));
        reading.add(Command.of("CONFIG", "GET", "replica-read-only"));
        reading.add(Command.of("CONFIG", "GET", "maxmemory"));
        int prefix = reading.size();
        StateReader reader = new StateReader(database);
        reading.addAll(reader.commands());
        Link.Sent sent = link.send(reading);
        return () -> {
            List<Object> replies = sent.replies();
            if (!(reader.parse(replies.subList(prefix, replies.size())) instanceof Contact.Answers answers)
                    || replies.get(settings - 1) instanceof ErrorReply) {
                return null;
            }
            return new Before(
                    answers.state(),
                    setting(replies.get(settings)),
                    setting(replies.get(settings + 1)),
                    setting(replies.get(settings + 2)),
                    Before.UNREAD);
        };
    }

    /** Sends what the guard lets pass, on the connection that watches since. */
    Changing change(Target target, Guard guard, Look look, Body body) {
        try {
            Before seen = look.before();
            return seen == null
                    ? refused(target, "lives but answers only errors now")
                    : change(target, guard, seen.credible(guard.epoch()), body);
        } catch (LinkException e) {
            return done(new Outcome.NoAnswer(target.node() + ": " + e.getMessage()));
        }
    }

    private Changing change(Target target, Guard guard, Before before, Body body) {
        NodeState state = before.state();
        if (Rule.RUN_ID.on() && !state.runId().equals(target.runId())) {
            return refused(target, "is another process by now");
        }
        if (guard.forbids(state)) {
            return refused(
                    target,
                    "carries epoch " + state.keys().epochOrZero() + " and stamp "
                            + state.keys().fenceOrZero() + ", above ours: this operator is behind");
        }
        if (state.health().loading()) {
            return refused(target, "is loading its data");
        }
        Change change = body.decide(before);
        if (change.refusal() != null) {
            return refused(target, change.refusal());
        }
        return change.commands().isEmpty() ? done(new Outcome.Done(state, List.of())) : exec(target, before, change);
    }

    private static Changing done(Outcome outcome) {
        return () -> outcome;
    }

    private static Changing refused(Target target, String why) {
        return done(new Outcome.Refused(target.node() + " " + why));
    }

    private Changing exec(Target target, Before before, Change change) {
        List<Command> sent = new ArrayList<>();
        if (change.liftMaxmemory()) {
            sent.add(Command.of("CONFIG", "SET", "maxmemory", 0));
        }
        sent.add(Command.of("MULTI"));
        sent.addAll(change.commands());
        if (change.liftMaxmemory()) {
            sent.add(Command.of("CONFIG", "SET", "maxmemory", before.maxmemory()));
        }
        int exec = sent.size();
        sent.add(Command.of("EXEC"));
        if (change.liftMaxmemory()) {
            // Once more, in the same write, for an EXEC that aborts: an operator that dies now leaves no server
            // unlimited.
            sent.add(Command.of("CONFIG", "SET", "maxmemory", before.maxmemory()));
        }
        Opening opening = change.opening();
        if (opening != null) {
            sent.addAll(Opening.WATCH);
        }
        Link.Sent waiting = link.send(sent);
        return () -> {
            try {
                List<Object> replies = waiting.replies();
                Outcome outcome = judge(target, before, replies.get(exec));
                return opening == null || !outcome.isDone() || opening.follow(link, replies)
                        ? outcome
                        : new Outcome.Unopened(target.node() + " was promoted, and perhaps not opened");
            } catch (LinkException e) {
                if (change.liftMaxmemory()) {
                    putBack(target, before);
                }
                return new Outcome.NoAnswer(target.node() + ": " + e.getMessage());
            }
        };
    }

    /** The connection broke, so the server may have read only the beginning: it must not stay without a limit. */
    private void putBack(Target target, Before before) {
        try (Link another = links.open(target.host(), target.port())) {
            boolean lifted = new StateReader(database).whole(another) instanceof Contact.Answers answers
                    && answers.state().runId().equals(target.runId())
                    && answers.state().settings().maxmemory() == 0;
            if (lifted) {
                another.call(List.of(Command.of("CONFIG", "SET", "maxmemory", before.maxmemory())));
            }
        } catch (LinkException e) {
            // It does not answer: only its restart brings the configured limit back then.
        }
    }

    private static Outcome judge(Target target, Before before, @Nullable Object exec) {
        if (!(exec instanceof List<?> replies)) {
            return exec instanceof ErrorReply e
                    ? new Outcome.Refused(target.node() + " refused the change: " + e.text())
                    : new Outcome.Overtaken(target.node() + " changed while we looked: nothing was done");
        }
        for (Object reply : replies) {
            if (reply instanceof ErrorReply e) {
                return new Outcome.Half(target.node() + " did only part of the change: " + e.text());
            }
        }
        return new Outcome.Done(before.state(), new ArrayList<>(replies));
    }

    private static String setting(@Nullable Object reply) {
        return reply instanceof List<?> pair && pair.size() == 2 ? String.valueOf(pair.get(1)) : "";
    }
}
