#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the disk of a bare 64-bit ARM board: a Debian 13 with systemd, ssh and apt, without Java. Packages are downloaded and unpacked, nothing of them is run: no emulated step, half a minute instead of a quarter of an
# hour. Needs root's rights, because files of the disk belong to several users.
#
#   system.sh FOLDER     what is in FOLDER already is kept
#
# FOLDER gets disk.img (ext4), kernel, initrd.gz, key and key.pub (ssh, as root). Fails with a sentence.
set -eu

folder=$1
parts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# Raise it when what this script makes changes: an older one is made anew.
edition=3
disk_size=4G

fail() { printf '%s\n' "$1" >&2; exit 1; }

is_complete() { [ "$(cat "$folder/edition" 2>/dev/null)" = "$edition" ]; }

# --- what maintainer scripts would do --------------------------------------------------------------------------------

# dpkg's database as if it had installed the packages, so that apt works on the board.
write_dpkg_status() {
  dpkg=$disk/var/lib/dpkg
  mkdir -p "$dpkg/info" "$dpkg/updates" "$dpkg/triggers" "$dpkg/alternatives" "$disk/etc/alternatives" \
    "$disk/var/log/apt" "$disk/var/cache/apt/archives/partial" "$disk/var/lib/apt/lists/partial"
  : >"$dpkg/status"
  : >"$dpkg/available"
  : >"$dpkg/diversions"
  echo 1 >"$dpkg/info/format"
  for package in "$folder"/packages/*.deb; do
    dpkg-deb -f "$package" | sed '1a Status: install ok installed' >>"$dpkg/status"
    echo >>"$dpkg/status"
    name=$(dpkg-deb -f "$package" Package)
    [ "$(dpkg-deb -f "$package" Multi-Arch)" != same ] || name=$name:arm64
    dpkg-deb --fsys-tarfile "$package" | tar -t | sed 's/^\.//; s/\/$//; s/^$/\/./' >"$dpkg/info/$name.list"
  done
}

write_users() {
  mkdir -p "$disk/usr/local/bin" "$disk/usr/local/share"
  sed 's/:\*:/:x:/' "$disk/usr/share/base-passwd/passwd.master" >"$disk/etc/passwd"
  sed 's/:\*:/:x:/' "$disk/usr/share/base-passwd/group.master" >"$disk/etc/group"
  sed 's/:.*/:*:20000:0:99999:7:::/' "$disk/etc/passwd" >"$disk/etc/shadow"
  sed 's/:.*/:*::/' "$disk/etc/group" >"$disk/etc/gshadow"
  chmod 640 "$disk/etc/shadow" "$disk/etc/gshadow"
  # An older systemd of this machine does not know `u!`.
  sed -i 's/^u!/u/' "$disk"/usr/lib/sysusers.d/*.conf
  systemd-sysusers --root="$disk"
}

write_network() {
  cp "$disk/usr/share/libc-bin/nsswitch.conf" "$disk/etc/nsswitch.conf"
  printf '127.0.0.1 localhost\n' >"$disk/etc/hosts"
  printf '[Match]\nType=ether\n[Network]\nDHCP=ipv4\n' >"$disk/etc/systemd/network/all.network"
  mkdir -p "$disk/root/.ssh" "$disk/etc/ssh"
  printf 'PermitRootLogin prohibit-password\nUsePAM no\nSubsystem sftp internal-sftp\n' >"$disk/etc/ssh/sshd_config"
  cp "$folder/key.pub" "$disk/root/.ssh/authorized_keys"
  chmod 700 "$disk/root/.ssh"
  chmod 600 "$disk/root/.ssh/authorized_keys"
  ssh-keygen -q -t ed25519 -N '' -C board -f "$disk/etc/ssh/ssh_host_ed25519_key"
}

enable_services() {
  : >"$disk/etc/machine-id"
  ln -sf ../usr/lib/os-release "$disk/etc/os-release"
  # Names that packages choose among several programs when they are installed.
  [ -e "$disk/usr/bin/awk" ] || ln -s mawk "$disk/usr/bin/awk"
  [ -e "$disk/usr/bin/which" ] || ln -s which.debianutils "$disk/usr/bin/which"
  systemctl --root="$disk" preset-all
  systemctl --root="$disk" enable systemd-networkd.service systemd-networkd-wait-online.service
  # Not by systemctl: it would run a program of the board for the service's old start script.
  mkdir -p "$disk/etc/systemd/system/multi-user.target.wants"
  ln -sf /usr/lib/systemd/system/ssh.service "$disk/etc/systemd/system/multi-user.target.wants/ssh.service"
  systemctl --root="$disk" mask sshd-keygen.service apt-daily.timer apt-daily-upgrade.timer
}

# --- kernel ----------------------------------------------------------------------------------------------------------

take_kernel() {
  mkdir -p "$folder/unpacked"
  for package in "$folder"/kernel-packages/linux-image-*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$folder/unpacked" --keep-directory-symlink
  done
  release=$(basename "$folder"/unpacked/boot/vmlinuz-* | sed 's/^vmlinuz-//')
  cp "$folder/unpacked/boot/vmlinuz-$release" "$folder/kernel"
  modules=$(find "$folder/unpacked" -type d -path "*/lib/modules/$release" | head -n 1)
  mkdir -p "$disk/usr/lib/modules"
  cp -r "$modules" "$disk/usr/lib/modules/"
  depmod -b "$disk" "$release"
}

# The kernel finds the disk by a module: one shell that loads it.
write_initrd() {
  initrd=$folder/initrd
  mkdir -p "$initrd/bin" "$initrd/n" "$initrd/proc" "$initrd/sys" "$initrd/dev"
  take_file "$folder"/arm-busybox/busybox-static_*.deb usr/bin/busybox "$initrd/bin/busybox"
  chmod 755 "$initrd/bin/busybox"
  module=$(find "$modules" -name 'virtio_blk.ko*' | head -n 1)
  case $module in *.xz) xz -dc "$module" ;; *) cat "$module" ;; esac >"$initrd/virtio_blk.ko"
  cat >"$initrd/init" <<'END'
#!/bin/busybox sh
export PATH=/bin
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs devtmpfs /dev
$b insmod /virtio_blk.ko
until [ -b /dev/vda ]; do $b sleep 0.1; done
$b mount -t ext4 /dev/vda /n
exec $b switch_root /n /lib/systemd/systemd
END
  chmod 755 "$initrd/init"
  (cd "$initrd" && find . | cpio --quiet -o -H newc | gzip) >"$folder/initrd.gz"
}

# --- run -------------------------------------------------------------------------------------------------------------

is_complete && exit
# shellcheck source=packages/debian.sh
. "$parts/../../../packages/debian.sh"
rm -rf "$folder"
mkdir -p "$folder"
disk=$folder/disk
write_apt
update_lists
# What a board has before Edgewise comes; python3 is for Ansible, the clients stand in for a terminal.
download "$folder/packages" '?and(?essential,?architecture(arm64))' apt systemd systemd-sysv udev dbus kmod openssh-server python3-minimal python3-apt \
  iproute2 curl adduser mosquitto-clients
kernel=$(needed linux-image-cloud-arm64 | grep '^linux-image-[0-9].*-cloud-arm64$') || fail "there is no kernel for 64-bit ARM on $server"
download_alone "$folder/kernel-packages" "$kernel"
download_alone "$folder/arm-busybox" busybox-static
unpack "$folder/packages" "$disk" --numeric-owner --exclude='./usr/share/locale/*'
write_dpkg_status
ssh-keygen -q -t ed25519 -N '' -C edgewise-test -f "$folder/key"
write_users
write_network
enable_services
take_kernel
write_initrd
truncate -s "$disk_size" "$folder/disk.img"
mkfs.ext4 -q -L board -d "$disk" "$folder/disk.img"
rm -rf "$disk" "$folder/unpacked" "$folder/packages" "$folder/kernel-packages" "$folder/arm-busybox" "$folder/initrd" "$folder/apt"
printf '%s\n' "$edition" >"$folder/edition"
