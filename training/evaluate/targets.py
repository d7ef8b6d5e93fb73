# SPDX-License-Identifier: Apache-2.0
"""What the project wants of its bundles, and whether a row of a table reaches it. No command of its own."""
import dataclasses
import re

LARGE = {"moderation-small": "moderation", "extraction-small": "extraction"}
POINTS = 0.015
POINTS_PEOPLE = 0.06
STRANGER = (
    r"chat fields a text of `(maintenance|work-order|people|names)`"
    r"|work orders fields a text of `(device|people|names)`"
    r"|log lines fields .*|device commands fields .*"
)


@dataclasses.dataclass(frozen=True)
class Target:
    """A bound for the rows whose set and measure, with a blank between them, match a pattern as a whole.

    `sense` is `≥` or `≤`. With `less` the bound is what the large bundle of the same task says in the same row less that
    much, with `times` that many times it.
    """

    pattern: str
    sense: str
    bound: float = 0.0
    less: float | None = None
    times: float | None = None

    def of(self, row, large):
        """The bound for a row, None when it hangs on a row of the large bundle that isn't there."""
        if self.less is None and self.times is None:
            return self.bound
        theirs = large.get((row.corpus, row.measure))
        if theirs is None:
            return None
        return theirs.number - self.less if self.less is not None else theirs.number * self.times

    def met(self, value, bound):
        return value >= bound if self.sense == "≥" else value <= bound


MODERATION = [
    Target(r"contrastive accuracy, all", "≥", 70.0),
    Target(r"SMS spam spam block at .*: F1", "≥", 0.96),
    Target(r"device commands verdict review or block", "≤", 0.20),
    Target(r"(work orders|sensor text) verdict review or block", "≤", 0.25),
    Target(r"jigsaw against float ROC-AUC mean, difference", "≥", -0.001),
]
EXTRACTION = [
    Target(r".* against float F1, difference", "≥", -0.004),
    Target(r"out of scope recall of none, all", "≥", 85.0),
    Target(r"out of scope commands lost .*", "≤", 3.0),
    Target(STRANGER, "≤", 0.1),
]
LARGE_EXTRACTION = [
    Target(r"massive `device` F1", "≥", 0.82),
    Target(r"massive `device` intent accuracy", "≥", 0.90),
    Target(r"maintie `maintenance` F1", "≥", 0.90),
    Target(r"mwo2kg `work-order` F1", "≥", 0.82),
    Target(r"wnut17 `people` F1 PERSON and LOCATION", "≥", 0.45),
]
SMALL_EXTRACTION = [
    Target(r"(massive `device`|maintie `maintenance`|mwo2kg `work-order`) F1", "≥", less=POINTS),
    Target(r"massive `device` intent accuracy", "≥", less=POINTS),
    Target(r"(wnut17 `people`|btc `names`) F1 PERSON and LOCATION", "≥", less=POINTS_PEOPLE),
]
LARGE_SIZE = [Target(r"cost model file, MB", "≤", 23.6)]
SMALL_SIZE = [Target(r"cost model file, MB", "≤", 12.5), Target(r"cost \d+ tokens, best ms", "≤", times=0.5)]

TARGETS = {
    "moderation": [Target(r"Jigsaw ROC-AUC mean of six", "≥", 0.987), *MODERATION, *LARGE_SIZE],
    "moderation-small": [Target(r"Jigsaw ROC-AUC mean of six", "≥", 0.985), *MODERATION, *SMALL_SIZE],
    "extraction": [*LARGE_EXTRACTION, *EXTRACTION, *LARGE_SIZE],
    "extraction-small": [*SMALL_EXTRACTION, *EXTRACTION, *SMALL_SIZE],
}


@dataclasses.dataclass(frozen=True)
class Row:
    """One row that a scorer printed; `value` and `between` as printed."""

    corpus: str
    measure: str
    value: str
    between: str
    size: str

    @property
    def number(self):
        """The value in the unit it is printed in."""
        return float(self.value.removesuffix(" %"))

    @property
    def ends(self):
        ends = [float(end.removesuffix(" %")) for end in self.between.split(" to ")] if self.between != "-" else []
        return ends or None


@dataclasses.dataclass(frozen=True)
class Judged:
    """What a row should be, in words, and whether it is: `yes`, `no`, `unknown`, or `-` without a target."""

    target: str
    met: str


def rows_of(text):
    """The rows in what scorers printed; lines of other kinds, and heads of tables, are left out."""
    rows = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")] if line.startswith("| ") else []
        if len(cells) == 5 and cells[0] != "set":
            rows.append(Row(*cells))
    return rows


def judge(row, name, large):
    """`large` has the rows of the large bundle by set and measure; it is asked for small ones only."""
    for target in TARGETS.get(name, []):
        if re.fullmatch(target.pattern, f"{row.corpus} {row.measure}"):
            bound = target.of(row, large)
            if bound is None:
                return Judged(f"{target.sense} by the large bundle, whose rows are missing", "unknown")
            if row.value == "-":
                return Judged(shown(target, bound, row), "unknown")
            answer = "yes" if target.met(row.number, bound) else "no"
            unsure = row.ends and row.ends[0] < bound < row.ends[1]
            return Judged(shown(target, bound, row), answer + " ±" * bool(unsure))
    return Judged("-", "-")


def shown(target, bound, row):
    digits = 2 if row.value.endswith(" %") else 4
    text = f"{bound:.{digits}f}".rstrip("0").rstrip(".")
    return f"{target.sense} {text}" + " %" * row.value.endswith(" %")
