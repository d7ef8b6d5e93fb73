#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A folder with all that a bare board needs, for a stick: our packages, the Java runtime and a broker with what they need, an
# index for apt, an installer and checksums; and the same as one file. Started by `./edgewise package offline`.
#
#   offline.sh [--runtime] ARCHITECTURE    amd64 or arm64; --runtime adds edgewise-runtime, for Debian 12, Ubuntu 22.04 and
#                                          JetPack 6, whose archives have no Java 25
#
#   EDGEWISE_DEBIAN        the server with Debian's packages (default: http://deb.debian.org)
#   EDGEWISE_SIGNING_KEY   a PEM file with an Ed25519 private key: the checksums are signed with it (SHA256SUMS.sig)
#
# Exit codes: 0 made, 1 failed, 2 wrong use, 77 skipped with a sentence that says why.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
with_runtime=
if [ "${1:-}" = --runtime ]; then with_runtime=1; shift; fi
arch=${1:-}
# What a bare Debian 13 or Raspberry Pi OS lacks, and may lack; apt takes from the folder what is not there.
wanted='openjdk-25-jre-headless mosquitto mosquitto-clients'

fail() { printf 'edgewise: %s\n' "$1" >&2; exit 1; }
skip() { printf 'skipped: %s\n' "$1"; exit 77; }
case $arch in amd64 | arm64) ;; *) printf 'edgewise: usage: %s [--runtime] amd64|arm64\n' "$0" >&2; exit 2 ;; esac
for tool in dpkg-deb apt-get tar sha256sum; do
  command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done
[ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || skip "Debian's keys are not installed (apt install debian-archive-keyring)"
gateway=$(ls "$here"/target/edgewise_*_all.deb 2>/dev/null) || fail "there are no packages in $here/target: ./edgewise package"
version=$(dpkg-deb -f "$gateway" Version)
name=edgewise-offline_${version}_$arch
stick=$here/target/$name

# What apt reads of a folder; dpkg-scanpackages is in a package of its own.
index() {
  (
    cd "$stick/repo"
    for package in *.deb; do
      dpkg-deb -f "$package"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$package" "$(stat -c %s "$package")" "$(sha256sum "$package" | cut -d' ' -f1)"
    done >Packages
  )
}

checksums() {
  (
    cd "$stick"
    find . -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS
  )
  if [ -n "${EDGEWISE_SIGNING_KEY:-}" ]; then
    openssl pkeyutl -sign -inkey "$EDGEWISE_SIGNING_KEY" -rawin -in "$stick/SHA256SUMS" -out "$stick/SHA256SUMS.sig" ||
      fail "SHA256SUMS can't be signed with $EDGEWISE_SIGNING_KEY: it must hold an Ed25519 private key (edgewise bundle key)"
  fi
}

folder=$here/target/offline-work-$arch
architecture=$arch
# shellcheck source=packages/debian.sh
. "$here/debian.sh"
rm -rf "$folder" "$stick"
mkdir -p "$folder" "$stick/repo"
write_apt
update_lists
# shellcheck disable=SC2086  # packages are separated by blanks
download "$stick/repo" $wanted
cp "$here"/target/edgewise_*_all.deb "$here"/target/edgewise-model-*_all.deb "$here/target/edgewise-natives_${version}_$arch.deb" "$stick/repo/"
if [ -n "$with_runtime" ]; then sh "$here/runtime.sh" "$arch" "$stick/repo" >&2; fi
index
sed "s/@arch@/$arch/" "$here/src/offline/install.sh" >"$stick/install.sh"
checksums
rm -rf "$folder"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2020-01-01 00:00Z' -C "$here/target" -cf "$stick.tar" "$name"
(cd "$here/target" && sha256sum "$name.tar" | tee "$name.tar.sha256")
printf '%s packages, %s; on the board: sh install.sh\n' "$(find "$stick/repo" -name '*.deb' | wc -l)" "$(du -sh "$stick" | cut -f1)"
