# SPDX-License-Identifier: Apache-2.0
"""Checkpoint folders, as `edgewise bundle import` reads them: config.json with the heads, model.safetensors, tokenizer.

Weights have the names of the transformers library's BertModel, and heads.NAME.weight and .bias. A file is written beside
its place and then renamed, so that a folder never holds half of one.
"""
from __future__ import annotations

import json
import os
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from .encoder import Encoder, HeadPlan, Sizes

PARTS = {"o": "attention.output.dense", "n1": "attention.output.LayerNorm", "w1": "intermediate.dense"}
PARTS |= {"w2": "output.dense", "n2": "output.LayerNorm"}
ATTENTION = ("query", "key", "value")
EMBEDDINGS = "embeddings."


def write(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".part")
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def config(folder: Path) -> dict:
    return json.loads((folder / "config.json").read_text(encoding="utf-8"))


def heads(folder: Path) -> list[HeadPlan]:
    """The heads of a checkpoint of our own; none of a backbone."""
    known = {"name", "kind", "labels", "activation", "group", "trained_on"}
    found = []
    for h in config(folder).get("heads", []):
        extra = {k: v for k, v in h.items() if k not in known}
        found.append(HeadPlan(**{k: v for k, v in h.items() if k in known}, extra=extra))
    return found


def load(
    folder: Path, plans: list[HeadPlan], dropout: float, layers: list[int] | None = None, rows: list[int] | None = None
) -> Encoder:
    """The encoder of a folder, of which only some layers or some rows of the word table may be kept.

    Labels that a head of the same name and kind has in the folder keep their weights; new ones begin as drawn.
    """
    said, weights = config(folder), {}
    for name, tensor in load_file(folder / "model.safetensors").items():
        weights[name.removeprefix("bert.")] = tensor.float()
    keep = list(range(said["num_hidden_layers"])) if layers is None else layers
    words = weights[EMBEDDINGS + "word_embeddings.weight"]
    if rows is not None:
        words = words[torch.tensor(rows)]
    sizes = Sizes(
        said["hidden_size"],
        len(keep),
        said["num_attention_heads"],
        said["intermediate_size"],
        said["max_position_embeddings"],
        len(words),
    )
    model = Encoder(sizes, plans, dropout)
    state = {**model.state_dict(), **_encoder_state(weights, keep), "word.weight": words}
    model.load_state_dict(state | _head_state(state, weights, plans, heads(folder)))
    return model


def _head_state(
    state: dict[str, Tensor], weights: dict[str, Tensor], plans: list[HeadPlan], before: list[HeadPlan]
) -> dict[str, Tensor]:
    known, found = {h.name: h for h in before}, {}
    for plan in plans:
        old = known.get(plan.name)
        if old is None or old.kind != plan.kind:
            continue
        kept = [label for label in plan.labels if label in old.labels]
        to, of = [plan.labels.index(label) for label in kept], [old.labels.index(label) for label in kept]
        for part in ("weight", "bias"):
            name = f"heads.{plan.name}.{part}"
            found[name] = state[name].index_copy(0, torch.tensor(to, dtype=torch.long), weights[name][of])
    return found


def _encoder_state(weights: dict[str, Tensor], keep: list[int]) -> dict[str, Tensor]:
    types = weights[EMBEDDINGS + "token_type_embeddings.weight"]
    state = {"position.weight": weights[EMBEDDINGS + "position_embeddings.weight"] + types[0]}
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"{EMBEDDINGS}LayerNorm.{part}"]
        for ours, theirs in enumerate(keep):
            layer = f"encoder.layer.{theirs}."
            split = [weights[f"{layer}attention.self.{name}.{part}"] for name in ATTENTION]
            state[f"layers.{ours}.qkv.{part}"] = torch.cat(split)
            for short, long in PARTS.items():
                state[f"layers.{ours}.{short}.{part}"] = weights[f"{layer}{long}.{part}"]
    return state


def library_names(state: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    width = state["norm.weight"].shape[0]
    found = {
        EMBEDDINGS + "word_embeddings.weight": state["word.weight"],
        EMBEDDINGS + "position_embeddings.weight": state["position.weight"],
        EMBEDDINGS + "token_type_embeddings.weight": torch.zeros(2, width),
    }
    for part in ("weight", "bias"):
        found[f"{EMBEDDINGS}LayerNorm.{part}"] = state[f"norm.{part}"]
        for i in range(layers):
            layer = f"encoder.layer.{i}."
            for name, piece in zip(ATTENTION, state[f"layers.{i}.qkv.{part}"].chunk(3)):
                found[f"{layer}attention.self.{name}.{part}"] = piece
            for short, long in PARTS.items():
                found[f"{layer}{long}.{part}"] = state[f"layers.{i}.{short}.{part}"]
    return found | {name: tensor for name, tensor in state.items() if name.startswith("heads.")}


def description(model: Encoder, said: dict) -> dict:
    sizes = model.sizes
    plans = [
        {
            "name": h.name,
            "kind": h.kind,
            "activation": h.activation,
            "labels": h.labels,
            **({"group": h.group} if h.group else {}),
            **({"trained_on": h.trained_on} if h.trained_on else {}),
            **h.extra,
        }
        for h in model.plans.values()
    ]
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.attention_heads,
        "intermediate_size": sizes.inner,
        "hidden_act": "gelu",
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": 2,
        "vocab_size": sizes.pieces,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "do_lower_case": True,
        "pooling": "mean",
        **said,
        "heads": plans,
    }


def save(model: Encoder, state: dict[str, Tensor], tokenizer: Path, folder: Path, said: dict, form: str) -> None:
    """`state` are float32 weights under our names; `form` is fp16 or fp32; `said` goes into config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = {"fp16": torch.float16, "fp32": torch.float32}[form]
    tensors = {n: t.detach().to(kind).contiguous().clone() for n, t in library_names(state, model.sizes.layers).items()}
    temporary = folder / "model.safetensors.part"
    save_file(tensors, temporary)
    temporary.chmod(0o644)
    os.replace(temporary, folder / "model.safetensors")
    for name in ("tokenizer.json", "vocab.txt"):
        if (tokenizer / name).exists():
            write(folder / name, (tokenizer / name).read_text(encoding="utf-8"))
    write(folder / "config.json", json.dumps(description(model, said | {"torch_dtype": str(kind)[6:]}), indent=1) + "\n")
