# SPDX-License-Identifier: Apache-2.0
"""The network: hashed and word vectors, two bidirectional LSTM layers, one projection, and small heads on it.

    word vector + prefix, suffixes, shape, lists of names   (200)
      -> LSTM, 160 a direction (320) -> LSTM, 160 a direction (320)
      -> one projection with ReLU, cut into: head 128, dependent 128, relation of the head 128, of the dependent 128,
         tags 128, names 64
      arcs: dependent x W x head + bias of the head;  relations: a layer on the sum of both sides;  tags, names: one layer
"""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import features

HIDDEN = 160
PARTS = (("arc_head", 128), ("arc_dependent", 128), ("relation_head", 128), ("relation_dependent", 128), ("tags", 128), ("names", 64))
PROJECTION = sum(size for _, size in PARTS)


class Network(nn.Module):
    def __init__(self, vectors, classes, dropout=0.33):
        """`classes`: sizes of upos, xpos, feats, lemma, names, relation."""
        super().__init__()
        self.register_buffer("fixed", torch.tensor(vectors))
        self.change = nn.Parameter(torch.zeros(vectors.shape))
        self.hashed = nn.ModuleList([nn.Embedding(rows, dimensions) for _, rows, dimensions in features.HASHED])
        self.lists = nn.Embedding(*features.LISTS)
        for table in list(self.hashed) + [self.lists]:
            nn.init.normal_(table.weight, std=0.3)
        self.first = nn.LSTM(features.INPUT_DIMENSIONS, HIDDEN, batch_first=True, bidirectional=True)
        self.second = nn.LSTM(2 * HIDDEN, HIDDEN, batch_first=True, bidirectional=True)
        for layer in (self.first, self.second):
            for name, weight in layer.named_parameters():
                if "weight_hh" in name:
                    for part in range(4):
                        nn.init.orthogonal_(weight.data[part * HIDDEN:(part + 1) * HIDDEN])
                elif "bias_ih" in name:
                    weight.data.zero_()
                    weight.data[HIDDEN:2 * HIDDEN] = 1
                elif "bias_hh" in name:
                    weight.data.zero_()
        self.project = nn.Linear(2 * HIDDEN, PROJECTION)
        self.arc = nn.Parameter(torch.randn(128, 128) * 0.02)
        self.arc_bias = nn.Parameter(torch.zeros(128))
        self.root_arc = nn.Parameter(torch.randn(128) * 0.1)
        self.root_relation = nn.Parameter(torch.randn(128) * 0.1)
        self.relation = nn.Linear(128, classes["relation"])
        self.heads = nn.ModuleDict({name: nn.Linear(128, classes[name]) for name in ("upos", "xpos", "feats", "lemma")})
        self.heads["names"] = nn.Linear(64, classes["names"])
        self.dropout = dropout

    def _mask(self, batch, size):
        """Variational dropout: the same units are dropped at every word of a sentence."""
        if not self.training:
            return 1.0
        keep = 1 - self.dropout
        return torch.bernoulli(torch.full((batch, 1, size), keep)) / keep

    def forward(self, words, words_changed, hashed, lists, lengths):
        """`words`: vocabulary rows (0 where dropped); `words_changed`: 1 where the learned change of a vector is added.

        Returns (projection parts by name, each batch x longest x size).
        """
        batch = words.shape[0]
        vector = self.fixed[words] + nn.functional.embedding(words, self.change) * words_changed.unsqueeze(2)
        parts = [vector] + [table(hashed[:, :, number]) for number, table in enumerate(self.hashed)] + [self.lists(lists)]
        state = torch.cat(parts, 2) * self._mask(batch, features.INPUT_DIMENSIONS)
        for layer in (self.first, self.second):
            packed = pack_padded_sequence(state, lengths, batch_first=True, enforce_sorted=False)
            state, _ = pad_packed_sequence(layer(packed)[0], batch_first=True)
            state = state * self._mask(batch, 2 * HIDDEN)
        projected = torch.relu(self.project(state)) * self._mask(batch, PROJECTION)
        return dict(zip([name for name, _ in PARTS], projected.split([size for _, size in PARTS], 2)))

    def arcs(self, parts):
        """batch x dependent x (1 + head): column 0 is the root."""
        batch = parts["arc_head"].shape[0]
        heads = torch.cat([self.root_arc.expand(batch, 1, 128), parts["arc_head"]], 1)
        return (parts["arc_dependent"] @ self.arc) @ heads.transpose(1, 2) + (heads @ self.arc_bias).unsqueeze(1)

    def relations(self, parts, heads):
        """Scores of the relations to the given heads (0: root)."""
        batch = heads.shape[0]
        sides = torch.cat([self.root_relation.expand(batch, 1, 128), parts["relation_head"]], 1)
        chosen = torch.gather(sides, 1, heads.unsqueeze(2).expand(-1, -1, 128))
        return self.relation(torch.relu(chosen + parts["relation_dependent"]))
