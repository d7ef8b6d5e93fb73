# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: the fleet of boxes, and playbooks on it.
#
# Before: $root, $reports, $work, $base, $password; a function `fail`.
# shellcheck shell=sh disable=SC2034,SC2154  # the caller's

fleet=$work/fleet
boxes=$root/deploy/test/box
parts=$root/deploy/test/fleet
site=$work/site
# A playbook on three boards takes about a minute on two busy cores.
play_limit=600

# --- boxes -----------------------------------------------------------------------------------------------------------

start_box() { "$boxes/start.sh" "$fleet" "$1" "$2" "$base"; }
pid_of() { cat "$fleet/$1/pid"; }
in_box() {
  box=$1
  shift
  nsenter -t "$(pid_of "$box")" -a env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
}
version_on() { in_box "$1" dpkg-query -W -f='${Version}' edgewise 2>/dev/null || true; }
main_pid() { in_box "$1" systemctl show edgewise -p MainPID --value; }
# Changes when the service was started anew, by whom ever.
started_at() { in_box "$1" systemctl show edgewise -p ExecMainStartTimestampMonotonic --value; }
restarts_of() { in_box "$1" systemctl show edgewise -p NRestarts --value; }
health_of() { in_box "$1" curl -s -m 5 http://127.0.0.1:8080/health/ready || true; }
is_ready() { case $(health_of "$1") in *'"ready":true'*) return 0 ;; *) return 1 ;; esac; }
is_linked() {
  case $(health_of "$1") in *'"up":false'*) return 1 ;; *'"ready":true'*'"up":true'*) return 0 ;; *) return 1 ;; esac
}

# shellcheck source=deploy/test/wait.sh
. "$root/deploy/test/wait.sh"

# --- playbooks -------------------------------------------------------------------------------------------------------

# The example of the collection, with boxes in place of boards.
write_site() {
  rm -rf "$site"
  cp -r "$root/deploy/ansible/examples" "$site"
  (cd "$root/deploy/ansible" && ansible-galaxy collection build --force --output-path "$work" . >"$reports/collection.log" 2>&1 &&
    ansible-galaxy collection install --offline --force -p "$site/collections" "$work"/edgewise-edgewise-*.tar.gz >>"$reports/collection.log" 2>&1) ||
    fail "the collection can't be built (log: $reports/collection.log)"
  printf 'vault_mqtt_password: %s\n' "$password" >"$site/group_vars/all/secrets.yml"
  printf 'for this test only\n' >"$work/vault"
  ansible-vault encrypt --vault-password-file "$work/vault" "$site/group_vars/all/secrets.yml" >/dev/null 2>&1 || fail "ansible-vault failed"
  cat >"$site/boxes.yml" <<END
all:
  children:
    boxes:
      children: {edgewise: , edgewise_brokers: }
      vars:
        ansible_connection: box
        ansible_python_interpreter: "{{ box_python | default('/usr/bin/python3') }}"
        box_pid_file: "$fleet/{{ inventory_hostname }}/pid"
  vars:
    edgewise_gate_timeout: 120
    edgewise_gate_watch: 1
    # Shorter than on a board, for the test of the watchdog
    edgewise_service_lines: [WatchdogSec=10]
END
  printf 'edgewise_broker_users: {gateway: "{{ vault_mqtt_password }}", tester: tester}\n' >"$site/group_vars/edgewise_brokers/tester.yml"
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
  (cd "$site" && exec env ANSIBLE_CONNECTION_PLUGINS="$parts/connection" EDGEWISE_REPORT="$report" ANSIBLE_PIPELINING=1 ANSIBLE_NOCOLOR=1 \
    timeout "$play_limit" ansible-playbook -i hosts.yml -i boxes.yml --vault-password-file "$work/vault" "edgewise.edgewise.$playbook" \
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

# --- what a scenario expects -----------------------------------------------------------------------------------------

# shellcheck disable=SC2034  # rung2 tells it
expect_code() { [ "$code" = "$1" ] || { why="exit code $code, not $1 (log: $log)"; return 1; }; }
expect_said() { tr '\n' ' ' <"$log" | grep -qF -- "$1" || { why="it did not say \"$1\" (log: $log)"; return 1; }; }
expect_state() {
  [ "$(state_of "$1")" = "$2" ] || { why="the report says of $1 \"$(state_of "$1")\", not \"$2\" (log: $log)"; return 1; }
}
expect_version() {
  [ "$(version_on "$1")" = "$2" ] || { why="$1 has version \"$(version_on "$1")\", not \"$2\" (log: $log)"; return 1; }
}
expect_ready() { is_ready "$1" || { why="$1 is not ready: $(health_of "$1")"; return 1; }; }
# shellcheck disable=SC2034
expect_unchanged() {
  grep -E '^(board|broker)[0-9]+ +: ok=' "$log" | grep -vq ' changed=0 ' && { why="a second run changed something (log: $log): $(changed_tasks "$log" | head -n 3 | tr '\n' ';')"; return 1; }
  return 0
}
