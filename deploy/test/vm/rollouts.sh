# SPDX-License-Identifier: Apache-2.0
# Sourced by vm/fleet.sh: Ansible by ssh to the virtual boards. The broker is the one that each board has in itself.
# shellcheck shell=sh disable=SC2034,SC2154  # of fleet.sh

root=$PROJECT
reports=$REPORTS
work=$DISKS
# Ansible needs about a hundred programs on a board, each of them emulated.
play_limit=5400
play_options='-i boards.yml'
fail() { printf '%s\n' "$1" >&2; exit 1; }

# shellcheck source=deploy/test/fleet/playbooks.sh
. "$PROJECT/deploy/test/fleet/playbooks.sh"

# What differs from the collection's defaults is for the emulated processor.
write_site() {
  copy_examples
  rm -r "$site/group_vars" "$site/hosts.yml"
  {
    printf 'edgewise_canary: {hosts: {board-1: }}\nedgewise:\n  hosts:\n'
    for board in $boards; do printf '    board-%d: {ansible_port: 220%d}\n' "$board" "$board"; done
    cat <<END
  vars:
    ansible_host: 127.0.0.1
    ansible_user: root
    ansible_ssh_private_key_file: $SYSTEM/key
    ansible_ssh_common_args: -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR
    ansible_python_interpreter: /usr/bin/python3
    edgewise_gate_timeout: $ready_limit
    edgewise_gate_watch: 1
    edgewise_golden_timeout: 300
END
  } >"$site/boards.yml"
}

# program_of BOARD: its version, and when it was started
program_of() {
  on_board "$1" 'dpkg-query -W -f "\${Version} " edgewise; systemctl show edgewise -p ExecMainStartTimestampMonotonic --value; sha256sum /etc/edgewise/edgewise.yaml'
}

# The first board has it from the folder; the others are bare. The folder is the release, Java and all.
rollout() {
  write_site
  play rollout site -e "edgewise_release_dir=$OFFLINE"
  expect_code 0 || return 1
  for board in $boards; do expect_state "board-$board" changed || return 1; done
}

# Its sums are right, and its bundle does not say what it should.
bad_release() {
  "$PROJECT/deploy/test/fleet/release.sh" "$PACKAGES" "$work/bad" 0.2.1 golden arm64 >"$REPORTS/release.log" 2>&1 ||
    { why="no release: $(last release)"; return 1; }
  version=$(on_board 1 "dpkg-query -W -f '\${Version}' edgewise")
  others=$(others)
  play bad-release upgrade -e "edgewise_release_dir=$work/bad"
  expect_code 2 && expect_state board-1 "rolled back" || return 1
  case $(reason_of board-1) in *golden*) ;; *) why="the report's reason: $(reason_of board-1)"; return 1 ;; esac
  [ "$(on_board 1 "dpkg-query -W -f '\${Version}' edgewise")" = "$version" ] || { why="board-1 is not back at $version (log: $log)"; return 1; }
  is_ready 1 || { why="board-1 is not ready: $(cat "$REPORTS/ready-1.json")"; return 1; }
  for board in $boards; do [ "$board" = 1 ] || expect_state "board-$board" untouched || return 1; done
  [ "$(others)" = "$others" ] || { why="another board changed"; return 1; }
  told=$(reason_of board-1 | cut -c1-160)
}

others() { for board in $boards; do [ "$board" = 1 ] || program_of "$board"; done; }
