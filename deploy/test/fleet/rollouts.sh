# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: releases that come, and one that must not stay.
# shellcheck shell=sh disable=SC2034,SC2154  # of fleet.sh

signed() { printf '%s' "-e edgewise_release_dir=$releases/$1 -e edgewise_require_signature=true -e edgewise_release_key=$releases/key.pub"; }

scenario_check_fresh() {
  # shellcheck disable=SC2046  # options are separated by blanks
  play check-fresh site --check --diff $(signed 1)
  expect_code 0 && expect_state board3 "would change" && expect_said "+edgewise $version1" && expect_version board1 ""
}

scenario_deploy() {
  # shellcheck disable=SC2046
  play deploy site $(signed 1)
  expect_code 0 || return 1
  for box in board1 board2 board3; do expect_state $box changed && expect_version $box "$version1" && expect_ready $box || return 1; done
}

scenario_idempotence() {
  # shellcheck disable=SC2046
  play idempotence site $(signed 1)
  expect_code 0 && expect_unchanged && expect_state board2 unchanged
}

scenario_check_unchanged() {
  # shellcheck disable=SC2046
  play check-unchanged site --check --diff $(signed 1)
  expect_code 0 && expect_unchanged && expect_state board2 unchanged
}

# Over the cable and the broker, each board by a topic of its own.
scenario_golden_message() {
  for box in board1 board2 board3; do
    answer=$(in_box broker1 mosquitto_rr -u tester -P tester -V 5 -q 1 -W 20 -t "boards/$box/hall/text" -e "answers/$box" -m "You are all idiots and I hate you") ||
      { why="no answer of $box"; return 1; }
    case $answer in *'"verdict":"block"'* | *'"verdict":"review"'*) ;; *) why="$box says $answer"; return 1 ;; esac
  done
}

# What check mode says of a changed setting and of an upgrade is what happens then.
scenario_check_is_true() {
  settings='{"edgewise_jvm_options": ["-Xmx112m"]}'
  # shellcheck disable=SC2046
  play check-true-1 site --check --diff $(signed 1) -e "$settings" --limit edgewise_canary
  expect_code 0 && expect_said "+-Xmx112m" || return 1
  foretold=$(changed_tasks "$log")
  [ -n "$foretold" ] || { why="check mode foretold nothing (log: $log)"; return 1; }
  # shellcheck disable=SC2046
  play check-true-2 site --diff $(signed 1) -e "$settings" --limit edgewise_canary
  expect_code 0 || return 1
  [ "$foretold" = "$(changed_tasks "$log")" ] || { why="foretold: $foretold; changed: $(changed_tasks "$log")"; return 1; }
}

scenario_upgrade() {
  # shellcheck disable=SC2046
  play upgrade-check upgrade --check --diff $(signed 2)
  expect_code 0 && expect_state board3 "would change" || return 1
  foretold=$(changed_tasks "$log")
  # shellcheck disable=SC2046
  play upgrade upgrade $(signed 2)
  expect_code 0 || return 1
  [ "$foretold" = "$(changed_tasks "$log")" ] || { why="foretold: $foretold; changed: $(changed_tasks "$log")"; return 1; }
  for box in board1 board2 board3; do expect_version $box "$version2" && expect_ready $box || return 1; done
  case $(health_of board3) in *'"version":"0.2.0"'*) ;; *) why="board3 runs $(health_of board3)"; return 1 ;; esac
}

# bad NAME RELEASE REASON: the canary goes back, the others never change, and the report says why
bad() {
  others=$(started_at board2)$(started_at board3)$(restarts_of board2)$(version_on board2)$(version_on board3)
  settings=$(in_box board1 sha256sum /etc/edgewise/edgewise.yaml /etc/edgewise/jvm.options /etc/systemd/system/edgewise.service.d/50-site.conf)
  # shellcheck disable=SC2046
  play "$1" site $(signed "$2") -e '{"edgewise_jvm_options": ["-Xmx120m"]}'
  expect_code 2 && expect_state board1 "rolled back" && expect_state board2 untouched && expect_state board3 untouched || return 1
  case $(reason_of board1) in *"$3"*) ;; *) why="the report's reason: $(reason_of board1)"; return 1 ;; esac
  expect_version board1 "$version2" && expect_ready board1 || return 1
  [ "$settings" = "$(in_box board1 sha256sum /etc/edgewise/edgewise.yaml /etc/edgewise/jvm.options /etc/systemd/system/edgewise.service.d/50-site.conf)" ] ||
    { why="the configuration is not the one of before"; return 1; }
  [ "$others" = "$(started_at board2)$(started_at board3)$(restarts_of board2)$(version_on board2)$(version_on board3)" ] || { why="another board changed"; return 1; }
  told=$(reason_of board1 | cut -c1-160)
}

scenario_broken_bundle() { bad broken-bundle golden "golden"; }
scenario_damaged_bundle() { bad damaged-bundle model "model.tflite"; }
scenario_broken_program() { bad broken-program program "corrupt jarfile"; }

# A bundle of the site's own, from a directory of the controller; then one that is broken, which goes and leaves the other in use.
scenario_site_bundle() {
  rm -rf "$work/bundles"
  mkdir -p "$work/bundles"
  cp -r "$root/models/sentiment" "$work/bundles/good"
  cp -r "$root/models/sentiment" "$work/bundles/bad"
  python3 "$parts/break_golden.py" "$work/bundles/bad"
  sed -i 's/"version": *"[^"]*"/"version": "9.9.9"/' "$work/bundles/bad/bundle.json"
  python3 - "$site/group_vars/edgewise/gateway.yml" "$work/site-bundle.yml" <<'END'
import sys, yaml
settings = yaml.safe_load(open(sys.argv[1]))
configuration = settings["edgewise_configuration"]
configuration["models"]["mood"] = {"bundle": "/var/lib/edgewise-bundles/sentiment/current"}
configuration["routes"].append({"name": "mood", "from": "boards/{{ inventory_hostname }}/+/report", "steps": [{"classify": {"model": "mood"}}]})
yaml.safe_dump({"edgewise_configuration": configuration}, open(sys.argv[2], "w"), sort_keys=False)
END
  play site-bundle site -e "edgewise_release_dir=$releases/2" -e "@$work/site-bundle.yml" -e "{\"edgewise_bundles\": [\"$work/bundles/good\"]}" --limit board3
  expect_code 0 && expect_ready board3 || return 1
  good=$(in_box board3 readlink /var/lib/edgewise-bundles/sentiment/current)
  case $(health_of board3) in *"\"bundle\":\"sentiment@$good\""*) ;; *) why="board3 does not serve sentiment@$good: $(health_of board3)"; return 1 ;; esac
  play site-bundle-bad site -e "edgewise_release_dir=$releases/2" -e "@$work/site-bundle.yml" -e "{\"edgewise_bundles\": [\"$work/bundles/bad\"]}" --limit board3
  expect_code 2 && expect_state board3 "rolled back" && expect_ready board3 || return 1
  [ "$(in_box board3 readlink /var/lib/edgewise-bundles/sentiment/current)" = "$good" ] || { why="the broken bundle is still the current one"; return 1; }
  case $(health_of board3) in *"\"bundle\":\"sentiment@$good\""*) ;; *) why="board3 does not serve sentiment@$good any more: $(health_of board3)"; return 1 ;; esac
  told=$(reason_of board3 | cut -c1-160)
}

scenario_rollback() {
  play rollback rollback --limit board2
  expect_code 0 && expect_version board2 "$version1" && expect_ready board2 || return 1
  play rollback-undone rollback --limit board2
  expect_code 0 && expect_version board2 "$version2" && expect_ready board2
}

scenario_status() {
  play status status
  expect_code 0 && expect_said "moderation@" && grep -c "healthy" "$log" >"$reports/status.count" || return 1
  [ "$(cat "$reports/status.count")" = 3 ] || { why="$(cat "$reports/status.count") boards are healthy (log: $log)"; return 1; }
}
