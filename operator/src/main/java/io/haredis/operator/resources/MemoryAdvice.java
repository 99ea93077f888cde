package io.haredis.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.haredis.operator.api.v1alpha1.HaRedisClusterSpec;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server stays below the memory that Kubernetes gives it: beyond, its container is killed, and the next one, which
 * gets the same data, too. Pure.
 */
final class MemoryAdvice {
    private static final String MAXMEMORY = "maxmemory";
    private static final long MEBIBYTE = 1024L * 1024;
    /** As Redis reads them: k is a thousand, kb is 1024. More digits than any memory has are not read. */
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(b|k|kb|m|mb|g|gb)?");

    private MemoryAdvice() {}

    /** What should be otherwise; empty if there is no limit, or if nobody can tell. */
    static Optional<String> of(HaRedisClusterSpec spec) {
        OptionalLong limit = limit(spec.resources());
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        // Divided first, so that no limit is too large.
        long most = limit.getAsLong() / 4 * 3;
        String remedy = "set it to " + most / MEBIBYTE + "mb at most, three quarters of the limit (the rest is for"
                + " replication buffers and saves), or raise the limit";
        String given = spec.config().get(MAXMEMORY);
        if (given == null) {
            return Optional.of(
                    "spec.config.maxmemory is not set and spec.resources.limits.memory is: a server whose data"
                            + " outgrow the limit is killed; " + remedy);
        }
        OptionalLong bytes = bytes(given);
        if (bytes.isEmpty() || (bytes.getAsLong() > 0 && bytes.getAsLong() <= most)) {
            return Optional.empty();
        }
        String much = bytes.getAsLong() == 0
                ? " is 0, which is no limit"
                : " (" + given.strip() + ") is above three quarters of spec.resources.limits.memory";
        return Optional.of("spec.config.maxmemory" + much + ": the server can be killed for its memory; " + remedy);
    }

    private static OptionalLong limit(@Nullable ResourceRequirements resources) {
        Quantity memory = resources == null || resources.getLimits() == null
                ? null
                : resources.getLimits().get("memory");
        if (memory == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Quantity.getAmountInBytes(memory)
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValue());
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return OptionalLong.empty(); // Kubernetes refuses the pod, and says why
        }
    }

    /** The number of bytes; empty if Redis would not read it either. */
    private static OptionalLong bytes(String size) {
        Matcher matcher = SIZE.matcher(size.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        BigDecimal times = BigDecimal.valueOf(
                switch (unit) {
                    case "k" -> 1000L;
                    case "kb" -> 1024L;
                    case "m" -> 1000L * 1000;
                    case "mb" -> MEBIBYTE;
                    case "g" -> 1000L * 1000 * 1000;
                    case "gb" -> 1024 * MEBIBYTE;
                    default -> 1L;
                });
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(times);
        return OptionalLong.of(bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }
}
