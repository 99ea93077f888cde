package io.haredis.operator.testing;

import io.haredis.operator.act.Annotations;
import io.haredis.operator.decide.Requests;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The annotations of a cluster object, without a Kubernetes. */
public final class MemoryAnnotations implements Annotations {
    private final ConcurrentMap<String, String> values = new ConcurrentHashMap<>();

    /** As a person writes it. */
    public void put(String name, String value) {
        values.put(name, value);
    }

    /** These and no others. */
    public void set(Map<String, String> wanted) {
        values.keySet().retainAll(wanted.keySet());
        values.putAll(wanted);
    }

    /** The value, null if there is none. */
    public @Nullable String get(String name) {
        return values.get(name);
    }

    /** As the operator reads them. */
    public Requests requests() {
        return Requests.of(values);
    }

    @Override
    public boolean has(String name, String value) {
        return value.equals(values.get(name));
    }

    @Override
    public boolean replace(String name, String from, @Nullable String to) {
        return to == null ? values.remove(name, from) : values.replace(name, from, to);
    }
}
