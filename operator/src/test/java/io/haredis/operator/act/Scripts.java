package io.haredis.operator.act;

import static io.haredis.operator.act.RoleCommands.REIGN;
import static io.haredis.operator.act.RoleCommands.RESTORE;
import static io.haredis.operator.act.RoleCommands.STAMP;
import static io.haredis.operator.act.ServerKeys.BEAT;

/** The operator's scripts by name, for servers that are modelled. */
public enum Scripts {
    /** Raises the node's own stamp. */
    TO_STAMP(STAMP),
    /** Writes lost keys anew. */
    TO_RESTORE(RESTORE),
    /** Begins a reign. */
    TO_REIGN(REIGN),
    /** Writes the beat. */
    TO_BEAT(BEAT);

    private final String text;

    Scripts(String text) {
        this.text = text;
    }

    /** The script with this text. */
    public static Scripts of(String text) {
        for (Scripts one : values()) {
            if (one.text.equals(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("a script that the simulator does not know: " + text);
    }
}
