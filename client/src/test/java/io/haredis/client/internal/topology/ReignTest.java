package io.haredis.client.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.client.testing.SampleReign;
import org.junit.jupiter.api.Test;

/** What many threads do to one reign. */
class ReignTest {
    @Test
    void ofManyWhoSuspectItTheFirstHasItAsked() {
        Reign reign = SampleReign.begin();
        assertThat(reign.suspect()).isTrue();
        assertThat(reign.suspect()).isFalse();
        assertThat(reign.isUsable()).isFalse();
        reign.confirm();
        assertThat(reign.isUsable()).isTrue();
        assertThat(reign.suspect()).isTrue();
    }

    @Test
    void itServesOnceAWriteWasAnswered() {
        Reign reign = SampleReign.begin();
        assertThat(reign.serves()).isFalse();
        assertThat(reign.served()).isTrue();
        assertThat(reign.served()).isFalse();
        assertThat(reign.serves()).isTrue();
    }
}
