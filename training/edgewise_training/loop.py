# SPDX-License-Identifier: Apache-2.0
"""The loop of a run: schedule, snapshots, what is printed and measured.

Everything random in a step follows from the seed and the step's number, so a run that was killed and goes on from its
snapshot takes the same steps. Time is that of the steps alone: a paused machine, snapshots and validation cost nothing
of --minutes. A step counts at most LONGEST_STEP seconds.
"""
from __future__ import annotations

import json
import os
import platform
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from . import checkpoint
from .batches import Drawn, Mixture
from .encoder import Encoder
from .optimizer import MasterWeights, Rates

LONGEST_STEP = 8.0
WARM_UP = 0.06
SNAPSHOT = "snapshot.pt"


@dataclass(frozen=True)
class RunSettings:
    """How long, how often and with which seed. `steps` are planned; `minutes` of steps end a run earlier (0: never)."""

    out: Path
    steps: int
    rates: Rates
    minutes: float = 0.0
    seed: int = 1
    threads: int = 2
    snapshot_minutes: float = 5.0
    evaluations: int = 6


@dataclass
class Progress:
    """What is counted over all parts of a run."""

    step: int = 0
    active: float = 0.0
    processor: float = 0.0
    wall: float = 0.0
    tokens: int = 0
    rows: int = 0
    loss: float = 0.0
    interruptions: int = 0
    validations: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class StepResult:
    loss: torch.Tensor
    tokens: int


def rate_factor(done: float) -> float:
    """Up over the first part of a run, then down to nothing; `done` is from 0 to 1."""
    return done / WARM_UP if done < WARM_UP else max(0.0, (1 - done) / (1 - WARM_UP))


class Loop:
    def __init__(
        self,
        model: Encoder,
        mixture: Mixture,
        settings: RunSettings,
        loss: Callable[[Drawn, random.Random], StepResult],
        validate: Callable[[Encoder], dict],
        identity: dict,
    ):
        """`identity` is what a snapshot must agree with: data, settings, heads."""
        self.model, self.mixture, self.settings, self.loss, self.validate = model, mixture, settings, loss, validate
        self.identity = json.loads(json.dumps(identity, default=str))
        self.weights = MasterWeights(model, settings.rates)
        self.progress = Progress()
        self._ending = False
        self._resume()

    def done(self) -> float:
        shares = [(self.progress.step + 0.5) / self.settings.steps]
        if self.settings.minutes:
            shares.append(self.progress.active / (60 * self.settings.minutes))
        return max(shares)

    def run(self) -> dict:
        """Trains to the end; returns what the metrics file says of the run."""
        print(f"{self.settings.steps} steps at most, passes {self.mixture.passes(self.settings.steps)}", flush=True)
        last = saved = time.monotonic()
        next_look = (int(self.done() * self.settings.evaluations) + 1) / self.settings.evaluations
        self.model.train()
        while (done := self.done()) <= 1:
            self._step(done)
            now = time.monotonic()
            if now - last > 30:
                last = now
                self._say()
            if done >= next_look and done < 1:
                next_look += 1 / self.settings.evaluations
                self._look()
            if self._ending or now - saved > 60 * self.settings.snapshot_minutes:
                self.snapshot()
                saved = time.monotonic()
            if self._ending:
                sys.exit(f"train: told to end after step {self.progress.step}; the same command goes on")
        return self._summary()

    def end(self) -> None:
        """Writes a snapshot after this step and exits."""
        self._ending = True

    def _step(self, done: float) -> None:
        wall, processor, p = time.monotonic(), time.process_time(), self.progress
        torch.manual_seed(self.settings.seed * 1_000_003 + p.step)
        self.model.dropout.renew(self.settings.seed, p.step)
        drawn = self.mixture.next()
        result = self.loss(drawn, random.Random(f"{self.settings.seed}/{p.step}"))
        if not torch.isfinite(result.loss):
            raise ArithmeticError(f"step {p.step}: the loss of {drawn.task} is {float(result.loss)}")
        result.loss.backward()
        self.weights.step(rate_factor(done))
        p.loss = 0.98 * p.loss + 0.02 * float(result.loss.detach()) if p.step else float(result.loss.detach())
        p.step += 1
        p.tokens += result.tokens
        p.rows += len(drawn.rows)
        elapsed = time.monotonic() - wall
        p.wall += elapsed
        p.active += min(elapsed, LONGEST_STEP)
        p.processor += time.process_time() - processor

    def _say(self) -> None:
        p = self.progress
        print(
            f"step {p.step}, {100 * self.done():.0f} %, {p.active / 60:.1f} min of steps, loss {p.loss:.4f}, "
            f"{p.tokens / p.active:.0f} tokens/s, {p.tokens / p.processor:.0f} per processor second",
            flush=True,
        )

    def _look(self) -> None:
        p = self.progress
        # In bfloat16, for time; the last validation is in float32.
        found = {"step": p.step, "passes": self.mixture.passes(p.step), **self.validate(self.mean_model().to(torch.bfloat16))}
        p.validations.append(found)
        print("validation", json.dumps(found), flush=True)

    def mean_model(self) -> Encoder:
        """A float32 copy with the mean weights, for looking at."""
        copy = Encoder(self.model.sizes, list(self.model.plans.values()), 0.0)
        copy.load_state_dict(self.weights.mean)
        return copy.eval()

    def snapshot(self) -> None:
        """Everything that the run needs to go on, in one file that is replaced at once."""
        self.settings.out.mkdir(parents=True, exist_ok=True)
        path = self.settings.out / SNAPSHOT
        temporary = path.with_suffix(".part")
        with open(temporary, "wb") as file:
            torch.save(
                {"identity": self.identity, "weights": self.weights.state(), "progress": asdict(self.progress)}, file
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def _resume(self) -> None:
        path = self.settings.out / SNAPSHOT
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        different = [k for k in self.identity if state["identity"].get(k) != self.identity[k]]
        if different:
            raise ValueError(f"{path} is of a run with other {', '.join(different)}: remove it, or give another --out")
        self.weights.restore(state["weights"])
        self.progress = Progress(**state["progress"])
        self.progress.interruptions += 1
        self.mixture.skip(self.progress.step)
        print(f"goes on after step {self.progress.step} of {path}", flush=True)

    def forget(self) -> None:
        """Once the checkpoint is there, the snapshot has no use."""
        (self.settings.out / SNAPSHOT).unlink(missing_ok=True)

    def _summary(self) -> dict:
        p = self.progress
        return {
            "steps": p.step,
            "rows": p.rows,
            "tokens": p.tokens,
            "passes": self.mixture.passes(p.step),
            "seconds": {"steps": round(p.active, 1), "wall": round(p.wall, 1), "processor": round(p.processor, 1)},
            "tokens_per_second": round(p.tokens / p.active),
            "loss": round(p.loss, 5),
            "interruptions": p.interruptions,
            "validations": p.validations,
            "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def versions() -> dict[str, str]:
    import numpy
    import safetensors
    import tokenizers

    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "tokenizers": tokenizers.__version__,
        "safetensors": safetensors.__version__,
    }


def write_metrics(folder: Path, found: dict) -> None:
    checkpoint.write(folder / "metrics.json", json.dumps(found, indent=1, default=str) + "\n")
