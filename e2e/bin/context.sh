# shellcheck shell=bash disable=SC2034
# Sourced by the scripts beside it: where things are, and which Kubernetes they talk to.
# CLUSTER=local (default) is e2e/cluster; CLUSTER=current is whatever kubectl's current context says.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
cluster=$root/e2e/cluster/cluster
servers=$root/e2e/servers/servers
operator_tar=$root/operator/target/jib-image.tar
CLUSTER=${CLUSTER:-local}
export CLUSTER

# shellcheck source=../cluster/lib/packages.sh
source "$root/e2e/cluster/lib/packages.sh"

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

use_java() {
  JAVA_HOME=$("$root/e2e/bin/jdk") || exit
  export JAVA_HOME
  # Maven's own libraries still use sun.misc.Unsafe, and JDK 24 and later say so at each start.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
}

# Before anything is built or started: what nothing here installs.
need_java() {
  use_java
  command -v mvn >/dev/null || fail 'needs Maven 3.8 or later: mvn is not on the PATH'
}

# need PACKAGE COMMAND...: Debian's package, where that command fails or is not there.
need() { "${@:2}" >/dev/null 2>&1 || install_packages "$1" || fail "needs ${*:2}"; }

maven() { need_java && (cd "$root" && mvn -B -ntp "$@"); }

# For tests without a cluster: HAREDIS_SERVER_COMMAND, else redis-server of the PATH, else one that is fetched.
use_server() {
  [[ -z ${HAREDIS_SERVER_COMMAND:-} ]] && ! command -v redis-server >/dev/null || return 0
  "$servers" fetch redis-7.0 >&2
  export HAREDIS_SERVER_COMMAND="$servers run redis-7.0"
}

# kubectl, helm and the context of CLUSTER.
use_cluster() {
  case $CLUSTER in
    local)
      [[ -e $("$cluster" kubeconfig) ]] || fail 'the local cluster is not up (make cluster-up)'
      eval "$("$cluster" env)"
      ;;
    current)
      PATH=$PATH:$("$cluster" bin)  # the user's own kubectl and helm first
      { command -v kubectl && command -v helm; } >/dev/null || fail 'needs kubectl and helm on the PATH (e2e/cluster/cluster tools builds both)'
      kubectl version >/dev/null 2>&1 || fail "kubectl's current context does not answer (kubectl config get-contexts)"
      ;;
    *) fail "CLUSTER is local or current, not $CLUSTER" ;;
  esac
}

# made_here NAMESPACE: is the operator there installed by `install`? It leaves this annotation; a release of the user's has none.
made_here() { helm -n "$1" get values haredis-operator 2>/dev/null | grep 'haredis-image:' >/dev/null; }

# All there are, NAMESPACE/NAME.
haredis_clusters() {
  local crd
  crd=$(kubectl get crd haredisclusters.haredis.io --ignore-not-found -o name) || return
  [[ -z $crd ]] || kubectl get haredisclusters.haredis.io -A -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {end}'
}

# A script's own jobs ignore Ctrl-C. With this it ends them, and what they started, and then itself as the signal asks.
# Bash heeds a signal at once while it waits for a job, but a command in the foreground has to end first.
end_jobs_when_interrupted() {
  trap 'end_jobs INT' INT
  trap 'end_jobs TERM' TERM
}

end_jobs() {
  local me=$BASHPID
  trap - INT TERM
  # shellcheck disable=SC2046 # a list of numbers
  kill -TERM $(descendants "$me") 2>/dev/null || true
  kill -"$1" "$me"
}

descendants() {
  local child
  for child in $(pgrep -P "$1" || true); do
    echo "$child"
    descendants "$child"
  done
}
