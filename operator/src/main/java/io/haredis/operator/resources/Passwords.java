package io.haredis.operator.resources;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The passwords that the operator makes and never shows. Letters, digits, '-' and '_' only: redis.conf needs no quotes.
 *
 * @param operator of the user {@code operator}
 * @param replication of the user {@code replication}
 */
public record Passwords(String operator, String replication) {
    private static final int BYTES = 24;

    /** New ones. */
    public static Passwords generate(SecureRandom random) {
        return new Passwords(password(random), password(random));
    }

    /** A new password of 32 letters, with 192 bits of chance. */
    public static String password(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Hides them: a record's own text would print them into a log. */
    @Override
    public String toString() {
        return "Passwords[hidden]";
    }
}
