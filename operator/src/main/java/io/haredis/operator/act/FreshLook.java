package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
import io.haredis.operator.decide.MasterRecord;
import io.haredis.operator.decide.NodeState;
import io.haredis.operator.decide.PodView;
import io.haredis.operator.wire.Link;
import io.haredis.operator.wire.LinkException;
import io.haredis.operator.wire.Links;
import io.haredis.operator.wire.StateReader;
import java.util.Optional;

/** What a server says now, whatever was seen of it before. */
final class FreshLook {
    private final Links links;
    private final int database;

    FreshLook(Links links, int database) {
        this.links = links;
        this.database = database;
    }

    /** Empty if nobody answers there. */
    Optional<NodeState> at(String host) {
        try (Link link = links.open(host, PodView.PORT)) {
            return new StateReader(database).whole(link) instanceof Contact.Answers a
                    ? Optional.of(a.state())
                    : Optional.empty();
        } catch (LinkException e) {
            return Optional.empty();
        }
    }

    /** Empty if it does not answer. */
    Optional<NodeState> at(Scene scene, String node) {
        return scene.snapshot().node(node).host().flatMap(this::at);
    }

    /** The recorded process, if it answers as master. */
    Optional<NodeState> atMaster(Scene scene) {
        MasterRecord record = scene.recorded().record();
        return at(scene, record.holder())
                .filter(s -> s.isMaster() && s.runId().equals(record.chosen().runId()));
    }
}
