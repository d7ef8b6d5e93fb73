# SPDX-License-Identifier: Apache-2.0
# Sourced by the rungs of the test ladder: the build and its packages, made when they are not there.
#
# Before: $root, this repository; $reports, a folder for logs; a function `fail`.
# shellcheck shell=sh disable=SC2154  # the caller's

# The launcher builds what is not built.
need_build() { "$root/edgewise" --version >/dev/null || fail "the build failed"; }

# package_of_build NAME: the newest file; nothing when it is older than the build
package_of_build() {
  # shellcheck disable=SC2012,SC2086  # packages have plain names, and the star in NAME is to be filled in
  newest=$(ls -t "$root"/packages/target/$1.deb 2>/dev/null | head -n 1)
  if [ -n "$newest" ] && [ "$newest" -nt "$root/gateway/target/edgewise-gateway.jar" ]; then printf '%s\n' "$newest"; fi
}

# need_packages NAME…: lists them; the star stands for the version
need_packages() {
  for name in "$@"; do
    [ -n "$(package_of_build "$name")" ] && continue
    "$root/edgewise" package >"$reports/package.log" 2>&1 || fail "no packages (log: $reports/package.log)"
    break
  done
  packages=
  for name in "$@"; do
    package=$(package_of_build "$name")
    [ -n "$package" ] || fail "./edgewise package made no $name.deb"
    packages="$packages $package"
  done
}

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

# need_commands COMMAND=PACKAGE…: installs what is missing where that is allowed; skips otherwise
need_commands() {
  missing=
  for pair in "$@"; do
    command -v "${pair%=*}" >/dev/null 2>&1 || missing="$missing ${pair#*=}"
  done
  [ -n "$missing" ] || return 0
  note "installing$missing"
  # shellcheck disable=SC2086  # packages are separated by blanks
  may_install && { apt_as_root install -y --no-install-recommends $missing ||
    { apt_as_root update && apt_as_root install -y --no-install-recommends $missing; }; } ||
    skip "not installed, and can't be installed here:$missing"
}
