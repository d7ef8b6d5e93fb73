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
suite=trixie
server=${EDGEWISE_DEBIAN:-http://deb.debian.org}
work=$here/target/offline-work-$arch
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
folder=$here/target/$name

# An apt of its own for a board with nothing installed: what it plans to install is all that is needed.
write_apt() {
  mkdir -p "$work/preferences.d" "$work/state/lists/partial" "$work/cache/archives/partial" "$work/none.d"
  : >"$work/status"
  {
    apt-config dump | grep -iE '^Acquire::(https?::Proxy|Check-)' || true
    cat <<END
Dir "$work";
Dir::Etc "$work";
Dir::Etc::main "none";
Dir::Etc::parts "$work/none.d";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "$work/none.d";
Dir::Etc::trustedparts "/usr/share/keyrings";
Dir::State "$work/state";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Debug::NoLocking "true";
APT::Sandbox::User "";
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
Acquire::Languages "none";
Acquire::Retries "2";
END
  } >"$work/apt.conf"
  printf 'deb %s %s main\n' "$server/debian" $suite "$server/debian-security" $suite-security >"$work/sources.list"
}

apt_get() { APT_CONFIG=$work/apt.conf timeout 900 apt-get -qq "$@"; }

download() {
  write_apt
  apt_get -o APT::Update::Error-Mode=any update >"$work/apt.log" 2>&1 || skip "can't read the list of packages of $server: $(tail -n 1 "$work/apt.log")"
  # shellcheck disable=SC2086  # packages are separated by blanks
  packages=$(apt_get -s install --no-install-recommends $wanted | awk '/^Inst/ { print $2 }' | sort -u)
  # shellcheck disable=SC2086
  (cd "$folder/repo" && apt_get download $packages) || fail "can't download packages from $server"
}

# What apt reads of a folder; dpkg-scanpackages is in a package of its own.
index() {
  (
    cd "$folder/repo"
    for package in *.deb; do
      dpkg-deb -f "$package"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$package" "$(stat -c %s "$package")" "$(sha256sum "$package" | cut -d' ' -f1)"
    done >Packages
  )
}

checksums() {
  (
    cd "$folder"
    find . -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS
  )
  if [ -n "${EDGEWISE_SIGNING_KEY:-}" ]; then
    openssl pkeyutl -sign -inkey "$EDGEWISE_SIGNING_KEY" -rawin -in "$folder/SHA256SUMS" -out "$folder/SHA256SUMS.sig" ||
      fail "SHA256SUMS can't be signed with $EDGEWISE_SIGNING_KEY: it must hold an Ed25519 private key (edgewise bundle key)"
  fi
}

rm -rf "$work" "$folder"
mkdir -p "$work" "$folder/repo"
download
cp "$here"/target/edgewise_*_all.deb "$here"/target/edgewise-model-*_all.deb "$here/target/edgewise-natives_${version}_$arch.deb" "$folder/repo/"
if [ -n "$with_runtime" ]; then sh "$here/runtime.sh" "$arch" "$folder/repo" >&2; fi
index
sed "s/@arch@/$arch/" "$here/src/offline/install.sh" >"$folder/install.sh"
checksums
rm -rf "$work"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2020-01-01 00:00Z' -C "$here/target" -cf "$folder.tar" "$name"
(cd "$here/target" && sha256sum "$name.tar" | tee "$name.tar.sha256")
printf '%s packages, %s; on the board: sh install.sh\n' "$(ls "$folder/repo" | grep -c '\.deb$')" "$(du -sh "$folder" | cut -f1)"
