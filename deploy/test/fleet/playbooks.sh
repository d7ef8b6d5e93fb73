# SPDX-License-Identifier: Apache-2.0
# Sourced by the rungs that roll out: playbooks of the collection, and what they report.
#
# Before: $root, this repository; $reports, a folder for logs; $work, a folder for this run; $play_limit, seconds for a playbook;
# $play_options, of ansible-playbook; a function `fail`.
# shellcheck shell=sh disable=SC2034,SC2154  # the caller's

site=$work/site

# The site of the collection's examples, with the collection built and installed as an operator does.
copy_examples() {
  rm -rf "$site"
  cp -r "$root/deploy/ansible/examples" "$site"
  (cd "$root/deploy/ansible" && ansible-galaxy collection build --force --output-path "$work" . >"$reports/collection.log" 2>&1 &&
    ansible-galaxy collection install --offline --force -p "$site/collections" "$work"/edgewise-edgewise-*.tar.gz >>"$reports/collection.log" 2>&1) ||
    fail "the collection can't be built (log: $reports/collection.log)"
}

# play NAME PLAYBOOK ARGUMENT…: in two rings, a canary and the rest; its exit code is in $code, what it said in $log, its report in $report
play() {
  log=$reports/$1.log
  report=$reports/$1.json
  playbook=$2
  shift 2
  rm -f "$report"
  code=0
  # Waited for in the background: a shell that is told to stop reacts at once then.
  # shellcheck disable=SC2086  # options are separated by blanks
  (cd "$site" && exec env EDGEWISE_REPORT="$report" ANSIBLE_PIPELINING=1 ANSIBLE_NOCOLOR=1 \
    timeout "$play_limit" ansible-playbook $play_options "edgewise.edgewise.$playbook" \
    -e '{"edgewise_rings": [1, "100%"]}' "$@") \
    >"$log" 2>&1 &
  child=$!
  wait "$child" || code=$?
  child=
}

# state_of BOX: as in the report
state_of() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get(sys.argv[2], {}).get("state", "?"))' "$report" "$1"; }
reason_of() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]]["why"])' "$report" "$1"; }

# changed_tasks LOG: a line "BOX TASK" for each that changed something
changed_tasks() {
  awk '/^TASK \[/ { sub(/^TASK \[/, ""); sub(/\] \**$/, ""); task = $0 }
       /^changed: \[/ { split($0, word, /[][]/); sub(/ ->.*/, "", word[2]); print word[2], task }' "$1" | sort -u
}

expect_code() { [ "$code" = "$1" ] || { why="exit code $code, not $1 (log: $log)"; return 1; }; }
expect_said() { tr '\n' ' ' <"$log" | grep -qF -- "$1" || { why="it did not say \"$1\" (log: $log)"; return 1; }; }
expect_state() {
  [ "$(state_of "$1")" = "$2" ] || { why="the report says of $1 \"$(state_of "$1")\", not \"$2\" (log: $log)"; return 1; }
}
