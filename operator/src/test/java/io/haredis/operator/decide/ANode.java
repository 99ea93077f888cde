package io.haredis.operator.decide;

import io.haredis.protocol.Beat;
import io.haredis.protocol.Lineage;
import io.haredis.protocol.Metadata;
import io.haredis.protocol.ServerInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as tests describe it; at first a fenced one with the data of epoch 5. */
final class ANode {
    final String name;
    final String host;
    String runId;
    Role role = new Role.Fenced();
    Lineage lineage = Lineage.of("x", 1000);

    @Nullable
    Long epoch = ACluster.EPOCH;

    @Nullable
    Long fence;

    @Nullable
    Long quorum;

    @Nullable
    Beat beat;

    NodeState.Health health = NodeState.Health.GOOD;
    NodeState.Disk disk = new NodeState.Disk("dump.rdb", -1, true);
    String version = "7.0.15";
    long minReplicas = -1;
    long maxLag = Policy.MAX_LAG_SECONDS;
    boolean streamed = true;

    @Nullable
    Contact contact;

    Duration quiet = Duration.ofSeconds(10);
    boolean hasPod = true;
    boolean unborn;
    boolean ended;
    boolean leaving;
    boolean cordoned;

    ANode(int number) {
        this.name = "c-" + number;
        this.host = "10.0.0." + (number + 1);
        this.runId = "run-" + number;
    }

    ANode master() {
        role = new Role.Master();
        return this;
    }

    ANode fenced() {
        role = new Role.Fenced();
        return this;
    }

    ANode follows(ANode master, boolean linkUp) {
        role = new Role.Replica(master.host, PodView.PORT, linkUp);
        return this;
    }

    ANode cordoned() {
        cordoned = true;
        return this;
    }

    /** Its replication offset moved just now. */
    ANode moving() {
        quiet = Duration.ofMillis(100);
        return this;
    }

    ANode quietFor(long millis) {
        quiet = Duration.ofMillis(millis);
        return this;
    }

    /** Link up, but the master does not send the stream yet. */
    ANode notStreamed() {
        streamed = false;
        return this;
    }

    ANode reborn() {
        runId = "reborn-" + name;
        return fenced();
    }

    ANode key(@Nullable Long value) {
        epoch = value;
        return this;
    }

    ANode stamp(@Nullable Long value) {
        fence = value;
        return this;
    }

    ANode quorum(@Nullable Long value) {
        quorum = value;
        return this;
    }

    ANode beat(long inEpoch, long offset) {
        beat = new Beat(inEpoch, offset);
        return this;
    }

    ANode at(String id, long offset) {
        lineage = Lineage.of(id, offset);
        return this;
    }

    ANode with(Lineage other) {
        lineage = other;
        return this;
    }

    ANode withoutData() {
        disk = NodeState.Disk.EMPTY;
        return this;
    }

    /** Saves to this file by default, and has been saving for so long, if that is not negative. */
    ANode disk(String file, long savingSeconds) {
        disk = new NodeState.Disk(file, savingSeconds, true);
        return this;
    }

    ANode loading() {
        health = new NodeState.Health(true, false, false, false, false);
        return this;
    }

    ANode syncing() {
        health = new NodeState.Health(false, true, false, false, false);
        return this;
    }

    ANode refused() {
        contact = new Contact.Refused(Duration.ofSeconds(2));
        return this;
    }

    ANode refusedFor(long millis) {
        contact = new Contact.Refused(Duration.ofMillis(millis));
        return this;
    }

    ANode silentFor(long millis) {
        contact = new Contact.Silent(Duration.ofMillis(millis));
        return this;
    }

    ANode unwell(String code) {
        contact = new Contact.Unwell(code);
        return this;
    }

    ANode absent() {
        contact = new Contact.Absent();
        hasPod = false;
        return this;
    }

    ANode unborn() {
        contact = new Contact.Absent();
        unborn = true;
        return this;
    }

    ANode ended() {
        ended = true;
        return this;
    }

    ANode leaving() {
        leaving = true;
        return this;
    }

    boolean isStreamedBy(ANode master) {
        return contact == null
                && streamed
                && role instanceof Role.Replica r
                && r.host().equals(master.host)
                && r.linkUp();
    }

    NodeView view(List<ANode> all) {
        PodView pod = hasPod ? new PodView(name, "uid-" + name, host, unborn, ended, leaving, cordoned) : null;
        if (contact != null) {
            return new NodeView(name, pod, contact, quiet);
        }
        List<ServerInfo.Follower> followers = all.stream()
                .filter(n -> n.isStreamedBy(this))
                .map(n -> new ServerInfo.Follower(n.host, PodView.PORT, true, n.lineage.offset()))
                .toList();
        NodeState state = new NodeState(
                runId,
                version,
                role,
                lineage,
                new Metadata(epoch, fence, quorum, beat, null),
                health,
                followers,
                new NodeState.Settings(minReplicas, maxLag, 0),
                disk);
        return new NodeView(name, pod, new Contact.Answers(state), quiet);
    }
}
