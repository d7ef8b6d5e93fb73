# SPDX-License-Identifier: Apache-2.0
"""The extraction model: one intent head and six heads that label words, each learning from the sets that know it."""
from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from . import extraction_data, forward, none_intent, scores
from .batches import Drawn, Mixture
from .distillation import Teacher, mixed
from .encoder import Encoder, HeadPlan, padded
from .extraction_data import GROUPS, LEARNT_FROM, TYPES, Example, ExtractionData
from .loop import StepResult
from .pieces import Pieces, Word, bio, spans, tags
from .spans import MASKED

INTENT = "intent"
IGNORED = -100
SMOOTHING = 0.05
# Factors on the square root of a set's tokens: how often it is drawn.
FAVOUR = {"massive": 4.0, "norms": 0.6, "home": 0.5, "snips": 0.4, "made_codes": 0.7, "made_orders": 0.7, "made_people": 0.7, "none": 1.0}
FAVOUR |= {"strangers": 0.6, "maintenance": 2.0}
# Of the pieces of a text, this share is hidden, so that the words around them count.
HIDDEN = 0.03
LOOKED_AT = 500


def plans(data: ExtractionData) -> list[HeadPlan]:
    """Heads with the labels that the training rows have."""
    rows = [r for part in data.train.values() for r in part]
    intents = sorted({r.intent for r in rows if r.intent})
    slots = sorted({kind for r in data.train["massive"] for *_, kind in r.spans["device"]})
    heads = [HeadPlan(INTENT, "sequence", intents, "softmax", GROUPS[INTENT], LEARNT_FROM[INTENT])]
    for name, types in {"device": slots, **TYPES}.items():
        heads.append(HeadPlan(name, "token", bio(types), "softmax", GROUPS[name], LEARNT_FROM[name]))
    return heads


@dataclass(frozen=True)
class Row:
    """An example as pieces: labels of its words by head, IGNORED where they are masked."""

    text: str
    ids: list[int]
    words: list[Word]
    labels: dict[str, list[int]]
    intent: int


def prepared(example: Example, pieces: Pieces, heads: dict[str, HeadPlan]) -> Row:
    ids, words = pieces.words(example.text)
    labels = {}
    for name, found in example.spans.items():
        known = [s for s in found if s[2] != MASKED and f"B-{s[2]}" in heads[name].labels]
        each = tags(words, known, heads[name].labels)
        for start, end, _ in set(found) - set(known):
            for i, word in enumerate(words):
                if word.start < end and word.end > start:
                    each[i] = IGNORED
        labels[name] = each
    intent = heads[INTENT].labels.index(example.intent) if example.intent in heads[INTENT].labels else IGNORED
    return Row(example.text, ids, words, labels, intent)


class ExtractionTask:
    """Rows as pieces; the loss of a step; the validation."""

    budget = 1024

    def __init__(
        self, data: ExtractionData, pieces: Pieces, heads: list[HeadPlan], seed: int, teacher: Teacher | None = None
    ):
        self.data, self.pieces, self.seed, self.teacher = data, pieces, seed, teacher
        self.heads = {h.name: h for h in heads}
        self.unknown = pieces.unknown
        self.rows = {n: [prepared(e, pieces, self.heads) for e in rows] for n, rows in data.train.items() if rows}

    def mixture(self) -> Mixture:
        lengths = {name: [len(r.ids) for r in rows] for name, rows in self.rows.items()}
        shares = {name: math.sqrt(sum(each)) * FAVOUR.get(name, 1.0) for name, each in lengths.items()}
        return Mixture(lengths, shares, self.budget, self.seed)

    def loss(self, model: Encoder, drawn: Drawn, draw: random.Random) -> StepResult:
        rows = [self.rows[drawn.task][i] for i in drawn.rows]
        names = sorted({name for r in rows for name in r.labels})
        asked = names + [INTENT] if any(r.intent != IGNORED for r in rows) else names
        ids, mask = padded([r.ids for r in rows])
        said = model(self._hidden(ids, draw), mask, asked)
        heard = self._teacher(rows, asked) if self.teacher else None
        loss = torch.zeros(())
        for name in names:
            wanted = _labels(rows, name, ids.shape)
            on = wanted != IGNORED
            if on.any():
                own = F.cross_entropy(said[name][on], wanted[on])
                loss = loss + (mixed(own, said[name][on], heard[name][on]) if heard else own)
        if INTENT in asked:
            wanted = torch.tensor([r.intent for r in rows])
            on = wanted != IGNORED
            own = F.cross_entropy(said[INTENT][on], wanted[on], label_smoothing=SMOOTHING)
            loss = loss + (mixed(own, said[INTENT][on], heard[INTENT][on]) if heard else own)
        # Rows that know nothing but a masked intent still need a gradient for every weight.
        return StepResult(loss + 0.0 * sum(s.sum() for s in said.values()), ids.numel())

    def _hidden(self, ids: Tensor, draw: random.Random) -> Tensor:
        generator = torch.Generator().manual_seed(draw.getrandbits(40))
        hide = (torch.rand(ids.shape, generator=generator) < HIDDEN) & (ids >= self.pieces.first_plain)
        return ids.masked_fill(hide, self.unknown)

    def _teacher(self, rows: list[Row], asked: list[str]) -> dict[str, Tensor]:
        """The teacher's logits at the student's first pieces: both cut texts into the same words."""
        cut = [self.teacher.pieces.words(r.text) for r in rows]
        with torch.no_grad():
            said = self.teacher.model(*padded([ids for ids, _ in cut]), asked)
        longest = max(len(r.ids) for r in rows)
        found = {}
        for name in asked:
            if name == INTENT:
                found[name] = said[name]
                continue
            aligned = torch.zeros(len(rows), longest, said[name].shape[-1])
            for n, (row, (_, words)) in enumerate(zip(rows, cut)):
                pairs = [(mine.piece, theirs.piece) for mine, theirs in zip(row.words, words)]
                if pairs:
                    mine, theirs = map(list, zip(*pairs))
                    aligned[n, mine] = said[name][n, theirs]
            found[name] = aligned
        return found

    def validate(self, model: Encoder, most: int = LOOKED_AT) -> dict:
        """Strict span F1 and intent accuracy on the held-out twentieth of each set; never a test set."""
        found = {}
        for name, examples in self.data.held_out.items():
            if examples:
                found[name] = self._measured(model, examples[:most])
        return found

    def _measured(self, model: Encoder, examples: list[Example]) -> dict:
        cut = [self.pieces.words(e.text) for e in examples]
        names = sorted({name for e in examples for name in e.spans})
        asked = names + [INTENT]
        said = forward.logits(model, [ids for ids, _ in cut], asked)
        result: dict = {"n": len(examples)}
        for name in names:
            on = [i for i, e in enumerate(examples) if name in e.spans and not any(s[2] == MASKED for s in e.spans[name])]
            gold = [set(map(tuple, examples[i].spans[name])) for i in on]
            answers = [self._fields(name, said[i][name], cut[i][1]) for i in on]
            if any(gold):
                result[name] = {k: v for k, v in scores.f1(gold, answers).items() if k != "types"}
            elif on:
                result[name] = {"fields_a_text": round(sum(map(len, answers)) / len(on), 4)}
        known = [i for i, e in enumerate(examples) if e.intent]
        if known:
            labels = self.heads[INTENT].labels
            right = [labels[int(said[i][INTENT].argmax())] == examples[i].intent for i in known]
            result[INTENT] = round(float(np.mean(right)), 4)
        return result

    def _fields(self, name: str, logits: np.ndarray, words: list[Word]) -> set:
        labels = self.heads[name].labels
        return spans(scores.likeliest(logits[[w.piece for w in words]]), words, labels) if words else set()

    def called_none(self, model: Encoder, texts: list[str]) -> float:
        """The share of texts whose likeliest intent is none."""
        said = forward.logits(model, self.pieces.ids(texts), [INTENT])
        none = self.heads[INTENT].labels.index(none_intent.NAME)
        return round(float(np.mean([int(s[INTENT].argmax()) == none for s in said])), 4)


def _labels(rows: list[Row], name: str, shape: torch.Size) -> Tensor:
    wanted = torch.full(shape, IGNORED)
    for n, row in enumerate(rows):
        if name in row.labels:
            for word, label in zip(row.words, row.labels[name]):
                wanted[n, word.piece] = label
    return wanted
