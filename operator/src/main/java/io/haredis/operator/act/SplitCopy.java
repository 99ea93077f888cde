package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.Divergence;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import io.haredis.protocol.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a fenced server save its data to a file of its own: see {@link Divergence}. */
final class SplitCopy {
    private static final int EXEC = 2;

    private final Links links;
    private final int database;
    private final StateReader reader;

    SplitCopy(Links links, int database) {
        this.links = links;
        this.database = database;
        this.reader = new StateReader(database);
    }

    /** What became of it. */
    enum Result {
        /** The save runs. */
        BEGUN,
        /** Not now: looked at again. */
        NOT_YET,
        /** This server cannot. */
        REFUSED
    }

    /** Begins the save; what follows is seen in the server's state. */
    Result begin(Target target, String file) {
        try (Link link = links.open(target.host(), target.port())) {
            link.call(List.of(Command.of("SELECT", database), Command.of("WATCH", Keys.EPOCH, Keys.FENCE)));
            NodeState before = read(link);
            if (before == null || !before.runId().equals(target.runId()) || !before.isFenced()) {
                return Result.NOT_YET;
            }
            // Whoever attached it meanwhile wiped it, and what is watched with it: its new data are not the copy.
            // The save stays outside EXEC, where it would only be put off.
            List<Object> replies =
                    link.call(List.of(Command.of("MULTI"), name(file), Command.of("EXEC"), Command.of("BGSAVE")));
            if (replies.get(EXEC) == null) {
                return Result.NOT_YET;
            }
            if (replies.stream().noneMatch(SplitCopy::isError)) {
                return Result.BEGUN;
            }
            link.call(List.of(name(Divergence.DEFAULT_FILE)));
            NodeState after = read(link);
            return after == null || after.disk().isBusy() ? Result.NOT_YET : Result.REFUSED;
        } catch (LinkException e) {
            return Result.NOT_YET;
        }
    }

    private static boolean isError(Object reply) {
        return reply instanceof List<?> several
                ? several.stream().anyMatch(SplitCopy::isError)
                : reply instanceof ErrorReply;
    }

    private @Nullable NodeState read(Link link) throws LinkException {
        return reader.whole(link) instanceof Contact.Answers answers ? answers.state() : null;
    }

    /** Where the server saves from now on, and where a full sync writes: put back in the EXEC that attaches it. */
    static Command name(String file) {
        return Command.of("CONFIG", "SET", "dbfilename", file);
    }
}
