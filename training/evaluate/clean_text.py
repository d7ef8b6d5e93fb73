#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Device commands (MASSIVE dev) and work orders (MWO2KG dev), all of them harmless: how often moderation is wrong.

    clean_text.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    clean_text.py score OUT.jsonl

Input: $EDGEWISE_SHARED/datasets/extraction/{massive_en,mwo2kg}. Output: rows `| set | measure | value | 95 % interval |
texts |` with the share of texts by verdict, and after them the texts that were not allowed, for people, with `#`.
"""
import extraction
import measure

NAMES = {"massive": "device commands", "mwo2kg": "work orders"}


def rows():
    return [(f"{name}-{i}", text["text"]) for name in NAMES for i, text in enumerate(extraction.SETS[name].read())]


def prepare(out):
    measure.write_texts(out, rows())


def score(out, bundle=None):
    texts = rows()
    said = dict(zip((i for i, _ in texts), measure.read_answers(out, "moderation", [i for i, _ in texts])))
    for name, shown in NAMES.items():
        of_set = [(i, text) for i, text in texts if i.startswith(name + "-")]
        given = [said[i]["verdict"] for i, _ in of_set]
        for verdict in ("review", "block"):
            measure.share_row(shown, f"verdict {verdict}", given.count(verdict), len(of_set))
        measure.share_row(shown, "verdict review or block", len(given) - given.count("allow"), len(of_set))
    for i, text in texts:
        answer = said[i]
        if answer["verdict"] != "allow":
            flagged = ", ".join(f"{label} {answer['scores'][label]:.2f}" for label in answer["flagged"])
            print(f"# {answer['verdict']}: {text} ({flagged})")


if __name__ == "__main__":
    measure.command(prepare, score)
