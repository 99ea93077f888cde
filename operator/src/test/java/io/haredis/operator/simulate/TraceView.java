package io.haredis.operator.simulate;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.Member;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.decide.Role;
import io.haredis.operator.wire.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What servers and record show, in the words of the protocol's model. Servers are asked as an operator asks them. */
final class TraceView {
    private static final StateReader READER = new StateReader(15);
    /** The model's word for no process. */
    private static final String NONE = "9999";

    private final Cluster cluster;
    /** Entries of the stream before the recording began, but for the reign's first. */
    private final int before;
    /** All that ever take part. */
    private final List<String> names;

    TraceView(Cluster cluster, int before, List<String> names) {
        this.cluster = cluster;
        this.before = before;
        this.names = names;
    }

    SortedMap<String, String> of(Node node) {
        List<Object> replies = new ArrayList<>();
        new Session(new Connection("recorder", node), READER.commands(), replies::addAll).proceed();
        if (!(READER.parse(replies) instanceof Contact.Answers answers)) {
            throw new IllegalStateException(node + " does not answer: " + replies);
        }
        NodeState state = answers.state();
        SortedMap<String, String> shown = new TreeMap<>();
        shown.put("run", run(state.runId()));
        shown.put("follows", TraceStep.quoted(followed(node, state.role())));
        shown.put("epoch", Long.toString(state.keys().epochOrZero()));
        shown.put("fence", Long.toString(state.keys().fenceOrZero()));
        shown.put("length", Integer.toString(Math.max(0, node.data().length - before)));
        Long quorum = state.keys().quorum();
        if (state.isMaster() && quorum != null) {
            shown.put("quorum", quorum.toString());
        }
        return shown;
    }

    private String followed(Node node, Role role) {
        return switch (role) {
            case Role.Master m -> node.name;
            case Role.Fenced f -> "nobody";
            case Role.Replica r -> {
                Node master = cluster.at(r.host(), PodView.PORT);
                yield master == null ? "?" : master.name;
            }
        };
    }

    SortedMap<String, String> of(MasterRecord record) {
        SortedMap<String, String> shown = new TreeMap<>();
        shown.put("epoch", Long.toString(record.epoch()));
        shown.put("holder", TraceStep.quoted(record.holder()));
        shown.put("run", run(record.chosen().runId()));
        shown.put("k", Integer.toString(record.k()));
        shown.put(
                "voters", record.voters().stream().map(TraceStep::quoted).collect(Collectors.joining(", ", "{", "}")));
        shown.put("known", runs(record, Member::known));
        shown.put("mem", runs(record, Member::counted));
        if (record.origin() instanceof Moved moved) {
            shown.put("kind", TraceStep.quoted("move"));
            shown.put("from", TraceStep.quoted(moved.from()));
            shown.put("frun", run(moved.fromRunId()));
        } else {
            shown.put("kind", TraceStep.quoted("elected"));
        }
        return shown;
    }

    private String runs(MasterRecord record, Function<Member, @Nullable String> which) {
        return names.stream()
                .map(n -> TraceStep.quoted(n) + " :> "
                        + run(record.member(n).map(which).orElse(null)))
                .collect(Collectors.joining(" @@ ", "(", ")"));
    }

    /** The model counts a node's processes from 0. */
    private static String run(@Nullable String runId) {
        return runId == null || runId.isEmpty()
                ? NONE
                : Integer.toString(Integer.parseInt(runId.substring(runId.indexOf("-p") + 2)) - 1);
    }
}
