package io.haredis.operator.api.v1alpha1;

import static io.haredis.operator.api.v1alpha1.CustomResourceIT.named;

import java.util.List;
import java.util.stream.Stream;

/** Wrong manifests, and what the refusal must name: the field and the remedy. */
final class WrongManifests {
    private WrongManifests() {}

    record Wrong(String title, String yaml, List<String> says) {
        @Override
        public String toString() {
            return title;
        }
    }

    record Change(String title, String from, String to, List<String> says) {
        @Override
        public String toString() {
            return title;
        }
    }

    static final String FULL = named("full", """

              replicas: 5
              image: docker.io/valkey/valkey:8.1
              imagePullPolicy: IfNotPresent
              imagePullSecrets: [{name: registry}]
              resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 512Mi}}
              storage: {size: 10Gi, storageClassName: fast, retain: true}
              persistence: Snapshot
              config: {maxmemory: 300mb, maxmemory-policy: allkeys-lru, databases: "32", save: '3600 1', client-output-buffer-limit: 'replica 512mb 128mb 60'}
              failover: {timeoutMilliseconds: 2000, delayMilliseconds: 1000, onDataLoss: Accept}
              durability: Quorum
              minReplicasToWrite: 3
              auth: {enabled: true, secretName: mine}
              metadataDatabase: 20
              services:
                master: {type: LoadBalancer, annotations: {example.org/lb: internal}, labels: {team: a}}
                replicas: {type: NodePort}
                nodes: {annotations: {example.org/dns: "yes"}}
              podTemplate:
                labels: {team: a}
                annotations: {example.org/scrape: "true"}
                nodeSelector: {disk: ssd}
                affinity:
                  nodeAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]
                tolerations: [{key: redis, operator: Exists, effect: NoSchedule}]
                topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule}]
                priorityClassName: high
                terminationGracePeriodSeconds: 600
                securityContext: {fsGroup: 1000}
                serviceAccountName: redis
                containers: [{name: exporter, image: example.org/exporter:1, ports: [{name: metrics, containerPort: 9121}]}]
              podDisruptionBudget: {enabled: false}
              networkPolicy: {enabled: false}
            """);

    static Stream<Wrong> created() {
        return Stream.of(
                wrong("no nodes", "{replicas: 0}", "spec.replicas", "greater than or equal to 1"),
                wrong("too many nodes", "{replicas: 10}", "spec.replicas", "less than or equal to 9"),
                wrong("replicas as text", "{replicas: three}", "spec.replicas", "integer"),
                wrong("a misspelt field", "{replicsa: 3}", "unknown field", "spec.replicsa"),
                wrong("image with a blank", "{image: 'redis 8'}", "spec.image", "should match"),
                wrong(
                        "unknown pull policy",
                        "{imagePullPolicy: Sometimes}",
                        "spec.imagePullPolicy",
                        "Always|IfNotPresent|Never"),
                wrong("storage without size", "{storage: {retain: true}}", "spec.storage.size", "Required"),
                wrong("size that is no quantity", "{storage: {size: ten}}", "spec.storage.size", "should match"),
                wrong(
                        "memory that is no quantity",
                        "{resources: {limits: {memory: ''}}}",
                        "spec.resources.limits.memory",
                        "should match"),
                wrong(
                        "memory of another container that is no quantity",
                        "{podTemplate: {containers: [{name: a, image: x, resources: {requests: {memory: 1 GB}}}]}}",
                        "spec.podTemplate.containers[0].resources.requests.memory",
                        "should match"),
                wrong(
                        "a port beyond all numbers",
                        "{podTemplate: {containers: [{name: a, image: x, ports: [{containerPort: 3000000000}]}]}}",
                        "spec.podTemplate.containers[0].ports[0].containerPort",
                        "less than or equal to 2"),
                wrong("unknown persistence", "{persistence: Sometimes}", "spec.persistence", "Snapshot", "AppendOnly"),
                wrong(
                        "persistence without storage",
                        "{persistence: Snapshot}",
                        "spec.persistence",
                        "add spec.storage.size"),
                wrong(
                        "a directive of the operator",
                        "{config: {port: '6380'}}",
                        "spec.config",
                        "spec.config.port is set by the operator itself",
                        "remove it"),
                wrong(
                        "two of them",
                        "{config: {replicaof: no one, appendonly: 'yes'}}",
                        "spec.config",
                        "replicaof",
                        "appendonly",
                        "remove it"),
                wrong(
                        "the place of the append-only file",
                        "{config: {appenddirname: aof}}",
                        "spec.config.appenddirname is set by the operator itself",
                        "remove it"),
                wrong("a directive of two words", "{config: {'maxmemory 1gb': ''}}", "spec.config", "one word"),
                wrong("a directive in capitals", "{config: {PORT: '1'}}", "spec.config", "lower case"),
                wrong(
                        "a line smuggled in",
                        "{config: {maxmemory: \"1gb\\nreplicaof no one\"}}",
                        "spec.config",
                        "one line"),
                wrong("a number as a directive's value", "{config: {hz: 10}}", "spec.config.hz", "string"),
                wrong(
                        "databases too few",
                        "{config: {databases: '15'}}",
                        "spec.config",
                        "above spec.metadataDatabase",
                        "raise databases"),
                wrong("databases as text", "{config: {databases: many}}", "spec.config", "must be a number"),
                wrong(
                        "save without persistence",
                        "{config: {save: '60 1'}}",
                        "spec.config",
                        "spec.persistence to Snapshot"),
                wrong(
                        "time-out too short",
                        "{failover: {timeoutMilliseconds: 100}}",
                        "spec.failover.timeoutMilliseconds",
                        "greater than or equal to 500"),
                wrong(
                        "time-out with a unit",
                        "{failover: {timeoutMilliseconds: 1s}}",
                        "spec.failover.timeoutMilliseconds",
                        "integer"),
                wrong("negative delay", "{failover: {delayMilliseconds: -1}}", "spec.failover.delayMilliseconds"),
                wrong(
                        "unknown choice on loss",
                        "{failover: {onDataLoss: Maybe}}",
                        "spec.failover.onDataLoss",
                        "Accept",
                        "Block"),
                wrong("unknown durability", "{durability: quorum}", "spec.durability", "Quorum"),
                wrong(
                        "more replicas to write than there are",
                        "{replicas: 3, minReplicasToWrite: 3}",
                        "spec.minReplicasToWrite",
                        "below spec.replicas"),
                wrong(
                        "quorum without followers",
                        "{durability: Quorum, minReplicasToWrite: 0}",
                        "spec.minReplicasToWrite",
                        "at least half"),
                wrong(
                        "a password that is not asked for",
                        "{auth: {enabled: false, secretName: mine}}",
                        "spec.auth.secretName",
                        "set spec.auth.enabled to true"),
                wrong(
                        "metadata database out of range",
                        "{metadataDatabase: 256}",
                        "spec.metadataDatabase",
                        "less than or equal to 255"),
                wrong(
                        "load balancer for the nodes",
                        "{services: {nodes: {type: LoadBalancer}}}",
                        "spec.services.nodes",
                        "must be ClusterIP"),
                wrong(
                        "a label of the operator",
                        "{podTemplate: {labels: {haredis.io/role: master}}}",
                        "spec.podTemplate.labels",
                        "set by the operator"),
                wrong(
                        "less time to end than the preStop sleep leaves",
                        "{podTemplate: {terminationGracePeriodSeconds: 3}}",
                        "spec.podTemplate.terminationGracePeriodSeconds",
                        "greater than or equal to 10"),
                wrong(
                        "a container that is called redis",
                        "{podTemplate: {containers: [{name: redis, image: x}]}}",
                        "spec.podTemplate.containers",
                        "the name 'redis' is taken"),
                wrong(
                        "two containers of one name",
                        "{podTemplate: {containers: [{name: a, image: x}, {name: a, image: y}]}}",
                        "spec.podTemplate.containers",
                        "Duplicate value"),
                new Wrong(
                        "a name with a dot",
                        named("my.cluster", "{}"),
                        List.of("metadata.name", "Choose another name")),
                new Wrong(
                        "a name too long",
                        named("a".repeat(55), "{}"),
                        List.of("metadata.name", "at most 54 characters")),
                new Wrong("no spec", named("none", "{}").replace("spec: {}", ""), List.of("spec", "Required")));
    }

    static Stream<Change> changed() {
        return Stream.of(
                change(
                        "smaller",
                        "{storage: {size: 2Gi}}",
                        "{storage: {size: 1Gi}}",
                        "spec.storage.size",
                        "cannot shrink"),
                change(
                        "other-class",
                        "{storage: {size: 2Gi, storageClassName: a}}",
                        "{storage: {size: 2Gi, storageClassName: b}}",
                        "spec.storage.storageClassName",
                        "put the old value back"),
                change("add-storage", "{}", "{storage: {size: 2Gi}}", "spec.storage", "cannot be added"),
                change(
                        "remove-storage",
                        "{storage: {size: 2Gi}}",
                        "{storage: null}",
                        "spec.storage",
                        "cannot be added to or removed"),
                change(
                        "snapshot-to-append-only",
                        "{storage: {size: 2Gi}, persistence: Snapshot}",
                        "{persistence: AppendOnly}",
                        "spec.persistence",
                        "create a new HaRedisCluster and move the data"),
                change(
                        "append-only-to-snapshot",
                        "{storage: {size: 2Gi}}",
                        "{persistence: Snapshot}",
                        "spec.persistence cannot change"),
                change(
                        "no-persistence-to-the-default",
                        "{storage: {size: 2Gi}, persistence: None}",
                        "{persistence: null}",
                        "spec.persistence cannot change"),
                change("move-metadata", "{}", "{metadataDatabase: 14}", "spec.metadataDatabase", "cannot change"));
    }

    private static Wrong wrong(String title, String spec, String... says) {
        return new Wrong(title, named("wrong", spec), List.of(says));
    }

    private static Change change(String name, String from, String to, String... says) {
        return new Change(name, named(name, from), named(name, to), List.of(says));
    }
}
