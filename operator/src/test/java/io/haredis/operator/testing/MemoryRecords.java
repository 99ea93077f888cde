package io.haredis.operator.testing;

import io.haredis.operator.act.RecordStore;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.decide.MasterRecord;
import java.util.Optional;

/** The record in memory, with a compare-and-swap as strict as the API server's. */
public final class MemoryRecords implements RecordStore {
    private Optional<Versioned> current = Optional.empty();
    private long version;
    private boolean unseen;

    /** From now on it is not seen, until somebody reads it. */
    public synchronized void loseSight() {
        unseen = true;
    }

    @Override
    public synchronized Optional<Versioned> cached() {
        return unseen ? Optional.empty() : current;
    }

    @Override
    public synchronized Optional<Versioned> read() {
        unseen = false;
        return current;
    }

    @Override
    public synchronized Versioned create(MasterRecord record) throws StoreException {
        if (current.isPresent()) {
            throw new StoreException(StoreException.Cause.CONFLICT, "there is a record");
        }
        return put(record);
    }

    @Override
    public synchronized Versioned replace(String expected, MasterRecord record) throws StoreException {
        if (current.filter(c -> c.version().equals(expected)).isEmpty()) {
            throw new StoreException(StoreException.Cause.CONFLICT, "the record changed");
        }
        return put(record);
    }

    /** As somebody else writes it. */
    public synchronized Versioned put(MasterRecord record) {
        Versioned next = new Versioned(record, String.valueOf(++version));
        current = Optional.of(next);
        return next;
    }
}
