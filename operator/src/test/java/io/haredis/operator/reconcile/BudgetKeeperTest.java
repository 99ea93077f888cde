package io.haredis.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many pods a drain must leave. */
class BudgetKeeperTest {
    @ParameterizedTest(name = "{0} nodes, may drain {1}, was {2}: {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "1, true, none, 0",
                "1, false, none, 1",
                "3, true, 3, 2",
                "3, false, 2, 3",
                "5, true, 2, 4",
                // nobody can say: as it was, if it was for so many
                "3, none, 2, 2",
                "3, none, 3, 3",
                "3, none, none, 3",
                "5, none, 2, 5",
                "3, none, 4, 3",
            })
    void allOrAllButOne(int nodes, @Nullable Boolean mayDrain, @Nullable Integer was, int needed) {
        PodDisruptionBudget before = was == null
                ? null
                : new PodDisruptionBudgetBuilder()
                        .withNewSpec()
                        .withNewMinAvailable(was)
                        .endSpec()
                        .build();
        assertThat(BudgetKeeper.minAvailable(nodes, Optional.ofNullable(mayDrain), before))
                .isEqualTo(needed);
    }
}
