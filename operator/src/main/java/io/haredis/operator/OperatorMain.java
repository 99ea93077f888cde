package io.haredis.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.haredis.operator.clusters.Clusters;
import io.haredis.operator.clusters.RedisLoop;
import io.haredis.operator.inventory.Inventory;
import io.haredis.operator.kube.ApiClients;
import io.haredis.operator.lease.OperatorLease;
import io.haredis.operator.lease.Terms;
import io.haredis.operator.management.ManagementServer;
import io.haredis.operator.reconcile.ClusterReconciler;
import io.haredis.operator.rehearsal.Rehearsal;
import io.haredis.operator.report.Configuration;
import io.haredis.operator.report.EventRecorder;
import io.haredis.operator.report.Reporting;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's process: clients, warm copies of what exists, one failover loop per cluster, the operator's lease, and
 * the reconciler, which works only while this process leads.
 *
 * <p>An API server that is down at the start is waited for; one that goes down later ends nothing.
 */
public final class OperatorMain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    /** Most wait for the API, some for a webhook of their namespace that does not answer: the others have their turn. */
    private static final int RECONCILES_AT_ONCE = 64;

    private final KubernetesClient patient;
    private final KubernetesClient keeping;
    private final KubernetesClient fencing;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Inventory inventory;
    private final OperatorLease lease;
    private final Clusters clusters;
    private final ClusterReconciler reconciler;
    private final Operator operator;
    private final ManagementServer management;

    OperatorMain(Settings settings, Config kubernetes) {
        patient = ApiClients.patient(kubernetes);
        keeping = ApiClients.keeping(kubernetes);
        fencing = ApiClients.fencing(kubernetes);
        inventory = new Inventory(patient, settings.watched());
        lease = new OperatorLease(
                fencing, settings.namespace(), settings.leaseName(), settings.identity(), Terms.DEFAULT);

        Configuration configuration = new Configuration();
        EventRecorder events = new EventRecorder(patient, settings.pod());
        Reporting reporting = new Reporting(patient, inventory, configuration, events, metrics, lease::leads);
        clusters = new Clusters(inventory, fencing, reporting, RedisLoop.factory(lease::leads));
        clusters.attach();

        reconciler = new ClusterReconciler(keeping, inventory, configuration, clusters, lease::leads);
        inventory.onObjectsChange(reconciler::trigger);
        lease.onChange(leads -> {
            if (leads) {
                reconciler.triggerAll();
            } else {
                configuration.forgetAll();
                reconciler.standDown();
            }
        });
        operator = new Operator(josdk -> josdk.withKubernetesClient(patient)
                .withCloseClientOnStop(false)
                .withStopOnInformerErrorDuringStartup(false)
                // Else one namespace that cannot be read delays the lease by two minutes.
                .withCacheSyncTimeout(Duration.ofSeconds(10))
                .withInformerStoppedHandler((informer, failure) -> stopped(failure))
                .withExecutorService(Executors.newFixedThreadPool(
                        RECONCILES_AT_ONCE,
                        Thread.ofVirtual().name("reconcile-", 0).factory()))
                .withReconciliationTerminationTimeout(Duration.ofSeconds(2)));
        operator.register(reconciler, controller -> {
            if (!settings.watched().isEmpty()) {
                controller.settingNamespaces(settings.watched());
            }
        });

        Gauge.builder("haredis_operator_leads", lease, l -> l.leads() ? 1 : 0)
                .description("1 while this process leads.")
                .register(metrics);
        Gauge.builder("haredis_clusters", clusters, Clusters::count)
                .description("Clusters whose failover loop runs in this process.")
                .register(metrics);
        Gauge.builder("haredis_namespaces_unread", inventory, Inventory::unread)
                .description("Watched namespaces that this process has never been able to read.")
                .register(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        management = new ManagementServer(settings.port(), metrics, inventory::hasSynced);
    }

    /** JOSDK's own answer ends the process, on all replicas at once, and with it failover, which needs no reconciler. */
    private static void stopped(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.error("Changed specifications are not seen until this process is restarted; failover goes on", failure);
        }
    }

    /** Starts everything, in this order: what must be warm before it may be needed comes first. */
    void start() throws InterruptedException {
        Rehearsal.begin();
        new ApiProbe(patient).await();
        inventory.start().join();
        operator.start();
        lease.start();
        LOG.info("Started; {} clusters", clusters.count());
    }

    /** True while this process leads. */
    boolean leads() {
        return lease.leads();
    }

    /** How many clusters' loops run here. */
    int clusters() {
        return clusters.count();
    }

    /** Where health and metrics are served. */
    int managementPort() {
        return management.port();
    }

    /** Gives the lease up first, so that another may go on at once. */
    @Override
    public void close() {
        lease.close();
        clusters.close();
        operator.stop();
        management.close();
        inventory.close();
        fencing.close();
        keeping.close();
        patient.close();
    }

    /** Runs until the process is told to end. */
    public static void main(String[] args) throws InterruptedException {
        Settings settings = Settings.of(System.getenv());
        CountDownLatch ended = new CountDownLatch(1);
        OperatorMain application = new OperatorMain(settings, Config.autoConfigure(null));
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    application.close();
                    ended.countDown();
                }));
        application.start();
        ended.await();
    }
}
