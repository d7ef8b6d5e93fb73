#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs Edgewise on this board from this folder, without a network: a stick, a card, a copy. Run as root.
#
#   sh install.sh [PACKAGE…]   default: edgewise and the bundles for moderation and extraction; on a board with 1 GB
#                              choose edgewise edgewise-model-moderation-small edgewise-model-extraction-small
#
#   EDGEWISE_RELEASE_KEY       a PEM file with the public key of who made the release: SHA256SUMS.sig must be its signature
#
# Exit codes: 0 installed, 1 failed with nothing changed, or as apt-get says.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
arch=@arch@
fail() { printf 'edgewise: %s\n' "$1" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "only root may install packages: sudo sh $0"
board=$(dpkg --print-architecture)
[ "$board" = "$arch" ] || fail "these packages are for $arch and this board is $board: take the folder for $board"
if [ -n "${EDGEWISE_RELEASE_KEY:-}" ]; then
  [ -r "$here/SHA256SUMS.sig" ] || fail "the release is not signed: there is no SHA256SUMS.sig in $here"
  openssl pkeyutl -verify -pubin -inkey "$EDGEWISE_RELEASE_KEY" -rawin -in "$here/SHA256SUMS" -sigfile "$here/SHA256SUMS.sig" >/dev/null 2>&1 ||
    fail "SHA256SUMS was not signed with the key in $EDGEWISE_RELEASE_KEY: the folder was changed, or the key is another one"
fi
(cd "$here" && sha256sum --quiet --strict -c SHA256SUMS) ||
  fail "the folder is not what was made: copy it again (a file above has another checksum, or is missing)"

# An archive with Java 25 has it as openjdk-25-jre-headless; the others get the runtime that came along.
. /etc/os-release
first=99
case ${ID:-} in
  debian | raspbian) first=13 ;;
  ubuntu) first=26 ;;
esac
old=
[ "$first" = 99 ] || [ "$(printf '%s' "${VERSION_ID:-0}" | cut -d. -f1)" -ge "$first" ] || old=yes
[ $# -gt 0 ] || set -- edgewise edgewise-model-moderation edgewise-model-extraction
if [ -n "$old" ]; then
  ls "$here"/repo/edgewise-runtime_*.deb >/dev/null 2>&1 ||
    fail "${PRETTY_NAME:-this system} has no Java 25, and this folder has no edgewise-runtime: make it again with ./edgewise package offline --runtime $arch"
  set -- edgewise-runtime "$@"
fi
# An index of this folder alone, in a place of its own: the board's own sources are not asked and not changed.
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
mkdir -p "$lists/state/partial" "$lists/cache/archives/partial"
printf 'deb [trusted=yes] file:%s ./\n' "$(printf '%s' "$here/repo" | sed 's/ /%20/g')" >"$lists/sources.list"
apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$lists/state" -o Dir::Cache="$lists/cache" -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=0 "$@"
}
apt_get update >/dev/null
apt_get install -y --no-install-recommends "$@"

# The configuration that comes with the package names the larger bundles; where it was left as it is, the smaller ones that
# were chosen take their place.
config=/etc/edgewise/edgewise.yaml
models=/usr/share/edgewise/models
changed=
for task in moderation extraction; do
  if [ ! -d "$models/$task" ] && [ -d "$models/$task-small" ] && grep -q "bundle: $models/$task }" "$config" 2>/dev/null; then
    sed -i "s|bundle: $models/$task }|bundle: $models/$task-small }|" "$config"
    changed=1
  fi
done
if [ -n "$changed" ]; then
  printf 'edgewise: %s names the smaller bundles now\n' "$config"
  if [ -d /run/systemd/system ]; then
    systemctl reset-failed edgewise.service
    systemctl restart edgewise.service
  fi
fi
