#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts every test set through one bundle; writes BUNDLE/EVALUATION.md and BUNDLE/plots/*.png.
#
#   training/evaluate/evaluate.sh models/moderation
#   training/evaluate/evaluate.sh models/extraction --against other/bundle     and compares with that one
#   training/evaluate/evaluate.sh models/extraction --checkpoint target/trained/extraction      and compares with its float32 import
#   REUSE=1 training/evaluate/evaluate.sh models/moderation                    scores answers that are there already
#   EVERY=4 training/evaluate/evaluate.sh models/moderation                    a quarter of the long Jigsaw sets
#
# EDGEWISE         the command, default ./edgewise of this checkout
# EDGEWISE_SHARED  the folder with datasets/ and models/, default ../shared beside this checkout
# OUT              where texts, answers and rows.md go, default target/evaluate/NAME
# LANES            threads, default one per core
# ROUNDS           of `edgewise bundle bench`, default 20
#
# Without either, a bundle is compared with the float checkpoint of its name in EDGEWISE_SHARED, when there is one with its heads. The
# pictures need Matplotlib: the first run makes target/evaluate-venv from requirements.txt, with the network once. Where that
# can't be done, the report is written without pictures.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
usage="usage: evaluate.sh BUNDLE [--against BUNDLE | --checkpoint DIR], for example models/moderation"
bundle=${1:?$usage}
against=
checkpoint=
case ${2:-} in
    '') ;;
    --against) against=${3:?$usage} ;;
    --checkpoint) checkpoint=${3:?$usage} ;;
    *) echo "$usage" >&2; exit 2 ;;
esac
name=$(basename "$bundle")
edgewise=${EDGEWISE:-$root/edgewise}
export EDGEWISE_SHARED="${EDGEWISE_SHARED:-$root/../shared}"
out=${OUT:-$root/target/evaluate/$name}
venv=$root/target/evaluate-venv

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
    "$edgewise" eval --bundle "$1" --in "$2" --out "$3.part" --lanes "${LANES:-0}" --any-language >&2
    mv "$3.part" "$3"
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
    else
        rm -f "$out/$stem.out.jsonl"
    fi
}

moderation() {
    for set in jigsaw held_out sms_spam clean_text bias_templates contrastive; do
        measured "$bundle" "$set" "$set.py"
    done
    compared jigsaw sms_spam
}

extraction() {
    for set in massive maintie mwo2kg maintnorm wnut17 btc; do
        measured "$bundle" "$set" extraction.py "$set"
    done
    python3 "$here/extraction.py" alone "$bundle" "$out/alone"
    measured "$out/alone" maintnorm-alone extraction.py maintnorm
    for set in codes_whole realistic out_of_scope; do
        measured "$bundle" "$set" "$set.py"
    done
    compared maintie mwo2kg wnut17 massive
}

classification() {
    measured "$bundle" moods moods.py
    echo "skipped: int8 against float, which bundle import compares by logits"
}

# compared SET...: the same texts through the other bundle, and the differences
compared() {
    other=$against
    if [ -z "$other" ]; then
        float_of=${checkpoint:-$EDGEWISE_SHARED/models/edgewise/$name}
        lacking=$(python3 "$here/compare.py" lacking "$bundle" "$float_of")
        if [ -n "$lacking" ]; then
            if [ -n "$checkpoint" ]; then
                echo "evaluate.sh: $lacking" >&2
                exit 1
            fi
            echo "skipped: the checkpoint in $name of EDGEWISE_SHARED/models/edgewise: $lacking; --checkpoint names another, --against a bundle"
            return
        fi
        float_bundle "$float_of"
        other=$out/float
    fi
    for set in "$@"; do
        if [ -s "$out/$set.in.jsonl" ]; then
            answers "$other" "$out/$set.in.jsonl" "$out/$set-float.out.jsonl"
            python3 "$here/compare.py" score "$set" "$out/$set.out.jsonl" "$out/$set-float.out.jsonl"
        else
            echo "skipped: $set against float, for its texts are not there"
        fi
    done
}

# float_bundle CHECKPOINT: imports it in float32 with the heads of this bundle
float_bundle() {
    if [ -z "${REUSE:-}" ] || [ ! -f "$out/float/bundle.json" ]; then
        rm -rf "$out/imported" "$out/float"
        "$edgewise" bundle import --weights fp32 --licence Apache-2.0 --heads "$(python3 "$here/compare.py" heads "$bundle")" \
            "$1" "$out/imported" >&2
        python3 "$here/compare.py" twin "$bundle" "$out/imported" "$out/float" >&2
    fi
}

cost() {
    if [ -z "${REUSE:-}" ] || [ ! -s "$out/bench.json" ]; then
        "$edgewise" bundle bench "$bundle" --json --rounds "${ROUNDS:-20}" > "$out/bench.json"
    fi
    python3 "$here/cost.py" "$out/bench.json" --bundle "$bundle"
}

# The Python of the pictures: 0 when it is there or could be made
painter() {
    if [ ! -x "$venv/bin/python" ]; then
        echo "making $venv for the pictures (training/evaluate/requirements.txt)" >&2
        python3 -m venv "$venv" &&
            "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt" || { rm -rf "$venv"; return 1; }
    fi
}

task=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["task"])' "$bundle/bundle.json")
case $task in
    moderation | extraction | classification) ;;
    *) echo "evaluate.sh: there are no test sets for bundles of the task $task; training/train reports in metrics.json" >&2; exit 2 ;;
esac
"$edgewise" --version > "$out/engine"
echo "${EVERY:-1}" > "$out/every"
{
    echo "| set | measure | $name | 95 % interval | texts |"
    echo "|---|---|---|---|---|"
    "$task"
    cost
} > "$out/rows.md"
rm -rf "$out/drawn" "$bundle/plots"
if painter; then
    "$venv/bin/python" "$here/plots.py" "$bundle" "$out"
else
    echo "skipped: the pictures, for there is no Matplotlib of requirements.txt here and it could not be installed" >&2
fi
python3 "$here/report.py" "$bundle" "$out"
echo "$bundle/EVALUATION.md: $(sed -n 's/ targets are met\.$/ targets are met/p' "$bundle/EVALUATION.md")"
