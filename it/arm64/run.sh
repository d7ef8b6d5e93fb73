#!/bin/sh
# The inference module's tests on emulated 64-bit ARM processors, in a Debian 13 of their own. Started by
# `./edgewise test-arm64`.
#
#   run.sh [PROCESSOR…]   names of qemu's processors (default: cortex-a53 cortex-a76, those of Raspberry Pi 3 and 5)
#
#   JAVA_HOME             a JDK of at least 25, for the build
#   EDGEWISE_CACHE        where the ARM system is kept for the next run, below arm64/ (default: ~/.cache/edgewise)
#   EDGEWISE_SHARED       folder with third-party data and models (default: ../shared)
#   EDGEWISE_DEBIAN       the server with Debian's packages (default: http://deb.debian.org)
#
# Exit codes: 0 all passed, 1 a test failed, 2 wrong use, 77 skipped with a sentence that says why: never a pass.
#
# What does not run here:
#   - …ParityIT, RegexTokenizerTest: our tokenizers, pure Java, against others on hundreds of thousands of texts.
#   - inference.pattern: pure Java too, and a third of the time.
#   - a test that needs x86-64 (int8 without XNNPACK) says so itself and is counted as skipped.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
here=$root/it/arm64
cache=${EDGEWISE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/edgewise}/arm64
shared=${EDGEWISE_SHARED:-$root/../shared}
class_path_file=$root/inference/target/test-class-path.txt
build_limit=1200
# One processor takes about five minutes when nothing else runs.
tests_limit=3600
not_here='.*ParityIT|.*RegexTokenizerTest|io\.edgewise\.inference\.pattern\..*'
child=

note() { printf 'edgewise: %s\n' "$1" >&2; }
fail() { note "$1"; exit "${2:-1}"; }
skip() { printf 'skipped: %s\n' "$1"; exit 77; }

# --- what ends with this script --------------------------------------------------------------------------------------

# Replaces this shell with a command that is killed when the script ends, also when that is by kill -9.
become() { exec setpriv --pdeathsig KILL "$@"; }

# The same in namespaces of its own: with the command go its mounts and all that it started. Without root's rights a
# user namespace gives them, where the system allows one.
become_contained() {
  if [ "$(id -u)" != 0 ]; then set -- --user --map-root-user "$@"; fi
  become unshare --mount --pid --fork --kill-child --propagation private "$@"
}

# Waits for the process started last, and keeps its exit code in `ended`. The shell reacts to Ctrl-C while it waits.
await() {
  child=$!
  ended=0
  wait "$child" || ended=$?
  child=
}

# shellcheck disable=SC2317  # called by traps
stop() {
  trap - INT TERM HUP EXIT
  if [ -n "$child" ]; then kill -KILL "$child" 2>/dev/null || true; fi
  exit "$1"
}

# --- what must be there ----------------------------------------------------------------------------------------------

require_machine() {
  [ "$(uname -s)" = Linux ] || skip "emulating ARM processors needs Linux, this is $(uname -s)"
  case $(uname -m) in aarch64 | arm64) skip "this is a 64-bit ARM machine already: ./edgewise test is the real thing" ;; esac
  for command in apt-get dpkg dpkg-deb tar flock unshare setpriv timeout mvn; do
    command -v "$command" >/dev/null 2>&1 || skip "$command is not installed"
  done
  [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] ||
    skip "Debian's keys are not installed (apt install debian-archive-keyring)"
  why=$( (become_contained sh -c 'mount -t proc proc /proc && mount -t tmpfs tmpfs /tmp') 2>&1) ||
    skip "no privilege for namespaces and mounts here ($(printf '%s' "$why" | tail -n 1)): run as root"
}

need_root_folder() {
  mkdir -p "$cache" 2>/dev/null || skip "can't write to $cache: set EDGEWISE_CACHE"
  [ -e "$cache/root" ] || note "downloading a 64-bit ARM Debian to $cache; once, about a minute"
  (become_contained flock "$cache/lock" sh "$here/root.sh" "$cache") >"$cache/root.log" 2>&1 &
  await
  [ "$ended" = 0 ] || skip "no 64-bit ARM system: $(tail -n 1 "$cache/root.log") (log: $cache/root.log)"
}

require_processors() {
  # Listing them counts as a failure for qemu.
  known=$("$cache/root/host/qemu-aarch64" -cpu help || true)
  known=$(printf '%s\n' "$known" | sed -n 's/^  *//p')
  for processor in "$@"; do
    printf '%s\n' "$known" | grep -qx -e "$processor" ||
      fail "no processor \"$processor\" can be emulated; there are: $(printf '%s' "$known" | tr '\n' ' ')" 2
  done
}

build() {
  note "building the tests"
  log=$root/inference/target/arm64-build.log
  mkdir -p "$root/inference/target"
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  # Maven dies with timeout, and timeout with this script.
  (become timeout "$build_limit" setpriv --pdeathsig KILL mvn -B -q -f "$root/pom.xml" -pl inference -am test-compile \
    dependency:build-classpath -Dmdep.outputFile=target/test-class-path.txt -Dmdep.includeScope=test) >"$log" 2>&1 &
  await
  [ "$ended" = 0 ] && return
  grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
  fail "the build failed (log: $log)"
}

# --- one processor ---------------------------------------------------------------------------------------------------

# Runs JUnit: run_junit PROCESSOR REPORTS JUNIT-ARGUMENTS…
#
# Child processes are forked: the JVM's usual way starts a helper program, which is an ARM program.
run_junit() {
  export QEMU_CPU="$1" REPORTS="$2"
  shift 2
  mkdir -p "$REPORTS"
  (become_contained sh "$here/inside.sh" "$tests_limit" -ea --enable-native-access=ALL-UNNAMED -Xmx768m \
    -Djdk.lang.Process.launchMechanism=FORK -Dedgewise.testkit.patience=10 \
    org.junit.platform.console.ConsoleLauncher execute --scan-class-path=/edgewise/inference/target/test-classes \
    --include-classname='.*(Test|IT)$' --exclude-classname="$not_here" --disable-banner --disable-ansi-colors \
    --details=summary --fail-if-no-tests --reports-dir=/reports "$@") >"$REPORTS/junit.log" 2>&1 &
  await
}

# Adds an attribute of all reports below a folder.
sum() {
  cat "$1"/*/TEST-*.xml 2>/dev/null | sed -n "s/^<testsuite .* $2=\"\([0-9]*\)\".*/\1/p" | awk '{ s += $1 } END { print s + 0 }'
}

show_failures() {
  for log in "$1"/*/junit.log; do
    sed -n '/^Failures/,/^Test run finished/p' "$log" | head -n 100 >&2
  done
}

# Fails when a test failed, or when JUnit ended without having reported.
test_processor() {
  reports=$root/it/target/arm64/$1
  rm -rf "$reports"
  begin=$(date +%s)
  code=0
  export HIDE_SYS=
  run_junit "$1" "$reports/all" --exclude-tag=hidden-sys
  [ "$ended" = 0 ] || code=$ended
  export HIDE_SYS=yes
  run_junit "$1" "$reports/hidden-sys" --include-tag=hidden-sys
  [ "$ended" = 0 ] || code=$ended
  tests=$(sum "$reports" tests)
  failed=$(($(sum "$reports" failures) + $(sum "$reports" errors)))
  skipped=$(sum "$reports" skipped)
  printf '%s: %d tests, %d passed, %d failed, %d skipped, %d s\n' \
    "$1" "$tests" $((tests - failed - skipped)) "$failed" "$skipped" $(($(date +%s) - begin))
  [ "$code" = 0 ] && return
  show_failures "$reports"
  [ "$failed" != 0 ] || note "$1: JUnit ended with $code before it reported (137: after the limit of $tests_limit s)"
  note "$1 failed; what was printed: $reports"
  return 1
}

# --- run -------------------------------------------------------------------------------------------------------------

trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP
trap 'stop $?' EXIT

case ${1:-} in
  -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" | sed '/^set -eu/,$d'; exit ;;
  '') set -- cortex-a53 cortex-a76 ;;
esac
require_machine
need_root_folder
require_processors "$@"
build
mkdir -p "$cache/tree"
export ARM_ROOT="$cache/root" TREE="$cache/tree" PROJECT="$root" SHARED=''
if [ -d "$shared" ]; then SHARED=$(CDPATH='' cd -- "$shared" && pwd); fi
CLASS_PATH=$(cat "$class_path_file")
export CLASS_PATH
result=0
for processor in "$@"; do
  test_processor "$processor" || result=1
done
exit "$result"
