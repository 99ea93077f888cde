package io.haredis.operator.act;

import org.jspecify.annotations.Nullable;

/** The cluster object's annotations, by which people ask for something once. Thread-safe. */
public interface Annotations {
    /** True if the annotation has this value now. */
    boolean has(String name, String value) throws StoreException;

    /** Changes it from one value to another, null to remove it. False if it did not have that value any more. */
    boolean replace(String name, String from, @Nullable String to) throws StoreException;
}
