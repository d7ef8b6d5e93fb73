# SPDX-License-Identifier: Apache-2.0
"""Learns the table that tells Latin-script languages apart, and writes it for `inference`.

A softmax regression over hashed letter groups: the score of a language is the sum of its weights over the groups of a
text, divided by the root of their number.
"""

import argparse
import random
import struct
import unicodedata
from pathlib import Path

import numpy as np
import torch

import texts
import words

SEED = 20240311
MOST_TEXTS = 14_000
EPOCHS = 6
BATCH = 256


def plain(word):
    """A word without accents, as people type it on terminals that have none."""
    word = word.replace("ß", "ss").replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def pieces(all_texts, rng):
    """Word lists of 2 to 14 words, some without their accents."""
    for text in all_texts:
        found = list(words.words(text))
        while found:
            size = min(len(found), rng.choice((2, 3, 4, 5, 6, 8, 10, 14)))
            piece, found = found[:size], found[size:]
            if sum(map(len, piece)) < 6:
                continue
            yield [plain(w) for w in piece] if rng.random() < 0.3 else piece


def samples(folder, shared):
    rng = random.Random(SEED)
    catalogs = texts.catalogs(folder)
    result = []
    for number, language in enumerate(texts.LANGUAGES):
        found = list(pieces(catalogs[language], rng))
        rng.shuffle(found)
        found = found[:MOST_TEXTS]
        if language == "en":
            spoken = list(pieces(texts.spoken_english(shared), rng))
            rng.shuffle(spoken)
            found += spoken[: 4 * MOST_TEXTS]
        print(language, len(catalogs[language]), len(found), flush=True)
        result += [(words.groups(piece), number) for piece in found]
    rng.shuffle(result)
    return [s for s in result if len(s[0])]


def learn(data, weight_decay):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    width = len(texts.LANGUAGES)
    bag = torch.nn.EmbeddingBag(words.BUCKETS, width, mode="sum")
    torch.nn.init.zeros_(bag.weight)
    optimizer = torch.optim.Adam(bag.parameters(), lr=0.05)
    counts = np.bincount([label for _, label in data], minlength=width)
    balance = torch.tensor(np.where(np.arange(width) == 0, 3.0, 1.0) * counts.mean() / counts, dtype=torch.float32)
    steps = EPOCHS * (len(data) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(1 - step / steps, 0.01))
    rng = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(data))
        total = hits = 0
        for at in range(0, len(order) - BATCH, BATCH):
            batch = [data[i] for i in order[at : at + BATCH]]
            sizes = np.array([len(groups) for groups, _ in batch])
            offsets = torch.tensor(np.concatenate([[0], np.cumsum(sizes)[:-1]]))
            ids = torch.tensor(np.concatenate([groups for groups, _ in batch]))
            labels = torch.tensor([label for _, label in batch])
            roots = torch.tensor(1 / np.sqrt(sizes), dtype=torch.float32)[:, None]
            scores = bag(ids, offsets) * roots
            loss = torch.nn.functional.cross_entropy(scores, labels, weight=balance, label_smoothing=0.02)
            loss = loss + weight_decay * bag.weight.square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            hits += (scores.argmax(1) == labels).sum().item()
        print(f"epoch {epoch + 1}: loss {total * BATCH / len(data):.4f}, right {hits / len(data):.4f}", flush=True)
    return bag.weight.detach().numpy()


def write(weights, path):
    """`EWLT`, version, number of languages and of buckets, the scale of a weight, the names, a row for each bucket."""
    scale = np.abs(weights).max() / 127
    rows = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    names = ",".join(texts.LANGUAGES).encode()
    head = struct.pack(">4sHHIfH", b"EWLT", 1, len(texts.LANGUAGES), words.BUCKETS, scale, len(names))
    path.write_bytes(head + names + rows.tobytes())
    print(path, path.stat().st_size, "bytes", texts.sha256(path))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("shared", type=Path)
    parser.add_argument("table", type=Path)
    arguments = parser.parse_args()
    write(learn(samples(arguments.packages, arguments.shared), 0.1), arguments.table)
