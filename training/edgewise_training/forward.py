# SPDX-License-Identifier: Apache-2.0
"""What a model says of many texts, in batches of like length. Not for several threads."""
from __future__ import annotations

import numpy as np
import torch

from .encoder import Encoder, padded

BUDGET = 4096


def logits(model: Encoder, rows: list[list[int]], names: list[str]) -> list[dict[str, np.ndarray]]:
    """Per row and head: [labels], or [tokens, labels] without padding."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    found: list[dict[str, np.ndarray]] = [{} for _ in rows]
    batch: list[int] = []
    with torch.inference_mode():
        for place, row in enumerate(order):
            batch.append(row)
            last = place + 1 == len(order)
            if last or len(rows[order[place + 1]]) * (len(batch) + 1) > BUDGET:
                said = model(*padded([rows[i] for i in batch]), names)
                for n, i in enumerate(batch):
                    for name in names:
                        out = said[name][n].numpy()
                        found[i][name] = out[: len(rows[i])] if out.ndim == 2 else out
                batch = []
    return found
