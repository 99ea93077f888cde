package io.haredis.operator.simulate;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.wire.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is told what took effect, on the servers and in the record, at the moment it did. */
interface Recorder {
    /** Nobody listens. */
    Recorder NONE = new Recorder() {};

    /** A transaction was carried out, with these replies. */
    default void exec(Connection connection, List<Command> commands, List<Object> replies) {}

    /** A compare-and-swap fitted. */
    default void recorded(String operator, @Nullable MasterRecord old, MasterRecord now) {}

    /** A master took an application's write. */
    default void wrote(Node node) {}

    /** An application deleted everything on a master. */
    default void flushed(Node node) {}

    /** A process began. */
    default void started(Node node) {}
}
