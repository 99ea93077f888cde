package io.haredis.operator.simulate;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A data set: the numbers of the writes in it, and the keys of the metadata database. */
final class Data {
    final BitSet writes;
    final Map<String, String> keys;
    /** It descends from the cluster's first reign; false on a server that was emptied and never synced since. */
    boolean kept;
    /** It is of another cluster, and no reign of this one began with it. */
    boolean foreign;
    /** How many times it was flushed. */
    int flushes;
    /** How many entries of its stream matter to the protocol's model: writes, changes of the epoch, deletions. */
    int length;
    /** The last reign whose beginning is in it, whatever was deleted since. */
    long reign;

    Data() {
        this(new BitSet(), new HashMap<>(), false, 0, 0);
    }

    private Data(BitSet writes, Map<String, String> keys, boolean kept, int flushes, long reign) {
        this.reign = reign;
        this.flushes = flushes;
        this.writes = writes;
        this.keys = keys;
        this.kept = kept;
    }

    Data copy() {
        Data copy = new Data((BitSet) writes.clone(), new HashMap<>(keys), kept, flushes, reign);
        copy.length = length;
        copy.foreign = foreign;
        return copy;
    }

    /** True if the other one has all writes of this one, but for those of no matter. */
    boolean isContainedIn(Data other, BitSet ofNoMatter) {
        BitSet missing = (BitSet) writes.clone();
        missing.andNot(ofNoMatter);
        missing.andNot(other.writes);
        return missing.isEmpty();
    }

    long epoch() {
        return number("haredis:epoch");
    }

    private long number(String key) {
        String value = keys.get(key);
        return value == null || !value.matches("[0-9]{1,9}") ? 0 : Long.parseLong(value);
    }
}
