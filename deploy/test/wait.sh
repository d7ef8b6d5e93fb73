# SPDX-License-Identifier: Apache-2.0
# Sourced by the rungs of the test ladder.
# shellcheck shell=sh

# wait_for SECONDS COMMAND…: until it succeeds
wait_for() {
  until=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$until" ] || return 1
    sleep 0.3
  done
}
