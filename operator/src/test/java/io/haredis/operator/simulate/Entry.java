package io.haredis.operator.simulate;

import io.haredis.protocol.Keys;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a replication stream.
 *
 * @param end offset after it
 * @param write number of the client's write, negative if it is none
 * @param key a key of the metadata database, null if it is none
 * @param value its new value, null to delete it
 * @param flush everything is deleted
 */
record Entry(
        long end, int write, @Nullable String key, @Nullable String value, boolean flush) {

    void applyTo(Data data) {
        if (flush) {
            data.writes.clear();
            data.keys.clear();
            data.flushes++;
            data.length++;
        } else if (write >= 0) {
            data.writes.set(write);
            data.length++;
        } else if (key != null) {
            if (value == null) {
                data.keys.remove(key);
            } else {
                String before = data.keys.put(key, value);
                data.length += key.equals(Keys.EPOCH) && !value.equals(before) ? 1 : 0;
                data.reign = Math.max(data.reign, data.epoch());
            }
        }
    }
}
