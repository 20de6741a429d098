# SPDX-License-Identifier: Apache-2.0
"""Word vectors from counts: positive pointwise mutual information, reduced by a randomised singular value decomposition.

Deterministic: a fixed seed, counts in a fixed order.
"""
import collections
import gzip
import json
import re

import numpy
import scipy.sparse

from features import key

TOKEN = re.compile(r"[A-Za-z]+(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m)\b|(?:[A-Za-z]\.){2,}|\d[\d.,:]*\d|\w+|[^\w\s]")
LARGEST = 30000


def news_texts(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"].replace("’", "'").replace("‘", "'")
            yield [key(token) for token in TOKEN.findall(text)]


def vocabulary(news, treebank_counts, least_news=6, least_treebank=2):
    """Keys in a fixed order, row 0 left for the unknown word."""
    counts = collections.Counter()
    for words in news:
        counts.update(words)
    chosen = {word for word, count in treebank_counts.items() if count >= least_treebank}
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count < least_news or len(chosen) >= LARGEST:
            break
        chosen.add(word)
    return sorted(chosen)


def vectors(news, treebank_sentences, words, dimensions, window=3, contexts=12000, seed=1):
    """A matrix with a row for each word (row 0: unknown, zeros), rows scaled to a root mean square of a half."""
    index = {word: number + 1 for number, word in enumerate(words)}
    stream = []
    for sentence in news:
        stream.extend(index.get(word, 0) for word in sentence)
        stream.extend([-1] * window)
    for sentence in treebank_sentences:
        stream.extend(index.get(word, 0) for word in sentence)
        stream.extend([-1] * window)
    stream = numpy.array(stream, dtype=numpy.int64)
    size = len(words) + 1
    frequency = numpy.bincount(stream[stream > 0], minlength=size)
    order = numpy.argsort(-frequency, kind="stable")[:contexts]
    column = numpy.full(size, -1, dtype=numpy.int64)
    column[order] = numpy.arange(len(order))
    matrix = scipy.sparse.csr_matrix((size, 2 * contexts), dtype=numpy.float32)
    for distance in range(1, window + 1):
        first, second = stream[:-distance], stream[distance:]
        for word, other, side in ((first, second, 0), (second, first, 1)):
            # left and right neighbours are different contexts: word order is what a parser needs
            good = (word > 0) & (other > 0)
            good[good] &= column[other[good]] >= 0
            rows, columns = word[good], column[other[good]] + side * contexts
            data = numpy.full(len(rows), 1.0 / distance, dtype=numpy.float32)
            matrix = matrix + scipy.sparse.coo_matrix((data, (rows, columns)), shape=matrix.shape).tocsr()
    row_sum = numpy.asarray(matrix.sum(axis=1)).ravel() + 1e-9
    column_sum = numpy.asarray(matrix.sum(axis=0)).ravel() ** 0.75 + 1e-9
    table = matrix.tocoo()
    value = numpy.log(table.data / row_sum[table.row] * (column_sum.sum() / column_sum[table.col]))
    keep = value > 0
    table = scipy.sparse.csr_matrix((value[keep].astype(numpy.float32), (table.row[keep], table.col[keep])), shape=matrix.shape)
    generator = numpy.random.RandomState(seed)
    basis = table @ generator.randn(table.shape[1], dimensions + 24).astype(numpy.float32)
    for _ in range(4):
        basis, _ = numpy.linalg.qr(basis)
        basis, _ = numpy.linalg.qr(table.T @ basis)
        basis = table @ basis
    basis, _ = numpy.linalg.qr(basis)
    left, singular, _ = numpy.linalg.svd((table.T @ basis).T, full_matrices=False)
    result = (basis @ left)[:, :dimensions] * numpy.sqrt(singular[:dimensions])
    scale = numpy.sqrt((result ** 2).mean(axis=1, keepdims=True))
    result = numpy.where(scale > 1e-8, result / numpy.maximum(scale, 1e-8) * 0.5, 0)
    result[0] = 0
    return result.astype(numpy.float32)
