# SPDX-License-Identifier: Apache-2.0
"""What the extraction model learns from, set by set, with what each says of which head.

A head that a row doesn't name learns nothing from it. A span of type `?` is masked. Rows are deduplicated by key within a
set, none has the key of a test text, and the twentieth of each set by hash is held out. Needs PyYAML.
"""
from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from . import codes, contrast, devices, none_intent, orders, people, shopfloor, tests_texts
from .sieve import Sieve
from .spans import Span

import extraction as sets  # noqa: E402
import measure  # noqa: E402
import mix  # noqa: E402

FILES = [
    "extraction/massive_en/en-US.train-dev.jsonl",
    *(f"extraction/snips2017/train.{part}" for part in ("seq.in", "seq.out", "label")),
    "extraction/mwo2kg/train_3200.json",
    "extraction/maintie/gold_train.json",
    "extraction/maintnorm/combined_train.norm",
    "extraction/wnut17/wnut17train.conll",
    *(f"extraction/btc_tweets/{section}.conll" for section in "abeg"),
    people.PRESIDIO,
    "extraction/clinc150/data_full.json",
    "moderation/paradetox/paradetox.tsv",
    "moderation/sms_spam/spam.csv",
    contrast.LEXICON,
]
TYPES = {
    "work_order": ["EQUIPMENT", "ACTIVITY", "STATE", "POSITION", "CONSUMABLE", "AGENT", "PROPERTY"],
    "maintenance": ["EQUIPMENT", "ACTIVITY", "STATE", "PROCESS", "PROPERTY"],
    "codes": ["ID", "NUM", "DATE"],
    "people": ["PERSON", "LOCATION", "GROUP", "CORPORATION", "PRODUCT", "CREATIVE_WORK"],
    "names": ["PERSON", "LOCATION", "ORGANIZATION"],
}
GROUPS = {"intent": "device", "device": "device", "maintenance": "maintenance", "work_order": "work-order"}
GROUPS |= {"codes": "codes", "people": "people", "names": "names"}
LEARNT_FROM = {
    "intent": "MASSIVE, Home Assistant templates, SNIPS, CLINC150 and other sets for none",
    "device": "MASSIVE, Home Assistant templates, SNIPS",
    "maintenance": "MaintIE, own templates",
    "work_order": "MWO2KG, own templates",
    "codes": "MaintNorm, own templates",
    "people": "WNUT17, own templates, Presidio templates",
    "names": "Broad Twitter Corpus, own templates, Presidio templates",
}
# A name may hide in these, so they say nothing of people.
CAPITAL = re.compile(r"[A-Z@]")
DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Example:
    """A text, its intent if it is known, and its fields by head."""

    text: str
    spans: dict[str, list[Span]]
    intent: str | None = None


@dataclass
class ExtractionData:
    train: dict[str, list[Example]] = field(default_factory=dict)
    held_out: dict[str, list[Example]] = field(default_factory=dict)
    dropped: collections.Counter = field(default_factory=collections.Counter)

    def counts(self) -> dict:
        by = lambda part: {name: len(rows) for name, rows in part.items()}
        return {"train": by(self.train), "held_out": by(self.held_out), "dropped": dict(self.dropped)}


def read(seed: int) -> ExtractionData:
    data, tests = ExtractionData(), tests_texts.keys()
    for name, rows in SETS.items():
        data.train[name], data.held_out[name] = [], []
        sieve = Sieve(tests, data.dropped, f"{name}: ")
        for row, held_out in rows(seed):
            if sieve.passes(row.text):
                (data.held_out if held_out else data.train)[name].append(row)
    return data


def _by_text(rows: Iterator[Example]) -> Iterator[tuple[Example, bool]]:
    for row in rows:
        yield row, measure.part(row.text, mix.VALIDATION_PARTS) == 0


def massive(seed: int) -> Iterator[tuple[Example, bool]]:
    """Device commands; they are no work orders, and have no codes."""
    return _by_text(Example(t["text"], {"device": t["spans"]}, t["intent"]) for t in sets.massive("train"))


def _commands(read_commands: Callable) -> Callable:
    return lambda seed: _by_text(Example(c.text, {"device": c.spans}, c.intent) for c in read_commands(seed))


def work_orders(seed: int) -> Iterator[tuple[Example, bool]]:
    return _by_text(Example(t["text"], {"work_order": t["spans"]}) for t in sets.mwo2kg("train_3200.json"))


def maintenance(seed: int) -> Iterator[tuple[Example, bool]]:
    """The nine tenths by hash that extraction.py doesn't measure on."""
    return _by_text(Example(t["text"], {"maintenance": t["spans"]}) for t in sets.maintie(trained=True))


def made_orders(seed: int) -> Iterator[tuple[Example, bool]]:
    for filled in orders.sentences(seed):
        heads = {"work_order": filled.spans, "maintenance": orders.for_maintenance(filled.spans), "device": []}
        yield Example(filled.text, heads, none_intent.NAME), filled.held_out


def norms(seed: int) -> Iterator[tuple[Example, bool]]:
    return _by_text(Example(t["text"], {"codes": t["spans"]}) for t in sets.maintnorm("combined_train.norm"))


def made_codes(seed: int) -> Iterator[tuple[Example, bool]]:
    return ((Example(f.text, {"codes": f.spans}), f.held_out) for f in codes.sentences(seed))


def wnut(seed: int) -> Iterator[tuple[Example, bool]]:
    return _by_text(Example(t["text"], {"people": t["spans"]}) for t in sets.wnut17("wnut17train.conll"))


def btc(seed: int) -> Iterator[tuple[Example, bool]]:
    for section in "abeg":
        yield from _by_text(Example(t["text"], {"names": t["spans"]}) for t in sets.btc(section))


def made_people(seed: int) -> Iterator[tuple[Example, bool]]:
    for filled in people.sentences(seed):
        heads = {"names": filled.spans, "people": people.for_people(filled.spans)}
        yield Example(filled.text, heads), filled.held_out


def nothing(seed: int) -> Iterator[tuple[Example, bool]]:
    """No intent; and no fields of the heads that such a text can't have any of."""
    for text, source in none_intent.texts(seed):
        if source in ("work orders", "logs"):
            heads = ["device"] if source == "work orders" else ["device", "people", "names"]
        else:
            heads = ["maintenance", "work_order"]
            if source in ("chat", "insults"):
                heads.append("device")
            if not DIGIT.search(text):
                heads.append("codes")
        row = Example(text, {head: [] for head in heads}, none_intent.NAME)
        yield row, measure.part(text, mix.VALIDATION_PARTS) == 0


def strangers(seed: int) -> Iterator[tuple[Example, bool]]:
    """Texts of one domain that have no fields of another: commands for maintenance, orders for names, plants for rooms."""
    for t in sets.massive("train"):
        if measure.part(t["text"], 4) == 0:
            heads = {head: [] for head in ("maintenance", "work_order", "codes") if not DIGIT.search(t["text"])}
            yield Example(t["text"], heads), measure.part(t["text"], mix.VALIDATION_PARTS) == 0
    for t in sets.mwo2kg("train_3200.json"):
        if not CAPITAL.search(t["text"]):
            heads = {"people": [], "names": [], "device": []}
            yield Example(t["text"], heads), measure.part(t["text"], mix.VALIDATION_PARTS) == 0
    for f in shopfloor.sentences(seed):
        if f.section == "orders" and not CAPITAL.search(f.text):
            yield Example(f.text, {"people": [], "names": []}, none_intent.NAME), f.held_out


SETS: dict[str, Callable] = {
    "massive": massive,
    "home": _commands(devices.home),
    "snips": _commands(lambda seed: devices.snips()),
    "work_orders": work_orders,
    "maintenance": maintenance,
    "made_orders": made_orders,
    "norms": norms,
    "made_codes": made_codes,
    "wnut": wnut,
    "btc": btc,
    "made_people": made_people,
    "none": nothing,
    "strangers": strangers,
}


def files() -> list[str]:
    return FILES + devices.home_files() + tests_texts.FILES
