package io.haredis.client.internal.topology;

import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a node does not answer, and what to do about it, in words. Pure. */
final class Trouble {
    private Trouble() {}

    /**
     * The innermost cause, and a remedy where one is known.
     *
     * @param tls true if the client speaks TLS
     * @param answeredBefore true if the node has been understood before
     */
    static String of(Throwable error, boolean tls, boolean answeredBefore) {
        Throwable cause = innermost(error);
        String text = cause instanceof UnknownHostException
                ? "unknown host " + cause.getMessage()
                : String.valueOf(cause.getMessage());
        String remedy = remedy(cause, text, tls, answeredBefore);
        return remedy.isEmpty() ? text : text + " (" + remedy + ")";
    }

    /** Jedis hides the cause of a failed connect, one for each address of a name, two levels down. */
    private static Throwable innermost(Throwable error) {
        Throwable at = error;
        while (at.getCause() != null || at.getSuppressed().length > 0) {
            at = at.getCause() != null ? at.getCause() : at.getSuppressed()[0];
        }
        return at;
    }

    private static String remedy(Throwable cause, String text, boolean tls, boolean answeredBefore) {
        if (text.startsWith("WRONGPASS")) {
            return "check user and password: auth(user, password), or node(address, credentials) for this node alone";
        }
        if (text.startsWith("NOAUTH")) {
            return "the node wants a password: auth(password)";
        }
        if (text.startsWith("NOPERM")) {
            return "the user needs HELLO, PING, SELECT, GET of haredis:*, INFO and SUBSCRIBE";
        }
        if (text.contains("SSL message")) {
            return "the node does not speak TLS on this port: use its TLS port, or a client without TLS";
        }
        if (text.contains("certification path") || text.contains("trustAnchors")) {
            return "its certificate is not trusted: give its authority to SslOptions.truststore";
        }
        if (cause instanceof SSLException || text.contains("No subject alternative")) {
            return "TLS was not agreed on: check certificate, host name and protocol";
        }
        if (tls && !answeredBefore && text.contains("timed out")) {
            return "it is silent, as a node is that does not speak TLS on this port: use its TLS port, or a client without TLS";
        }
        boolean hungUp = text.contains("end of stream") || text.contains("Connection reset");
        return hungUp && !tls && !answeredBefore
                ? "it hung up at the first word: if it speaks TLS on this port, the client must too: harediss:// or ssl(true)"
                : "";
    }
}
