#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Texts that are no command: does the intent head know that they are none, and what do the groups find in them?

    out_of_scope.py prepare IN.jsonl
    ./edgewise eval --bundle models/extraction --in IN.jsonl --out OUT.jsonl
    out_of_scope.py score OUT.jsonl --bundle models/extraction

In scope: device commands (MASSIVE dev). Out of scope: CLINC150's out-of-scope test questions, chat (wanted messages in the
untrained fifth of the SMS Spam Collection), insults (the toxic ones of contrastive.py), work orders (MWO2KG dev), log lines
(plain_text.py). A text counts as none when its intent is `none`, or its confidence is below a threshold: the highest one that loses
at most 3 % of the commands, the `none` ones among them counted; it is 0 where those alone are more. Input: $EDGEWISE_SHARED/datasets. Output: rows `| set | measure | value | 95 % interval | texts |`:
recall of none; and of each group, fields per text of a kind that it is not for.
"""
import contrastive
import extraction
import measure
import plain_text
import sms_spam

NAME = "out of scope"
LOST = 0.03
CHAT = 600
# Whose fields mean nothing on which texts. People write names in chat: there, each found one may be right.
STRANGERS = {
    "chat": ("maintenance", "work-order", "codes", "people", "names"),
    "work orders": ("device", "people", "names"),
    "device commands": ("maintenance", "work-order"),
    "log lines": ("device", "people", "names"),
}


def chat():
    """Of the fifth that is kept from training: the others teach `none`."""
    return list(dict.fromkeys(r["v2"] for r in sms_spam.rows() if r["v1"] == "ham"))[:CHAT]


SOURCES = {
    "device commands": lambda: [t["text"] for t in extraction.SETS["massive"].read()],
    "CLINC questions": lambda: [text for text, _ in extraction.clinc("oos_test")],
    "chat": chat,
    "insults": lambda: [text for _, text, toxic, _ in contrastive.sentences() if toxic],
    "work orders": lambda: [t["text"] for t in extraction.SETS["mwo2kg"].read()],
    "log lines": plain_text.logs,
}
IN_SCOPE = "device commands"


def rows():
    return [(f"{name}-{i}", name, text) for name, texts in SOURCES.items() for i, text in enumerate(texts())]


def prepare(out):
    measure.write_texts(out, ((i, text) for i, _, text in rows()))


def score(out, bundle=None):
    texts = rows()
    answers = measure.read_answers(out, "extraction", [i for i, *_ in texts])
    said = {name: [a for (_, of, _), a in zip(texts, answers) if of == name] for name in SOURCES}
    intents(said)
    for name, groups in STRANGERS.items():
        for group in groups:
            fields(name, group, said[name])


def assurance(answer):
    """How sure it is that the text is a command: below every threshold for `none`."""
    intent = answer["intent"]
    return -1.0 if intent["name"] == "none" else intent["confidence"]


def threshold(commands, lost=LOST):
    """The highest threshold below which at most that share of the commands lies; never below 0, so that `none` is always refused."""
    ordered = sorted(map(assurance, commands))
    return max(0.0, ordered[int(lost * len(ordered))])


def intents(said):
    limit = threshold(said[IN_SCOPE])
    none = {name: [assurance(a) < limit for a in answers] for name, answers in said.items()}
    named = sum(a["intent"]["name"] == "none" for answers in said.values() for a in answers)
    shown = f"confidence below {limit:.3f}" + (", or `none`" if named else "; the bundle never says `none`")
    measure.share_row(NAME, f"commands lost ({shown})", sum(none[IN_SCOPE]), len(none[IN_SCOPE]))
    others = [n for name, answers in none.items() if name != IN_SCOPE for n in answers]
    measure.share_row(NAME, "recall of none, all", sum(others), len(others))
    for name, answers in none.items():
        if name != IN_SCOPE:
            measure.share_row(NAME, f"recall of none, {name}", sum(answers), len(answers))


def fields(name, group, answers):
    counts = [sum(f["group"] == group for f in a["fields"]) for a in answers]
    drawn = [sum(w * c for w, c in zip(weights, counts)) / len(counts) for weights in measure.resamples(len(counts))]
    measure.row(f"{name}", f"fields a text of `{group}`", sum(counts) / len(counts), measure.interval(drawn), len(counts), "%.2f")


if __name__ == "__main__":
    measure.command(prepare, score)
