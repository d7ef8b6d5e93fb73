# SPDX-License-Identifier: Apache-2.0
"""What the language table sees of a text: words of Latin letters, and the hashes of their letter groups.

`io.edgewise.inference.language.LatinWords` and `LetterTable` do the same in Java; `LetterTableTest` compares them.
"""

import functools
import unicodedata

import numpy as np

SHORTEST = 2
LONGEST = 5
BUCKETS = 1 << 14
MOST_LETTERS = 24
MOST_WORDS = 400
_PRIME = np.uint32(16777619)
_OFFSET = np.uint32(2166136261)
_BLANK = 32
_NEVER_IN_WORDS = set("@/\\_<>{}[]=|~^")
_AROUND = ".,:;!?\"'()…«»„“”"


@functools.cache
def _is_latin(character):
    return character.isalpha() and (
        character < "\x80" or unicodedata.name(character, "").startswith("LATIN ")
    )


def lower(word):
    """Letter by letter, so that no word changes its length."""
    return "".join(c.lower()[0] for c in word)


def _is_code(token):
    """Whether a token is a code, a number, an address or a path: `P-17`, `pump_3`, `a.b.com`."""
    if any(c in _NEVER_IN_WORDS or c.isdigit() for c in token):
        return True
    inner = token.strip(_AROUND)
    return "." in inner or ":" in inner


def _counts(word, shouted):
    """Not an abbreviation in a text with small letters, not stretched, and of a length that words have."""
    return (
        len(word) <= MOST_LETTERS
        and (shouted or len(word) == 1 or not word.isupper())
        and not any(word[i] == word[i - 1] == word[i - 2] for i in range(2, len(word)))
    )


def words(text):
    """The words of a text, each once in small letters, with whether it is written in small letters somewhere."""
    text = unicodedata.normalize("NFC", text)
    shouted = not any(c.islower() for c in text)
    result = {}
    for token in text.split():
        if _is_code(token):
            continue
        start = None
        for i, c in enumerate(token + " "):
            if _is_latin(c):
                start = i if start is None else start
            elif start is not None:
                word = token[start:i]
                start = None
                if _counts(word, shouted) and len(result) < MOST_WORDS:
                    small = lower(word)
                    result[small] = result.get(small, False) or shouted or word == small
    return result


def groups(word_list):
    """Buckets of all letter groups of the words, blanks around each word included."""
    if not word_list:
        return np.zeros(0, np.int64)
    # Two blanks between words: a group has a blank at its ends only, and never one of each of two words.
    line = np.array([ord(c) for c in " " + "  ".join(word_list) + " "], np.uint32)
    length = len(line)
    blank = line == _BLANK
    hashes = np.full(length, _OFFSET, np.uint32)
    clean = np.ones(length, bool)
    found = []
    with np.errstate(over="ignore"):
        for n in range(1, LONGEST + 1):
            last = length - n + 1
            if last <= 0:
                break
            hashes = (hashes[:last] ^ line[n - 1 :]) * _PRIME
            # The letter before the last one has become an inner one.
            clean = clean[:last] if n <= 2 else clean[:last] & ~blank[n - 2 : n - 2 + last]
            if n >= SHORTEST:
                keep = clean & ~(blank[:last] & blank[n - 1 :]) if n == 2 else clean
                found.append(hashes[keep])
    mixed = np.concatenate(found)
    mixed ^= mixed >> np.uint32(15)
    return (mixed % np.uint32(BUCKETS)).astype(np.int64)
