# SPDX-License-Identifier: Apache-2.0
"""The sentiment model: one of three moods over the mean of the tokens."""
from __future__ import annotations

import collections
import random

import numpy as np
import torch
import torch.nn.functional as F

from . import forward
from .batches import Drawn, Mixture
from .disguise import disguise
from .distillation import Teacher, mixed
from .encoder import Encoder, HeadPlan, padded
from .loop import StepResult
from .pieces import Pieces
from .sentiment_data import LABELS, Example, SentimentData

HEAD = TASK = "sentiment"
SMOOTHING = 0.1
DISGUISED = 0.05


def plans() -> list[HeadPlan]:
    return [HeadPlan(HEAD, "sequence", LABELS, "softmax")]


class SentimentTask:
    budget = 2048

    def __init__(self, data: SentimentData, pieces: Pieces, seed: int, teacher: Teacher | None = None):
        self.data, self.pieces, self.seed, self.teacher = data, pieces, seed, teacher
        self._lengths = [len(ids) for ids in pieces.ids([r.text for r in data.train])]

    def mixture(self) -> Mixture:
        return Mixture({TASK: self._lengths}, {TASK: 1.0}, self.budget, self.seed)

    def loss(self, model: Encoder, drawn: Drawn, draw: random.Random) -> StepResult:
        rows = [self.data.train[i] for i in drawn.rows]
        texts = [disguise(r.text, draw, DISGUISED) for r in rows]
        ids, mask = padded(self.pieces.ids(texts))
        said = model(ids, mask, [HEAD])[HEAD]
        loss = F.cross_entropy(said, torch.tensor([r.label for r in rows]), label_smoothing=SMOOTHING)
        if self.teacher:
            with torch.no_grad():
                heard = self.teacher.model(*padded(self.teacher.pieces.ids(texts)), [HEAD])[HEAD]
            loss = mixed(loss, said, heard)
        return StepResult(loss, ids.numel())

    def validate(self, model: Encoder, most: int = 1500) -> dict:
        """Accuracy and macro F1 on the held-out twentieth; never the test sentences."""
        return self.measured(model, random.Random(1).sample(self.data.held_out, min(most, len(self.data.held_out))))

    def measured(self, model: Encoder, rows: list[Example]) -> dict:
        said = forward.logits(model, self.pieces.ids([r.text for r in rows]), [HEAD])
        found = np.array([int(s[HEAD].argmax()) for s in said])
        wanted = np.array([r.label for r in rows])
        per = {}
        for at, label in enumerate(LABELS):
            hits, both = int(((found == at) & (wanted == at)).sum()), int((found == at).sum() + (wanted == at).sum())
            per[label] = round(2 * hits / both, 4) if both else None
        known = [v for at, v in enumerate(per.values()) if v is not None and (wanted == at).any()]
        sources: dict[str, list[bool]] = collections.defaultdict(list)
        for row, right in zip(rows, found == wanted):
            sources[row.source].append(bool(right))
        # Where only two moods are known, which of the two is likelier.
        sides = np.array([s[HEAD][2] > s[HEAD][0] for s in said])
        decided = wanted != 1
        return {
            "accuracy": round(float((found == wanted).mean()), 4),
            "macro_f1": round(float(np.mean(known)), 4),
            "f1": per,
            "side": round(float((sides == (wanted == 2))[decided].mean()), 4) if decided.any() else None,
            "sources": {s: round(float(np.mean(r)), 4) for s, r in sorted(sources.items())},
            "n": len(rows),
        }
