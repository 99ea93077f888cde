package io.haredis.operator.act;

import io.haredis.operator.decide.MasterRecord;
import io.haredis.protocol.Rule;
import java.util.Optional;

/** Where the master record lives: a Lease, changed by compare-and-swap only. Thread-safe. */
public interface RecordStore {
    /** A record, and the version that a compare-and-swap names. */
    record Versioned(MasterRecord record, String version) {
        /** The version that a change must still find. */
        String expected() {
            return Rule.CAS.on() ? version : "";
        }
    }

    /** The newest record this operator has seen; asks nobody, may be stale. Empty if none was seen. */
    Optional<Versioned> cached();

    /** The record as it is now. Empty if there is none. */
    Optional<Versioned> read() throws StoreException;

    /**
     * Creates the record.
     *
     * @throws StoreException with {@code CONFLICT} if there is one already
     */
    Versioned create(MasterRecord record) throws StoreException;

    /**
     * Replaces the record if its version is still the given one; an empty one is none, as in Kubernetes.
     *
     * @throws StoreException with {@code CONFLICT} if it is not; with {@code UNAVAILABLE} the outcome is unknown
     */
    Versioned replace(String version, MasterRecord record) throws StoreException;
}
