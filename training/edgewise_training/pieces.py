# SPDX-License-Identifier: Apache-2.0
"""Texts as ids, and the words that labels sit on: BERT's basic tokens, each known by its first piece.

Needs the tokenizers package. Immutable after construction.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from .spans import Span


@dataclass(frozen=True)
class Word:
    """Where its first piece is among the ids, and its characters in the text."""

    piece: int
    start: int
    end: int


class Pieces:
    """The tokenizer of a checkpoint folder; texts are cut after `most` tokens, the two around the text among them."""

    def __init__(self, checkpoint: Path, most: int):
        self._tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(most)

    @property
    def unknown(self) -> int:
        return self._tokenizer.token_to_id("[UNK]")

    @property
    def first_plain(self) -> int:
        """Ids below it are [PAD], [UNK], [CLS], [SEP], [MASK] and places that nobody uses."""
        return self._tokenizer.token_to_id("[MASK]") + 1

    def ids(self, texts: list[str]) -> list[list[int]]:
        return [e.ids for e in self._tokenizer.encode_batch(texts)]

    def words(self, text: str) -> tuple[list[int], list[Word]]:
        encoding = self._tokenizer.encode(text)
        words: list[list[int]] = []
        last = None
        for piece, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets)):
            if word is None:
                continue
            if word == last:
                words[-1][2] = end
            else:
                words.append([piece, start, end])
                last = word
        return encoding.ids, [Word(*w) for w in words]


def bio(types: list[str]) -> list[str]:
    return ["O"] + [prefix + kind for kind in types for prefix in ("B-", "I-")]


def tags(words: list[Word], spans: list[Span], labels: list[str]) -> list[int]:
    """One label per word: a word is of a span when it begins inside it."""
    at = {label: i for i, label in enumerate(labels)}
    found = [0] * len(words)
    for start, end, kind in spans:
        inside = [i for i, w in enumerate(words) if start <= w.start < end]
        for n, i in enumerate(inside):
            found[i] = at[("I-" if n else "B-") + kind]
    return found


def spans(path: list[int], words: list[Word], labels: list[str]) -> set[Span]:
    """What a sequence of labels says; an I-x that follows no x says nothing."""
    found: list[list] = []
    open_kind = None
    for label, word in zip((labels[i] for i in path), words):
        kind = label[2:]
        if label.startswith("B-"):
            found.append([word.start, word.end, kind])
            open_kind = kind
        elif label.startswith("I-") and kind == open_kind:
            found[-1][1] = word.end
        else:
            open_kind = None
    return {(start, end, kind) for start, end, kind in found}
