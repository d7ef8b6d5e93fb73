# SPDX-License-Identifier: Apache-2.0
"""Codes as plants write them, inside work orders: the labels of MaintNorm with marks of punctuation in them.

Standard library only.
"""
from __future__ import annotations

import random
import string
from collections.abc import Iterator

from .templates import Filled, Templates

COUNTS = {"ids": 2600, "serials": 1000, "numbers": 900, "none": 900}
PREFIXES = "CV P K V TK HX M FT PT LT TT XV PCV BL CR SC AG EX GB CP MCC UPS RTU LOC AHU SV E T B FD BC DR LDR DOZ TRK EQ".split()
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def letters(draw: random.Random, least: int, most: int) -> str:
    return "".join(draw.choice(string.ascii_uppercase) for _ in range(draw.randint(least, most)))


def digits(draw: random.Random, least: int, most: int) -> str:
    return "".join(draw.choice(string.digits) for _ in range(draw.randint(least, most)))


def cased(text: str, draw: random.Random) -> str:
    """A quarter is typed in lower case."""
    return text.lower() if draw.random() < 0.25 else text


def equipment(draw: random.Random) -> str:
    """CV-102, P-17, K-204/B, PH639, 21-P-003A, LL3433P/O, =K1.M3, TK.104."""
    prefix = draw.choice(PREFIXES) if draw.random() < 0.6 else letters(draw, 1, 3)
    number, suffix = digits(draw, 1, 4), draw.choice(["A", "B", "C", "S", "01", "N"])
    shapes = [
        f"{prefix}-{number}",
        f"{prefix}-{number}",
        f"{prefix}{digits(draw, 2, 4)}",
        f"{prefix}-{number}/{suffix}",
        f"{prefix}-{number}{suffix[0]}",
        f"{prefix}-{number}-{suffix}",
        f"{digits(draw, 2, 3)}-{prefix}-{digits(draw, 2, 4)}",
        f"{digits(draw, 2, 2)}-{prefix}-{number}{suffix[0]}",
        f"{prefix}_{number}",
        f"{prefix}.{digits(draw, 2, 3)}",
        f"{prefix}/{digits(draw, 2, 3)}",
        f"#{prefix}{number}",
        f"{prefix}{digits(draw, 3, 4)}{suffix[0]}/{draw.choice(['O', 'OUT', 'IN'])}",
        f"{prefix}-{digits(draw, 2, 3)}.{digits(draw, 1, 2)}",
    ]
    return cased(draw.choice(shapes), draw)


def serial(draw: random.Random) -> str:
    shapes = [
        letters(draw, 2, 4) + digits(draw, 5, 8),
        f"{digits(draw, 4, 4)}-{digits(draw, 4, 6)}",
        f"{letters(draw, 1, 3)}{digits(draw, 2, 3)}-{digits(draw, 4, 6)}",
        f"{letters(draw, 2, 3)}-{digits(draw, 2, 4)}-{letters(draw, 1, 2)}{digits(draw, 2, 4)}",
        digits(draw, 7, 10),
        f"{letters(draw, 1, 1)}{digits(draw, 1, 2)}{letters(draw, 2, 3)}{digits(draw, 4, 6)}",
    ]
    return cased(draw.choice(shapes), draw)


def part_number(draw: random.Random) -> str:
    shapes = [
        f"{digits(draw, 4, 4)}-{draw.choice(['2RS', 'ZZ', '2Z', 'C3', 'RS1'])}",
        f"{digits(draw, 2, 3)}-{digits(draw, 3, 4)}-{digits(draw, 2, 3)}",
        f"{letters(draw, 1, 3)}-{digits(draw, 3, 5)}{letters(draw, 0, 1)}",
        f"{letters(draw, 2, 3)}{digits(draw, 2, 3)}.{digits(draw, 2, 4)}",
        f"{digits(draw, 3, 3)}-{digits(draw, 4, 4)}",
        f"{letters(draw, 1, 2)}{digits(draw, 2, 4)}/{digits(draw, 2, 3)}",
    ]
    return cased(draw.choice(shapes), draw)


def date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(18, 29)
    shapes = [
        f"{day}/{month}/{year}",
        f"{day:02}/{month:02}/20{year}",
        f"{day}.{month}.{year}",
        f"20{year}-{month:02}-{day:02}",
        f"{day:02}-{month:02}-{year}",
        f"{day}{MONTHS[month - 1]}{year}",
    ]
    return draw.choice(shapes)


MAKERS = {
    "id": equipment,
    "serial": serial,
    "partno": part_number,
    "date": date,
    "number": lambda draw: digits(draw, 1, 2).lstrip("0") or "7",
}


def sentences(seed: int) -> Iterator[Filled]:
    draw = random.Random(f"codes/{seed}")
    templates = Templates.read("codes", MAKERS)
    for section, count in COUNTS.items():
        for filled in templates.rows(section, count, draw):
            yield filled
