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

# shellcheck source=it/arm64/contained.sh
. "$here/contained.sh"

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
require_machine mvn
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
