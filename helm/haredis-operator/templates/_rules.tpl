{{/* What the operator does in a namespace it looks after: the same whether it comes by ClusterRole or by Role. Server-side
     apply of a new object needs create and patch. The comments say what for. */}}
{{- define "haredis.rules" -}}
- apiGroups: [haredis.io]
  resources: [haredisclusters]
  verbs: [get, list, watch]
- apiGroups: [haredis.io]
  resources: [haredisclusters/status]
  verbs: [patch]
# Owner references with blockOwnerDeletion.
- apiGroups: [haredis.io]
  resources: [haredisclusters/finalizers]
  verbs: [update]
# The nodes of a cluster, their volumes, configuration and passwords, and the Services that follow the master.
- apiGroups: [""]
  resources: [pods, persistentvolumeclaims, services, configmaps, secrets]
  verbs: [get, list, watch, create, patch, update, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
# The master record of each cluster.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, patch, update]
# What happened; a repeated Event is read and its count raised.
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [get, create, patch]
# Why a pod does not start: a missing Secret or volume stands nowhere but in the kubelet's Events.
- apiGroups: [""]
  resources: [events]
  verbs: [list]
{{- end -}}

{{/* Read-only, and only where all namespaces are watched: cordoned nodes and zones, and what a volume class can do. */}}
{{- define "haredis.clusterRules" -}}
- apiGroups: [""]
  resources: [nodes]
  verbs: [get, list, watch]
- apiGroups: [storage.k8s.io]
  resources: [storageclasses]
  verbs: [get, list]
{{- end -}}
