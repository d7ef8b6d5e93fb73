# SPDX-License-Identifier: Apache-2.0
# Sourced by rung2: what is refused before any board is touched.
# shellcheck shell=sh disable=SC2034,SC2154  # of fleet.sh

# refused NAME SENTENCE ARGUMENT…: and nothing is on any board afterwards that was not there before
refused() {
  name=$1
  sentence=$2
  shift 2
  before=$(version_on board1)$(version_on board2)$(started_at board1)
  play "$name" site "$@"
  expect_code 2 && expect_said "$sentence" && expect_state board1 untouched && expect_state board2 untouched || return 1
  [ "$before" = "$(version_on board1)$(version_on board2)$(started_at board1)" ] || { why="a board was touched"; return 1; }
}

scenario_unsigned() {
  refused unsigned "is unsigned" -e "edgewise_release_dir=$releases/1" -e edgewise_require_signature=true -e "edgewise_release_key=$releases/key.pub"
}

scenario_tampered() {
  rm -rf "$releases/tampered"
  cp -r "$releases/1" "$releases/tampered"
  rm -f "$releases/tampered/SHA256SUMS.sig"
  printf 'x' >>"$(ls "$releases/tampered"/edgewise-natives_*_amd64.deb)"
  refused tampered "was changed or damaged" -e "edgewise_release_dir=$releases/tampered" || return 1
  # Whoever changes a package can write new sums, but not a signature.
  (cd "$releases/tampered" && sha256sum ./*.deb >SHA256SUMS)
  cp "$releases/2/SHA256SUMS.sig" "$releases/tampered/"
  refused tampered-sums "does not hold for the key" -e "edgewise_release_dir=$releases/tampered" -e edgewise_require_signature=true \
    -e "edgewise_release_key=$releases/key.pub"
}

scenario_architecture() {
  "$parts/release.sh" "$packages_folder" "$releases/arm64" same arm64
  refused architecture "has no edgewise-natives for x86_64" -e "edgewise_release_dir=$releases/arm64"
}

scenario_glibc() {
  "$parts/release.sh" "$packages_folder" "$releases/glibc" same glibc
  refused glibc "needs 9.9 or later" -e "edgewise_release_dir=$releases/glibc"
}

scenario_twins() {
  refused twins "have the same gateway.id" -e "edgewise_release_dir=$releases/1" -e '{"edgewise_configuration": {"gateway": {"id": "board"}}}'
}

scenario_missing_credential() {
  refused missing-credential "asks for credential:mqtt.password" -e "edgewise_release_dir=$releases/1" -e '{"edgewise_credentials": {}}'
}

# Ansible's Python in the box sees a clock in 1970, as on a board without a battery.
scenario_clock_in_1970() {
  for box in board1 board2 board3; do
    printf '#!/bin/sh\nexec faketime "1970-01-01 00:10:00" /usr/bin/python3 "$@"\n' | in_box $box install -m 755 /dev/stdin /usr/local/bin/python-1970
  done
  refused clock "its clock says 1970-01-01" -e "edgewise_release_dir=$releases/1" -e box_python=/usr/local/bin/python-1970 --limit edgewise
}

scenario_own_machine() {
  code=0
  log=$reports/own-machine.log
  (cd "$site" && timeout 60 ansible-playbook -i localhost, -c local -e edgewise_hosts=localhost -e "edgewise_release_dir=$releases/1" \
    edgewise.edgewise.site) >"$log" 2>&1 || code=$?
  expect_code 2 && expect_said "would be installed on this very machine" && [ ! -e /etc/edgewise/credentials ]
}
