package io.haredis.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.haredis.protocol.Beat;
import io.haredis.protocol.Mark;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who acts: docs/failover.md, "What happens then", its end. Joins, members, beats and planned moves are the leader's alone. */
class ActionTest {
    static Stream<Arguments> actions() {
        return Stream.of(
                arguments(new Action.Elect(), false, true),
                arguments(new Action.Finish(), false, true),
                arguments(new Action.ContinueMove(), false, true),
                arguments(new Action.Attach("a", "run"), false, false),
                arguments(new Action.Move("a", "why", Action.Occasion.SURPLUS), true, true),
                arguments(new Action.Answer("a", "b", null, "C", "d", false), true, false),
                arguments(new Action.Raise(6, false), false, false),
                arguments(new Action.Know("a", "run"), true, false),
                arguments(new Action.Count("a", "run"), true, false),
                arguments(new Action.Stamp("a", "run"), true, false),
                arguments(new Action.Fence("a", "run"), false, false),
                arguments(new Action.TurnAway("a", "run"), false, false),
                arguments(new Action.SaveCopy("a", "run"), true, false),
                arguments(new Action.Release("a", "run"), true, false),
                arguments(new Action.Forget("a"), true, false),
                arguments(new Action.RecordK(1), true, false),
                arguments(new Action.WriteKeys(1), true, false),
                arguments(new Action.SetMinReplicas(1), true, false),
                arguments(new Action.Open(1), false, false),
                arguments(new Action.WriteBeat(new Beat(1, 1)), true, false),
                arguments(new Action.WriteMark(new Mark("x", 1, null)), true, false));
    }

    @ParameterizedTest(name = "{0}: leader alone {1}, change of master {2}")
    @MethodSource("actions")
    void isTheLeadersAloneOrEithers(Action action, boolean leadersAlone, boolean changeOfMaster) {
        assertThat(action.isLeadersAlone()).isEqualTo(leadersAlone);
        assertThat(action.isChangeOfMaster()).isEqualTo(changeOfMaster);
    }

    @Test
    void noActionIsForgottenHere() {
        Set<Class<?>> listed = actions().map(a -> a.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(listed).containsExactlyInAnyOrder(Action.class.getPermittedSubclasses());
    }
}
