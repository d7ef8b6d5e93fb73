#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run by rung4 in namespaces of its own, as the first process in them: the virtual machines end with it, and no network but
# loopback is there. Installs the packages on bare boards, and does to them what happens to boards.
#
#   BOARDS        how many
#   SYSTEM        the folder that system.sh made
#   DISKS         an empty folder for the disks
#   OFFLINE       the folder that `./edgewise package offline arm64` made
#   PACKAGES      the folder with the build's packages
#   PROJECT       this repository
#   REPORTS       for what is said
set -eu

on=boards
boards=$(seq "$BOARDS")
boot_limit=900
install_limit=5400
ready_limit=1800

# shellcheck source=deploy/test/steps.sh
. "$PROJECT/deploy/test/steps.sh"
# shellcheck source=deploy/test/vm/rollouts.sh
. "$PROJECT/deploy/test/vm/rollouts.sh"

# --- boards ----------------------------------------------------------------------------------------------------------

# Masked: what waits for hardware that a virtual machine hasn't.
start_board() {
  qemu-img create -q -f qcow2 -F raw -b "$SYSTEM/disk.img" "$DISKS/$1.qcow2"
  qemu-system-aarch64 -M virt -cpu cortex-a72 -accel tcg,thread=multi,tb-size=512 -smp 2 -m 2048 -nographic \
    -kernel "$SYSTEM/kernel" -initrd "$SYSTEM/initrd.gz" \
    -append "root=/dev/vda rw console=ttyAMA0 quiet systemd.hostname=board-$1 systemd.mask=systemd-binfmt.service systemd.mask=getty@tty1.service systemd.mask=serial-getty@ttyAMA0.service systemd.mask=systemd-logind.service" \
    -drive "if=none,id=d0,file=$DISKS/$1.qcow2,format=qcow2,cache=unsafe" -device virtio-blk-pci,drive=d0,romfile= \
    -netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:220$1-:22" -device virtio-net-pci,netdev=n0,romfile= \
    -device virtio-rng-pci -monitor none -serial "file:$REPORTS/console-$1.log" >"$REPORTS/qemu-$1.log" 2>&1 &
}

# on_board NUMBER COMMAND: as root, by ssh
on_board() {
  number=$1
  shift
  ssh -i "$SYSTEM/key" -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o ConnectTimeout=20 -o ServerAliveInterval=30 -p "220$number" root@127.0.0.1 "$@"
}

# On all boards at once: on_each FUNCTION LOG; FUNCTION gets the number, and its last line says what is wrong.
on_each() {
  waiting=
  for board in $boards; do
    "$1" "$board" >"$REPORTS/$2-$board.log" 2>&1 &
    waiting="$waiting $board:$!"
  done
  for pair in $waiting; do
    wait "${pair#*:}" || why="${why:+$why; }board-${pair%:*}: $(last "$2-${pair%:*}")"
  done
  [ -z "$why" ] || return 1
}

# The same on the first board alone, which is the canary.
on_first() {
  boards=1
  result=0
  on_each "$@" || result=$?
  boards=$(seq "$BOARDS")
  return $result
}

# --- what is tried on each -------------------------------------------------------------------------------------------

answers() { on_board "$1" true </dev/null >/dev/null 2>&1; }

await_board() { wait_for "$boot_limit" answers "$1" || { echo "no ssh within $boot_limit s: $(tail -n 1 "$REPORTS/console-$1.log")"; return 1; }; }

# An emulated processor is ten times slower than the slowest board: the unit gets more time, and the AOT cache, which would be made from a
# demo in the midst of what follows, is left out. All else is as on boards.
prepare() {
  on_board "$1" '
    mkdir -p /etc/systemd/system/edgewise.service.d
    printf "[Service]\nTimeoutStartSec=1800\nWatchdogSec=300\n" >/etc/systemd/system/edgewise.service.d/emulated.conf
    ln -s /dev/null /etc/systemd/system/edgewise-aot.service
    systemctl daemon-reload'
}

check_bare() {
  on_board "$1" '
    [ "$(uname -m)" = aarch64 ] || { echo "this is $(uname -m)"; exit 1; }
    [ ! -e /usr/lib/jvm ] || { echo "Java is there already"; exit 1; }
    if curl -s -m 10 http://deb.debian.org >/dev/null; then echo "there is a network"; exit 1; fi'
}

# As somebody with a stick does.
install_offline() {
  tar -c -C "$(dirname "$OFFLINE")" "$(basename "$OFFLINE")" | on_board "$1" 'tar -x --no-same-owner' || { echo "can't copy the folder"; return 1; }
  on_board "$1" "timeout $install_limit sh $(basename "$OFFLINE")/install.sh"
}

is_ready() { on_board "$1" 'curl -s -f -m 20 http://127.0.0.1:8080/health/ready' >"$REPORTS/ready-$1.json" 2>/dev/null; }

await_ready() {
  wait_for "$ready_limit" is_ready "$1" && return
  on_board "$1" 'systemctl --no-pager status edgewise; journalctl -u edgewise --no-pager -n 20'
  echo "not ready after $ready_limit s"
  return 1
}

# The package has enabled and started it.
start_service() {
  on_board "$1" 'systemctl is-enabled edgewise && systemctl start edgewise' || { on_board "$1" 'journalctl -u edgewise --no-pager -n 20'; echo "the service does not start"; return 1; }
  await_ready "$1"
}

# The embedded broker of the configuration that ships.
ask() {
  answer=$(on_board "$1" '
    mosquitto_sub -i check -c -q 1 -t moderation/7 -E &&
    mosquitto_pub -q 1 -t terminals/7/text -m "you are a useless idiot, go back to sleep" &&
    mosquitto_sub -i check -c -q 1 -t moderation/7 -C 1 -W 120; mosquitto_sub -t edgewise/+/plan/moderation -C 1 -W 60')
  case $answer in *'"verdict":"block"'*) ;; *) echo "no verdict: $answer"; return 1 ;; esac
  case $answer in *'"chosen":"xnnpack"'*) ;; *) echo "not by XNNPACK: $answer"; return 1 ;; esac
}

# property BOARD NAME
property() { on_board "$1" "systemctl show edgewise -p $2 --value"; }

check_limits() {
  on_board "$1" '
    wanted=$(sed -n "s/^MemoryMax=\([0-9]*\)M$/\1/p" /usr/lib/systemd/system/edgewise.service)
    cgroup=/sys/fs/cgroup/system.slice/edgewise.service
    [ "$(cat $cgroup/memory.max)" = $((wanted * 1048576)) ] || { echo "memory.max is $(cat $cgroup/memory.max), the unit says ${wanted}M"; exit 1; }
    [ "$(cat $cgroup/memory.swap.max)" = 0 ] || { echo "memory.swap.max is $(cat $cgroup/memory.swap.max)"; exit 1; }
    [ "$(cat $cgroup/cpu.weight)" = 200 ] || { echo "cpu.weight is $(cat $cgroup/cpu.weight)"; exit 1; }
    echo "$(($(cat $cgroup/memory.current) / 1048576)) MB of $wanted MB"'
}

was_restarted() { [ "$(property "$1" NRestarts)" -gt "$2" ]; }

# A process in the unit's group takes memory until there is none left. MemoryHigh, which would slow it down for minutes first, is
# lifted for that.
run_out_of_memory() {
  before=$(property "$1" NRestarts)
  on_board "$1" '
    systemctl set-property --runtime edgewise MemoryHigh=infinity
    echo $$ >/sys/fs/cgroup/system.slice/edgewise.service/cgroup.procs
    tail /dev/zero
    true' >/dev/null 2>&1 || true
  wait_for 120 was_restarted "$1" "$before" || { echo "not restarted: $(property "$1" ActiveState), $(property "$1" Result)"; return 1; }
  on_board "$1" 'journalctl -u edgewise --no-pager -q | grep -q "oom-kill"' || { echo "the journal has no oom-kill"; return 1; }
  await_ready "$1"
}

boot_id() { on_board "$1" 'cat /proc/sys/kernel/random/boot_id' </dev/null 2>/dev/null; }

has_booted() { id=$(boot_id "$1") && [ -n "$id" ] && [ "$id" != "$2" ]; }

reboot_board() {
  before=$(boot_id "$1")
  # Not by logind, which is masked.
  on_board "$1" 'systemctl --no-block start reboot.target' || true
  wait_for "$boot_limit" has_booted "$1" "$before" || { echo "it does not come back"; return 1; }
  await_ready "$1"
}

# --- steps -----------------------------------------------------------------------------------------------------------

boot() {
  ip link set lo up
  for board in $boards; do start_board "$board"; done
  on_each await_board boot
}
bare() { on_each check_bare bare && on_each prepare prepare; }
install() { on_first install_offline install; }
healthy() { on_first start_service start; }
ask_all() { on_each ask ask; }
limits() { on_each check_limits limits && told=$(last limits-1); }
out_of_memory() { on_each run_out_of_memory oom; }
reboot_all() { on_each reboot_board reboot; }

step boot boot
step bare-and-offline bare
step install install
step healthy healthy
step rollout rollout
step round-trip ask_all
step limits limits
step bad-release bad_release
step out-of-memory out_of_memory
step reboot reboot_all
step round-trip-again ask_all
