# SPDX-License-Identifier: Apache-2.0
"""Which rows make a step: batches of texts of like length that hold a budget of tokens, and tasks drawn by weight.

All draws follow from the seed and the number of the step, so that a run that was interrupted goes on with the same rows.
Standard library only.
"""
from __future__ import annotations

import random
from dataclasses import dataclass

# Rows are shuffled, and sorted by length within runs of so many: batches stay alike in length and mixed in content.
SORTED_TOGETHER = 4096
MOST_ROWS = 256


def batches(lengths: list[int], budget: int, draw: random.Random) -> list[list[int]]:
    """Row numbers, each once. A batch counts its longest text for each of its rows."""
    order = list(range(len(lengths)))
    draw.shuffle(order)
    found: list[list[int]] = []
    for at in range(0, len(order), SORTED_TOGETHER):
        batch: list[int] = []
        for row in sorted(order[at : at + SORTED_TOGETHER], key=lengths.__getitem__):
            if batch and (lengths[row] * (len(batch) + 1) > budget or len(batch) == MOST_ROWS):
                found.append(batch)
                batch = []
            batch.append(row)
        found.append(batch)
    draw.shuffle(found)
    return found


class Epochs:
    """One set's batches, pass after pass."""

    def __init__(self, lengths: list[int], budget: int, seed: str):
        self._lengths, self._budget, self._seed = lengths, budget, seed
        self._left: list[list[int]] = []
        self.passes = 0
        self.per_pass = len(batches(lengths, budget, random.Random(f"{seed}/1")))

    def next(self) -> list[int]:
        if not self._left:
            self.passes += 1
            self._left = batches(self._lengths, self._budget, random.Random(f"{self._seed}/{self.passes}"))
        return self._left.pop()


@dataclass(frozen=True)
class Drawn:
    """The rows of one step."""

    task: str
    rows: list[int]


class Mixture:
    """Several sets, each drawn by its share; their batches are the steps of a run."""

    def __init__(self, lengths: dict[str, list[int]], shares: dict[str, float], budget: int, seed: int):
        self._sets = {name: Epochs(lengths[name], budget, f"{seed}/{name}") for name in lengths}
        self._names = list(lengths)
        self._weights = [shares[name] for name in self._names]
        self._draw = random.Random(f"{seed}/tasks")

    def next(self) -> Drawn:
        task = self._draw.choices(self._names, self._weights)[0]
        return Drawn(task, self._sets[task].next())

    def skip(self, steps: int) -> None:
        for _ in range(steps):
            self.next()

    def steps(self, task: str, passes: float) -> int:
        """Steps of all sets in which this one is passed so many times."""
        share = self._weights[self._names.index(task)] / sum(self._weights)
        return max(1, round(self._sets[task].per_pass * passes / share))

    def passes(self, steps: int) -> dict[str, float]:
        """How often each set is passed in so many steps, on average."""
        total = sum(self._weights)
        return {
            n: round(steps * w / total / self._sets[n].per_pass, 2) for n, w in zip(self._names, self._weights)
        }
