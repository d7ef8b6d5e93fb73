#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Ends boxes, at once as if the power went, and removes all that they left behind.
#
#   stop.sh FOLDER [NAME…]    all of them, and the cable, when there is no name
#   --keep                    as the first word: leave their disks, so that start.sh boots them again
set -eu

keep=
if [ "$1" = --keep ]; then keep=1; shift; fi
fleet=$1
shift

# Deepest first: a group with groups in it can't be removed.
remove_group() {
  [ -d "$1" ] || return 0
  tries=0
  until find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || [ ! -d "$1" ]; do
    find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null | while read -r left; do kill -KILL "$left" 2>/dev/null || true; done
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { printf 'edgewise: processes are left in %s\n' "$1" >&2; return 1; }
    sleep 0.1
  done
}

stop_box() {
  box=$fleet/$1
  [ -d "$box" ] || return 0
  if [ -s "$box/outer" ]; then
    kill -KILL "$(cat "$box/outer")" 2>/dev/null || true
  fi
  if [ -s "$box/cgroup" ]; then remove_group "$(cat "$box/cgroup")"; fi
  rm -f "$box/outer" "$box/pid" "$box/cgroup"
  if [ -z "$keep" ]; then rm -rf "$box"; fi
}

everything=
if [ $# = 0 ]; then
  everything=1
  for box in "$fleet"/*/; do
    if [ -d "$box/disk" ]; then set -- "$@" "$(basename "$box")"; fi
  done
fi
for name in "$@"; do stop_box "$name"; done
if [ -n "$everything" ] && [ -s "$fleet/switch" ]; then
  kill -KILL "$(cat "$fleet/switch")" 2>/dev/null || true
  rm -f "$fleet/switch"
fi
