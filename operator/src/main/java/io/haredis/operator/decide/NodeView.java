package io.haredis.operator.decide;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One node as observed now.
 *
 * @param name its name
 * @param pod its pod, null if there is none
 * @param contact how its server answers
 * @param streamQuiet how long its replication offset has not moved
 */
public record NodeView(String name, @Nullable PodView pod, Contact contact, Duration streamQuiet) {

    /** The same, answering otherwise. */
    NodeView with(Contact other) {
        return new NodeView(name, pod, other, streamQuiet);
    }

    /** The same, its silence beginning now. */
    NodeView withoutSilence() {
        Contact begun = contact instanceof Contact.Silent ? new Contact.Silent(Duration.ZERO) : contact;
        return new NodeView(name, pod, begun, Duration.ZERO);
    }

    /** The same without what no operator can have written into its keys. */
    NodeView credible(long recordEpoch) {
        return contact instanceof Contact.Answers a
                ? with(new Contact.Answers(a.state().credible(recordEpoch)))
                : this;
    }

    /** What the server says, if it answers. */
    public Optional<NodeState> state() {
        return contact instanceof Contact.Answers a ? Optional.of(a.state()) : Optional.empty();
    }

    /** True if this very process answers. */
    public boolean isProcess(@Nullable String runId) {
        return state().filter(s -> s.runId().equals(runId)).isPresent();
    }

    /** Its address, if it has one. */
    public Optional<String> host() {
        return Optional.ofNullable(pod).map(PodView::ip);
    }

    /** True if Kubernetes reports its server's end. */
    boolean hasEnded() {
        return pod != null && pod.ended();
    }

    /** True if it is known that it never held data. */
    public boolean isUnborn() {
        return pod != null && pod.unborn() && state().isEmpty();
    }
}
