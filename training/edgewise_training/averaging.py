# SPDX-License-Identifier: Apache-2.0
"""A checkpoint and the one that went on from it, averaged: the mean of their weights is often better than either.

M. Wortsman et al.: Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing
inference time, ICML 2022; of a model and what it was tuned from: Robust fine-tuning of zero-shot models, CVPR 2022. The share is
chosen on held-out texts, never on a test set; or it is given, where the first checkpoint has learnt the held-out texts.
"""
from __future__ import annotations

import argparse
import copy
from collections.abc import Iterator
from pathlib import Path

import torch

from . import checkpoint, loop, runs, shared
from .pieces import Pieces

SHARES = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
# More of each held-out set than this says nothing more of the share.
LOOKED_AT = 2000


def average(options: argparse.Namespace) -> Path:
    """Writes the checkpoint of the best share of the second one to --out, with what was tried in metrics.json."""
    kind = runs.KINDS[options.task]
    files, data = runs.read(kind, options)
    torch.set_num_threads(options.threads)
    first, second, heads = _pair(options.first, options.second)
    task = kind.task(data, Pieces(options.second, kind.most), heads, options.seed, None)
    model = checkpoint.load(options.second, heads, 0.0).eval()
    tried = {}
    for share in SHARES if options.share is None else (options.share,):
        model.load_state_dict(mean(first, second, share))
        # In bfloat16, for time, as the validations of a run.
        found = task.validate(copy.deepcopy(model).to(torch.bfloat16), LOOKED_AT)
        tried[share] = {"mean": round(figure(found), 4), **found}
        print(f"share {share}: {tried[share]['mean']}", flush=True)
    best = max(tried, key=lambda share: tried[share]["mean"])
    model.load_state_dict(mean(first, second, best))
    after = kind.after(task, model)
    said = kind.said | {"source": "trained by the Edgewise project from all-MiniLM-L6-v2"}
    checkpoint.save(model, model.state_dict(), options.second, options.out, said, options.form)
    runs.write_thresholds(options.out, after)
    of = {str(path): shared.sha256(path / "model.safetensors") for path in (options.first, options.second)}
    found = {"task": kind.name, "average_of": of, "share_of_the_second": best, "tried": tried, "files": files}
    loop.write_metrics(options.out, found | {"final": after, "versions": loop.versions()})
    print(f"{options.out}: {best} of {options.second}; next: edgewise bundle import {options.out} …", flush=True)
    return options.out


def _pair(first: Path, second: Path) -> tuple[dict, dict, list]:
    """Weights of both under the labels of the second, and those; labels that only the second has keep its weights."""
    heads, before = checkpoint.heads(second), {h.name: h for h in checkpoint.heads(first)}
    if (missing := [h.name for h in heads if h.name not in before]):
        raise ValueError(f"{first} has no heads {missing}, so there is no mean of it and {second}")
    states = [checkpoint.load(path, heads, 0.0).state_dict() for path in (first, second)]
    for head in heads:
        for row, label in enumerate(head.labels):
            if label not in before[head.name].labels:
                for part in ("weight", "bias"):
                    states[0][f"heads.{head.name}.{part}"][row] = states[1][f"heads.{head.name}.{part}"][row]
    return states[0], states[1], heads


def mean(first: dict, second: dict, share: float) -> dict:
    return {name: torch.lerp(first[name], second[name], share) for name in second}


def figure(found: dict) -> float:
    """The mean of all F1, accuracies of intents and areas under curves in what a validation found; sentences of templates
    are left out, for they say little of others."""
    figures = list(_figures(found))
    return sum(figures) / len(figures)


def _figures(found: dict) -> Iterator[float]:
    for name, value in found.items():
        if name.startswith("made_") or name == "templates":
            continue
        if isinstance(value, dict):
            yield from _figures(value)
        elif name in ("f1", "intent") or name.startswith("auc_"):
            yield value
