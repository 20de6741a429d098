#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the language model and writes its image. See README.md beside this file.

    /usr/bin/python3 train/train.py --treebanks DIR --names DIR --news FILE --work DIR --image models/english.image
"""
import argparse
import collections
import json
import math
import os
import pickle
import random
import time

import numpy
import torch

import conllu
import features
import image
import lemmas
import lists
import vectors
from model import Network

NAMES = ["O"] + [place + "-" + kind for kind in ("PER", "ORG", "LOC", "MISC") for place in "BILU"]
COLUMNS = ("upos", "xpos", "feats", "lemma")
NONE = -100


def prepare(options):
    """Reads everything once; the result is kept in the work folder, so that a second run starts at once."""
    path = os.path.join(options.work, "prepared.pickle")
    if os.path.exists(path):
        with open(path, "rb") as file:
            return pickle.load(file)
    train, dev = [], {}
    for stem, documents in conllu.load(options.treebanks, options.names, "train").items():
        train += [sentence for _, sentences in documents for sentence in sentences]
    for stem, documents in conllu.load(options.treebanks, None, "dev").items():
        dev[stem] = [sentence for _, sentences in documents for sentence in sentences]
    labels = {"names": NAMES}
    for column, least in (("upos", 1), ("xpos", 2), ("feats", 2), ("relations", 3)):
        counts = collections.Counter(value for sentence in train for value in getattr(sentence, column))
        labels[column] = [value for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= least]
    labels["lemma"], labels["lemma_classes"], labels["exceptions"] = lemmas.rules_and_exceptions(train)
    counts = collections.Counter(features.key(form) for sentence in train for form in sentence.forms)
    if options.names:
        train += conllu.read_wikigold(os.path.join(options.names, "wikigold", "wikigold.conll.txt"))
    news = list(vectors.news_texts(options.news))
    words = vectors.vocabulary(news, counts)
    table = vectors.vectors(news, [[features.key(form) for form in sentence.forms] for sentence in train], words, features.WORD_DIMENSIONS)
    prepared = {"train": train, "dev": dev, "labels": labels, "counts": counts, "words": words, "vectors": table,
                "lists": lists.load(options.dictionaries, options.places) if options.dictionaries else {}}
    with open(path, "wb") as file:
        pickle.dump(prepared, file)
    return prepared


class Encoder:
    """Sentences as numbers."""

    def __init__(self, prepared):
        labels = prepared["labels"]
        self.row = {word: number + 1 for number, word in enumerate(prepared["words"])}
        self.counts = prepared["counts"]
        self.lists = prepared["lists"]
        self.of = {name: {value: number for number, value in enumerate(labels[name])} for name in ("upos", "xpos", "feats", "relations", "names")}
        self.lemma = {value: number for number, value in enumerate(labels["lemma"][:labels["lemma_classes"]])}

    def encode(self, sentence):
        forms = sentence.forms
        keys = [features.key(form) for form in forms]
        item = {"words": [self.row.get(key, 0) for key in keys], "counts": [self.counts.get(key, 0) for key in keys],
                "size": len(forms), "lists": [self.lists.get(key, 0) for key in keys]}
        nothing = [NONE] * len(forms)
        for column in ("upos", "xpos", "feats"):
            values = getattr(sentence, column)
            item[column] = nothing if values is None else [self.of[column].get(value, NONE) for value in values]
        for letters, change in LETTERS.items():
            changed = [change(form) for form in forms]
            item["hashed", letters] = [features.hashed(form) for form in changed]
            item["lemma", letters] = nothing if sentence.lemmas is None else \
                [NONE if lemma == "_" else self.lemma.get(lemmas.rule(form, lemma), NONE) for form, lemma in zip(changed, sentence.lemmas)]
        item["heads"] = nothing if sentence.heads is None else sentence.heads
        item["relations"] = nothing if sentence.heads is None else [self.of["relations"].get(value, NONE) for value in sentence.relations]
        item["names"] = nothing if sentence.names is None else [self.of["names"][tag] for tag in sentence.names]
        item["has_misc"] = sentence.has_misc
        return item


# How a sentence may be written: as it is, as a headline, carelessly, as a wire copy.
LETTERS = {"given": lambda form: form, "title": lambda form: form[:1].upper() + form[1:], "small": str.lower, "large": str.upper}
CHANCES = (("title", 0.03), ("small", 0.06), ("large", 0.075))  # the chances below which each is taken; else as given
TARGETS = ("upos", "xpos", "feats", "lemma", "heads", "relations", "names")


def collate(items, training, generator):
    longest, batch = max(item["size"] for item in items), len(items)
    words = numpy.zeros((batch, longest), dtype=numpy.int64)
    counts = numpy.zeros((batch, longest), dtype=numpy.float32)
    hashed = numpy.zeros((batch, longest, len(features.HASHED)), dtype=numpy.int64)
    bits = numpy.zeros((batch, longest), dtype=numpy.int64)
    targets = {name: numpy.full((batch, longest), NONE, dtype=numpy.int64) for name in TARGETS}
    for number, item in enumerate(items):
        size = item["size"]
        words[number, :size] = item["words"]
        counts[number, :size] = item["counts"]
        bits[number, :size] = item["lists"]
        chance = generator.random_sample() if training else 1
        letters = next((letters for letters, most in CHANCES if chance < most), "given")
        hashed[number, :size] = item["hashed", letters]
        for name in TARGETS:
            targets[name][number, :size] = item["lemma", letters] if name == "lemma" else item[name]
    changed = numpy.ones(words.shape, dtype=numpy.float32)
    if training:
        # a rare word is often taken for unknown, and the learned change of its vector still more often left away
        chance = generator.random_sample(words.shape)
        words[chance < 0.25 / (0.25 + counts + 4)] = 0
        changed[chance < 0.8 / (0.8 + counts)] = 0
    result = {name: torch.from_numpy(value) for name, value in targets.items()}
    result.update(words=torch.from_numpy(words), changed=torch.from_numpy(changed), hashed=torch.from_numpy(hashed), lists=torch.from_numpy(bits),
                  lengths=torch.tensor([item["size"] for item in items]),
                  has_misc=torch.tensor([item["has_misc"] for item in items]))
    return result


def batches(items, budget, generator):
    """Groups of sentences of like length, about `budget` words each, in random order."""
    order = sorted(range(len(items)), key=lambda number: items[number]["size"] * (1 + 0.1 * generator.random_sample()))
    groups, group, longest = [], [], 0
    for number in order:
        size = items[number]["size"]
        if group and max(longest, size) * (len(group) + 1) > budget:
            groups.append(group)
            group, longest = [], 0
        group.append(items[number])
        longest = max(longest, size)
    groups.append(group)
    generator.shuffle(groups)
    return groups


def cross_entropy(scores, target, smooth=0.0):
    return torch.nn.functional.cross_entropy(scores.reshape(-1, scores.shape[-1]), target.reshape(-1), ignore_index=NONE,
                                             reduction="sum", label_smoothing=smooth)


def loss_of(network, batch):
    parts = network(batch["words"], batch["changed"], batch["hashed"], batch["lists"], batch["lengths"])
    parsed = max(1, int((batch["heads"] != NONE).sum()))
    loss = torch.zeros(())
    if int((batch["heads"] != NONE).sum()):
        scores = network.arcs(parts)
        longest = scores.shape[1]
        outside = torch.arange(longest).unsqueeze(0) >= batch["lengths"].unsqueeze(1)
        outside = torch.cat([torch.zeros(len(outside), 1, dtype=torch.bool), outside], 1)
        scores = scores.masked_fill(outside.unsqueeze(1), -1e9)
        scores = scores.masked_fill(torch.eye(longest + 1, dtype=torch.bool)[1:].unsqueeze(0), -1e9)
        loss = loss + cross_entropy(scores, batch["heads"]) / parsed
        heads = batch["heads"].clamp(min=0)
        loss = loss + cross_entropy(network.relations(parts, heads), batch["relations"]) / parsed
        for column, weight in (("upos", 0.6), ("xpos", 0.3), ("feats", 0.3), ("lemma", 0.5)):
            loss = loss + weight * cross_entropy(network.heads[column](parts["tags"]), batch[column]) / parsed
    named = batch["names"] != NONE
    if bool(named.any()):
        chances = torch.log_softmax(network.heads["names"](parts["names"]), 2)
        right = torch.gather(chances, 2, batch["names"].clamp(min=0).unsqueeze(2)).squeeze(2)
        # a source that does not mark MISC says of an unmarked word only that it is no PER, ORG or LOC
        loose = torch.logsumexp(torch.cat([chances[:, :, :1], chances[:, :, 13:]], 2), 2)
        open_misc = (batch["names"] == 0) & ~batch["has_misc"].unsqueeze(1)
        right = torch.where(open_misc, loose, right)
        loss = loss - (right * named).sum() / int(named.sum())
    return loss


@torch.no_grad()
def evaluate(network, items):
    """Accuracies with given tokens; heads by plain argmax, which is a little below what the tree decoder reaches."""
    network.eval()
    right, total = collections.Counter(), 0
    for group in batches(items, 4000, numpy.random.RandomState(0)):
        batch = collate(group, False, None)
        parts = network(batch["words"], batch["changed"], batch["hashed"], batch["lists"], batch["lengths"])
        inside = torch.arange(batch["words"].shape[1]).unsqueeze(0) < batch["lengths"].unsqueeze(1)
        scores = network.arcs(parts)
        outside = torch.cat([torch.zeros(len(inside), 1, dtype=torch.bool), ~inside], 1)
        itself = torch.eye(outside.shape[1], dtype=torch.bool)[1:]
        heads = scores.masked_fill(outside.unsqueeze(1) | itself, -1e9).argmax(2)
        attached = (heads == batch["heads"]) & inside
        relation = network.relations(parts, heads).argmax(2)
        right["UAS"] += int(attached.sum())
        right["LAS"] += int((attached & (relation == batch["relations"])).sum())
        for column in COLUMNS:
            right[column] += int(((network.heads[column](parts["tags"]).argmax(2) == batch[column]) & inside).sum())
        total += int(inside.sum())
    network.train()
    return {name: round(value / total, 4) for name, value in sorted(right.items())}


def share(network):
    """Moves all parameters into one block of shared memory and returns it."""
    parameters = list(network.parameters())
    block = torch.empty(sum(parameter.numel() for parameter in parameters)).share_memory_()
    at = 0
    for parameter in parameters:
        size = parameter.numel()
        block[at:at + size] = parameter.data.reshape(-1)
        parameter.data = block[at:at + size].view(parameter.shape)
        at += size
    return block


def gradients(network, block):
    """Copies the gradients of this process into its shared block."""
    at = 0
    for parameter in network.parameters():
        size = parameter.numel()
        if parameter.grad is None:
            block[at:at + size] = 0
        else:
            block[at:at + size] = parameter.grad.reshape(-1)
        at += size


def helper(rank, network, items, blocks, plan, barrier, options):
    """A helping process: the same batches in the same order, its own share of each."""
    torch.set_num_threads(1)
    epoch = int(plan[0])
    while epoch < options.epochs + options.polish and plan[1] >= 0:
        torch.manual_seed(100 * epoch + rank)
        generator = numpy.random.RandomState(100 * epoch + rank)
        for group in batches(items, options.words, numpy.random.RandomState(epoch)):
            barrier.wait()
            if plan[1] < 0:
                return
            work(network, group[rank::options.processes], generator, blocks[rank])
            barrier.wait()
        epoch += 1


def work(network, group, generator, block):
    network.zero_grad()
    loss = torch.zeros(())
    if group:
        loss = loss_of(network, collate(group, True, generator))
        loss.backward()
    gradients(network, block)
    return float(loss)


def learn(network, items, dev, checkpoint, options):
    """Adam over shared parameters. The gradients of the processes are added in a fixed order: the same run, the same weights."""
    shared = share(network)
    blocks = [torch.zeros_like(shared).share_memory_() for _ in range(options.processes)]
    values = torch.nn.Parameter(shared)
    optimizer = torch.optim.Adam([values], lr=options.rate, betas=(0.9, 0.95), eps=1e-8)
    epoch = step = 0
    started = time.time()
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        epoch, step = state["epoch"], state["step"]
        started -= state["spent"]
    steps = options.epochs * len(batches(items, options.words, numpy.random.RandomState(0)))
    plan = torch.tensor([float(epoch), 0.0]).share_memory_()  # first epoch; below zero: stop
    context = torch.multiprocessing.get_context("fork")
    barrier = context.Barrier(options.processes)
    helpers = [context.Process(target=helper, args=(rank, network, items, blocks, plan, barrier, options), daemon=True)
               for rank in range(1, options.processes)]
    for one in helpers:
        one.start()
    done, mean, taken = 0.0, torch.zeros_like(shared), 0
    while epoch < options.epochs + options.polish and done < 1:
        polishing = epoch >= options.epochs
        torch.manual_seed(100 * epoch)
        generator = numpy.random.RandomState(100 * epoch)
        total, number = 0.0, 0
        for group in batches(items, options.words, numpy.random.RandomState(epoch)):
            done = 0.8 if polishing else min(step / steps, 1 - 1e-6 if options.polish else 1)
            if options.minutes and not polishing:
                done = max(done, (time.time() - started) / 60 / options.minutes)
            plan[1] = -1 if done >= 1 else 0
            barrier.wait()
            if done >= 1:
                break
            total += work(network, group[0::options.processes], generator, blocks[0])
            barrier.wait()
            gradient = blocks[0]
            for block in blocks[1:]:
                gradient += block
            gradient /= options.processes
            norm = float(gradient.norm())
            if norm > 5:
                gradient *= 5 / norm
            values.grad = gradient
            optimizer.param_groups[0]["lr"] = options.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            optimizer.step()
            step += 1
            number += 1
            if polishing:
                taken += 1
                mean += (values.data - mean) / taken
            if step % 100 == 0:
                print("step %d of %d, mean loss %.3f, %.0f s" % (step, steps, total / number, time.time() - started), flush=True)
        epoch += 1
        if taken and epoch == options.epochs + options.polish:
            shared.copy_(mean)
        figures = {stem: evaluate(network, some) for stem, some in dev.items()} if epoch % 3 == 0 or done >= 1 or epoch >= options.epochs else ""
        print("epoch %d, %.0f s, mean loss %.3f: %s" % (epoch, time.time() - started, total / max(1, number), json.dumps(figures)), flush=True)
        torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step,
                    "spent": time.time() - started}, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
    for one in helpers:
        one.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--treebanks", required=True, help="folder with ewt-train.conllu.gz, gum-train.conllu.gz, *-dev.conllu")
    parser.add_argument("--names", help="folder with uner-ewt-train.jsonl, gum-train.jsonl, wikigold/")
    parser.add_argument("--news", required=True, help="raw news text, JSON lines, for the word vectors")
    parser.add_argument("--dictionaries", help="folder with lists of persons and groups (see lists.py)")
    parser.add_argument("--places", help="names of places: geonames.mo of Debian's libgeonames-common")
    parser.add_argument("--work", required=True, help="folder for prepared data and checkpoints")
    parser.add_argument("--image", required=True, help="the image to write")
    parser.add_argument("--boundaries", help="weights of the sentence boundaries (boundaries.py); else they are taken as zero")
    parser.add_argument("--start", help="a float image to start from, instead of from chance; its labels must be those of the treebanks")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=0, help="end the schedule after so many minutes, whatever the epoch")
    parser.add_argument("--polish", type=int, default=0, help="more epochs at a small rate; the mean of their weights is kept")
    parser.add_argument("--words", type=int, default=1400, help="words a batch")
    parser.add_argument("--rate", type=float, default=0.003)
    parser.add_argument("--processes", type=int, default=2, help="share each batch among so many processes of one thread each")
    parser.add_argument("--write-only", action="store_true", help="write the image from the last checkpoint")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(1)  # small matrices: one thread is twice as fast as two; processes share the batch instead
    started = time.time()
    prepared = prepare(options)
    labels = prepared["labels"]
    print("prepared after %.0f s: %d words, %s" % (time.time() - started, len(prepared["words"]),
                                                   {name: len(value) for name, value in labels.items() if isinstance(value, list)}), flush=True)
    classes = {name: len(labels[name]) for name in ("upos", "xpos", "feats", "names")}
    classes.update(lemma=labels["lemma_classes"], relation=len(labels["relations"]))
    network = Network(prepared["vectors"], classes)
    checkpoint = os.path.join(options.work, "checkpoint.pt")
    if options.write_only:
        network.load_state_dict(torch.load(checkpoint)["network"])
        image.write(options.image, network, prepared, options.boundaries)
        return
    if options.start and not os.path.exists(checkpoint):
        network.load_state_dict(image.weights_of(options.start, network.state_dict(), prepared))
    encoder = Encoder(prepared)
    items = [encoder.encode(sentence) for sentence in prepared["train"] if len(sentence.forms) <= 160]
    dev = {stem: [encoder.encode(sentence) for sentence in sentences] for stem, sentences in prepared["dev"].items()}
    learn(network, items, dev, checkpoint, options)
    image.write(options.image, network, prepared, options.boundaries)


if __name__ == "__main__":
    main()
