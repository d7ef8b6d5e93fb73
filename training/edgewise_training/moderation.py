# SPDX-License-Identifier: Apache-2.0
"""The moderation model: seven sigmoids over the mean of the tokens, with a loss that leaves out what a set doesn't know."""
from __future__ import annotations

import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from . import forward, moderation_data, scores
from .batches import Drawn, Mixture
from .disguise import disguise
from .distillation import Teacher
from .encoder import Encoder, HeadPlan, padded
from .loop import StepResult
from .moderation_data import LABELS, Example, ModerationData
from .pieces import Pieces

import mix  # noqa: E402  (in training/, which shared.py makes reachable)

HEAD = "moderation"
TASK = "moderation"
POSITIVE_WEIGHTS = [1.0, 2.0, 1.5, 3.0, 1.5, 2.0, 2.0]
SMOOTHING = 0.02
LEAST_THRESHOLD = 0.3
LOOKED_AT = 2500
# Of a student's loss, this much is to say what the teacher says.
DISTILLED = 0.6


def plans() -> list[HeadPlan]:
    return [HeadPlan(HEAD, "sequence", LABELS, "sigmoid")]


class ModerationTask:
    """Rows as tensors; the loss of a step; the validation."""

    budget = 3072

    def __init__(self, data: ModerationData, pieces: Pieces, seed: int, teacher: Teacher | None = None):
        self.data, self.pieces, self.teacher, self.seed = data, pieces, teacher, seed
        self.rows: list[Example] = [r for r in data.train for _ in range(r.repeats)]
        self._ids = dict(zip((r.text for r in data.train), pieces.ids([r.text for r in data.train])))
        known = [[0.0 if v is None else 1.0 for v in r.truth] for r in self.rows]
        self._truth = torch.tensor([[float(v or 0) for v in r.truth] for r in self.rows])
        self._weight = torch.tensor(known) * torch.tensor([r.weight for r in self.rows])[:, None]

    def mixture(self) -> Mixture:
        lengths = [len(self._ids[r.text]) for r in self.rows]
        return Mixture({TASK: lengths}, {TASK: 1.0}, self.budget, self.seed)

    def loss(self, model: Encoder, drawn: Drawn, draw: random.Random) -> StepResult:
        texts = [disguise(self.rows[i].text, draw) for i in drawn.rows]
        plain = [t == self.rows[i].text for t, i in zip(texts, drawn.rows)]
        changed = iter(self.pieces.ids([t for t, same in zip(texts, plain) if not same]))
        rows = [self._ids[t] if same else next(changed) for t, same in zip(texts, plain)]
        ids, mask = padded(rows)
        said = model(ids, mask, [HEAD])[HEAD]
        loss = masked(said, self._truth[drawn.rows], self._weight[drawn.rows])
        if self.teacher:
            loss = (1 - DISTILLED) * loss + DISTILLED * self._distilled(said, texts)
        return StepResult(loss, ids.numel())

    def _distilled(self, said: Tensor, texts: list[str]) -> Tensor:
        with torch.no_grad():
            ids, mask = padded(self.teacher.pieces.ids(texts))
            wanted = torch.sigmoid(self.teacher.model(ids, mask, [HEAD])[HEAD])
        return F.binary_cross_entropy_with_logits(said, wanted)

    def validate(self, model: Encoder, most: int = LOOKED_AT) -> dict:
        """Ranking on the held-out twentieth, right answers on held-out templates; never a test set."""
        some = moderation_data.shuffled(self.data.held_out, 1)[:most]
        found = ranking(self._said(model, some), some)
        made = moderation_data.shuffled(self.data.templates, 1)[:most]
        return found | {"templates": separation(self._said(model, made), made)}

    def _said(self, model: Encoder, rows: list[Example]) -> np.ndarray:
        said = forward.logits(model, self.pieces.ids([r.text for r in rows]), [HEAD])
        return np.stack([s[HEAD] for s in said]) if rows else np.zeros((0, len(LABELS)))

    def thresholds(self, model: Encoder) -> dict[str, float]:
        """Best F1 per label on the held-out twentieth, and not below LEAST_THRESHOLD. Calibration refines them."""
        rows = self.data.held_out
        chance = 1 / (1 + np.exp(-self._said(model, rows)))
        found = {}
        for at, label in enumerate(LABELS):
            truths, on = _known(rows, at)
            found[label] = round(max(LEAST_THRESHOLD, scores.best_f1(chance[on, at], truths)[1]), 4)
        return found


def masked(said: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    """Binary cross entropy over what is known."""
    soft = truth * (1 - SMOOTHING) + SMOOTHING / 2
    positive = torch.tensor(POSITIVE_WEIGHTS)
    each = F.binary_cross_entropy_with_logits(said, soft, pos_weight=positive, reduction="none")
    return (each * weight).sum() / weight.sum().clamp_min(1.0)


def _known(rows: list[Example], at: int) -> tuple[np.ndarray, list[int]]:
    on = [i for i, r in enumerate(rows) if r.truth[at] is not None]
    return np.array([rows[i].truth[at] for i in on]), on


def ranking(said: np.ndarray, rows: list[Example]) -> dict:
    jigsaw = [i for i, r in enumerate(rows) if r.source == "jigsaw"]
    found = {}
    for at, label in enumerate(LABELS):
        truths, on = _known(rows, at)
        found[f"auc_{label}"] = round(scores.auc(said[on, at], truths), 4)
    of_jigsaw = [scores.auc(said[jigsaw, at], np.array([rows[i].truth[at] for i in jigsaw])) for at in range(6)]
    found["auc_jigsaw_mean"] = round(float(np.nanmean(of_jigsaw)), 4)
    harmless = [i for i, r in enumerate(rows) if r.source in mix.IN_DOMAIN]
    alarms = (said[harmless] > 0).any(1).mean() if harmless else float("nan")
    return found | {"in_domain_above_half": round(float(alarms), 4), "rows": len(rows)}


def separation(said: np.ndarray, rows: list[Example]) -> dict:
    """Per source of sentences, the share of known labels that lie on their side of one half."""
    found = {}
    for source in sorted({r.source for r in rows}):
        on = [i for i, r in enumerate(rows) if r.source == source]
        right = [(said[i][at] > 0) == bool(v) for i in on for at, v in enumerate(rows[i].truth) if v is not None]
        whole = [
            all((said[i][at] > 0) == bool(v) for at, v in enumerate(rows[i].truth) if v is not None) for i in on
        ]
        found[source] = {"labels": round(float(np.mean(right)), 4), "rows": round(float(np.mean(whole)), 4), "n": len(on)}
    return found
