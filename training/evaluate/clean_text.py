#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Harmless texts of the trade: how often moderation is wrong about them, and which label says so.

    clean_text.py prepare IN.jsonl
    ./edgewise eval --bundle models/moderation --in IN.jsonl --out OUT.jsonl
    clean_text.py score OUT.jsonl

Device commands (MASSIVE dev), work orders (MWO2KG dev), maintenance notes (MaintNorm validation), and sensor messages and
log lines of our own (plain_text.py). Input: $EDGEWISE_SHARED/datasets/extraction. Output: rows `| set | measure | value | 95 %
interval | texts |` with the share of texts by verdict and by the label that asked for it, Wilson's intervals, and after them the
texts that were not allowed, for people, with `#`.
"""
import collections

import extraction
import measure
import plain_text

SOURCES = {
    "device commands": lambda: read("massive"),
    "work orders": lambda: read("mwo2kg"),
    "maintenance notes": lambda: read("maintnorm"),
    "sensor text": plain_text.sensor,
    "log lines": plain_text.logs,
}


def read(name):
    return [text["text"] for text in extraction.SETS[name].read()]


def rows():
    """(id, set, text)"""
    return [(f"{name}-{i}", name, text) for name, texts in SOURCES.items() for i, text in enumerate(texts())]


def prepare(out):
    measure.write_texts(out, ((i, text) for i, _, text in rows()))


def score(out, bundle=None):
    texts = rows()
    said = measure.read_answers(out, "moderation", [i for i, *_ in texts])
    for name in SOURCES:
        given = [answer for (_, of, _), answer in zip(texts, said) if of == name]
        verdicts = collections.Counter(answer["verdict"] for answer in given)
        for verdict in ("review", "block"):
            measure.share_row(name, f"verdict {verdict}", verdicts[verdict], len(given))
        measure.share_row(name, "verdict review or block", len(given) - verdicts["allow"], len(given))
        flagged = collections.Counter(label for answer in given for label in answer["flagged"])
        for label in given[0]["scores"]:
            measure.share_row(name, f"flagged for {label}", flagged[label], len(given))
    for (_, name, text), answer in zip(texts, said):
        if answer["verdict"] != "allow":
            scores = ", ".join(f"{label} {answer['scores'][label]:.2f}" for label in answer["flagged"])
            print(f"# {name}: {answer['verdict']}: {text} ({scores})")


if __name__ == "__main__":
    measure.command(prepare, score)
