package io.haredis.protocol;

import org.jspecify.annotations.Nullable;

/** A candidate as tests describe it: counted, healthy, in epoch 5, at offset 100 of the stream {@code x}. */
record ACandidate(
        String name,
        boolean counted,
        Lineage lineage,
        @Nullable Long epoch,
        @Nullable Beat beat,
        @Nullable Long opcounter,
        Candidate.Health health) {

    static ACandidate named(String name) {
        return new ACandidate(name, true, Lineage.of("x", 100), 5L, null, null, Candidate.Health.GOOD);
    }

    ACandidate restarted() {
        return new ACandidate(name, false, lineage, epoch, beat, opcounter, health);
    }

    ACandidate at(String id, long offset) {
        return with(Lineage.of(id, offset));
    }

    ACandidate with(Lineage other) {
        return new ACandidate(name, counted, other, epoch, beat, opcounter, health);
    }

    ACandidate inEpoch(@Nullable Long other) {
        return new ACandidate(name, counted, lineage, other, beat, opcounter, health);
    }

    ACandidate beat(long inEpoch, long offset) {
        return new ACandidate(name, counted, lineage, epoch, new Beat(inEpoch, offset), opcounter, health);
    }

    ACandidate opcounter(@Nullable Long other) {
        return new ACandidate(name, counted, lineage, epoch, beat, other, health);
    }

    ACandidate syncing() {
        return with(new Candidate.Health(true, health.saveFailed(), health.appendFailed(), health.fencedByHand()));
    }

    ACandidate saveFailed() {
        return with(new Candidate.Health(health.syncing(), true, health.appendFailed(), health.fencedByHand()));
    }

    ACandidate appendFailed() {
        return with(new Candidate.Health(health.syncing(), health.saveFailed(), true, health.fencedByHand()));
    }

    ACandidate fencedByHand() {
        return with(new Candidate.Health(health.syncing(), health.saveFailed(), health.appendFailed(), true));
    }

    ACandidate with(Candidate.Health other) {
        return new ACandidate(name, counted, lineage, epoch, beat, opcounter, other);
    }

    /** Of a process that was started on an empty volume: nothing of the cluster is in it. */
    ACandidate emptied() {
        return new ACandidate(name, false, Lineage.of("new-" + name, 0), null, null, null, health);
    }

    Candidate build() {
        return new Candidate(
                name, "run-" + name, counted, lineage, new Metadata(epoch, null, null, beat, opcounter), health);
    }
}
