# shellcheck shell=bash
# Debian's packages, also for the scripts of e2e/bin. A command that is there already, whoever brought it, is left alone.

# install_packages PACKAGE...: nothing on this machine is removed for them; says why it cannot, and fails.
install_packages() {
  local victims
  command -v apt-get >/dev/null || { echo "no apt-get here: install what these packages of Debian bring: $*" >&2; return 1; }
  [[ $EUID -eq 0 ]] || { echo "missing, and only root may: apt-get install $*" >&2; return 1; }
  echo "installing $*" >&2
  apt_get update || { echo 'apt-get update failed (is a Debian mirror reachable?)' >&2; return 1; }
  victims=$(apt-get install -s --no-install-recommends "$@" 2>/dev/null | awk '$1 == "Remv" { print $2 }' | xargs)
  [[ -z $victims ]] || {
    echo "not installed, because that would remove: $victims" >&2
    echo "Either bring the commands of $* from where those are from, or remove those yourself, and start again." >&2
    return 1
  }
  apt_get install -y --no-remove --no-install-recommends "$@" >/dev/null || { echo "apt-get could not install $*" >&2; return 1; }
}

# One at a time: steps that run side by side may each miss something. apt-get's own wait is for dpkg, not for its lists.
apt_get() { flock /var/lib/dpkg env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"; }
