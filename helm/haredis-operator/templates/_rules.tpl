{{/* What the operator does in a namespace it looks after: the same whether it comes by ClusterRole or by Role. Server-side
     apply of a new object needs create and patch. The comments say what for. */}}
{{- define "haredis.rules" -}}
# Patched are the annotations by which people ask for something once: the answer takes them away.
- apiGroups: [haredis.io]
  resources: [haredisclusters]
  verbs: [get, list, watch, patch]
- apiGroups: [haredis.io]
  resources: [haredisclusters/status]
  verbs: [patch]
# Owner references with blockOwnerDeletion.
- apiGroups: [haredis.io]
  resources: [haredisclusters/finalizers]
  verbs: [update]
# The nodes of a cluster, their volumes, configuration and passwords, and the Services that follow the master.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services, secrets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, create, patch, delete]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create, patch]
# These two can be switched off, and then go.
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, create, patch, delete]
# The master record of each cluster.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, patch, update]
# What happened; the count of a repeated Event is raised. And why a pod does not start: a missing Secret or volume stands
# nowhere but in the kubelet's Events.
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch, list]
{{- end -}}
