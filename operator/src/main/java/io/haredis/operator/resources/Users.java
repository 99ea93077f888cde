package io.haredis.operator.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The part of a server's configuration that is secret: three users and the password of replication. Tried on Redis 7.0
 * and 8.0 and Valkey 8.1 and 9.1, one text for all: never name a command that the oldest does not know.
 */
public final class Users {
    /** Key in the Secret and name of the file that redis.conf includes. */
    public static final String FILE = "users.conf";

    /** Name of the operator's user. */
    public static final String OPERATOR = "operator";

    /** Name of the replicas' user. */
    public static final String REPLICATION = "replication";

    private static final String DEFAULT_RIGHTS = "~* &* +@all -@admin +role +config|get +client|list +client|unblock"
            + " +slowlog|get +slowlog|len +latency|latest +latency|history +lastsave";

    private static final String OPERATOR_RIGHTS = "~haredis:* &haredis:* +get +set +del +incrby +eval +select +watch"
            + " +unwatch +multi +exec +discard +hello +auth +ping +publish +subscribe +unsubscribe +info +role +wait"
            + " +replicaof +config|get +config|set +client|setname +client|kill +client|pause +client|unpause"
            + " +client|list +bgsave";

    private static final String REPLICATION_RIGHTS = "+ping +psync +replconf";

    private Users() {}

    /**
     * The file.
     *
     * @param application the application's password; empty if none is asked for
     */
    public static String text(Passwords passwords, Optional<String> application) {
        String first = application.map(Users::hashed).orElse("nopass");
        return "user default on " + first + " " + DEFAULT_RIGHTS + "\n"
                + "user " + OPERATOR + " on " + hashed(passwords.operator()) + " " + OPERATOR_RIGHTS + "\n"
                + "user " + REPLICATION + " on " + hashed(passwords.replication()) + " " + REPLICATION_RIGHTS + "\n"
                + "masteruser " + REPLICATION + "\n"
                + "masterauth " + passwords.replication() + "\n";
    }

    /** As ACL rules take it: any password is safe in the file, and none but replication's can be read from it. */
    private static String hashed(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
