# Sourced by what runs emulated ARM programs: commands in namespaces of their own, and what must be there for them.
#
# Before: $here, the folder of this file; $cache, where the ARM system is kept; traps that call `stop`.
#
# Exit codes: 0 all passed, 1 a test failed, 2 wrong use, 77 skipped with a sentence that says why: never a pass.
# shellcheck shell=sh disable=SC2154  # $here and $cache are the caller's

child=

note() { printf 'edgewise: %s\n' "$1" >&2; }
fail() { note "$1"; exit "${2:-1}"; }
skip() { printf 'skipped: %s\n' "$1"; exit 77; }

# --- what ends with this script --------------------------------------------------------------------------------------

# Replaces this shell with a command that is killed when the script ends, also when that is by kill -9.
become() { exec setpriv --pdeathsig KILL "$@"; }

# The same in namespaces of its own: with the command go its mounts and all that it started. Without root's rights a
# user namespace gives them, where the system allows one.
become_contained() {
  if [ "$(id -u)" != 0 ]; then set -- --user --map-root-user "$@"; fi
  become unshare --mount --pid --fork --kill-child --propagation private "$@"
}

# Waits for the process started last, and keeps its exit code in `ended`. The shell reacts to Ctrl-C while it waits.
await() {
  child=$!
  ended=0
  wait "$child" || ended=$?
  child=
}

# shellcheck disable=SC2317  # called by traps
stop() {
  trap - INT TERM HUP EXIT
  if [ -n "$child" ]; then kill -KILL "$child" 2>/dev/null || true; fi
  exit "$1"
}

# --- what must be there ----------------------------------------------------------------------------------------------

# require_machine COMMAND…: further commands that must be there
require_machine() {
  [ "$(uname -s)" = Linux ] || skip "emulating ARM processors needs Linux, this is $(uname -s)"
  case $(uname -m) in aarch64 | arm64) skip "this is a 64-bit ARM machine already: ./edgewise test is the real thing" ;; esac
  for command in apt-get dpkg dpkg-deb tar flock unshare setpriv timeout "$@"; do
    command -v "$command" >/dev/null 2>&1 || skip "$command is not installed"
  done
  [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] ||
    skip "Debian's keys are not installed (apt install debian-archive-keyring)"
  why=$( (become_contained sh -c 'mount -t proc proc /proc && mount -t tmpfs tmpfs /tmp') 2>&1) ||
    skip "no privilege for namespaces and mounts here ($(printf '%s' "$why" | tail -n 1)): run as root"
}

# What is written on top of the ARM system goes to memory.
require_overlay() {
  OVERLAY=
  [ "$(id -u)" = 0 ] || OVERLAY=,userxattr
  export OVERLAY
  why=$( (become_contained sh -c 'mount -t tmpfs tmpfs /tmp && mkdir /tmp/a /tmp/b /tmp/c /tmp/d &&
    mount -t overlay -o "lowerdir=/tmp/a,upperdir=/tmp/b,workdir=/tmp/c$OVERLAY" overlay /tmp/d') 2>&1) ||
    skip "no overlay file system here ($(printf '%s' "$why" | tail -n 1))"
}

need_root_folder() {
  mkdir -p "$cache" 2>/dev/null || skip "can't write to $cache: set EDGEWISE_CACHE"
  [ -e "$cache/root" ] || note "downloading a 64-bit ARM Debian to $cache; once, about a minute"
  (become_contained flock "$cache/lock" sh "$here/root.sh" "$cache") >"$cache/root.log" 2>&1 &
  await
  [ "$ended" = 0 ] || skip "no 64-bit ARM system: $(tail -n 1 "$cache/root.log") (log: $cache/root.log)"
}

require_processors() {
  # Listing them counts as a failure for qemu.
  known=$("$cache/root/host/qemu-aarch64" -cpu help || true)
  known=$(printf '%s\n' "$known" | sed -n 's/^  *//p')
  for processor in "$@"; do
    printf '%s\n' "$known" | grep -qx -e "$processor" ||
      fail "no processor \"$processor\" can be emulated; there are: $(printf '%s' "$known" | tr '\n' ' ')" 2
  done
}
