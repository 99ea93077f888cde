package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {
    private static final MasterRecord FIVE = ACluster.healthy(3).theRecord();

    @ParameterizedTest(name = "\"{0}\" in epoch 5: accepted {1}, {2}")
    @CsvSource({
        "5, true, ''",
        "' 5 ', true, ''",
        "4, false, 'epoch 4 is over, this is epoch 5'",
        "0, false, 'epoch 0 is over, this is epoch 5'",
        "6, false, 'it must name the present epoch, 5'",
        "05, false, 'it must name the present epoch, 5'",
        "yes, false, 'it must name the present epoch, 5'",
        "'', false, 'it must name the present epoch, 5'",
        "99999999999999999999, false, 'it must name the present epoch, 5'"
    })
    void aLossIsAcceptedForThePresentEpochAlone(String value, boolean accepted, String why) {
        Requests requests = Requests.of(Map.of(Requests.ACCEPT_DATA_LOSS, value));
        assertThat(requests.acceptsLossIn(5)).isEqualTo(accepted);
        assertThat(requests.voidAcceptance(FIVE).orElse("")).endsWith(why);
        assertThat(requests.voidAcceptance(FIVE).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void theElectionUsesItUp() {
        Requests requests = Requests.of(Map.of(Requests.ACCEPT_DATA_LOSS, "5"));
        MasterRecord next = FIVE.succeeded(6, "c-1", FIVE.chosen(), FIVE.origin(), null);
        assertThat(requests.acceptsLossIn(next.epoch())).isFalse();
        assertThat(requests.voidAcceptance(next)).isPresent();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"'c-1', c-1", "'c-2,c-1', c-1 c-2", "' c-1, c-2 ', c-1 c-2", "'', ''"})
    void nodesAreFencedByName(String value, String names) {
        assertThat(String.join(" ", Requests.of(Map.of(Requests.FENCE, value)).fenced()))
                .isEqualTo(names);
    }

    @Test
    void nothingIsAskedWithoutAnnotations() {
        assertThat(Requests.NONE.acceptsLossIn(0)).isFalse();
        assertThat(Requests.NONE.voidAcceptance(FIVE)).isEmpty();
        assertThat(Requests.NONE.fenced()).isEmpty();
    }
}
