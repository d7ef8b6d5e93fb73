# SPDX-License-Identifier: Apache-2.0
"""BERT's encoder with heads, in the form that trains fastest on a processor.

In bfloat16 with plain matrix products for attention: the fused kernel of torch falls back to a slow path with a mask, and
its bfloat16 backward pass takes up to twice as long. There is no dropout inside attention. Token type 0 is part of the
positions. Not for several threads.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-12
MASKED = 10_000.0


@dataclass(frozen=True)
class HeadPlan:
    """One head: `sequence` over the mean of the tokens, or `token` for each. Group and types as in a bundle."""

    name: str
    kind: str
    labels: list[str]
    activation: str = "softmax"
    group: str = ""
    trained_on: str = ""
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Sizes:
    hidden: int
    layers: int
    attention_heads: int
    inner: int
    positions: int
    pieces: int


class Dropout(nn.Module):
    """Dropout from a pool of ready masks, read at random places: fresh numbers would be a seventh of a step.

    The pool is drawn anew every so many steps, from a seed of its own, so that it doesn't depend on interruptions.
    """

    POOL = 1 << 23
    RENEWED = 2000

    def __init__(self, share: float):
        super().__init__()
        self.share = share
        self._pool: Tensor | None = None
        self._drawn = -1

    def renew(self, seed: int, step: int) -> None:
        if self.share == 0 or self._drawn == step // self.RENEWED:
            return
        self._drawn = step // self.RENEWED
        kept = 1 - self.share
        generator = torch.Generator().manual_seed(seed * 100_003 + self._drawn)
        self._pool = torch.empty(self.POOL).bernoulli_(kept, generator=generator).div_(kept).to(torch.bfloat16)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        if self._pool is None or x.numel() >= self.POOL:
            raise ValueError(f"no dropout pool for {x.numel()} numbers: call renew first, at most {self.POOL}")
        start = int(torch.randint(0, self.POOL - x.numel(), ()))
        return x * self._pool[start : start + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    def __init__(self, sizes: Sizes, dropout: Dropout):
        super().__init__()
        width = sizes.hidden
        self.attention_heads, self.dropout = sizes.attention_heads, dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.o, self.w1, self.w2 = nn.Linear(width, width), nn.Linear(width, sizes.inner), nn.Linear(sizes.inner, width)
        self.n1, self.n2 = nn.LayerNorm(width, eps=EPSILON), nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, tokens, width = x.shape
        heads, each = self.attention_heads, width // self.attention_heads
        split = self.qkv(x).view(rows, tokens, 3, heads, each).permute(2, 0, 3, 1, 4)
        q, k, v = split.reshape(3, rows * heads, tokens, each).unbind(0)
        scores = torch.bmm(q * each**-0.5, k.transpose(1, 2)).view(rows, heads, tokens, tokens) + bias
        weights = torch.softmax(scores, -1).view(rows * heads, tokens, tokens)
        mixed = torch.bmm(weights, v).view(rows, heads, tokens, each).transpose(1, 2).reshape(rows, tokens, width)
        x = self.n1(x + self.dropout(self.o(mixed)))
        return self.n2(x + self.dropout(self.w2(F.gelu(self.w1(x)))))


class Encoder(nn.Module):
    """Logits of the heads that are asked for: [rows, labels], or [rows, tokens, labels], always float32."""

    def __init__(self, sizes: Sizes, heads: list[HeadPlan], dropout: float):
        super().__init__()
        self.sizes, self.plans = sizes, {h.name: h for h in heads}
        self.dropout = Dropout(dropout)
        self.word = nn.Embedding(sizes.pieces, sizes.hidden, sparse=True)
        self.position = nn.Embedding(sizes.positions, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(sizes, self.dropout) for _ in range(sizes.layers))
        self.heads = nn.ModuleDict({h.name: nn.Linear(sizes.hidden, len(h.labels)) for h in heads})
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def encode(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.dropout(self.norm(self.word(ids) + self.position.weight[: ids.shape[1]]))
        bias = ((mask.to(x.dtype) - 1) * MASKED)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, mask: Tensor, names: list[str]) -> dict[str, Tensor]:
        x = self.encode(ids, mask)
        share = mask.to(x.dtype)[:, :, None]
        mean = (x * share).sum(1) / share.sum(1)
        said = {}
        for name in names:
            seen = x if self.plans[name].kind == "token" else mean
            said[name] = self.heads[name](self.dropout(seen)).float()
        return said


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, as long as the longest."""
    longest = max(map(len, rows))
    ids = torch.tensor([r + [0] * (longest - len(r)) for r in rows])
    mask = torch.tensor([[1.0] * len(r) + [0.0] * (longest - len(r)) for r in rows])
    return ids, mask
