package io.haredis.client.differential;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A reply in words, to the last field: two replies are the same if their words are. */
final class Described {
    private Described() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "nil";
        }
        if (value instanceof byte[] bytes) {
            return "bytes:" + new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (value instanceof Throwable error) {
            return error.getClass().getName() + ": " + error.getMessage();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> words = new TreeMap<>();
            map.forEach((k, v) -> words.put(of(k), of(v)));
            return "map" + words;
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return of(entry.getKey()) + "=" + of(entry.getValue());
        }
        if (value instanceof Set<?> set) {
            Set<String> words = new TreeSet<>();
            set.forEach(one -> words.add(of(one)));
            return "set" + words;
        }
        if (value instanceof Iterable<?> all) {
            List<String> words = new ArrayList<>();
            all.forEach(one -> words.add(of(one)));
            return "list" + words;
        }
        if (value.getClass().isArray()) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                words.add(of(Array.get(value, i)));
            }
            return "array" + words;
        }
        return value.getClass().getName().startsWith("redis.clients.") && !(value instanceof Enum)
                ? fields(value)
                : value.getClass().getSimpleName() + ":" + value;
    }

    /** True if it is an exception, or words that tell of one, as in a pipeline. */
    static boolean isError(@Nullable Object outcome) {
        return outcome instanceof Throwable
                || (outcome instanceof List<?> all && all.toString().contains("DataException"));
    }

    /** What it is, whatever it says. */
    static String kind(@Nullable Object value) {
        return value == null ? "nil" : value.getClass().getSimpleName();
    }

    private static String fields(Object value) {
        Map<String, String> words = new TreeMap<>();
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            if (!type.getName().startsWith("redis.clients.")) {
                return value.getClass().getSimpleName() + ":" + value;
            }
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                    words.put(field.getName(), of(read(field, value)));
                }
            }
        }
        return value.getClass().getSimpleName() + words;
    }

    private static @Nullable Object read(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
