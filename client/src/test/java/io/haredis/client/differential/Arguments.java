package io.haredis.client.differential;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.StreamEntryID;

/**
 * Arguments for a method, by its parameters' types. Texts come one after the other from a list, whose last one fills what is
 * left; all else has one value for its type.
 */
final class Arguments {
    private final Deque<String> texts;
    private final long number;
    private String last = "1";

    private Arguments(List<String> texts, long number) {
        this.texts = new ArrayDeque<>(texts);
        this.number = number;
    }

    /** One value for each parameter. */
    static Object[] of(Method method, List<String> texts, long number) {
        Arguments arguments = new Arguments(texts, number);
        Type[] types = method.getGenericParameterTypes();
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = arguments.of(types[i]);
        }
        return values;
    }

    private String text() {
        last = texts.isEmpty() ? last : texts.remove();
        return last;
    }

    private Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return collection((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            Object one = of(array.getGenericComponentType());
            Object values = Array.newInstance(Map.Entry.class, 1);
            Array.set(values, 0, one);
            return values;
        }
        return type instanceof Class<?> known ? plain(known) : text();
    }

    private Object collection(Class<?> raw, Type[] of) {
        if (raw == Class.class) {
            return String.class;
        }
        if (Map.Entry.class.isAssignableFrom(raw)) {
            return Map.entry(of(of[0]), beginning(of[1]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of(of(of[0]), beginning(of[1]));
        }
        if (Set.class.isAssignableFrom(raw)) {
            return Set.of(of(of[0]));
        }
        return Collection.class.isAssignableFrom(raw) || raw == Iterable.class ? List.of(of(of[0])) : plain(raw);
    }

    /** What a stream is read from. */
    private Object beginning(Type type) {
        return type == StreamEntryID.class ? new StreamEntryID("0-1") : of(type);
    }

    private Object plain(Class<?> type) {
        if (type == String.class || type == Object.class || type == CharSequence.class) {
            return text();
        }
        if (type == byte[].class) {
            return text().getBytes(StandardCharsets.ISO_8859_1);
        }
        if (type == float[].class) {
            return new float[] {1, 2};
        }
        if (type.isArray()) {
            return array(type.getComponentType());
        }
        if (type == long.class || type == Long.class || type == Number.class) {
            return number;
        }
        if (type == int.class || type == Integer.class) {
            return (int) number;
        }
        if (type == double.class || type == Double.class) {
            return (double) number;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Specimens.has(type) ? Specimens.of(type) : made(type);
    }

    /** At least two of them: an even number fits keys and values too. */
    private Object array(Class<?> of) {
        int length = Math.max(2, texts.size());
        Object values = Array.newInstance(of, length);
        for (int i = 0; i < length; i++) {
            Array.set(values, i, plain(of));
        }
        return values;
    }

    /** By the constructor with the fewest parameters, or by a factory method without any. */
    private Object made(Class<?> type) {
        try {
            for (Method factory : type.getMethods()) {
                if (Modifier.isStatic(factory.getModifiers())
                        && factory.getReturnType() == type
                        && factory.getParameterCount() == 0) {
                    return factory.invoke(null);
                }
            }
            Constructor<?> shortest = Arrays.stream(type.getConstructors())
                    .min(Comparator.comparingInt(Constructor::getParameterCount))
                    .orElseThrow(() -> new IllegalStateException("Specimens needs a " + type));
            return shortest.newInstance(
                    Arrays.stream(shortest.getParameterTypes()).map(this::plain).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Specimens needs a " + type, e);
        }
    }
}
