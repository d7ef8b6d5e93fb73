# SPDX-License-Identifier: Apache-2.0
# Sourced by the rungs of the test ladder: steps with their times, and waiting.
#
# Before: $PROJECT, this repository; $REPORTS, a folder for what is said; $on, what the steps are done on.
# shellcheck shell=sh disable=SC2154  # $on is the caller's

# step NAME FUNCTION: the function puts what is wrong in `why`, and what is worth telling in `told`. The first that fails ends the
# rung: the later ones build on it.
step() {
  step_begin=$(date +%s.%N)
  why=
  told=
  if "$2"; then
    printf 'ok %s %s (%s)%s\n' "$on" "$1" "$(since "$step_begin")" "${told:+: $told}"
  else
    printf 'FAILED %s %s: %s\n' "$on" "$1" "${why:-no reason given}"
    exit 1
  fi
}

since() { printf '%s %s\n' "$1" "$(date +%s.%N)" | awk '{ printf "%.1f", $2 - $1 }'; }

# The last sentence of a log.
last() { tail -n 1 "$REPORTS/$1.log" 2>/dev/null | cut -c1-300; }

# shellcheck source=deploy/test/wait.sh
. "$PROJECT/deploy/test/wait.sh"
