# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: what goes wrong in the middle.
# shellcheck shell=sh disable=SC2034,SC2154  # of fleet.sh

# The power of board2 goes while a ring of three installs packages.
scenario_lost_board() {
  (
    until grep -q 'Install the packages' "$reports/lost-board.log" 2>/dev/null; do sleep 0.1; done
    "$boxes/stop.sh" --keep "$fleet" board2
  ) &
  thief=$!
  rm -f "$reports/lost-board.log"
  # shellcheck disable=SC2046
  play lost-board site $(signed 3) -e '{"edgewise_rings": ["100%"]}'
  wait "$thief" || true
  expect_code 4 && expect_state board1 changed && expect_state board2 unreachable && expect_state board3 changed || return 1
  for box in board1 board3; do expect_version $box "$version3" && expect_ready $box || return 1; done
  start_box board2 2
  # shellcheck disable=SC2046
  play lost-board-again site $(signed 3)
  expect_code 0 && expect_state board2 changed && expect_state board1 unchanged && expect_version board2 "$version3" && expect_ready board2
}

# leave MEGABYTES on the disk of board4
leave() {
  in_box board4 rm -f /var/ballast
  free=$(in_box board4 df -m --output=avail /usr | tail -n 1)
  in_box board4 fallocate -l "$((free - $1))M" /var/ballast
}

# A disk that holds one release and not two: first it is said before, then the check is taken away and it is found out.
scenario_full_disk() {
  BOX_DISK=460m start_box board4 4
  cat >"$site/small.yml" <<'END'
all: {children: {edgewise: {hosts: {board4: }}}}
END
  # shellcheck disable=SC2046
  play full-disk-deploy site -i small.yml --limit board4,broker1 $(signed 3)
  expect_code 0 && expect_ready board4 || return 1
  leave 100
  # shellcheck disable=SC2046
  play full-disk-foreseen site -i small.yml --limit board4 $(signed 4)
  expect_code 2 && expect_said "MB free in /usr and /var" && expect_state board4 untouched && expect_version board4 "$version3" || return 1
  # Enough for the copies, and not for what is in them.
  leave 45
  # shellcheck disable=SC2046
  play full-disk-met site -i small.yml --limit board4 $(signed 4) -e edgewise_disk_margin_mb=-1
  expect_code 2 && expect_state board4 "rolled back" && expect_version board4 "$version3" && expect_ready board4 || return 1
  told=$(reason_of board4 | cut -c1-160)
  "$boxes/stop.sh" "$fleet" board4
}

scenario_reset() {
  play reset-guard reset --limit board3
  expect_code 2 && expect_said "say that it is meant" && expect_version board3 "$version3" || return 1
  play reset reset --limit board3 -e edgewise_reset=true
  expect_code 0 && expect_version board3 "" || return 1
  for left in /etc/edgewise /var/lib/edgewise-rollout /var/cache/edgewise-debs /var/lib/private/edgewise; do
    if in_box board3 test -e "$left"; then why="$left is left"; return 1; fi
  done
}

# Ansible on the board itself, of another version than here, and a stick with release and collection.
scenario_usb_stick() {
  rm -rf "$work/stick"
  mkdir -p "$work/stick"
  cp -rl "$releases/3" "$work/stick/release"
  cp "$work"/edgewise-edgewise-*.tar.gz "$work/stick/"
  (base=$("$boxes/root.sh" stick) && BOX_MEDIA=$work/stick start_box board5 5) || return 1
  in_box board5 sh -c 'cd /root && ansible-galaxy collection install --offline /media/usb/edgewise-edgewise-*.tar.gz' >"$reports/usb-stick.log" 2>&1 ||
    { why="the collection can't be installed from the stick (log: $reports/usb-stick.log)"; return 1; }
  for run in first second; do
    log=$reports/usb-stick-$run.log
    code=0
    in_box board5 sh -c 'cd /root && ANSIBLE_CALLBACKS_ENABLED=edgewise.edgewise.rollout_report timeout 600 ansible-playbook -i localhost, -c local \
      -e edgewise_usb=true -e edgewise_release_dir=/media/usb/release edgewise.edgewise.site' >"$log" 2>&1 || code=$?
    expect_code 0 && expect_ready board5 || return 1
  done
  grep -Eq '^localhost +: ok=.* changed=0 ' "$log" || { why="the second run changed something (log: $log)"; return 1; }
  told=$(in_box board5 ansible --version | head -n 1)
  "$boxes/stop.sh" "$fleet" board5
}

# A board with no Java and no network gets everything from the offline bundle.
scenario_bare_board() {
  offline=${EDGEWISE_OFFLINE:-}
  if [ -z "$offline" ]; then
    [ -f "$root/packages/offline.sh" ] || { why="there is no packages/offline.sh"; return 77; }
    sh "$root/packages/offline.sh" amd64 >"$reports/offline.log" 2>&1 || { why="no offline bundle (log: $reports/offline.log)"; return 1; }
    offline=$(ls -d "$root"/packages/target/edgewise-offline_*_amd64)
  fi
  (base=$("$boxes/root.sh" bare) && start_box board6 6) || return 1
  printf 'all: {children: {edgewise: {hosts: {board6: }}}}\n' >"$site/bare.yml"
  play bare-board-without site -i bare.yml --limit board6 -e "edgewise_release_dir=$releases/1"
  expect_code 2 && expect_said "it has no Java 25" && expect_state board6 untouched || return 1
  play bare-board site -i bare.yml --limit board6,broker1 -e "edgewise_release_dir=$offline"
  expect_code 0 && expect_ready board6 || return 1
  if in_box board6 dpkg-query -W mosquitto >/dev/null 2>&1; then why="a package was installed that nothing needs: mosquitto"; return 1; fi
  "$boxes/stop.sh" "$fleet" board6
}
