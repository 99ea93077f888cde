package io.haredis.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Resource versions as numbers: etcd's revisions, which Kubernetes promises to be comparable since 1.35 and always were. */
public final class Versions {
    private Versions() {}

    /** The newer of two states of one object; null only if both are. */
    public static <T extends HasMetadata> @Nullable T newer(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return isNewer(version(other), version(one)) ? other : one;
    }

    /** True if the first version is later than the second. */
    public static boolean isNewer(String first, String second) {
        return number(first).compareTo(number(second)) > 0;
    }

    /** The object's resourceVersion, empty if it has none. */
    public static String version(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        return version == null ? "" : version;
    }

    private static BigInteger number(String version) {
        try {
            return new BigInteger(version);
        } catch (NumberFormatException notANumber) {
            return BigInteger.ZERO;
        }
    }
}
