#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A Java runtime as a package, for boards whose archive has no Java 25: Debian 12, Ubuntu 22.04, JetPack 6. It is linked
# here from the JDK of Ubuntu 22.04, whose C library (glibc 2.35) is the oldest of them; nothing of the board is run.
#
#   runtime.sh ARCHITECTURE [FOLDER]   amd64 or arm64; FOLDER gets the .deb (default: packages/target)
#
#   EDGEWISE_UBUNTU         the server with Ubuntu's packages for amd64 (default: http://archive.ubuntu.com/ubuntu)
#   EDGEWISE_UBUNTU_PORTS   the one for arm64 (default: http://ports.ubuntu.com/ubuntu-ports)
#   EDGEWISE_JDK_PACKAGE    openjdk-25-jdk-headless for ARCHITECTURE, downloaded by other means: no server is asked. The runtime
#                           then needs the C library that this package needs.
#   JAVA_HOME               a JDK 25 of this machine, for its jlink
#
# Exit codes: 0 made, 1 failed, 2 wrong use, 77 skipped with a sentence that says why.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
arch=${1:-}
into=${2:-$here/target}
work=$here/target/runtime-$arch
# What `jdeps --print-module-deps` says of the gateway and its libraries.
modules=java.base,java.compiler,java.desktop,java.management.rmi,java.naming,java.net.http,java.prefs,java.scripting,java.security.jgss,java.sql,jdk.httpserver,jdk.jfr,jdk.management,jdk.unsupported

fail() { printf 'edgewise: %s\n' "$1" >&2; exit 1; }
skip() { printf 'skipped: %s\n' "$1"; exit 77; }
case $arch in amd64 | arm64) ;; *) printf 'edgewise: usage: %s amd64|arm64 [FOLDER]\n' "$0" >&2; exit 2 ;; esac
[ -x "${JAVA_HOME:-}/bin/jlink" ] || fail "JAVA_HOME is \"${JAVA_HOME:-}\": set it to a JDK 25, for its jlink"
for tool in dpkg-deb apt-get tar sha256sum; do
  command -v "$tool" >/dev/null 2>&1 || skip "$tool is not installed"
done

if [ "$arch" = amd64 ]; then server=${EDGEWISE_UBUNTU:-http://archive.ubuntu.com/ubuntu}
else server=${EDGEWISE_UBUNTU_PORTS:-http://ports.ubuntu.com/ubuntu-ports}; fi

# Debian has no package with Ubuntu's keys: Ubuntu's own, of which the checksum is known.
need_keys() {
  keys=$work/ubuntu-archive-keyring.gpg
  package=$work/ubuntu-keyring.deb
  address=${EDGEWISE_UBUNTU:-http://archive.ubuntu.com/ubuntu}/pool/main/u/ubuntu-keyring/ubuntu-keyring_2021.03.26_all.deb
  /usr/lib/apt/apt-helper -o Debug::NoLocking=1 -o APT::Sandbox::User= download-file "$address" "$package" \
    "SHA256:0d0e7ed6b112f5d03eabf3c7eb01ebdacf9c57714b279e90495cfc58c8c4520f" >"$work/apt.log" 2>&1 ||
    skip "Ubuntu's keys can't be downloaded from $address: $(tail -n 1 "$work/apt.log")"
  dpkg-deb --fsys-tarfile "$package" | tar -xO ./usr/share/keyrings/ubuntu-archive-keyring.gpg >"$keys"
}

download_jdk() {
  need_keys
  folder=$work/apt-of-ubuntu
  architecture=$arch
  sources=$(for suite in jammy-updates jammy-security; do printf 'deb [signed-by=%s arch=%s] %s %s main universe\n' "$keys" "$arch" "$server" "$suite"; done)
  # shellcheck source=packages/debian.sh
  . "$here/debian.sh"
  write_apt
  (update_lists) >"$work/apt.log" 2>&1 || skip "can't read Ubuntu's list of packages at $server: $(grep -m 1 -E '^E:' "$work/apt.log" || tail -n 1 "$work/apt.log")"
  download_alone "$work/debs" "openjdk-25-jdk-headless:$arch"
}

rm -rf "$work"
mkdir -p "$work/debs" "$into"
if [ -n "${EDGEWISE_JDK_PACKAGE:-}" ]; then cp "$EDGEWISE_JDK_PACKAGE" "$work/debs/"; else download_jdk; fi
board_deb=$(ls "$work"/debs/openjdk-25-jdk-headless_*_"$arch".deb) || fail "there is no openjdk-25-jdk-headless for $arch"
dpkg-deb -x "$board_deb" "$work/board"
version=$(dpkg-deb -f "$board_deb" Version)
root=$work/root
home=$root/usr/lib/jvm/edgewise-runtime-25
mkdir -p "$root/usr/lib/jvm" "$root/usr/share/doc/edgewise-runtime" "$root/DEBIAN"
# The jlink of another machine's JDK will do, as long as both are Java 25: jlink refuses others.
"$JAVA_HOME/bin/jlink" --module-path "$work/board/usr/lib/jvm/java-25-openjdk-$arch/jmods" \
  --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output "$home" ||
  fail "jlink could not link a runtime for $arch"
# The newest version of the C library that one of its files asks for.
libc=$(find "$home" -name '*.so' -exec grep -aho 'GLIBC_2\.[0-9]*' {} + | sort -V | tail -n 1 | cut -d_ -f2)
size=$(du -sk --apparent-size "$root" | cut -f1)
sed -e "s/@version@/$version/" -e "s/@arch@/$arch/" -e "s/@size@/$size/" -e "s/@libc@/$libc/" "$here/src/runtime/control" >"$root/DEBIAN/control"
sed -e "s/@version@/$version/" "$here/src/runtime/copyright" >"$root/usr/share/doc/edgewise-runtime/copyright"
chmod -R u=rwX,go=rX "$root"
# The same bytes each time: the time of all is that of the JDK's package.
SOURCE_DATE_EPOCH=$(dpkg-deb --fsys-tarfile "$board_deb" | tar -tv --full-time --utc | awk 'NR == 1 { print $4 " " $5 " UTC" }' | xargs -I{} date -d {} +%s)
export SOURCE_DATE_EPOCH
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$work/made.deb" >/dev/null
mv "$work/made.deb" "$into/edgewise-runtime_${version}_$arch.deb"
(cd "$into" && sha256sum "edgewise-runtime_${version}_$arch.deb")
rm -rf "$work"
