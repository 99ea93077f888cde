package io.haredis.operator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A rehearsal that gets stuck would warm nothing, and nobody would notice. */
class RehearsalTest {
    @Test
    void everyLostMasterIsReplaced() throws InterruptedException {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.hold(7);
        assertThat(rehearsal.epoch()).isEqualTo(8);
    }
}
