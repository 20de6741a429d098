# SPDX-License-Identifier: Apache-2.0
"""What the network sees of a word. src/language/network.c does the same, byte for byte: change both or neither.

A word is its row in the vocabulary (by its key), hashed rows for prefix, suffixes and shape, and a row for the lists of names that
hold it.
"""
import unicodedata

# (name, rows, dimensions): the order in which they are laid side by side, after the word's own vector
HASHED = (("prefix3", 8192, 16), ("suffix2", 2048, 16), ("suffix3", 8192, 24), ("suffix4", 16384, 24), ("shape", 1024, 16))
WORD_DIMENSIONS = 96
LISTS = (32, 8)  # the bits of lists.py as a row, and its dimensions
INPUT_DIMENSIONS = WORD_DIMENSIONS + sum(dimensions for _, _, dimensions in HASHED) + LISTS[1]

MASK = (1 << 64) - 1


def hash64(data):
    """FNV-1a of 64 bits."""
    value = 0xcbf29ce484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001b3) & MASK
    return value


def bucket(kind, text, rows):
    value = hash64(bytes([kind]) + text.encode("utf-8"))
    return (value ^ (value >> 32)) & (rows - 1)


def lower(character):
    small = character.lower()
    return small if len(small) == 1 else character


QUOTES = {"‘": "'", "’": "'", "`": "'", "“": '"', "”": '"'}


def key(form):
    """The form as the vocabulary knows it: small letters, digits as 0, plain quotes; the first 64 code points."""
    result = []
    for character in form[:64]:
        character = QUOTES.get(character, character)
        result.append("0" if "0" <= character <= "9" else lower(character))
    return "".join(result)


def shape(form):
    """Xx, d, o for other letters, ASCII signs as they are, p for other signs; runs cut to 2, 8 in all."""
    result = []
    for character in form:
        category = unicodedata.category(character)
        if category in ("Lu", "Lt"):
            symbol = "X"
        elif category == "Ll":
            symbol = "x"
        elif category == "Nd":
            symbol = "d"
        elif category[0] == "L":
            symbol = "o"
        else:
            symbol = QUOTES.get(character, character)
            if symbol > "\x7f":
                symbol = "p"
        if len(result) >= 2 and result[-1] == symbol and result[-2] == symbol:
            continue
        result.append(symbol)
        if len(result) == 8:
            break
    return "".join(result)


_cache = {}


def hashed(form):
    """The rows of a form in the hashed tables."""
    found = _cache.get(form)
    if found is None:
        name = key(form)
        texts = (name[:3], name[-2:], name[-3:], name[-4:], shape(form))
        found = tuple(bucket(number + 1, text, rows) for number, (text, (_, rows, _)) in enumerate(zip(texts, HASHED)))
        _cache[form] = found
    return found
