package io.haredis.operator.route;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.haredis.operator.act.Routes;
import io.haredis.operator.act.StoreException;
import io.haredis.operator.act.StoreException.Cause;
import io.haredis.operator.kube.ApiErrors;
import io.haredis.operator.kube.ClusterRef;
import io.haredis.operator.kube.Versions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one cluster, by one small patch each.
 *
 * <p>The Service's patch names the resourceVersion it rests on and carries the epoch; a Service of a higher epoch is left
 * alone. Own writes are remembered until the informer shows them, so that nothing is written twice. Thread-safe.
 */
public final class ServiceRoutes implements Routes {
    private final KubernetesClient client;
    private final ClusterRef cluster;
    private final Supplier<Optional<Service>> informedService;
    private final Supplier<Collection<Pod>> informedPods;
    private final AtomicReference<@Nullable Service> ownService = new AtomicReference<>();
    private final Map<String, Pod> ownPods = new ConcurrentHashMap<>();

    /**
     * The routes of one cluster.
     *
     * @param client a fencing client: short time-out, no second try
     * @param informedService the master Service as the informer last showed it
     * @param informedPods the cluster's pods as the informer last showed them
     */
    public ServiceRoutes(
            KubernetesClient client,
            ClusterRef cluster,
            Supplier<Optional<Service>> informedService,
            Supplier<Collection<Pod>> informedPods) {
        this.client = client;
        this.cluster = cluster;
        this.informedService = informedService;
        this.informedPods = informedPods;
    }

    @Override
    public boolean isAt(Route route) {
        Service service = service();
        if (service == null) {
            return false;
        }
        long epoch = RoutePatch.epoch(cluster, service);
        if (epoch > route.epoch()) {
            return true;
        }
        return epoch == route.epoch()
                && RoutePatch.selector(cluster, route).equals(service.getSpec().getSelector())
                && pods().stream().allMatch(pod -> RoutePatch.role(pod).equals(RoutePatch.wanted(pod, route)));
    }

    @Override
    public void moveService(Route route) throws StoreException {
        Service service = service();
        try {
            if (service != null && move(service, route)) {
                return;
            }
            Service fresh = client.services()
                    .inNamespace(cluster.namespace())
                    .withName(cluster.masterName())
                    .get();
            if (fresh == null) {
                throw new StoreException(Cause.UNAVAILABLE, describe() + " does not exist (yet)");
            }
            ownService.accumulateAndGet(fresh, Versions::newer);
            if (!move(fresh, route)) {
                throw new StoreException(Cause.CONFLICT, describe() + " was changed by somebody else");
            }
        } catch (KubernetesClientException failure) {
            throw ApiErrors.of("cannot move " + describe(), failure);
        }
    }

    /** True if the Service is, or already was, as it should be; false if it is no longer what we know. */
    private boolean move(Service service, Route route) throws StoreException {
        if (cluster.strangerOf(service).isPresent()) {
            throw new StoreException(Cause.UNAVAILABLE, describe() + " belongs to another object");
        }
        boolean done = RoutePatch.epoch(cluster, service) > route.epoch()
                || (RoutePatch.epoch(cluster, service) == route.epoch()
                        && RoutePatch.selector(cluster, route)
                                .equals(service.getSpec().getSelector()));
        if (done) {
            return true;
        }
        try {
            Service moved =
                    client.resource(service).patch(RoutePatch.context(), RoutePatch.ofService(cluster, service, route));
            ownService.accumulateAndGet(moved, Versions::newer);
            return true;
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == ApiErrors.CONFLICT || failure.getCode() == ApiErrors.NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void label(Route route) throws StoreException {
        Service service = service();
        if (service != null && RoutePatch.epoch(cluster, service) > route.epoch()) {
            return;
        }
        for (Pod pod : pods()) {
            String wanted = RoutePatch.wanted(pod, route);
            if (!wanted.equals(RoutePatch.role(pod))) {
                label(pod, wanted);
            }
        }
    }

    private void label(Pod pod, String role) throws StoreException {
        try {
            Pod labelled = client.resource(pod).patch(RoutePatch.context(), RoutePatch.ofPod(pod, role));
            ownPods.merge(pod.getMetadata().getName(), labelled, ServiceRoutes::newer);
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != ApiErrors.NOT_FOUND && failure.getCode() != ApiErrors.CONFLICT) {
                throw ApiErrors.of("cannot label Pod " + pod.getMetadata().getName(), failure);
            }
        }
    }

    private @Nullable Service service() {
        return Versions.newer(ownService.get(), informedService.get().orElse(null));
    }

    /** Pods as the informer has them, or as we wrote them if that is newer. */
    private Collection<Pod> pods() {
        Collection<Pod> informed = informedPods.get();
        ownPods.keySet()
                .retainAll(informed.stream().map(p -> p.getMetadata().getName()).toList());
        return informed.stream()
                .map(pod -> newer(pod, ownPods.getOrDefault(pod.getMetadata().getName(), pod)))
                .toList();
    }

    private static Pod newer(Pod one, Pod other) {
        return Versions.isNewer(Versions.version(other), Versions.version(one)) ? other : one;
    }

    private String describe() {
        return "Service " + cluster.namespace() + "/" + cluster.masterName();
    }
}
