# SPDX-License-Identifier: Apache-2.0
"""What a student hears of its teacher. Pure functions; a teacher is only read."""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .encoder import Encoder
from .pieces import Pieces

# Of a student's loss, this much is to say what the teacher says, both softened by the temperature.
SHARE, TEMPERATURE = 0.5, 2.0


@dataclass
class Teacher:
    """A trained model that a student listens to, with its own vocabulary."""

    model: Encoder
    pieces: Pieces


def mixed(own: Tensor, said: Tensor, heard: Tensor) -> Tensor:
    """The loss against the labels, mixed with the distance of two softened distributions, whose logits are [rows, labels].
    Hinton et al., Distilling the Knowledge in a Neural Network (2015)."""
    student = torch.log_softmax(said / TEMPERATURE, -1)
    teacher = torch.softmax(heard / TEMPERATURE, -1)
    distance = F.kl_div(student, teacher, reduction="batchmean") * TEMPERATURE**2
    return (1 - SHARE) * own + SHARE * distance
