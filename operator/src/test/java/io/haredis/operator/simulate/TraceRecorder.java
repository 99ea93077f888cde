package io.haredis.operator.simulate;

import io.haredis.operator.act.Scripts;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.MasterRecord.Moved;
import io.haredis.operator.decide.Member;
import io.haredis.operator.wire.Command;
import io.haredis.operator.wire.ErrorReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down what took effect, by the model's names, and what was read afterwards. Begins with a settled cluster. */
final class TraceRecorder implements Recorder {
    private final Cluster cluster;
    private final TraceView view;
    private final List<TraceStep> steps = new ArrayList<>();
    private MasterRecord record;
    private int late;
    /** Of each reign: does it come of a planned move? */
    private final Map<Long, Boolean> moved = new HashMap<>();

    private final Map<String, String> halfPromoted = new HashMap<>();

    TraceRecorder(Cluster cluster, MasterRecord record, List<String> names) {
        this.cluster = cluster;
        this.record = record;
        Node master = Objects.requireNonNull(cluster.nodes.get(record.holder()));
        this.view = new TraceView(cluster, master.data().length - 1, names);
        note(record);
        SortedMap<String, SortedMap<String, String>> nodes = new TreeMap<>();
        cluster.nodes.values().forEach(node -> nodes.put(node.name, view.of(node)));
        steps.add(new TraceStep("Init", TraceStep.NOBODY, TraceStep.NOBODY, view.of(record), nodes));
    }

    List<TraceStep> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void exec(Connection connection, List<Command> commands, List<Object> replies) {
        Node node = connection.node;
        boolean half = replies.stream().anyMatch(ErrorReply.class::isInstance);
        if (half && !commands.getFirst().name().equals("REPLICAOF")) {
            return; // the keys were not written
        }
        if (half && !isPromotion(commands)) {
            throw new IllegalStateException("the model has no half done " + commands);
        }
        String what = effect(node, connection.client, commands, half);
        shown(what, connection.abandoned ? late() : name(connection.client), node);
    }

    private String effect(Node node, String operator, List<Command> commands, boolean half) {
        List<String> first = commands.getFirst().words();
        if (!first.getFirst().equals("REPLICAOF")) {
            return "WriteKeys";
        }
        if (isPromotion(commands)) {
            if (half) {
                halfPromoted.put(operator, node.runId());
                return "Half";
            }
            return Boolean.TRUE.equals(moved.get(argument(commands, Scripts.TO_REIGN))) ? "Take" : "Promote";
        }
        if (commands.getLast().name().equals("INFO")) {
            return "Fence";
        }
        if (commands.getLast().name().equals("REPLICAOF")) {
            return "Attach";
        }
        if (node.runId().equals(halfPromoted.remove(operator))) {
            return "Refence";
        }
        boolean lostKeys = node.data().epoch() == 0 && (record.counts(node.name, node.runId()) || followed(node));
        return lostKeys && argument(commands, Scripts.TO_STAMP) == record.epoch() ? "Stamp" : "Detach";
    }

    /** Before this step: nobody but the operators changes that here. */
    private boolean followed(Node node) {
        return steps.reversed().stream()
                .flatMap(step -> Optional.ofNullable(step.nodes().get(node.name)).stream())
                .findFirst()
                .filter(state -> !TraceStep.quoted("nobody").equals(state.get("follows")))
                .isPresent();
    }

    private static boolean isPromotion(List<Command> commands) {
        return commands.getFirst().words().get(1).equals("NO");
    }

    /** The epoch that the script is given. */
    private static long argument(List<Command> commands, Scripts script) {
        return commands.stream()
                .filter(c -> c.name().equals("EVAL") && Scripts.of(c.words().get(1)) == script)
                .map(Command::words)
                .mapToLong(w -> Long.parseLong(w.get(3 + Integer.parseInt(w.get(2)))))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void recorded(String operator, @Nullable MasterRecord old, MasterRecord now) {
        MasterRecord before = Objects.requireNonNull(old);
        String node = now.holder();
        String what;
        if (now.epoch() > before.epoch()) {
            boolean reigns = Objects.requireNonNull(cluster.nodes.get(node)).isMaster();
            boolean raised =
                    now.chosen().runId().isEmpty() || (reigns && now.chosen().equals(before.chosen()));
            what = raised ? "Raise" : now.origin() instanceof Moved ? "Move" : "Choose";
        } else if (now.k() != before.k()) {
            what = "RecordK";
        } else if (!now.members().equals(before.members())) {
            node = changed(before, now);
            String counted = now.member(node).map(Member::counted).orElse(null);
            boolean counts = !Objects.equals(
                    counted, before.member(node).map(Member::counted).orElse(null));
            what = now.member(node).isEmpty() ? "Forget" : counts ? "Count" : "Know";
        } else {
            what = "WriteMark";
        }
        note(now);
        steps.add(new TraceStep(what, name(operator), node, view.of(now), new TreeMap<>()));
    }

    private static String changed(MasterRecord before, MasterRecord now) {
        SortedMap<String, Member> all = new TreeMap<>(before.members());
        all.putAll(now.members());
        return all.keySet().stream()
                .filter(n ->
                        !Objects.equals(before.members().get(n), now.members().get(n)))
                .findFirst()
                .orElseThrow();
    }

    private void note(MasterRecord now) {
        record = now;
        moved.put(now.epoch(), now.origin() instanceof Moved);
    }

    @Override
    public void wrote(Node node) {
        shown("Write", TraceStep.NOBODY, node);
    }

    @Override
    public void flushed(Node node) {
        shown("Flush", TraceStep.NOBODY, node);
    }

    @Override
    public void started(Node node) {
        if (node.process() > 1) {
            shown("Reborn", TraceStep.NOBODY, node);
        }
    }

    private void shown(String what, String operator, Node node) {
        SortedMap<String, SortedMap<String, String>> nodes = new TreeMap<>();
        nodes.put(node.name, view.of(node));
        steps.add(new TraceStep(what, operator, node.name, new TreeMap<>(), nodes));
    }

    /** What a server carries out late is of an operator that does nothing else: its own went on. */
    private String late() {
        return Character.toString('c' + late++ % 3);
    }

    /** The model's operators have letters. */
    private static String name(String operator) {
        return Character.toString('a' + Integer.parseInt(operator.substring(operator.indexOf('-') + 1)));
    }
}
