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

# A disk that holds one release and not two: first it is said before, then the check is taken away and it is found out.
scenario_full_disk() {
  BOX_DISK=460m start_box board4 4
  cat >"$site/small.yml" <<'END'
all: {children: {edgewise: {hosts: {board4: }}}}
END
  # shellcheck disable=SC2046
  play full-disk-deploy site -i small.yml --limit board4 $(signed 3)
  expect_code 0 && expect_ready board4 || return 1
  fill=$(in_box board4 df -m --output=avail /usr | tail -n 1)
  in_box board4 fallocate -l "$((fill - 100))M" /var/ballast
  # shellcheck disable=SC2046
  play full-disk-foreseen site -i small.yml --limit board4 $(signed 4)
  expect_code 2 && expect_said "MB free in /usr and /var" && expect_state board4 untouched && expect_version board4 "$version3" || return 1
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
