# SPDX-License-Identifier: Apache-2.0
"""Names in sentences: our own templates, and Presidio's, filled with values of our own. Standard library only.

Presidio's own rows are never read: their identities are under a share-alike licence. A third of the sentences is in lower
case, as terminals type, and a tenth in upper case.
"""
from __future__ import annotations

import random
import re
from collections.abc import Iterator

from . import shared
from .spans import MASKED, Span
from .templates import Filled, Templates

PRESIDIO = "extraction/presidio_pii/templates.txt"
COUNTS = {"messages": 1800, "none": 300}
OF_EACH = 8
LOWER, UPPER = 0.33, 0.10
SLOT = re.compile(r"\{\{\s*([A-Za-z_0-9]+)\s*\}\}")
PERSON = {"person", "name", "name_male", "name_female", "first_name", "last_name", "first_name_male", "first_name_female",
          "first_name_nonbinary", "last_name_male", "last_name_female"}  # fmt: skip
# Values that are of no type of ours; a place that some would mark as one is masked.
PLAIN = {
    "credit_card_number": lambda d: " ".join(str(d.randint(1000, 9999)) for _ in range(4)),
    "phone_number": lambda d: f"555-01{d.randint(10, 99)}",
    "age": lambda d: str(d.randint(18, 90)),
    "year": lambda d: str(d.randint(1950, 2026)),
    "postcode": lambda d: str(d.randint(10000, 99999)),
    "zipcode": lambda d: str(d.randint(10000, 99999)),
    "email": lambda d: f"user{d.randint(1, 999)}@mail.example",
    "url": lambda d: f"https://site{d.randint(1, 99)}.example/",
    "iban": lambda d: f"XX{d.randint(10, 99)} {d.randint(1000, 9999)} {d.randint(1000, 9999)} {d.randint(10, 99)}",
    "ip_address": lambda d: f"192.0.2.{d.randint(1, 254)}",
    "ssn": lambda d: f"000-{d.randint(10, 99)}-{d.randint(1000, 9999)}",
    "date_time": lambda d: f"{d.randint(1, 28)}/{d.randint(1, 12)}/20{d.randint(10, 27)}",
    "date_of_birth": lambda d: f"{d.randint(1, 28)}.{d.randint(1, 12)}.19{d.randint(40, 99)}",
    "day_of_week": lambda d: d.choice(["Monday", "Tuesday", "Friday", "Sunday"]),
    "job": lambda d: d.choice(["electrician", "welder", "teacher", "nurse", "fitter", "clerk"]),
    "us_driver_license": lambda d: f"D{d.randint(1000000, 9999999)}",
    "nationality": lambda d: d.choice(["German", "French", "Indian", "Kenyan", "Chilean", "Polish", "Turkish"]),
    "nation_woman": lambda d: d.choice(["German", "French", "Indian", "Kenyan"]),
    "nation_plural": lambda d: d.choice(["Germans", "Indians", "Kenyans", "Chileans"]),
    "prefix": lambda d: d.choice(["Mr.", "Ms.", "Dr."]),
    "prefix_male": lambda d: "Mr.",
    "prefix_female": lambda d: "Mrs.",
    "building_number": lambda d: str(d.randint(1, 400)),
    "secondary_address": lambda d: f"Apt. {d.randint(1, 90)}",
    "state_abbr": lambda d: d.choice(["TX", "CA", "NY", "WA"]),
}
STREETS = ["Mill Lane", "Station Road", "High Street", "Oak Avenue", "Harbour Street", "Foundry Road", "Lindenweg"]


def sentences(seed: int) -> Iterator[Filled]:
    draw = random.Random(f"people/{seed}")
    own = Templates.read("people")
    for section, count in COUNTS.items():
        for filled in own.rows(section, count, draw):
            yield recased(filled, draw)
    lines = shared.find(PRESIDIO).read_text(encoding="utf-8", errors="replace").splitlines()
    for line in filter(None, (l.strip().replace("\\n", " ") for l in lines)):
        for filled in presidio(line, own, draw):
            yield recased(filled, draw)


def presidio(line: str, own: Templates, draw: random.Random) -> Iterator[Filled]:
    """Some fillings of a line; none when it has a slot that is not known, or marks nothing."""
    names = [s[1].lower() for s in SLOT.finditer(line)]
    if not names or any(_value(n, own, draw) is None for n in names) or "\ufffd" in line or len(line) > 300:
        return
    for _ in range(OF_EACH):
        text, spans, last = "", [], 0
        for slot in SLOT.finditer(line):
            value, kind = _value(slot[1].lower(), own, draw)
            text += line[last : slot.start()]
            if kind:
                spans.append((len(text), len(text) + len(value), kind))
            text += value
            last = slot.end()
        yield Filled(text + line[last:], spans, line, "presidio")


def _value(name: str, own: Templates, draw: random.Random) -> tuple[str, str] | None:
    fill = lambda slot: own.fill("{" + slot + "}", "", draw).text
    if name in PERSON:
        slot = "first" if name.startswith("first") else "last" if name.startswith("last") else "person"
        return fill(slot), "PERSON"
    if name in ("city", "country"):
        return fill(name), "LOCATION"
    if name == "organization":
        return fill(name), "ORGANIZATION"
    if name in ("address", "street_name"):
        street = draw.choice(STREETS)
        return (f"{draw.randint(1, 300)} {street}, {fill('city')}" if name == "address" else street), MASKED
    return (PLAIN[name](draw), "") if name in PLAIN else None


def recased(filled: Filled, draw: random.Random) -> Filled:
    chance = draw.random()
    change = str.lower if chance < LOWER else str.upper if chance < LOWER + UPPER else str
    text = change(filled.text)
    if len(text) != len(filled.text):
        return filled
    return Filled(text, filled.spans, filled.template, filled.section)


def for_people(spans: list[Span]) -> list[Span]:
    """The same in WNUT17's types, which has no organisation as such."""
    return [(s, e, MASKED if kind == "ORGANIZATION" else kind) for s, e, kind in spans]
