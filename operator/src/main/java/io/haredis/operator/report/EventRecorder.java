package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Happening;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events (events.k8s.io/v1) about cluster objects. What is said again within some minutes counts up the Event that said
 * it first. Never throws. Thread-safe.
 */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "haredis.io/operator";
    private static final Duration SAME = Duration.ofMinutes(10);
    private static final int LONGEST_NOTE = 1024;
    private static final int MOST_REMEMBERED = 2000;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String instance;
    private final Map<Said, Repeated> said = new ConcurrentHashMap<>();

    private record Said(ClusterRef cluster, Happening happening) {}

    private record Repeated(String name, int count, Instant last) {}

    /** Events by this process. */
    public EventRecorder(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    /** Says it to those who ask for the cluster's Events. Waits for the API; call it from a thread that may. */
    public void record(ClusterRef cluster, Happening happening) {
        Instant now = Instant.now();
        said.values()
                .removeIf(old -> said.size() > MOST_REMEMBERED || old.last().isBefore(now.minus(SAME)));
        Said key = new Said(cluster, happening);
        Repeated before = said.get(key);
        try {
            said.put(key, before == null ? create(cluster, happening, now) : countUp(cluster, before, now));
        } catch (KubernetesClientException failure) {
            said.remove(key);
            LOG.warn("An Event about {} was not recorded: {}", cluster, ApiErrors.sentence(failure));
        }
    }

    private Repeated create(ClusterRef cluster, Happening happening, Instant now) {
        String name = cluster.name() + "." + UUID.randomUUID().toString().substring(0, 13);
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(name)
                .endMetadata()
                .withEventTime(time(now))
                .withAction(happening.reason())
                .withReason(happening.reason())
                .withType(happening.warning() ? "Warning" : "Normal")
                .withNote(note(happening.sentence()))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withRegarding(regarding(cluster))
                .build();
        client.resource(event).create();
        return new Repeated(name, 1, now);
    }

    private Repeated countUp(ClusterRef cluster, Repeated before, Instant now) {
        int count = before.count() + 1;
        Event known = new EventBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(before.name())
                .endMetadata()
                .build();
        String series = "{\"series\":{\"count\":" + count + ",\"lastObservedTime\":\"" + MICROS.format(now) + "\"}}";
        client.resource(known).patch(PatchContext.of(PatchType.JSON_MERGE), series);
        return new Repeated(before.name(), count, now);
    }

    private static ObjectReference regarding(ClusterRef cluster) {
        return new ObjectReferenceBuilder()
                .withApiVersion(ClusterRef.API_VERSION)
                .withKind(ClusterRef.KIND)
                .withNamespace(cluster.namespace())
                .withName(cluster.name())
                .withUid(cluster.uid())
                .build();
    }

    private static MicroTime time(Instant at) {
        return new MicroTime(MICROS.format(at));
    }

    private static String note(String sentence) {
        return sentence.length() <= LONGEST_NOTE ? sentence : sentence.substring(0, LONGEST_NOTE - 3) + "...";
    }
}
