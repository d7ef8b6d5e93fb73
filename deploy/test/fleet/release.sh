#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a directory with a release, from the packages of the build: what a rollout takes.
#
#   release.sh FROM TO VERSION [FAULT…]
#
#   FROM      a folder with the build's packages
#   TO        the new directory
#   VERSION   Debian's, such as 0.2.0; `same` takes the packages as they are
#   FAULT     model: the moderation bundle's model is damaged, as its list of sums says
#             golden: the moderation bundle's golden test expects what it does not say; every sum is right
#             program: the gateway ends at once
#             glibc: the native library asks for a C library that is not out yet
#             arm64: a native library for 64-bit ARM only
#
# It is unsigned; see sign.sh.
set -eu

from=$1
to=$2
version=$3
shift 3
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
faults=" $* "
work=$to.work

has() { case $faults in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

# Unpacks a package, lets a function change it, packs it again under the new version.
repack() {
  rm -rf "$work"
  dpkg-deb -R "$1" "$work"
  old=$(sed -n 's/^Version: //p' "$work/DEBIAN/control")
  new=$version
  [ "$new" != same ] || new=$old
  sed -i "s/^Version: .*/Version: $new/; s/(= $old)/(= $new)/" "$work/DEBIAN/control"
  "$2" "$work"
  name=$(sed -n 's/^Package: //p' "$work/DEBIAN/control")
  architecture=$(sed -n 's/^Architecture: //p' "$work/DEBIAN/control")
  rm -f "$work/DEBIAN/md5sums"
  dpkg-deb -Znone --root-owner-group -b "$work" "$to/${name}_${new}_$architecture.deb" >/dev/null
  rm -rf "$work"
}

program() {
  if has program; then
    printf 'no jar' >"$1/usr/share/edgewise/edgewise-gateway.jar"
  elif [ "$version" != same ]; then
    python3 "$here/jar_version.py" "$1/usr/share/edgewise/edgewise-gateway.jar" "$(printf '%s' "$version" | tr '~' '-')"
  fi
}

natives() { if has glibc; then sed -i 's/libc6 (>= [0-9.]*)/libc6 (>= 9.9)/' "$1/DEBIAN/control"; fi; }

moderation() {
  folder=$1/usr/share/edgewise/models/moderation
  if has model; then
    # In the weights: the file can be opened, and what it says is nonsense.
    dd if=/dev/urandom of="$folder/model.tflite" bs=64k seek=100 count=32 conv=notrunc status=none
  fi
  if has golden; then python3 "$here/break_golden.py" "$folder"; fi
}

# A package of the new version; one that stays as it is costs nothing.
take() {
  if [ "$version" = same ] && [ -z "${3:-}" ]; then ln -f "$1" "$to/" 2>/dev/null || cp "$1" "$to/"; else repack "$1" "$2"; fi
}
broken() { if has "$1"; then echo yes; fi; }

rm -rf "$to"
mkdir -p "$to"
take "$(ls "$from"/edgewise_*_all.deb)" program "$(broken program)"
take "$(ls "$from"/edgewise-natives_*_arm64.deb)" natives "$(broken glibc)"
if ! has arm64; then take "$(ls "$from"/edgewise-natives_*_amd64.deb)" natives "$(broken glibc)"; fi
# Models don't ask for a version of the program: only one that is broken is packed anew.
for model in moderation extraction; do
  package=$(ls "$from/edgewise-model-${model}"_*.deb)
  if [ "$model" = moderation ] && { has model || has golden; }; then repack "$package" moderation; else ln -f "$package" "$to/" 2>/dev/null || cp "$package" "$to/"; fi
done
(cd "$to" && sha256sum ./*.deb >SHA256SUMS)
