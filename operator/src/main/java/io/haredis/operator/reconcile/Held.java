package io.haredis.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;

/** The pods and volumes that bear a cluster's label, whoever owns them. */
record Held(Collection<Pod> pods, Collection<PersistentVolumeClaim> claims) {}
