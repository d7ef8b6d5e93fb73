# SPDX-License-Identifier: Apache-2.0
"""Random sentences of Home Assistant's templates: (a|b), [optional], <rule>, {list} or {list:slot}, and a;b in any order.

Needs PyYAML to read them. A template with a list that has no values here, or a rule that is unknown, is left out.
"""
from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

TOKEN = re.compile(r"[()\[\]|;]|<[^<>]+>|\{[^{}]+\}|[^()\[\]|;<>{}]+")
MOST_DEPTH = 12


class Unfillable(ValueError):
    """The template asks for something that is not known."""


@dataclass(frozen=True)
class Part:
    """Some text, and the list that it is a value of (empty for plain words)."""

    text: str
    slot: str = ""


@dataclass
class Grammar:
    """Rules by name and values by list."""

    rules: dict[str, str]
    values: dict[str, list[str]]
    _parsed: dict[str, list] = field(default_factory=dict)

    def sentence(self, template: str, draw: random.Random, rules: dict[str, str] | None = None) -> list[Part]:
        """One of the sentences, in parts."""
        return self._expand(self._tree(template), draw, {**self.rules, **(rules or {})}, 0)

    def _tree(self, template: str) -> list:
        if template not in self._parsed:
            tokens = TOKEN.findall(template)
            tree, at = _sequence(tokens, 0)
            if at != len(tokens):
                raise Unfillable(f"unbalanced: {template}")
            self._parsed[template] = tree
        return self._parsed[template]

    def _expand(self, node: list, draw: random.Random, rules: dict[str, str], depth: int) -> list[Part]:
        if depth > MOST_DEPTH:
            raise Unfillable("rules that never end")
        kind, items = node
        if kind == "text":
            return [Part(items)]
        if kind == "rule":
            if items not in rules:
                raise Unfillable(f"rule {items}")
            return self._expand(self._tree(rules[items]), draw, rules, depth + 1)
        if kind == "list":
            name, _, slot = items.partition(":")
            if name not in self.values:
                raise Unfillable(f"list {name}")
            return [Part(draw.choice(self.values[name]), slot or name)]
        if kind == "optional":
            return self._expand(items, draw, rules, depth + 1) if draw.random() < 0.5 else []
        if kind == "choice":
            return self._expand(draw.choice(items), draw, rules, depth + 1)
        parts = draw.sample(items, len(items)) if kind == "any order" else items
        found = []
        for item in parts:
            found += self._expand(item, draw, rules, depth + 1)
            if kind == "any order":
                found.append(Part(" "))
        return found


def _sequence(tokens: list[str], at: int) -> tuple[list, int]:
    """Alternatives of sequences, up to a closing bracket; and where it ended."""
    choices, orders, items = [], [], []
    while at < len(tokens) and tokens[at] not in ")]":
        token = tokens[at]
        at += 1
        if token in "([":
            inner, at = _sequence(tokens, at)
            if at == len(tokens):
                raise Unfillable("an open bracket")
            at += 1
            items.append(["optional", inner] if token == "[" else inner)
        elif token == "|":
            choices.append(_close(orders, items))
            orders, items = [], []
        elif token == ";":
            orders.append(["all", items])
            items = []
        elif token[0] == "<":
            items.append(["rule", token[1:-1]])
        elif token[0] == "{":
            items.append(["list", token[1:-1]])
        else:
            items.append(["text", token])
    choices.append(_close(orders, items))
    return (choices[0] if len(choices) == 1 else ["choice", choices]), at


def _close(orders: list, items: list) -> list:
    return ["any order", [*orders, ["all", items]]] if orders else ["all", items]


def joined(parts: list[Part], types: dict[str, str]) -> tuple[str, list[tuple[int, int, str]]]:
    """Text with single blanks, and fields of the lists that have a type."""
    text, spans = "", []
    for part in parts:
        words = re.sub(r"\s+", " ", part.text)
        if not text or text.endswith(" "):
            words = words.lstrip()
        start = len(text)
        text += words
        if part.slot in types and words.strip():
            spans.append((start, len(text.rstrip()), types[part.slot]))
    return text.rstrip(), spans
