# SPDX-License-Identifier: Apache-2.0
"""AdamW on float32 master weights, of which the encoder holds a bfloat16 copy; with an average of the weights.

Word embeddings are half of all parameters, and a batch touches a few hundred rows: they get a lazy Adam, which updates
those rows alone. Rates fall by a factor from the last layer to the first; heads learn faster. Not for several threads.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .encoder import Encoder

WORDS = "word.weight"
BETAS = (0.9, 0.98)
EPSILON = 1e-6


@dataclass(frozen=True)
class Rates:
    """Learning rates; `decay` is the factor from a layer to the one below, `average` that of the mean weights per step."""

    encoder: float
    heads: float
    decay: float = 0.9
    weight_decay: float = 0.01
    clip: float = 1.0
    average: float = 0.998
    average_every: int = 10


class MasterWeights:
    def __init__(self, model: Encoder, rates: Rates):
        self.model, self.rates, self.steps = model, rates, 0
        self.names = [name for name, _ in model.named_parameters()]
        self.master = {n: p.detach().float().clone() for n, p in model.named_parameters()}
        self.mean = {n: p.clone() for n, p in self.master.items()}
        words = self.master[WORDS]
        self.first, self.second = torch.zeros_like(words), torch.zeros_like(words)
        self.adam = torch.optim.AdamW(self._groups(), fused=True, betas=BETAS, eps=EPSILON)
        model.to(torch.bfloat16)

    def _rate(self, name: str) -> float:
        layers = self.model.sizes.layers
        if name.startswith("heads."):
            return self.rates.heads
        depth = layers - 1 - int(name.split(".")[1]) if name.startswith("layers.") else layers
        return self.rates.encoder * self.rates.decay**depth

    def _groups(self) -> list[dict]:
        groups: dict[tuple[float, float], list[Tensor]] = {}
        for name, weight in self.master.items():
            if name != WORDS:
                decay = 0.0 if weight.ndim == 1 else self.rates.weight_decay
                groups.setdefault((self._rate(name), decay), []).append(weight)
        return [{"params": p, "lr": r, "base": r, "weight_decay": d} for (r, d), p in groups.items()]

    @torch.no_grad()
    def step(self, factor: float) -> None:
        """One step with the gradients that lie in the model, at this share of the rates."""
        weights = dict(self.model.named_parameters())
        rows, row_gradients = self._word_gradients(weights[WORDS])
        gradients = self._take_gradients(weights)
        self._clip([*gradients, row_gradients])
        for group in self.adam.param_groups:
            group["lr"] = group["base"] * factor
        self.adam.step()
        self.steps += 1
        self._step_words(rows, row_gradients, self._rate(WORDS) * factor)
        for name, weight in weights.items():
            if name == WORDS:
                weight.data[rows] = self.master[name][rows].to(weight.dtype)
            else:
                weight.data.copy_(self.master[name])
            weight.grad = None
        if self.steps % self.rates.average_every == 0:
            self._average()

    def _word_gradients(self, words: Tensor) -> tuple[Tensor, Tensor]:
        gradient = words.grad
        rows, places = gradient._indices()[0].unique(return_inverse=True)
        return rows, torch.zeros(len(rows), words.shape[1]).index_add_(0, places, gradient._values().float())

    def _take_gradients(self, weights: dict[str, Tensor]) -> list[Tensor]:
        for name, master in self.master.items():
            gradient = weights[name].grad
            master.grad = None if gradient is None or name == WORDS else gradient.float()
        return [m.grad for m in self.master.values() if m.grad is not None]

    def _clip(self, gradients: list[Tensor]) -> None:
        norm = float(torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients))))
        if norm > self.rates.clip:
            torch._foreach_mul_(gradients, self.rates.clip / (norm + EPSILON))

    def _step_words(self, rows: Tensor, gradient: Tensor, rate: float) -> None:
        one, two = BETAS
        first = self.first[rows].mul_(one).add_(gradient, alpha=1 - one)
        second = self.second[rows].mul_(two).addcmul_(gradient, gradient, value=1 - two)
        self.first[rows], self.second[rows] = first, second
        level = (second / (1 - two**self.steps)).sqrt_().add_(EPSILON)
        self.master[WORDS][rows] -= rate * (first / (1 - one**self.steps)) / level

    def _average(self) -> None:
        """Young weights move the mean faster, so that it forgets where it began."""
        every = self.rates.average_every
        kept = min(self.rates.average**every, (1 + self.steps / every) / (10 + self.steps / every))
        torch._foreach_lerp_(list(self.mean.values()), list(self.master.values()), 1 - kept)

    def state(self) -> dict:
        return {
            "master": self.master,
            "mean": self.mean,
            "first": self.first,
            "second": self.second,
            "adam": self.adam.state_dict(),
            "steps": self.steps,
        }

    @torch.no_grad()
    def restore(self, state: dict) -> None:
        for name in self.names:
            self.master[name].copy_(state["master"][name])
            self.mean[name].copy_(state["mean"][name])
        self.first.copy_(state["first"])
        self.second.copy_(state["second"])
        self.adam.load_state_dict(state["adam"])
        self.steps = state["steps"]
        for name, weight in self.model.named_parameters():
            weight.data.copy_(self.master[name])
