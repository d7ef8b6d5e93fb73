#!/bin/sh
# Run by rung3 in namespaces of its own, as the first process in them: whatever it mounts and starts ends with it.
# A board with an emulated processor: installs what the packages hold, starts the gateway, asks it.
#
#   ARM_ROOT      the root folder that root.sh made; stays as it is
#   TREE          an empty folder
#   PROJECT       this repository
#   PACKAGES      the packages, separated by blanks; empty: what they hold is taken from the build
#   EXPECTED      few.jsonl and texts.jsonl, and NAME.jsonl for each bundle with the answers of this machine
#   TEXTS         how many texts are compared beyond the few
#   BUNDLES       with which bundles
#   LEAST         the agreement of those answers with this machine's that there must be
#   REPORTS       for what is said
#   QEMU_CPU      the processor to emulate
set -eu

board=$TREE/board
busybox=$ARM_ROOT/host/busybox
share=$board/usr/share/edgewise
here=$PROJECT/deploy/test/arm64
gateway=
start_limit=600
on=$QEMU_CPU

# shellcheck source=deploy/test/steps.sh
. "$PROJECT/deploy/test/steps.sh"

# --- the board -------------------------------------------------------------------------------------------------------

# All that is written goes to memory, on top of the root folder.
grow_board() {
  mount -t tmpfs -o mode=755 tmpfs "$TREE"
  mkdir "$board" "$TREE/upper" "$TREE/work"
  mount -t overlay -o "lowerdir=$ARM_ROOT,upperdir=$TREE/upper,workdir=$TREE/work${OVERLAY:-}" overlay "$board"
  mount -t proc proc "$board/proc"
  mount --rbind /dev "$board/dev"
  mount --rbind /sys "$board/sys"
  "$busybox" ip link set lo up
}

# A program that this machine's kernel can run, inside and in place of this shell.
enter() {
  exec chroot "$board" /host/busybox env -i PATH=/usr/sbin:/usr/bin:/host LANG=C.UTF-8 HOME=/root QEMU_CPU="$QEMU_CPU" "$@"
}

inside() { (enter "$@"); }

# A program of the board's.
arm() { inside /host/qemu-aarch64 "$@"; }

get() { env -i "$busybox" wget -q -O - "http://127.0.0.1:8080$1" 2>/dev/null; }

# --- what is installed -----------------------------------------------------------------------------------------------

unpack_packages() {
  for package in $PACKAGES; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$board" --no-same-owner --keep-directory-symlink || { why="can't unpack $package"; return 1; }
    case $package in */edgewise_*) dpkg-deb -e "$package" "$TREE/control" || return 1 ;; esac
  done
}

# The same places, as packages/pom.xml has them.
copy_build() {
  mkdir -p "$share/lib" "$share/models" "$board/usr/lib/systemd/system" "$board/usr/lib/edgewise" "$board/etc/edgewise"
  cp "$PROJECT/gateway/target/edgewise-gateway.jar" "$PROJECT/gateway/java.options" "$share/"
  for jar in "$PROJECT"/gateway/target/lib/*.jar; do
    case $jar in *edgewise-natives-linux-x86_64-*) ;; *) cp "$jar" "$share/lib/" ;; esac
  done
  for bundle in moderation extraction $BUNDLES; do
    [ -e "$share/models/$bundle" ] || cp -r "$PROJECT/models/$bundle" "$share/models/"
  done
  cp "$PROJECT/packages/src/deb/gateway/bin/edgewise" "$board/usr/bin/"
  cp "$PROJECT"/packages/src/deb/gateway/lib/* "$board/usr/lib/edgewise/"
  cp "$PROJECT/systemd/edgewise.service" "$board/usr/lib/systemd/system/"
  cp "$PROJECT"/packages/src/deb/gateway/etc/* "$board/etc/edgewise/"
  mkdir "$TREE/control"
  cp "$PROJECT/packages/src/deb/gateway/control/postinst" "$TREE/control/"
}

# The maintainer script runs as it is, by the shell that this machine's kernel can run.
install_gateway() {
  grow_board || { why="no overlay on $ARM_ROOT"; return 1; }
  if [ -n "$PACKAGES" ]; then unpack_packages || return 1; else copy_build; fi
  if find "$share" -name '*natives-linux-x86_64*' | grep -q .; then why="the library for x86-64 is there too"; return 1; fi
  mkdir -p "$board/usr/local/bin" "$board/var/lib/edgewise"
  for applet in awk install ln; do ln -s /host/busybox "$board/host/$applet"; done
  cp "$TREE/control/postinst" "$board/postinst"
  inside /host/busybox sh /postinst configure >"$REPORTS/postinst.log" 2>&1 || { why="postinst: $(last postinst)"; return 1; }
  [ -L "$board/usr/lib/edgewise/java" ] || { why="postinst made no link to Java"; return 1; }
  cp "$here/edgewise.yaml" "$board/etc/edgewise/edgewise.yaml"
}

check_architecture() {
  inside /usr/lib/edgewise/java -XshowSettings:properties -version >"$REPORTS/java.log" 2>&1 || { why="java: $(last java)"; return 1; }
  told=$(sed -n 's/^ *os\.arch = //p' "$REPORTS/java.log")
  [ "$told" = aarch64 ] || { why="os.arch is \"$told\", expected aarch64"; return 1; }
}

check_configuration() {
  inside /host/busybox sh /usr/bin/edgewise check -c /etc/edgewise/edgewise.yaml >"$REPORTS/check.log" 2>&1 || { why="$(last check)"; return 1; }
}

# --- it runs ---------------------------------------------------------------------------------------------------------

# A session that keeps what comes before the listener is there.
subscribe() {
  arm /usr/bin/mosquitto_sub -h 127.0.0.1 -i listener -c -q 1 -t moderation/+ -t plant/+/fields -E >"$REPORTS/subscribe.log" 2>&1
}

start_broker() {
  printf 'listener 1883 127.0.0.1\nallow_anonymous true\nuser root\n' >"$board/etc/mosquitto.conf"
  arm /usr/sbin/mosquitto -c /etc/mosquitto.conf >"$REPORTS/mosquitto.log" 2>&1 &
  wait_for 60 subscribe || { why="mosquitto: $(last mosquitto)"; return 1; }
  told=$(sed -n 's/.*mosquitto version \([0-9.]*\) starting.*/Mosquitto \1/p' "$REPORTS/mosquitto.log")
}

is_ready() { get /health/ready >"$REPORTS/ready.json"; }

# Ready, or no longer there.
is_ready_or_gone() { is_ready || ! kill -0 "$gateway" 2>/dev/null; }

# As the unit starts it.
start_gateway() {
  command=$(sed -n 's/^ExecStart=//p' "$board/usr/lib/systemd/system/edgewise.service")
  [ -n "$command" ] || { why="the unit has no ExecStart"; return 1; }
  # shellcheck disable=SC2086  # a unit's words are separated by blanks
  enter $command >"$REPORTS/gateway.log" 2>&1 &
  gateway=$!
  if wait_for "$start_limit" is_ready_or_gone && is_ready; then return; fi
  # What ends it is told by a line of its own, before it stops.
  told_end=$(grep '^edgewise: ' "$REPORTS/gateway.log" | tail -n 1)
  why="not ready: ${told_end:-$(last gateway)}"
  return 1
}

# receipt MODEL: says who runs it
receipt() {
  arm /usr/bin/mosquitto_sub -h 127.0.0.1 -C 1 -W 60 -t "edgewise/board/plan/$1" >"$REPORTS/receipt-$1.json" 2>>"$REPORTS/receipt.log" ||
    { why="no receipt of $1 on edgewise/board/plan/$1"; return 1; }
  python3 "$here/receipt.py" xnnpack "$REPORTS/receipt-$1.json" >"$REPORTS/receipt.log" 2>&1 || { why="$1: $(last receipt)"; return 1; }
  told="${told:+$told; }$1: $(last receipt)"
}

check_receipts() { receipt moderation && receipt extraction; }

publish() { arm /usr/bin/mosquitto_pub -h 127.0.0.1 -q 1 -t "$1" -l <"$EXPECTED/few.jsonl" >>"$REPORTS/publish.log" 2>&1; }

# compare BUNDLE TEXTS ANSWERS LOG ARGUMENTS…
compare() {
  model=$1 texts=$2 answers=$3 log=$4
  shift 4
  python3 "$here/answers.py" "$model" "$EXPECTED/$model.jsonl" "$answers" --ids "$EXPECTED/$texts.jsonl" "$@" >"$REPORTS/$log.log" 2>&1 ||
    { why="$model: $(last "$log") (see $REPORTS/$log.log)"; return 1; }
  told="${told:+$told; }$model: $(last "$log")"
}

round_trip() {
  few=$(wc -l <"$EXPECTED/few.jsonl")
  publish terminals/7/text && publish plant/north/orders || { why="can't publish: $(last publish)"; return 1; }
  arm /usr/bin/mosquitto_sub -h 127.0.0.1 -i listener -c -q 1 -t moderation/+ -t plant/+/fields -C $((2 * few)) -W 300 \
    >"$REPORTS/round-trip.jsonl" 2>"$REPORTS/listener.log" ||
    { why="$(wc -l <"$REPORTS/round-trip.jsonl") of $((2 * few)) answers came: $(last listener)"; return 1; }
  for model in moderation extraction; do
    compare "$model" few "$REPORTS/round-trip.jsonl" "round-trip-$model" || return 1
  done
}

# As systemd stops it; what ends is the JVM itself, since all that started it has made way for it.
stop_gateway() {
  kill -TERM "$gateway"
  code=0
  wait "$gateway" || code=$?
  # 143: ended by SIGTERM, as a JVM says it.
  [ "$code" = 0 ] || [ "$code" = 143 ] || { why="it ended with $code: $(last gateway)"; return 1; }
  grep -q 'stopping: finishing what is in work' "$REPORTS/gateway.log" || { why="it did not finish its work: $(last gateway)"; return 1; }
  if grep ' ERROR ' "$REPORTS/gateway.log" >"$REPORTS/errors.log"; then why="it reported: $(last errors)"; return 1; fi
}

# --- further texts ---------------------------------------------------------------------------------------------------

compare_texts() {
  cp "$EXPECTED/texts.jsonl" "$board/texts.jsonl"
  inside /host/busybox sh /usr/bin/edgewise eval --bundle "$bundle" --in /texts.jsonl --out "/$bundle.jsonl" >"$REPORTS/eval-$bundle.log" 2>&1 ||
    { why="eval: $(last "eval-$bundle")"; return 1; }
  cp "$board/$bundle.jsonl" "$REPORTS/"
  compare "$bundle" texts "$REPORTS/$bundle.jsonl" "compare-$bundle" --least "$LEAST" --row "$QEMU_CPU" --table "$EXPECTED/table.md"
}

step install install_gateway
step architecture check_architecture
[ -z "$PACKAGES" ] || step configuration check_configuration
step broker start_broker
step gateway-ready start_gateway
step receipts check_receipts
step round-trip round_trip
step stop stop_gateway
[ "$TEXTS" = 0 ] && exit
for bundle in $BUNDLES; do
  step "$TEXTS-texts-$bundle" compare_texts
done
