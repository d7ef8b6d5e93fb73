#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a bundle's EVALUATION.md from what the scorers printed.

    report.py models/moderation target/evaluate/moderation       called by evaluate.sh, which made the second

Reads DIR/rows.md (the rows of all scorers), DIR/*.jsonl (texts and answers, for their digests), DIR/engine (what `edgewise --version`
said), DIR/bench.json, and for a small bundle the rows.md of the large one beside DIR. Writes BUNDLE/EVALUATION.md. The same
files give the same bytes. Python's standard library only.
"""
import collections
import dataclasses
import hashlib
import json
import platform
import re
import sys
from pathlib import Path

from targets import LARGE, judge, rows_of

# What may be quoted: sentences that were written for these sets. Texts of others stay out of the repository.
QUOTED = ("contrastive", "realistic", "sensor text", "log lines", "bias templates", "cost")
SKIPPED = "skipped"
MOST_QUOTED = 40


@dataclasses.dataclass(frozen=True)
class Section:
    """A heading, what it says, which rows stand below it (a pattern for `set measure`, the first that fits), and pictures."""

    title: str
    text: str
    pattern: str
    plots: tuple = ()


MODERATION = [
    Section(
        "Jigsaw: ranking and calibration",
        "Official test, all toxic and 6,090 sampled clean comments, each clean one weighted by 9.5: an estimate for the whole test, not"
        " the leaderboard score. Calibration error: 15 bins of equal width. A score is a probability at the prior of the"
        " Jigsaw training set; the test has more toxic comments, so it is the harder question of the two.",
        r"Jigsaw (ROC-AUC|calibration).*",
        ("roc", "precision-recall", "reliability-jigsaw",),
    ),
    Section(
        "Held-out twentieth: calibration",
        "Texts that the model was not trained on, but the calibration was fitted on.",
        r"held-out twentieth .*",
        ("reliability-held-out",),
    ),
    Section(
        "Jigsaw: decisions",
        "At the thresholds that ship; the lines in the picture are review (dashed) and block (solid).",
        r"Jigsaw .*(precision|recall|flag rate|verdict).*",
        ("thresholds",),
    ),
    Section("Spam", "SMS Spam Collection, the fifth by hash that was never trained on.", r"SMS spam .*"),
    Section(
        "False alarms on the texts of the trade",
        "All of them harmless. Shares with Wilson's intervals. Device commands and the two kinds of maintenance text are development"
        " or validation parts of sets whose other parts were clean training rows; sensor text and log lines are our own"
        " (`plain_text.py`) and new to the model.",
        r"(device commands|work orders|maintenance notes|sensor text|log lines) .*",
    ),
    Section(
        "Bias",
        "Unintended-bias templates, every 37th by hash. Subgroup: toxic against harmless sentences with the term. BPSN: harmless"
        " sentences with the term against toxic ones without it; low where a mention alone raises the score.",
        r"bias templates .*",
    ),
    Section(
        "Sentences of our own that look otherwise than they are",
        "`contrastive.py sentences` lists them with gold verdict and reason; a test keeps them out of training texts. Toxic means"
        " verdict review or block. Classes are drawn from few templates each, so the intervals, which take sentences as independent,"
        " are too narrow.",
        r"contrastive .*",
    ),
]
EXTRACTION = [
    Section(
        "Fields of device commands, and intents",
        "MASSIVE dev. Strict: type and both ends right.",
        r"massive `device` .*",
        ("intent-reliability",),
    ),
    Section("Maintenance", "MaintIE (own tenth by hash) and MWO2KG dev, nested mentions flattened.", r"(maintie|mwo2kg) .*"),
    Section("Codes", "MaintNorm validation, with patterns and alone; then codes of our own in sentences.", r"(maintnorm|codes whole) .*"),
    Section("People and places", "WNUT17 dev, and Broad Twitter Corpus section h.", r"(wnut17|btc) .*"),
    Section(
        "Texts of another domain",
        "Fields that a group finds where it should find next to none. Chat is wanted SMS: people write names there, so some of"
        " the names are right.",
        r"(device commands|chat|work orders|log lines) fields .*",
    ),
    Section(
        "Out of scope",
        "Is a text a command at all? The threshold loses at most 3 % of MASSIVE dev, and was chosen on it.",
        r"out of scope .*",
        ("out-of-scope",),
    ),
    Section(
        "Sentences of our own",
        "Twenty sentences with fields by hand (`realistic.jsonl`), each with the groups that a route would ask for. Twenty are few:"
        " they are here to be read.",
        r"realistic .*",
    ),
]
CLASSIFICATION = [
    Section(
        "Reviews",
        "UCI's yelp.com sentences, half of them positive and half negative, never trained on. Neutral is not among the right answers.",
        r"yelp .*",
    ),
    Section(
        "Texts without a mood",
        "Device commands, work orders, and sensor text and log lines of our own: a mood in them is a false one.",
        r"(device commands|work orders|sensor text|log lines) taken for .*",
    ),
]
COMMON = [
    Section(
        "int8 against float",
        "The same texts through both, difference with a paired bootstrap: int8 less float.",
        r".* against float .*",
    ),
    Section(
        "Size and time",
        "One text a pass, one thread. Column texts: passes. The machine and its load are below the table.",
        r"cost .*",
        ("latency",),
    ),
]
SECTIONS = {"moderation": [*MODERATION, *COMMON], "extraction": [*EXTRACTION, *COMMON]}
SECTIONS |= {"classification": [*CLASSIFICATION, *COMMON]}


def table(rows, name, large):
    lines = ["| measure | value | 95 % interval | texts | target | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        judged = judge(row, name, large)
        lines.append(f"| {row.corpus}: {row.measure} | {row.value} | {row.between} | {row.size} | {judged.target} | {judged.met} |")
    return lines


def summary(rows, name, large):
    aimed = [row for row in rows if judge(row, name, large).target != "-"]
    met = sum(judge(row, name, large).met.startswith("yes") for row in aimed)
    return [f"{met} of {len(aimed)} targets are met.", "", *table(aimed, name, large)]


def sections(task, rows, notes, bundle, name, large):
    for section in SECTIONS[task]:
        mine = [row for row in rows if section_of(task, row) is section]
        yield from (f"## {section.title}", "", section.text, "")
        missing = notes.get(SKIPPED, []) if section is COMMON[0] else []
        yield from (table(mine, name, large) if mine else missing or ["not measured"])
        yield ""
        for plot in section.plots:
            if (bundle / "plots" / f"{plot}.png").exists():
                yield from (f"![{plot}](plots/{plot}.png)", "")
        quotes = [q for corpus in dict.fromkeys(r.corpus for r in mine) if corpus in QUOTED for q in notes.get(corpus, [])]
        if quotes:
            yield from (*(f"- {q}" for q in quotes[:MOST_QUOTED]), "")


def section_of(task, row):
    """Those of COMMON first: a comparison has the name of its set in front."""
    return next((s for s in (*COMMON, *SECTIONS[task]) if re.fullmatch(s.pattern, f"{row.corpus} {row.measure}")), None)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def provenance(bundle, work, task):
    descriptor = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    lines = ["## What was measured, with what", "", "| file | SHA-256 |", "|---|---|"]
    lines += [f"| {file} | {f['sha256']} |" for file, f in descriptor["files"].items() if file != "MODEL_CARD.md"]
    lines += ["", "| set | texts: SHA-256 | answers: SHA-256 |", "|---|---|---|"]
    for texts in sorted(work.glob("*.in.jsonl")):
        answers = texts.with_name(texts.name.replace(".in.", ".out."))
        if answers.exists():
            lines.append(f"| {texts.name.removesuffix('.in.jsonl')} | {digest(texts)} | {digest(answers)} |")
    engine = (work / "engine").read_text().strip() if (work / "engine").exists() else "unknown"
    drawn = (work / "drawn").read_text().strip() if (work / "drawn").exists() else "no pictures"
    lines += ["", f"Engine: {engine}. Python {platform.python_version()}; {drawn}."]
    return lines


def write(bundle, work):
    bundle, work = Path(bundle), Path(work)
    descriptor = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
    name, task = descriptor["name"], descriptor["task"]
    printed = (work / "rows.md").read_text(encoding="utf-8")
    rows = rows_of(printed)
    unseen = [r for r in rows if section_of(task, r) is None]
    if unseen:
        sys.exit(f"{work / 'rows.md'}: no section for {unseen[0].corpus} {unseen[0].measure} and {len(unseen) - 1} more")
    beside = work.parent / LARGE[name] / "rows.md" if name in LARGE else None
    large = {(r.corpus, r.measure): r for r in rows_of(beside.read_text(encoding="utf-8"))} if beside and beside.exists() else {}
    every = (work / "every").read_text().strip() if (work / "every").exists() else "1"
    lines = head(descriptor, every)
    lines += ["## Targets", "", *summary(rows, name, large), ""]
    lines += sections(task, rows, comments(printed), bundle, name, large)
    lines += provenance(bundle, work, task)
    (bundle / "EVALUATION.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def comments(printed):
    """Lines for people by set, `# SET: what`; and under SKIPPED why a comparison was skipped."""
    found = collections.defaultdict(list)
    for line in printed.splitlines():
        if line.startswith("# "):
            corpus, _, text = line[2:].partition(": ")
            found[corpus].append(text)
        elif line.startswith(SKIPPED):
            found[SKIPPED].append(line)
    return found


def head(descriptor, every):
    return [
        f"# How {descriptor['name']} {descriptor['version']} was evaluated, and what came out",
        "",
        "Written by `training/evaluate/evaluate.sh`; not edited by hand. Everything is scored from what `edgewise eval` of the shipped int8"
        " bundle answered.",
        "",
        "```",
        f"EDGEWISE_SHARED=../shared {'EVERY=' + every + ' ' if every != '1' else ''}training/evaluate/evaluate.sh models/{descriptor['name']}",
        "```",
        "",
        "Intervals are 95 %: percentile bootstrap over texts (500 rounds, seeded), Wilson's for shares. **met** judges the value;"
        " `±` says that the bound lies within the interval, so that chance may have decided."
        + (f" Of the long Jigsaw sets every {every}th text by hash was taken." if every != "1" else ""),
        "",
    ]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: report.py BUNDLE DIR")
    write(*sys.argv[1:])
