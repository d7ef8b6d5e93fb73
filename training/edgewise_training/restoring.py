# SPDX-License-Identifier: Apache-2.0
"""A checkpoint to go on from, of weights of version 1.0.0: of their own checkpoint, or of the int8 graph where nothing else was kept.

Heads and labels get the names that they have by now. A number of an int8 tensor is its scale times what is stored, so the checkpoint says what the graph says, but for the rounding of
activations in the graph's arithmetic. Reads graphs of the packed signature as they were written for version 1.0.0: constants named
w1, w2, … in the order of BertModel's parts, the type of a token part of its position.
"""
from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import tflite
import torch
from torch import Tensor

from . import checkpoint, shared
from .encoder import Encoder, HeadPlan, Sizes

INT8, FLOAT32 = tflite.TensorType.INT8, tflite.TensorType.FLOAT32
# Heads of 1.0.0 and what they are called by now; labels that are not named here are written in capitals, with underscores.
HEADS = {
    "industrial_mwo": ("work_order", {}),
    "industrial_maintie": ("maintenance", {"PhysicalObject": "EQUIPMENT"}),
    "norm": ("codes", {}),
    "people": ("people", {}),
    "people_btc": ("names", {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"}),
}
PARTS = ("q", "k", "v", "o", "n1", "w1", "w2", "n2")


def restore(options: argparse.Namespace) -> Path:
    """Writes --out with config, tokenizer and the weights in `options.bundle`."""
    heads = checkpoint.heads(options.bundle)
    stored = options.bundle / "model.safetensors"
    if stored.exists():
        model = checkpoint.load(options.bundle, heads, 0.0)
    else:
        stored = options.bundle / "model.tflite"
        model = _of_graph(stored, checkpoint.config(options.bundle), heads)
    state = {_renamed(name): tensor for name, tensor in model.state_dict().items()}
    named = Encoder(model.sizes, [_plan(h) for h in heads], 0.0)
    named.load_state_dict(state)
    source = f"trained by the Edgewise project from all-MiniLM-L6-v2; {stored.name} with SHA-256 {shared.sha256(stored)}"
    checkpoint.save(named, state, options.bundle, options.out, {"source": source}, options.form)
    print(f"{options.out}: checkpoint of {stored}", flush=True)
    return options.out


def _plan(head: HeadPlan) -> HeadPlan:
    if head.name not in HEADS:
        return head
    name, labels = HEADS[head.name]
    said = [label if label == "O" else label[:2] + labels.get(label[2:], _capitals(label[2:])) for label in head.labels]
    return replace(head, name=name, labels=said)


def _capitals(label: str) -> str:
    return label.upper().replace("-", "_")


def _renamed(tensor: str) -> str:
    part = tensor.split(".")
    return ".".join(["heads", HEADS[part[1]][0], part[2]]) if part[0] == "heads" and part[1] in HEADS else tensor


def _of_graph(graph: Path, said: dict, heads: list[HeadPlan]) -> Encoder:
    found = iter(_constants(graph))
    state = {name: next(found) for name in ("word.weight", "position.weight", "norm.weight", "norm.bias")}
    for layer in range(said["num_hidden_layers"]):
        parts = {f"{part}.{kind}": next(found) for part in PARTS for kind in ("weight", "bias")}
        for kind in ("weight", "bias"):
            parts[f"qkv.{kind}"] = torch.cat([parts.pop(f"{part}.{kind}") for part in "qkv"])
        state |= {f"layers.{layer}.{name}": tensor for name, tensor in parts.items()}
    for head in heads:
        state |= {f"heads.{head.name}.{kind}": next(found) for kind in ("weight", "bias")}
    model = Encoder(_sizes(said, state), heads, 0.0)
    model.load_state_dict(state)
    return model


def _sizes(said: dict, state: dict[str, Tensor]) -> Sizes:
    words, hidden = state["word.weight"].shape
    positions, inner = state["position.weight"].shape[0], state["layers.0.w1.weight"].shape[0]
    return Sizes(hidden, said["num_hidden_layers"], said["num_attention_heads"], inner, positions, words)


def _constants(graph: Path) -> list[Tensor]:
    """The weights in the order of their names. Constants of one number and shapes are not among them."""
    model = tflite.Model.GetRootAsModel(graph.read_bytes(), 0)
    tensors = model.Subgraphs(0)
    found = {}
    for i in range(tensors.TensorsLength()):
        tensor = tensors.Tensors(i)
        buffer = model.Buffers(tensor.Buffer())
        if tensor.Type() in (INT8, FLOAT32) and tensor.ShapeLength() and buffer.DataLength() > 4:
            order = int(tensor.Name().decode().split("_")[0].removeprefix("w"))
            found[order] = torch.from_numpy(_numbers(tensor, buffer))
    return [found[order] for order in sorted(found)]


def _numbers(tensor: tflite.Tensor, buffer: tflite.Buffer) -> np.ndarray:
    shape = tuple(tensor.ShapeAsNumpy())
    if tensor.Type() == FLOAT32:
        return buffer.DataAsNumpy().view(np.float32).reshape(shape).copy()
    scales = tensor.Quantization().ScaleAsNumpy()
    return buffer.DataAsNumpy().view(np.int8).reshape(shape).astype(np.float32) * scales.reshape((-1,) + (1,) * (len(shape) - 1))
