package io.haredis.operator.act;

import io.haredis.operator.decide.Contact;
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
    private final Scene scene;

    FreshLook(Links links, Scene scene) {
        this.links = links;
        this.scene = scene;
    }

    /** Empty if it does not answer. */
    Optional<NodeState> at(String node) {
        String host = scene.snapshot().node(node).host().orElse(null);
        if (host == null) {
            return Optional.empty();
        }
        try (Link link = links.open(host, PodView.PORT)) {
            return new StateReader(scene.policy().database()).whole(link) instanceof Contact.Answers a
                    ? Optional.of(a.state())
                    : Optional.empty();
        } catch (LinkException e) {
            return Optional.empty();
        }
    }

    /** The recorded process, if it answers as master. */
    Optional<NodeState> atMaster() {
        var record = scene.recorded().record();
        return at(record.holder())
                .filter(s -> s.isMaster() && s.runId().equals(record.chosen().runId()));
    }
}
