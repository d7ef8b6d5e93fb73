# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: the fleet of boxes, and playbooks on it.
#
# Before: $root, $reports, $work, $base, $password; a function `fail`.
# shellcheck shell=sh disable=SC2034,SC2154  # the caller's

fleet=$work/fleet
boxes=$root/deploy/test/box
parts=$root/deploy/test/fleet
# A playbook on three boards takes about a minute on two busy cores.
play_limit=600
play_options="-i hosts.yml -i boxes.yml --vault-password-file $work/vault"
export ANSIBLE_CONNECTION_PLUGINS="$parts/connection"

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
# shellcheck source=deploy/test/fleet/playbooks.sh
. "$root/deploy/test/fleet/playbooks.sh"

# --- playbooks -------------------------------------------------------------------------------------------------------

# The example of the collection, with boxes in place of boards.
write_site() {
  copy_examples
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

# --- what a scenario expects -----------------------------------------------------------------------------------------

expect_version() {
  [ "$(version_on "$1")" = "$2" ] || { why="$1 has version \"$(version_on "$1")\", not \"$2\" (log: $log)"; return 1; }
}
expect_ready() { is_ready "$1" || { why="$1 is not ready: $(health_of "$1")"; return 1; }; }
# shellcheck disable=SC2034
expect_unchanged() {
  grep -E '^(board|broker)[0-9]+ +: ok=' "$log" | grep -vq ' changed=0 ' && { why="a second run changed something (log: $log): $(changed_tasks "$log" | head -n 3 | tr '\n' ';')"; return 1; }
  return 0
}
