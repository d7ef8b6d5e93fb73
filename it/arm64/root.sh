#!/bin/sh
# Makes the root folder of a 64-bit ARM Debian 13 with a Java runtime and Mosquitto: downloads packages and unpacks them.
# Nothing is installed on this machine, nothing of the packages is run, and no privilege is needed.
#
#   root.sh FOLDER     what is in FOLDER already is kept
#
#   EDGEWISE_DEBIAN    the server with Debian's packages (default: http://deb.debian.org)
#
# FOLDER gets root/ with the ARM system and, in root/host, the programs for this machine that run it. Fails with a
# sentence when something can't be downloaded.
set -eu

folder=$1
jre=usr/lib/jvm/java-25-openjdk-arm64
# Raise it when what this script makes changes: an older root is made anew.
edition=2

fail() { printf '%s\n' "$1" >&2; exit 1; }

is_complete() { [ "$(cat "$folder/root/edition" 2>/dev/null)" = "$edition" ]; }

# The emulator, and a shell that is one file: both run inside the root, where this machine's libraries are not.
take_own() {
  mkdir -p "$root/host"
  take_file "$folder"/packages/own/qemu-user_*.deb usr/bin/qemu-aarch64 "$root/host/qemu-aarch64"
  take_file "$folder"/packages/own/busybox-static_*.deb usr/bin/busybox "$root/host/busybox"
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
  cat >"$root/$jre/bin/java" <<END
#!/host/busybox sh
exec /host/qemu-aarch64 /$jre/bin/java.arm64 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "\$@"
END
  chmod 755 "$root/$jre/bin/java"
  ln -s "/$jre/bin/java" "$root/usr/bin/java"
  printf '%s\n' "$edition" >"$root/edition"
}

is_complete && exit
# shellcheck source=packages/debian.sh
. "$(dirname -- "$0")/../../packages/debian.sh"
mkdir -p "$folder"
root=$folder/root.new
rm -rf "$folder/packages" "$root"
write_apt
update_lists
download "$folder/packages/arm" base-files libc6 openjdk-25-jre-headless mosquitto mosquitto-clients
download_alone "$folder/packages/own" "qemu-user:$machine" "busybox-static:$machine"
unpack "$folder/packages/arm" "$root" --no-same-owner
take_own
finish
rm -rf "$folder/root" "$folder/packages" "$folder/apt"
mv "$root" "$folder/root"
