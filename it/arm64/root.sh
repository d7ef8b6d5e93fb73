#!/bin/sh
# Makes the root folder of a 64-bit ARM Debian 13 with a Java runtime: downloads packages and unpacks them. Nothing is
# installed on this machine, nothing of the packages is run, and no privilege is needed.
#
#   root.sh FOLDER     what is in FOLDER already is kept
#
#   EDGEWISE_DEBIAN    the server with Debian's packages (default: http://deb.debian.org)
#
# FOLDER gets root/ with the ARM system and, in root/host, the programs for this machine that run it. Fails with a
# sentence when something can't be downloaded.
set -eu

folder=$1
suite=trixie
server=${EDGEWISE_DEBIAN:-http://deb.debian.org}
jre=usr/lib/jvm/java-25-openjdk-arm64
arm='base-files libc6 openjdk-25-jre-headless'
# The emulator, and a shell that is one file: both run inside the root, where this machine's libraries are not.
own='qemu-user busybox-static'
# Raise it when what this script makes changes: an older root is made anew.
edition=1

fail() { printf '%s\n' "$1" >&2; exit 1; }

is_complete() { [ "$(cat "$folder/root/edition" 2>/dev/null)" = "$edition" ]; }

# --- an apt of its own -----------------------------------------------------------------------------------------------

# This machine's apt keeps its packages, its sources and its locks; its proxies hold here too, and whether it reads lists
# that are older than they should be.
write_apt() {
  apt=$folder/apt
  mkdir -p "$apt/etc/preferences.d" "$apt/none.d" "$apt/state/lists/partial" "$apt/cache/archives/partial"
  : >"$apt/state/status"
  {
    apt-config dump | grep -iE '^Acquire::(https?::Proxy|Check-)' || true
    cat <<EOF
Dir "$apt";
Dir::Etc "$apt/etc";
Dir::Etc::main "none";
Dir::Etc::parts "$apt/none.d";
Dir::Etc::sourcelist "$apt/etc/sources.list";
Dir::Etc::sourceparts "$apt/none.d";
Dir::Etc::trustedparts "/usr/share/keyrings";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt/cache";
Debug::NoLocking "true";
APT::Sandbox::User "";
APT::Architecture "arm64";
APT::Architectures { "arm64"; "$machine"; };
Acquire::Languages "none";
Acquire::Retries "2";
EOF
  } >"$apt/apt.conf"
  cat >"$apt/etc/sources.list" <<EOF
deb $server/debian $suite main
deb $server/debian-security $suite-security main
EOF
}

apt_get() { APT_CONFIG=$folder/apt/apt.conf timeout 600 apt-get -qq "$@"; }

# What the packages need, themselves included.
needed() {
  # shellcheck disable=SC2086  # packages are separated by blanks
  plan=$(apt_get -s install --no-install-recommends $arm) || return 1
  printf '%s\n' "$plan" | awk '/^Inst/ { print $2 }'
}

download() {
  rm -rf "$folder/packages"
  mkdir -p "$folder/packages/arm" "$folder/packages/own"
  apt_get -o APT::Update::Error-Mode=any update || fail "can't read the list of packages of $server"
  packages=$(needed) || fail "can't find out which packages $arm need"
  # shellcheck disable=SC2086
  (cd "$folder/packages/arm" && apt_get download $packages) || fail "can't download packages from $server"
  for package in $own; do
    (cd "$folder/packages/own" && apt_get download "$package:$machine") || fail "can't download $package from $server"
  done
}

# --- the root --------------------------------------------------------------------------------------------------------

# base-files comes first: it has the links bin, lib and sbin, into which others unpack.
unpack_all() {
  root=$folder/root.new
  rm -rf "$root"
  mkdir -p "$root/host"
  for package in "$folder"/packages/arm/base-files_*.deb "$folder"/packages/arm/*.deb; do
    dpkg-deb --fsys-tarfile "$package" |
      tar -x -C "$root" --no-same-owner --keep-directory-symlink --exclude=./usr/share/doc --exclude=./usr/share/man
  done
  dpkg-deb --fsys-tarfile "$folder"/packages/own/qemu-user_*.deb |
    tar -x -O ./usr/bin/qemu-aarch64 >"$root/host/qemu-aarch64"
  dpkg-deb --fsys-tarfile "$folder"/packages/own/busybox-static_*.deb |
    tar -x -O ./usr/bin/busybox >"$root/host/busybox"
  chmod 755 "$root/host/qemu-aarch64" "$root/host/busybox"
}

# No maintainer script ran: what the tests need of their work is written here.
finish() {
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\n' >"$root/etc/group"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  # An emulated process can't start an ARM program, because the kernel of this machine runs none. So the name `java`
  # belongs to a script for a shell that the kernel can run, and every test starts its child processes by that name.
  # The serial collector and the first compiler alone make an emulated JVM more than twice as fast.
  mv "$root/$jre/bin/java" "$root/$jre/bin/java.arm64"
  cat >"$root/$jre/bin/java" <<EOF
#!/host/busybox sh
exec /host/qemu-aarch64 /$jre/bin/java.arm64 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "\$@"
EOF
  chmod 755 "$root/$jre/bin/java"
  ln -s "/$jre/bin/java" "$root/usr/bin/java"
  printf '%s\n' "$edition" >"$root/edition"
}

is_complete && exit
machine=$(dpkg --print-architecture)
mkdir -p "$folder"
write_apt
download
unpack_all
finish
rm -rf "$folder/root" "$folder/packages" "$folder/apt"
mv "$root" "$folder/root"
