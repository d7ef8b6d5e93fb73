# SPDX-License-Identifier: Apache-2.0
"""Sentences from templates: files in templates/ with sections of templates and slots to fill them with.

A line `[name]` begins a section, `name = a | b | c` is a slot (it may go on in a further line with `name += …`), `# ` is a
comment, and any other line is a template: `{slot}` is filled in, `{slot:TYPE}` also marks what was filled in as a field,
`(a|b|)` takes one of these. A slot's values may have slots and alternatives again, but no fields. Standard library only.

A tenth of the templates, by hash, is held out: what a model says of those shows whether it learned more than the wording.
"""
from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .spans import Span

FOLDER = Path(__file__).resolve().parent / "templates"
SLOT = re.compile(r"\{([a-z_#0-9-]+)(?::([A-Za-z_]+))?\}")
ALTERNATIVES = re.compile(r"\(([^()]*\|[^()]*)\)")
RANGE = re.compile(r"#(\d+)-(\d+)")
HELD_OUT = 10
MOST_DEPTH = 5
# Fillings of one template that may repeat before it is given up.
MOST_REPEATS = 20


class TemplateError(ValueError):
    """A file of templates that can't be used; says the file and the line or slot."""


@dataclass(frozen=True)
class Filled:
    text: str
    spans: list[Span]
    template: str
    section: str

    @property
    def held_out(self) -> bool:
        return held_out(self.template)


def held_out(template: str) -> bool:
    return int(hashlib.sha256(template.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


@dataclass
class Templates:
    """Sections and slots of one file. `makers` fill slots that are reckoned instead of listed."""

    sections: dict[str, list[str]]
    slots: dict[str, list[str]]
    makers: dict[str, Callable[[random.Random], str]] = field(default_factory=dict)

    @staticmethod
    def read(name: str, makers: dict[str, Callable[[random.Random], str]] | None = None) -> Templates:
        path = FOLDER / f"{name}.txt"
        sections: dict[str, list[str]] = {}
        slots: dict[str, list[str]] = {}
        current: list[str] | None = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("# "):
                continue
            if section := re.fullmatch(r"\[([a-z_]+)\]", line):
                current = sections.setdefault(section[1], [])
            elif slot := re.fullmatch(r"([a-z_]+) \+?= (.+)", line):
                slots.setdefault(slot[1], []).extend(v.strip() for v in slot[2].split(" | "))
            elif current is None:
                raise TemplateError(f"{path.name}, line {number}: a template before the first [section]")
            else:
                current.append(line)
        return Templates(sections, slots, makers or {})

    def fill(self, template: str, section: str, draw: random.Random) -> Filled:
        text, spans, last = "", [], 0
        shape = self._alternatives(template, draw)
        for slot in SLOT.finditer(shape):
            text += shape[last : slot.start()]
            value = self._value(slot[1], draw, 0)
            if slot[2]:
                spans.append((len(text), len(text) + len(value), slot[2]))
            text += value
            last = slot.end()
        return Filled(text + shape[last:], spans, template, section)

    def _value(self, name: str, draw: random.Random, depth: int) -> str:
        if depth > MOST_DEPTH:
            raise TemplateError(f"slot {name} fills itself")
        if number := RANGE.fullmatch(name):
            return str(draw.randint(int(number[1]), int(number[2])))
        if name in self.makers:
            return self.makers[name](draw)
        if name not in self.slots:
            raise TemplateError(f"there is no slot {name}; known are {', '.join(sorted(self.slots))}")
        value = self._alternatives(draw.choice(self.slots[name]), draw)
        return SLOT.sub(lambda inner: self._value(inner[1], draw, depth + 1), value)

    @staticmethod
    def _alternatives(text: str, draw: random.Random) -> str:
        while found := ALTERNATIVES.search(text):
            text = text[: found.start()] + draw.choice(found[1].split("|")) + text[found.end() :]
        return text

    def rows(self, section: str, count: int, draw: random.Random) -> Iterator[Filled]:
        """About so many different sentences, as many of each template as there are and the count asks for."""
        templates = self.sections[section]
        each = -(-count // len(templates))
        seen: set[str] = set()
        for template in templates:
            made = repeats = 0
            while made < each and repeats < MOST_REPEATS:
                filled = self.fill(template, section, draw)
                if filled.text in seen:
                    repeats += 1
                    continue
                seen.add(filled.text)
                made += 1
                yield filled
