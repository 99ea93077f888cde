package io.haredis.operator.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Recordings with one step left out, moved or changed, so that no run of the protocol shows them. */
enum TraceForgery {
    /** Chosen when a minority was detached. */
    MINORITY {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Choose")
                    .filter(i -> detachedFor(steps, i).size() == 2)
                    .map(i -> without(steps, detachedFor(steps, i).getLast()));
        }
    },
    /** Promoted without the stamp of the election. */
    NO_STAMP {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Promote").map(i -> with(steps, i, steps.get(i).showing("fence", "0")));
        }
    },
    /** The record's epoch stays. */
    SAME_EPOCH {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Choose").map(i -> {
                long epoch = Long.parseLong(String.valueOf(steps.get(i).record().get("epoch")));
                return with(steps, i, steps.get(i).recording("epoch", Long.toString(epoch - 1)));
            });
        }
    },
    /** Promoted without a choice. */
    NOT_CHOSEN {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Choose").map(i -> without(steps, i));
        }
    },
    /** Promoted before it was chosen. */
    TOO_EARLY {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Promote").map(i -> moved(steps, i, lastBefore(steps, i, "Choose")));
        }
    },
    /** Promoted with a write that it does not hold. */
    LONGER {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Promote").map(i -> {
                int length = Integer.parseInt(String.valueOf(
                        steps.get(i).nodes().get(steps.get(i).node()).get("length")));
                return with(steps, i, steps.get(i).showing("length", Integer.toString(length + 1)));
            });
        }
    },
    /** A new process attached before the record knows it. */
    UNKNOWN {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Know").map(i -> without(steps, i));
        }
    },
    /** The target of a move promoted before the old master is fenced. */
    OLD_NOT_FENCED {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Take").map(i -> without(steps, lastBefore(steps, i, "Fence")));
        }
    },
    /** Attached without a stamp. */
    ATTACHED_UNSTAMPED {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Attach").map(i -> with(steps, i, steps.get(i).showing("fence", "0")));
        }
    },
    /** Restarted as the same process. */
    SAME_PROCESS {
        @Override
        Optional<List<TraceStep>> of(List<TraceStep> steps) {
            return first(steps, "Reborn").map(i -> with(steps, i, steps.get(i).showing("run", "0")));
        }
    };

    /** Empty where the recording has nothing to forge in this way. */
    abstract Optional<List<TraceStep>> of(List<TraceStep> steps);

    private static Optional<Integer> first(List<TraceStep> steps, String what) {
        return indexes(steps, 0, steps.size(), s -> s.what().equals(what)).stream()
                .findFirst();
    }

    private static int lastBefore(List<TraceStep> steps, int end, String what) {
        return indexes(steps, 0, end, s -> s.what().equals(what)).getLast();
    }

    private static List<Integer> detachedFor(List<TraceStep> steps, int choice) {
        return indexes(steps, 0, choice, s -> s.what().equals("Detach"));
    }

    private static List<Integer> indexes(List<TraceStep> steps, int begin, int end, Predicate<TraceStep> of) {
        return IntStream.range(begin, end)
                .filter(i -> of.test(steps.get(i)))
                .boxed()
                .toList();
    }

    private static List<TraceStep> with(List<TraceStep> steps, int at, TraceStep other) {
        List<TraceStep> changed = new ArrayList<>(steps);
        changed.set(at, other);
        return changed;
    }

    private static List<TraceStep> without(List<TraceStep> steps, int at) {
        List<TraceStep> changed = new ArrayList<>(steps);
        changed.remove(at);
        return changed;
    }

    private static List<TraceStep> moved(List<TraceStep> steps, int from, int to) {
        List<TraceStep> changed = new ArrayList<>(steps);
        changed.add(to, changed.remove(from));
        return changed;
    }
}
