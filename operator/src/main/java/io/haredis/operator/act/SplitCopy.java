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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has a fenced server save its data to a file of its own: see {@link Divergence}. */
final class SplitCopy {
    private final Links links;
    private final StateReader reader;

    SplitCopy(Links links, int database) {
        this.links = links;
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
            NodeState before = read(link);
            if (before == null || !before.runId().equals(target.runId()) || !before.isFenced()) {
                return Result.NOT_YET;
            }
            List<Object> replies = link.call(List.of(name(file), Command.of("BGSAVE")));
            if (replies.stream().noneMatch(ErrorReply.class::isInstance)) {
                return Result.BEGUN;
            }
            link.call(List.of(name(Divergence.DEFAULT_FILE)));
            NodeState after = read(link);
            return after == null || after.disk().isBusy() ? Result.NOT_YET : Result.REFUSED;
        } catch (LinkException e) {
            return Result.NOT_YET;
        }
    }

    private @Nullable NodeState read(Link link) throws LinkException {
        return reader.whole(link) instanceof Contact.Answers answers ? answers.state() : null;
    }

    /** Where the server saves from now on, and where a full sync writes: put back in the EXEC that attaches it. */
    static Command name(String file) {
        return Command.of("CONFIG", "SET", "dbfilename", file);
    }
}
