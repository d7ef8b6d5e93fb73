#!/bin/sh
# Run by run.sh in namespaces of its own, as the first process in them: whatever it mounts and starts ends with it.
# Puts the ARM root, the build and the test data together and runs JUnit there.
#
#   inside.sh LIMIT JVM-ARGUMENTS…
#
#   ARM_ROOT      the root folder that root.sh made
#   TREE          an empty folder: what the tests see as /
#   PROJECT       this repository, seen as /edgewise
#   CLASS_PATH    of the tests, as Maven has it
#   REPORTS       where JUnit writes its reports, seen as /reports
#   SHARED        third-party data, seen as /shared; may be empty
#   HIDE_SYS      when set, there is no /sys, as in a hardened container
#   QEMU_CPU      the processor to emulate
set -eu
limit=$1
shift

# Shows a folder or a file of this machine to the tests, read-only.
show() {
  if [ -d "$1" ]; then mkdir -p "$TREE$2"; else : >"$TREE$2"; fi
  mount --bind "$1" "$TREE$2"
  mount -o remount,bind,ro "$TREE$2"
}

# The tree is memory, so that mount points don't litter the root folder, which the next run uses again.
grow_tree() {
  mount -t tmpfs -o mode=755 tmpfs "$TREE"
  for entry in "$ARM_ROOT"/*; do
    if [ -L "$entry" ]; then cp -P "$entry" "$TREE/"; fi
  done
  for entry in etc host usr var; do show "$ARM_ROOT/$entry" "/$entry"; done
  mkdir -m 1777 "$TREE/tmp"
  mkdir -p "$TREE/proc" "$TREE/dev" "$TREE/jars" "$TREE/reports" "$TREE/root" "$TREE/work"
  mount -t proc proc "$TREE/proc"
  mount --rbind /dev "$TREE/dev"
  if [ -z "${HIDE_SYS:-}" ]; then
    mkdir "$TREE/sys"
    mount --rbind /sys "$TREE/sys"
  fi
}

# The tests run in a folder with the module's sources, where they may write to target/ without touching the build.
show_build() {
  show "$PROJECT" /edgewise
  ln -s /edgewise/inference/src "$TREE/work/src"
  mount --bind "$REPORTS" "$TREE/reports"
  if [ -n "${SHARED:-}" ]; then show "$SHARED" /shared; fi
  seen=/edgewise/inference/target/test-classes:/edgewise/inference/target/classes
  old_ifs=$IFS
  IFS=:
  for entry in $CLASS_PATH; do
    case $entry in
      "$PROJECT"/*) seen=$seen:/edgewise${entry#"$PROJECT"} ;;
      *) show "$entry" "/jars/${entry##*/}" ;;
    esac
  done
  IFS=$old_ifs
}

grow_tree
show_build
cd "$TREE/work"
exec timeout --signal=KILL "$limit" chroot "$TREE" /host/busybox env -i \
  PATH=/usr/bin LANG=C.UTF-8 HOME=/root QEMU_CPU="$QEMU_CPU" EDGEWISE_ROOT=/edgewise EDGEWISE_SHARED=/shared \
  /host/busybox sh -c 'cd /work && exec java "$@"' java -cp "$seen:/jars/*" "$@"
