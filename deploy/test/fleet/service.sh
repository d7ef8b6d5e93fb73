# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: the service under systemd. Each leaves the boards as it found them.
# shellcheck shell=sh disable=SC2034,SC2154  # of fleet.sh

has_restarted() { [ "$(restarts_of "$1")" -gt "$2" ]; }

scenario_watchdog() {
  restarts=$(restarts_of board2)
  in_box board2 systemctl kill --signal=SIGSTOP edgewise
  wait_for 60 has_restarted board2 "$restarts" || { why="a gateway that hangs was not started anew within a minute"; return 1; }
  wait_for 60 is_linked board2 || { why="it did not come back: $(health_of board2)"; return 1; }
  in_box board2 journalctl -u edgewise -o cat --no-pager >"$reports/watchdog.journal"
  grep -q 'Watchdog timeout' "$reports/watchdog.journal" || { why="it was not the watchdog (see $reports/watchdog.journal)"; return 1; }
}

# Numbered messages while the gateway is killed twice: each has an answer at the broker in the end.
scenario_kill_9() {
  messages=300
  answers=$reports/kill-9.answers
  : >"$answers"
  in_box broker1 timeout 150 mosquitto_sub -u tester -P tester -V 5 -q 1 -c -i counter -t 'moderation/board2/+' -F '%t' >"$answers" 2>"$reports/kill-9.sub" &
  reader=$!
  sleep 1
  in_box broker1 sh -c "i=0; while [ \$i -lt $messages ]; do i=\$((i + 1)); mosquitto_pub -u tester -P tester -V 5 -q 1 -t boards/board2/\$i/text -m \"message \$i\" || exit 1; done" &
  writer=$!
  for _ in 1 2; do
    sleep 1
    in_box board2 systemctl kill --signal=SIGKILL edgewise
    wait_for 60 is_linked board2 || { why="it did not come back"; return 1; }
  done
  wait "$writer" || why="the broker took not all messages"
  [ -n "$why" ] || wait_for 90 all_answered || why="$(sort -u "$answers" | wc -l) of $messages have an answer"
  in_box broker1 pkill mosquitto_sub || true
  wait "$reader" || true
  [ -z "$why" ] || return 1
  told="$messages messages, $(wc -l <"$answers") answers, none missing"
}
all_answered() { [ "$(sort -u "$answers" | wc -l)" -ge "$messages" ]; }

# as_service BOX COMMAND…: with the mounts and the user of the running gateway
as_service() {
  service_box=$1
  shift
  id=$(main_pid "$service_box")
  user=$(in_box "$service_box" stat -c %u "/proc/$id")
  in_box "$service_box" nsenter -t "$id" -m setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
}

scenario_credentials() {
  [ "$(in_box board1 stat -c '%a %U' /etc/edgewise/credentials/mqtt.password)" = "600 root" ] || { why="others may read the password"; return 1; }
  as_service board1 cat /run/credentials/edgewise.service/mqtt.password | grep -qx "$password" || { why="the service can't read its credential"; return 1; }
  if as_service board1 cat /etc/edgewise/credentials/mqtt.password >/dev/null 2>&1; then why="the service reads the file itself"; return 1; fi
  if in_box board1 setpriv --reuid=65534 --regid=65534 --clear-groups cat /run/credentials/edgewise.service/mqtt.password >/dev/null 2>&1; then
    why="another user reads the credential"
    return 1
  fi
  if grep -rqF -- "$password" "$reports"; then why="the password is in a log: $(grep -rlF -- "$password" "$reports" | head -n 1)"; return 1; fi
}

scenario_read_only() {
  id=$(main_pid board1)
  for place in /usr/share/edgewise /etc/edgewise /var/lib /usr/bin /boot; do
    # As root in the service's mounts: what stops it is the file system, not the user.
    if said=$(in_box board1 nsenter -t "$id" -m touch "$place/edgewise-test" 2>&1); then why="the service's mounts let write to $place"; return 1; fi
    case $said in *"Read-only file system"*) ;; *) why="$place: $said"; return 1 ;; esac
  done
  as_service board1 sh -c 'touch /var/lib/edgewise/edgewise-test && rm /var/lib/edgewise/edgewise-test' || { why="its own state is not writable"; return 1; }
}

is_cut_off() { case $(health_of "$1") in *'"up":false'*) return 0 ;; *) return 1 ;; esac; }

# Without the site's drop-in there is no way to the broker, and with it there is.
scenario_ip_deny() {
  drop_in=/etc/systemd/system/edgewise.service.d/50-site.conf
  in_box board3 sed -i.kept /IPAddressAllow/d "$drop_in"
  in_box board3 systemctl daemon-reload
  in_box board3 systemctl restart edgewise
  wait_for 30 is_cut_off board3 || { why="the broker was reached without IPAddressAllow"; cut=$why; }
  is_ready board3 || { why="it is not ready without a broker: $(health_of board3)"; }
  in_box board3 mv "$drop_in.kept" "$drop_in"
  in_box board3 systemctl daemon-reload
  in_box board3 systemctl restart edgewise
  wait_for 30 is_linked board3 || { why="the broker is not reached with IPAddressAllow: $(health_of board3)"; }
  [ -z "$why" ]
}

scenario_score() {
  score=$(in_box board1 systemd-analyze security edgewise.service --no-pager | sed -n 's/.*exposure level for edgewise.service: \([0-9.]*\).*/\1/p')
  told="exposure $score"
  awk -v score="$score" 'BEGIN { exit !(score != "" && score <= 1.2) }' || { why="exposure $score, more than 1.2"; return 1; }
}

starts_with_cache() { case $(health_of board1) in *"\"aot_cache\":$1"*) return 0 ;; *) return 1 ;; esac; }
make_cache() { in_box board1 timeout 300 systemctl start edgewise-aot; }

# A cache is made once, is left aside when a jar is another than it was made with, and is made anew then.
scenario_aot_cache() {
  make_cache || { why="no cache was made: $(in_box board1 systemctl status edgewise-aot --no-pager | tail -n 1)"; return 1; }
  make_cache
  in_box board1 journalctl -u edgewise-aot -o cat --no-pager | grep -q 'the AOT cache fits' || { why="a cache that fits is made again"; return 1; }
  for expected in true false true; do
    in_box board1 systemctl restart edgewise
    wait_for 60 starts_with_cache "$expected" || { why="started with aot_cache other than $expected: $(health_of board1 | cut -c1-90)"; return 1; }
    if [ "$expected" = true ]; then in_box board1 sh -c 'touch /usr/share/edgewise/lib/picocli-*.jar'; else make_cache; fi
  done
  make_cache
  wait_for 60 is_linked board1 || { why="it did not come back"; return 1; }
}
