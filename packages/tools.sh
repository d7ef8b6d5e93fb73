# SPDX-License-Identifier: Apache-2.0
# Sourced by ./edgewise and the rungs of the test ladder: programs that are missing are installed where that is allowed.
#
# Before: a function `note`.
# shellcheck shell=sh

# Whether this user may install packages without being asked for a password.
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

# Runs apt-get as root. RUNLEVEL=1 keeps packages from starting services.
apt_as_root() {
  if [ "$(id -u)" = 0 ]; then
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null 2>&1
  else
    sudo -n env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null 2>&1
  fi
}

# Installs Debian packages; fails when that is not possible here.
install_packages() {
  may_install || return 1
  note "installing $*"
  apt_as_root install -y --no-install-recommends "$@" || { apt_as_root update && apt_as_root install -y --no-install-recommends "$@"; }
}
