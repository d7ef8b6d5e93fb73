# SPDX-License-Identifier: Apache-2.0
"""From options to a checkpoint folder: reads data, builds the model, trains it, writes checkpoint and metrics."""
from __future__ import annotations

import argparse
import json
import random
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from . import checkpoint, extraction_data, fields, loop, moderation, moderation_data, sentiment, sentiment_data, shared
from . import vocabulary
from .distillation import Teacher
from .encoder import Encoder, HeadPlan
from .optimizer import Rates
from .pieces import Pieces

import extraction as sets  # noqa: E402  (in training/evaluate/, which shared.py makes reachable)

STUDENT_DROPOUT, DROPOUT = 0.1, 0.1


@dataclass(frozen=True)
class Kind:
    """A task: where its data come from and how it trains.."""

    name: str
    files: Callable[[], list[str]]
    read: Callable
    task: Callable
    plans: Callable[..., list[HeadPlan]]
    texts: Callable
    passes: float
    over: str
    most: int
    rate: float
    student_rate: float
    said: dict
    after: Callable


def _moderation_after(task: moderation.ModerationTask, model: Encoder) -> dict:
    return {"thresholds": task.thresholds(model), "held_out": task.validate(model, len(task.data.held_out))}


def _extraction_after(task: fields.ExtractionTask, model: Encoder) -> dict:
    """CLINC's out-of-scope test is only read here, to report."""
    outside = [text for text, _ in sets.clinc("oos_test")]
    commands = [e.text for e in task.data.held_out["massive"]]
    return {
        "held_out": task.validate(model, 100_000),
        "called_none": {
            "clinc out-of-scope test": task.called_none(model, outside),
            "massive held out": task.called_none(model, commands),
        },
    }


def _sentiment_after(task: sentiment.SentimentTask, model: Encoder) -> dict:
    return {"held_out": task.measured(model, task.data.held_out), "uci yelp test": task.measured(model, task.data.test)}


LICENCE = {"licence": "Apache-2.0", "languages": ["en"]}
KINDS = {
    "moderation": Kind(
        "moderation",
        moderation_data.files,
        lambda options: moderation_data.read(options.seed, options.negatives),
        lambda data, pieces, heads, seed, teacher: moderation.ModerationTask(data, pieces, seed, teacher),
        lambda data: moderation.plans(),
        lambda data: [r.text for r in data.train],
        3.0,
        moderation.TASK,
        128,
        1.2e-4,
        2e-4,
        LICENCE
        | {"description": "Seven labels of unwanted text (toxic, severe toxic, obscene, threat, insult, identity hate, spam)."},
        _moderation_after,
    ),
    "extraction": Kind(
        "extraction",
        extraction_data.files,
        lambda options: extraction_data.read(options.seed),
        fields.ExtractionTask,
        fields.plans,
        lambda data: [e.text for rows in data.train.values() for e in rows],
        14.0,
        "massive",
        96,
        1.5e-4,
        2e-4,
        LICENCE | {"description": "Intents and fields of device commands, maintenance work orders, codes, people and places."},
        _extraction_after,
    ),
    "sentiment": Kind(
        "sentiment",
        lambda: sentiment_data.FILES,
        lambda options: sentiment_data.read(options.seed),
        lambda data, pieces, heads, seed, teacher: sentiment.SentimentTask(data, pieces, seed, teacher),
        lambda data: sentiment.plans(),
        lambda data: [r.text for r in data.train],
        4.0,
        sentiment.TASK,
        96,
        1e-4,
        2e-4,
        LICENCE | {"description": "The mood of a message: negative, neutral or positive."},
        _sentiment_after,
    ),
}


def read(kind: Kind, options: argparse.Namespace) -> tuple[dict[str, str], object]:
    """Digests of the files, so that a missing one is told first; and the task's data, or --rows of each part and set to try
    a command with."""
    files = shared.digests(kind.files())
    data = kind.read(options)
    if options.rows:
        some = lambda rows: random.Random(options.seed).sample(rows, min(options.rows, len(rows)))
        for name, part in vars(data).items():
            if isinstance(part, list):
                setattr(data, name, some(part))
            elif name != "dropped":
                setattr(data, name, {key: some(rows) for key, rows in part.items()})
    return files, data


def write_thresholds(folder: Path, after: dict) -> None:
    """Those of moderation, for calibrate.py."""
    if "thresholds" in after:
        checkpoint.write(folder / "thresholds.json", json.dumps(after["thresholds"], indent=1) + "\n")


def train(options: argparse.Namespace) -> Path:
    """`moderation`, `extraction` or `sentiment`, from a backbone."""
    kind = KINDS[options.command]
    backbone = options.backbone or shared.backbone()
    files, data = read(kind, options)
    heads = kind.plans(data)
    torch.manual_seed(options.seed)
    model = checkpoint.load(backbone, heads, DROPOUT, options.layers)
    return _run(kind, options, files, data, heads, model, backbone, None)


def distil(options: argparse.Namespace) -> Path:
    """A student with some layers of a trained model, its heads, and a part of its vocabulary; or one that learns on."""
    name = options.task
    kind = KINDS[name]
    files, data = read(kind, options)
    heads = checkpoint.heads(options.teacher)
    wanted = [h.name for h in kind.plans(data)]
    if [h.name for h in heads] != wanted:
        raise ValueError(f"{options.teacher} has the heads {[h.name for h in heads]}, {name} has {wanted}")
    torch.manual_seed(options.seed)
    if options.student:
        cut = options.student
        model = checkpoint.load(options.student, heads, STUDENT_DROPOUT)
    else:
        cut = options.out / "vocabulary"
        rows = vocabulary.cut(options.teacher, kind.texts(data), options.pieces, cut)
        model = checkpoint.load(options.teacher, heads, STUDENT_DROPOUT, options.layers, rows)
    listened = checkpoint.load(options.teacher, heads, 0.0).eval().to(torch.bfloat16)
    teacher = Teacher(listened, Pieces(options.teacher, kind.most))
    return _run(kind, options, files, data, heads, model, cut, teacher)


def _run(
    kind: Kind,
    options: argparse.Namespace,
    files: dict[str, str],
    data,
    heads: list[HeadPlan],
    model: Encoder,
    tokenizer: Path,
    teacher: Teacher | None,
) -> Path:
    began, student = time.monotonic(), teacher is not None
    torch.set_num_threads(options.threads)
    pieces = Pieces(tokenizer, kind.most)
    task = kind.task(data, pieces, heads, options.seed, teacher)
    mixture = task.mixture()
    rate = options.rate or (kind.student_rate if student else kind.rate)
    settings = loop.RunSettings(
        out=options.out,
        steps=options.steps or mixture.steps(kind.over, options.passes or kind.passes),
        rates=Rates(rate, 10 * rate, average=options.average),
        minutes=options.minutes,
        seed=options.seed,
        threads=options.threads,
        snapshot_minutes=options.snapshot_minutes,
    )
    identity = {
        "command": options.command,
        "files": files,
        "counts": data.counts(),
        "heads": [asdict(h) for h in heads],
        "sizes": asdict(model.sizes),
        "rates": asdict(settings.rates),
        "seed": options.seed,
        "teacher": shared.sha256(options.teacher / "model.safetensors") if student else "",
    }
    print(f"{kind.name}: data and pieces in {time.monotonic() - began:.0f} s, {data.counts()}", flush=True)
    step = loop.Loop(model, mixture, settings, lambda d, r: task.loss(model, d, r), task.validate, identity)
    signal.signal(signal.SIGTERM, lambda *_: step.end())
    found = step.run()
    best = step.mean_model()
    after = kind.after(task, best)
    said = kind.said | {"source": "trained by the Edgewise project from all-MiniLM-L6-v2"}
    checkpoint.save(best, best.state_dict(), tokenizer, options.out, said, options.form)
    write_thresholds(options.out, after)
    loop.write_metrics(
        options.out,
        {
            "task": kind.name,
            "student_of": str(options.teacher) if student else None,
            "settings": {k: v for k, v in vars(options).items()} | {"token_budget": task.budget, "longest": kind.most},
            "planned_steps": settings.steps,
            **identity,
            "run": found,
            "final": after,
            "versions": loop.versions(),
        },
    )
    step.forget()
    print(f"{options.out}: checkpoint and metrics.json; next: edgewise bundle import {options.out} …", flush=True)
    return options.out
