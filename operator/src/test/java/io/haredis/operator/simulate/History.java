package io.haredis.operator.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replication ids, offset and backlog of one server process. */
final class History {
    private static final String NO_ID = "0000000000000000000000000000000000000000";

    private final Cluster cluster;
    private String id;
    private String formerId = NO_ID;
    private long formerUntil = -1;
    private long offset;
    /** The position in the master's stream is known: a partial resync may be asked for. */
    boolean positioned;

    private boolean backlogged;
    private long backlogFrom;
    private List<Entry> backlog = new ArrayList<>();

    History(Cluster cluster) {
        this.cluster = cluster;
        this.id = cluster.newId();
    }

    String id() {
        return id;
    }

    String formerId() {
        return formerId;
    }

    long formerUntil() {
        return formerUntil;
    }

    long offset() {
        return offset;
    }

    /** As a snapshot, or a full sync, has it. */
    void begin(String otherId, long otherOffset) {
        id = otherId;
        formerId = NO_ID;
        formerUntil = -1;
        offset = otherOffset;
        positioned = true;
        backlogged = true;
        backlogFrom = offset;
        backlog = new ArrayList<>();
    }

    /** From here on the data goes its own way, or the master's, under another id. */
    void rename(@Nullable String other) {
        formerId = id;
        formerUntil = offset + 1;
        id = other == null ? cluster.newId() : other;
    }

    /** The first replica comes: Redis makes its backlog then, and forgets the former id. */
    void makeBacklog() {
        if (!backlogged) {
            begin(cluster.newId(), offset);
        }
    }

    void keepBacklog() {
        backlogged = true;
    }

    Entry append(int bytes, int write, @Nullable String key, @Nullable String value, boolean flush) {
        Entry entry = new Entry(offset + bytes, write, key, value, flush);
        add(entry);
        return entry;
    }

    void add(Entry entry) {
        offset = entry.end();
        if (backlogged) {
            backlog.add(entry);
        } else {
            backlogFrom = offset;
        }
    }

    boolean canContinue(History replica) {
        boolean same = replica.id.equals(id) || (replica.id.equals(formerId) && replica.offset + 1 <= formerUntil);
        return replica.positioned && backlogged && same && replica.offset >= backlogFrom && replica.offset <= offset;
    }

    /** What lies between, in order. */
    List<Entry> between(long after, long upTo) {
        int end = backlog.size();
        while (end > 0 && backlog.get(end - 1).end() > upTo) {
            end--;
        }
        int begin = end;
        while (begin > 0 && backlog.get(begin - 1).end() > after) {
            begin--;
        }
        return List.copyOf(backlog.subList(begin, end));
    }
}
