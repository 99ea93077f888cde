# shellcheck shell=bash disable=SC2154
# `down` leaves nothing behind: what the kubelets change on the host is remembered and put back,
# and what is left all the same is named.

kubelet_socket=/var/lib/kubelet/device-plugins/kubelet.sock
sysctls=(vm.overcommit_memory kernel.panic kernel.panic_on_oops)
host_folders=(/run/containerd/s /run/containerd /var/lib/kubelet/device-plugins /var/lib/kubelet
  /var/lib/cni/results /var/lib/cni /var/log/containers)

# Two Kubernetes on one machine would take each other's routes and socket. Asked while nothing here is ours.
need_free_host() {
  local net routes
  for net in "$lan.0/24" "$services" "$pods.0.0/16"; do
    routes=$(ip -4 route show root "$net" | grep -v ' dev haredis0' | head -n 1 || true)
    [[ -z $routes ]] || die "the local cluster needs $net, and this machine routes there already ($routes): another cluster, or a VPN? End it first"
  done
  [[ ! -e $kubelet_socket ]] || die "a kubelet serves on this machine ($kubelet_socket): stop it first; if none runs any more, remove that file"
}

# Before the first kubelet starts; a cluster that runs already remembers the true values.
remember_host() {
  local folder
  mkdir -p "$state/images"
  [[ ! -e $state/sysctls ]] || return 0
  for folder in "${host_folders[@]}"; do [[ ! -d $folder ]] || echo "$folder"; done >"$state/host-folders"
  sysctl "${sysctls[@]}" >"$state/sysctls" 2>/dev/null || true
}

restore_host() {
  local folder
  [[ -e $state/sysctls ]] || return 0
  sysctl -q -p "$state/sysctls" >/dev/null 2>&1 || true
  remove_dead_sockets
  for folder in "${host_folders[@]}"; do
    # Only what was not there before, and only if it is empty: the host's own containers stay untouched.
    grep -qxF "$folder" "$state/host-folders" || rmdir "$folder" 2>/dev/null || true
  done
}

# Shims and kubelets that were killed leave their sockets; those of other engines on this host still answer.
remove_dead_sockets() {
  command -v python3 >/dev/null || return 0
  python3 - /run/containerd/s/* "$kubelet_socket" <<'END'
import os, socket, sys
for path in sys.argv[1:]:
    try:
        socket.socket(socket.AF_UNIX).connect(path)
    except ConnectionRefusedError:
        os.unlink(path)
    except OSError:
        pass
END
}

# Processes, namespaces, mounts, cgroups, interfaces and state. Silent and 0 when there is nothing.
leftovers() {
  local found
  found=$(
    find /sys/fs/cgroup -maxdepth 2 -type d -name 'haredis-*' -printf 'cgroup %p\n'
    find /run/netns -name 'haredis-*' -printf 'namespace %p\n' 2>/dev/null
    awk -v root="$state/" 'index($2, root) == 1 { print "mount " $2 }' /proc/mounts
    [[ ! -e /sys/class/net/haredis0 ]] || echo 'interface haredis0'
    [[ ! -d $state ]] || echo "state $state"
    processes
  )
  [[ -z $found ]] || { echo "$found"; return 1; }
}

# By what they run or were told: the cgroup that would name them is gone by then.
processes() {
  local process line
  for process in /proc/[0-9]*; do
    line=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
    # Not somebody's kubectl or tail, and not a test's own etcd.
    [[ $line == *"$state/"* && ($line == "$bin/"* || $line == */containerd* || $line == containerd*) ]] || continue
    [[ $line == "$bin/kubectl "* || $line == "$bin/helm "* ]] || echo "process ${process#/proc/} $line"
  done
}
