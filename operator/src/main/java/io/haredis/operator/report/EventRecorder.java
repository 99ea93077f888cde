package io.haredis.operator.report;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.loop.Happening;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events about cluster objects. What is said again within some minutes counts up the Event that said it first. Never
 * throws. Thread-safe.
 *
 * <p>Of core/v1: kubectl sorts by their lastTimestamp, which those of events.k8s.io/v1 lack. It has whole seconds only, so
 * the names order what falls into one.
 */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "haredis.io/operator";
    private static final Duration SAME = Duration.ofMinutes(10);
    private static final int LONGEST = 1024;
    private static final int MOST_REMEMBERED = 2000;

    private final KubernetesClient client;
    private final String instance;
    private final Map<Said, Repeated> said = new ConcurrentHashMap<>();
    private final AtomicLong lastName = new AtomicLong();

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
        String name = cluster.name() + "." + Long.toHexString(nextName(now));
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(name)
                .endMetadata()
                .withFirstTimestamp(seconds(now))
                .withLastTimestamp(seconds(now))
                .withCount(1)
                .withReason(happening.reason())
                .withType(happening.warning() ? "Warning" : "Normal")
                .withMessage(message(happening.sentence()))
                .withNewSource()
                .withComponent(CONTROLLER)
                .endSource()
                .withReportingComponent(CONTROLLER)
                .withReportingInstance(instance)
                .withInvolvedObject(involved(cluster))
                .build();
        client.resource(event).create();
        return new Repeated(name, 1, now);
    }

    /** Nanoseconds since 1970, never the same twice. */
    private long nextName(Instant now) {
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, now);
        return lastName.updateAndGet(last -> Math.max(last + 1, nanos));
    }

    private Repeated countUp(ClusterRef cluster, Repeated before, Instant now) {
        int count = before.count() + 1;
        Event known = new EventBuilder()
                .withNewMetadata()
                .withNamespace(cluster.namespace())
                .withName(before.name())
                .endMetadata()
                .build();
        String again = "{\"count\":" + count + ",\"lastTimestamp\":\"" + seconds(now) + "\"}";
        client.resource(known).patch(PatchContext.of(PatchType.JSON_MERGE), again);
        return new Repeated(before.name(), count, now);
    }

    private static ObjectReference involved(ClusterRef cluster) {
        return new ObjectReferenceBuilder()
                .withApiVersion(ClusterRef.API_VERSION)
                .withKind(ClusterRef.KIND)
                .withNamespace(cluster.namespace())
                .withName(cluster.name())
                .withUid(cluster.uid())
                .build();
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String message(String sentence) {
        return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 3) + "...";
    }
}
