#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the file system that boxes start from, once, and prints its folder: a Debian 13 with systemd and nothing of ours.
#
#   root.sh KIND          board: with what a gateway needs (Java, a broker), so that a deployment needs no network;
#                         stick: a board that has Ansible itself;
#                         bare: what a fresh Debian or Raspberry Pi OS has, and Python for Ansible
#
#   EDGEWISE_CACHE        where it is kept for the next run, below box/ (default: ~/.cache/edgewise)
#   EDGEWISE_DEBIAN       the server with Debian's packages (default: http://deb.debian.org)
#
# Exit codes: 0 made or found, 1 failed, 2 wrong use.
set -eu

cache=${EDGEWISE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/edgewise}/box
server=${EDGEWISE_DEBIAN:-http://deb.debian.org}
suite=trixie
limit=900
bare=systemd,systemd-sysv,dbus,udev,python3,python3-apt,iproute2,curl,openssl,ca-certificates,adduser,procps
board=$bare,openjdk-25-jre-headless,mosquitto,mosquitto-clients,faketime
stick=$board,ansible-core

note() { printf 'edgewise: %s\n' "$1" >&2; }
fail() { note "$1"; exit 1; }

case ${1:-} in
  bare) packages=$bare ;;
  board) packages=$board ;;
  stick) packages=$stick ;;
  *) note "usage: root.sh board|stick|bare"; exit 2 ;;
esac

mkdir -p "$cache" || fail "can't write to $cache: set EDGEWISE_CACHE"
exec 9>"$cache/lock"
flock 9
# Another list of packages, another root.
root=$cache/$1-$(printf '%s' "$suite,$packages" | sha256sum | cut -c 1-8)
if [ ! -d "$root" ]; then
  note "making a Debian 13 in $root; once, about a minute"
  rm -rf "$root.part"
  timeout "$limit" mmdebstrap --mode=root --variant=minbase --dpkgopt=force-unsafe-io \
    --aptopt='APT::Install-Recommends "false"' --include="$packages" "$suite" "$root.part" \
    "deb $server/debian $suite main" "deb $server/debian-security $suite-security main" >"$cache/$1.log" 2>&1 9>&- ||
    fail "the root could not be made: $(tail -n 1 "$cache/$1.log") (log: $cache/$1.log)"
  # A board's own: each box gets its name and its id when it starts. The broker's service starts when a test wants it.
  rm -f "$root.part/etc/machine-id" "$root.part/etc/hostname" "$root.part/etc/resolv.conf" \
    "$root.part/etc/systemd/system/multi-user.target.wants/mosquitto.service"
  : >"$root.part/etc/machine-id"
  # Times and names of the network never come up here.
  for unit in systemd-timesyncd apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer systemd-udevd \
    systemd-networkd-wait-online; do
    case $unit in *.*) ;; *) unit=$unit.service ;; esac
    ln -sfn /dev/null "$root.part/etc/systemd/system/$unit"
  done
  mv "$root.part" "$root"
fi
printf '%s\n' "$root"
