#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts every test set through one bundle and prints what it scores.
#
#   training/evaluate/evaluate.sh models/moderation
#   REUSE=1 training/evaluate/evaluate.sh models/moderation    scores answers that are there already
#
# EDGEWISE         the command, default ./edgewise of this checkout
# EDGEWISE_SHARED  the folder with datasets/, default ../shared beside this checkout
# OUT              where texts, answers and report.md go, default target/evaluate/NAME
# LANES            threads, default one per core
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bundle=${1:?usage: evaluate.sh BUNDLE, for example models/moderation}
name=$(basename "$bundle")
edgewise=${EDGEWISE:-$root/edgewise}
export EDGEWISE_SHARED="${EDGEWISE_SHARED:-$root/../shared}"
out=${OUT:-$root/target/evaluate/$name}

if [ ! -d "$EDGEWISE_SHARED/datasets" ]; then
    echo "skipped: there is no datasets/ in EDGEWISE_SHARED ($EDGEWISE_SHARED)"
    exit 0
fi
mkdir -p "$out"

# answers BUNDLE TEXTS ANSWERS: one run of the engine, unless REUSE says that it was done
answers() {
    if [ -n "${REUSE:-}" ] && [ -s "$3" ]; then
        return
    fi
    "$edgewise" eval --bundle "$1" --in "$2" --out "$3" --lanes "${LANES:-0}" >&2
}

# measured BUNDLE STEM SCRIPT [SET]: texts, answers, rows
measured() {
    with=$1
    stem=$2
    script=$here/$3
    shift 3
    rm -f "$out/$stem.in.jsonl"
    python3 "$script" prepare "$@" "$out/$stem.in.jsonl"
    if [ -s "$out/$stem.in.jsonl" ]; then
        answers "$with" "$out/$stem.in.jsonl" "$out/$stem.out.jsonl"
        python3 "$script" score "$@" "$out/$stem.out.jsonl" --bundle "$bundle"
    fi
}

moderation() {
    for set in jigsaw sms_spam clean_text bias_templates; do
        measured "$bundle" "$set" "$set.py"
    done
}

extraction() {
    for set in massive maintie mwo2kg maintnorm wnut17 btc; do
        measured "$bundle" "$set" extraction.py "$set"
    done
    python3 "$here/extraction.py" alone "$bundle" "$out/alone"
    measured "$out/alone" maintnorm-alone extraction.py maintnorm
}

task=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["task"])' "$bundle/bundle.json")
{
    echo "| set | measure | $name | 95 % interval | texts |"
    echo "|---|---|---|---|---|"
    "$task"
} > "$out/report.md"
cat "$out/report.md"
