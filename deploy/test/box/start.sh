#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts a box: a Debian with a systemd of its own in namespaces of its own, a stand-in for a board. No network but
# a cable to the other boxes of the same folder. It runs until stop.sh; start.sh returns when it is up.
#
#   start.sh FOLDER NAME NUMBER ROOT   NUMBER 1 to 200 gives its address, 192.0.2.NUMBER; ROOT is from root.sh
#
#   BOX_DISK     size of its disk, such as 900m, in memory (default: as large as FOLDER's)
#   BOX_MEDIA    a folder that it sees as /media/usb, read only
#
# Leaves FOLDER/NAME/pid: systemd's id as seen from here, for nsenter. Exit codes: 0 up, 1 failed.
set -eu

fleet=$1
name=$2
number=$3
root=$4
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$fleet/$name
patience=60

fail() { printf 'edgewise: %s\n' "$1" >&2; exit 1; }

# --- the cable -------------------------------------------------------------------------------------------------------

# A namespace that holds the bridge and nothing else; it goes with its one process.
need_switch() {
  if [ -s "$fleet/switch" ] && kill -0 "$(cat "$fleet/switch")" 2>/dev/null; then return; fi
  setsid unshare --net sleep infinity </dev/null >/dev/null 2>&1 &
  printf '%s\n' $! >"$fleet/switch"
  tries=0
  until [ "$(readlink "/proc/$(cat "$fleet/switch")/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "no network namespace for the cable between boxes"
    sleep 0.05
  done
  in_switch ip link add boxes type bridge
  in_switch ip link set boxes up
}

in_switch() { nsenter -t "$(cat "$fleet/switch")" -n "$@"; }

plug_in() {
  in_switch ip link add "port$number" type veth peer name eth0 netns "$1"
  in_switch ip link set "port$number" master boxes up
  nsenter -t "$1" -n ip address add "192.0.2.$number/24" dev eth0
  nsenter -t "$1" -n ip link set eth0 up
}

# --- the box ---------------------------------------------------------------------------------------------------------

# Where control groups of version 2 are: all of them, or beside those of version 1.
cgroups() {
  for candidate in /sys/fs/cgroup/unified /sys/fs/cgroup; do
    [ -f "$candidate/cgroup.procs" ] && [ -f "$candidate/cgroup.controllers" ] && { echo "$candidate"; return; }
  done
  fail "no control groups of version 2 below /sys/fs/cgroup: systemd can't run in a box"
}

mkdir -p "$folder/disk" "$folder/mnt"
group=$(cgroups)/edgewise-box-$(printf '%s' "$folder" | sha256sum | cut -c 1-12)
printf '%s\n' "$group" >"$folder/cgroup"
mkdir -p "$group"
need_switch
# A shell enters the group and becomes unshare, whose child is the box.
# shellcheck disable=SC2016  # expanded by the inner shell
setsid sh -c 'echo $$ >"$1/cgroup.procs"; shift; exec unshare --mount --pid --fork --kill-child --uts --ipc --net \
  --cgroup --propagation private sh "$@"' sh "$group" "$here/boot.sh" "$root" "$folder" "$name" \
  </dev/null >>"$folder/console" 2>&1 &
outer=$!
printf '%s\n' "$outer" >"$folder/outer"

tries=0
until pid=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null) && [ -n "$pid" ] &&
  [ "$(cat "/proc/${pid% }/comm" 2>/dev/null)" = systemd ]; do
  tries=$((tries + 1))
  kill -0 "$outer" 2>/dev/null || fail "box $name did not start: $(tail -n 1 "$folder/console")"
  [ "$tries" -lt $((patience * 20)) ] || fail "box $name has no systemd after $patience s (see $folder/console)"
  sleep 0.05
done
pid=${pid% }
printf '%s\n' "$pid" >"$folder/pid"
plug_in "$pid"

tries=0
while :; do
  state=$(nsenter -t "$pid" -a systemctl is-system-running 2>/dev/null || true)
  case $state in running | degraded) break ;; esac
  tries=$((tries + 1))
  [ "$tries" -lt $((patience * 10)) ] || fail "box $name is \"$state\" after $patience s (see $folder/console)"
  sleep 0.1
done
