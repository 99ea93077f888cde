package io.haredis.operator.wire;

/**
 * An error that a server answered. Only its first word means something: the texts differ between servers.
 *
 * @param text the whole line, without the leading dash
 */
public record ErrorReply(String text) {
    /** The first word: READONLY, LOADING, BUSY, NOAUTH, ... */
    public String code() {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }
}
