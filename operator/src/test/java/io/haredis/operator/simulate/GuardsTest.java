package io.haredis.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.haredis.protocol.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The simulator's proof: the shipped code without one of its rules breaks a promise, and the simulator sees it.
 * {@code make simulate GUARDS=1} searches longer and for all.
 */
class GuardsTest {
    private static final int BRIEF = 600;

    @Test
    void aRuleSwitchedOffIsNoticed() throws InterruptedException {
        List<Rule> uncaught = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            if (Guards.isCaughtSoon(rule)
                    && Guards.search(rule, BRIEF, Runtime.getRuntime().availableProcessors())
                                    .noticed()
                            == null) {
                uncaught.add(rule);
            }
        }
        assertThat(uncaught).as("rules whose absence nobody noticed").isEmpty();
    }
}
