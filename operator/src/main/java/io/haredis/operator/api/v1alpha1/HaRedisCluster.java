package io.haredis.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** N ordinary Redis servers of which exactly one is master. Names of its objects: {@code resources.Names}. */
@Group("haredis.io")
@Version("v1alpha1")
@Kind("HaRedisCluster")
@Plural("haredisclusters")
@Singular("harediscluster")
@ShortNames("hrc")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = ClusterDeserializer.class)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Master", jsonPath = ".status.master", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.ready", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Synced", jsonPath = ".status.synced", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Epoch", jsonPath = ".status.epoch", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Last Failover",
        jsonPath = ".status.lastFailover.at",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "self.metadata.name.size() <= 54 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name must begin with a letter, hold only lower case letters, digits and '-', and have at"
                + " most 54 characters: Services and pods are named after it (NAME-replicas). Choose another name.")
public final class HaRedisCluster extends CustomResource<HaRedisClusterSpec, HaRedisClusterStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    /** An object without a spec is one with all defaults. */
    @Override
    protected HaRedisClusterSpec initSpec() {
        return HaRedisClusterSpec.DEFAULT;
    }
}
