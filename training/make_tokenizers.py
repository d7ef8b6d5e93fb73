#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the small tokenizers that the tests of `inference` read, on the Markdown and Java of this repository.

    pip install tokenizers==0.21.4 sentencepiece==0.2.3
    python3 training/make_tokenizers.py

Writes `bpe.json`, `vocab.json` with `merges.txt`, `unigram.json` and the SentencePiece `bpe.model` to the test resources,
and for the bundles of tiny models, which have 120 rows, `tiny_bpe.json` and `tiny_unigram.json` to those of the testkit. The
same text gives the same pieces; a change of the repository's text need not lead to new ones.
"""

import io
import pathlib
import subprocess

import sentencepiece
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "inference/src/test/resources/io/edgewise/inference/tokenizer"
TINY = ROOT / "testkit/src/main/resources/io/edgewise/testkit/models"
TINY_PIECES = 120
TINY_TEXTS = [
    "the pump is leaking and the valve is hot",
    "stop the line, motor 7 is cold!",
    "call room 3 - door 5 and lamp 9",
    "Zürich café 😀 cafe\u0301 on line B2",
    "abcdefghijklmnopqrstuvwxyz 0123456789 .,;:!?'\"()-/@#+=",
]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def texts():
    names = subprocess.check_output(["git", "ls-files", "*.md", "*.java"], cwd=ROOT, text=True)
    for name in sorted(names.split("\n")):
        if name:
            yield from (ROOT / name).read_text(encoding="utf-8").split("\n")


def byte_pairs():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        texts(),
        trainers.BpeTrainer(
            vocab_size=3000,
            special_tokens=SPECIAL,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.save(str(OUT / "bpe.json"), pretty=False)
    tokenizer.model.save(str(OUT))


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(
        texts(),
        trainers.UnigramTrainer(vocab_size=3000, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False),
    )
    tokenizer.save(str(OUT / "unigram.json"), pretty=False)


def sentence_piece():
    """As Llama 2 and Mistral: blanks are kept, characters without a piece become bytes, and there is mark-up."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=texts(),
        model_writer=model,
        model_type="bpe",
        vocab_size=2000,
        byte_fallback=True,
        character_coverage=0.999,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        allow_whitespace_only_pieces=True,
        split_digits=True,
        user_defined_symbols=["[IMG]"],
        num_threads=1,
        minloglevel=2,
    )
    (OUT / "bpe.model").write_bytes(model.getvalue())


def tiny():
    """RoBERTa's and XLM-R's steps over the characters of a few sentences; all others are unknown."""
    letters = sorted(set("".join(part for text in TINY_TEXTS for part in byte_letters(text))))
    pairs = Tokenizer(models.BPE(unk_token="<unk>"))
    pairs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pairs.train_from_iterator(
        TINY_TEXTS * 3,
        trainers.BpeTrainer(
            vocab_size=TINY_PIECES, special_tokens=SPECIAL, initial_alphabet=letters, show_progress=False
        ),
    )
    pairs.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    pairs.save(str(TINY / "tiny_bpe.json"), pretty=False)

    pieces = Tokenizer(models.Unigram())
    pieces.normalizer = normalizers.NFKC()
    pieces.pre_tokenizer = pre_tokenizers.Metaspace()
    pieces.train_from_iterator(
        TINY_TEXTS,
        trainers.UnigramTrainer(
            vocab_size=TINY_PIECES, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False
        ),
    )
    pieces.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    pieces.save(str(TINY / "tiny_unigram.json"), pretty=False)
    for tokenizer in (pairs, pieces):
        assert tokenizer.get_vocab_size() <= TINY_PIECES


def byte_letters(text):
    return [part for part, _ in pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(text)]


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    byte_pairs()
    unigram()
    sentence_piece()
    tiny()
