#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The first process of a box, in namespaces of its own (see start.sh): mounts what a system expects, and becomes systemd.
#
#   boot.sh ROOT FOLDER NAME    ROOT is read only; what the box writes goes below FOLDER
set -eu

lower=$1
folder=$2
name=$3
root=$folder/mnt

# The limit of a small disk is that of the file system below it, so that "disk full" is real.
if [ -n "${BOX_DISK:-}" ]; then
  mount -t tmpfs -o "size=$BOX_DISK,mode=0755" tmpfs "$folder/disk"
fi
mkdir -p "$folder/disk/upper" "$folder/disk/work"
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$folder/disk/upper,workdir=$folder/disk/work" "$root"

hostname "$name"
printf '%s\n' "$name" >"$root/etc/hostname"
ip link set lo up
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
for node in null zero full random urandom tty; do
  : >"$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=0755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
# A folder of the host that the box may read: a stick with a release, say.
if [ -n "${BOX_MEDIA:-}" ]; then
  mkdir -p "$root/media/usb"
  mount --bind "$BOX_MEDIA" "$root/media/usb"
  mount -o remount,bind,ro "$root/media/usb"
fi

cd "$root"
mkdir -p .old
pivot_root . .old
umount -l /.old
rmdir /.old
# Without it what a unit loads as credentials is empty.
mount --make-rshared /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
  /lib/systemd/systemd --log-target=journal --show-status=no
