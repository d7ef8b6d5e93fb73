# SPDX-License-Identifier: Apache-2.0
# Sourced by the rungs of the test ladder: the build and its packages, made when they are not there.
#
# Before: $root, this repository; $reports, a folder for logs; functions `note`, `fail` and `skip`.
# shellcheck shell=sh disable=SC2154  # the caller's

# The launcher builds what is not built.
need_build() { "$root/edgewise" --version >/dev/null || fail "the build failed"; }

# need_packages NAME…: lists them; the star stands for the version
need_packages() {
  "$root/edgewise" package --if-stale >"$reports/package.log" 2>&1 || fail "no packages (log: $reports/package.log)"
  packages=
  for name in "$@"; do
    package=$(find "$root/packages/target" -maxdepth 1 -name "$name.deb")
    [ -n "$package" ] || fail "./edgewise package made no $name.deb"
    packages="$packages $package"
  done
}

# Of all that this script has waited for: on a busy machine it says more than the clock.
processor_seconds() {
  read -r _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ user system _ <"/proc/$$/stat"
  echo $(((user + system) / $(getconf CLK_TCK)))
}

# shellcheck source=packages/tools.sh
. "$root/packages/tools.sh"

# need_commands COMMAND=PACKAGE…: installs what is missing where that is allowed; skips otherwise
need_commands() {
  missing=
  for pair in "$@"; do
    command -v "${pair%=*}" >/dev/null 2>&1 || missing="$missing ${pair#*=}"
  done
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086  # packages are separated by blanks
  install_packages $missing || skip "not installed, and can't be installed here:$missing"
}
