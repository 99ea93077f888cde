package io.haredis.operator.decide;

import io.haredis.protocol.Ballot;
import java.util.List;

/** No record: a new cluster, or one recreated over kept volumes. All must answer, or be provably new. */
final class FirstElection {
    private FirstElection() {}

    static Decision of(Policy policy, Snapshot snapshot) {
        List<String> names = policy.names();
        int answering = snapshot.answering(names).size();
        List<String> missing = names.stream()
                .filter(n ->
                        snapshot.node(n).state().isEmpty() && !snapshot.node(n).isUnborn())
                .toList();
        boolean loading = snapshot.answering(names).stream()
                .anyMatch(n -> n.state().orElseThrow().health().loading());
        if (answering < Ballot.Electorate.majorityOf(names.size())) {
            return Decision.wait(
                    Verdict.STARTING,
                    answering + " of " + names.size() + " nodes answer; a majority is needed for the first election");
        }
        if (!missing.isEmpty() || loading) {
            return Decision.wait(
                    Verdict.STARTING,
                    "without a record all nodes must answer, or be provably new; waiting for "
                            + (missing.isEmpty() ? "data to be loaded" : String.join(", ", missing)));
        }
        return Decision.of(Verdict.STARTING, "no master yet: first election", new Action.Elect());
    }
}
