# SPDX-License-Identifier: Apache-2.0
"""A smaller WordPiece vocabulary: the pieces that the training texts use most, and every single character.

Because all characters stay, what could be spelled still can, and no new [UNK] arises. Order and rules are as before.
"""
from __future__ import annotations

import collections
import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

from . import checkpoint

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CHUNK = 4096


def cut(source: Path, texts: Iterable[str], size: int, target: Path) -> list[int]:
    """Writes tokenizer.json and vocab.txt to `target`; returns which rows of the word table are kept, ascending."""
    said = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    ids: dict[str, int] = said["model"]["vocab"]
    counts = _counts(Tokenizer.from_file(str(source / "tokenizer.json")), list(texts))
    keep = {ids[piece] for piece in SPECIAL} | {i for piece, i in ids.items() if len(piece.removeprefix("##")) == 1}
    if len(keep) > size:
        raise ValueError(f"a vocabulary of {size} pieces can't be made: {len(keep)} are single characters or special")
    for row, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        if len(keep) == size:
            break
        keep.add(row)
    rows = sorted(keep)
    pieces = {i: piece for piece, i in ids.items()}
    renumbered = {pieces[i]: n for n, i in enumerate(rows)}
    target.mkdir(parents=True, exist_ok=True)
    checkpoint.write(target / "tokenizer.json", json.dumps(_renumbered(said, renumbered), ensure_ascii=False))
    checkpoint.write(target / "vocab.txt", "".join(pieces[i] + "\n" for i in rows))
    return rows


def _counts(tokenizer: Tokenizer, texts: list[str]) -> collections.Counter:
    tokenizer.no_truncation()
    tokenizer.no_padding()
    counts: collections.Counter = collections.Counter()
    for at in range(0, len(texts), CHUNK):
        for encoding in tokenizer.encode_batch(texts[at : at + CHUNK]):
            counts.update(encoding.ids)
    return counts


def _renumbered(said: dict, ids: dict[str, int]) -> dict:
    """The tokenizer's description with other numbers, wherever one stands."""
    said["model"]["vocab"] = ids
    said["added_tokens"] = [{**t, "id": ids[t["content"]]} for t in said.get("added_tokens", []) if t["content"] in ids]
    around = said.get("post_processor") or {}
    for token in (around.get("special_tokens") or {}).values():
        token["ids"] = [ids[piece] for piece in token["tokens"]]
    for name in ("sep", "cls"):
        if isinstance(around.get(name), list):
            around[name] = [around[name][0], ids[around[name][0]]]
    if said.get("padding"):
        said["padding"]["pad_id"] = ids["[PAD]"]
    return said
