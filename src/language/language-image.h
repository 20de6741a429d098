/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model image, mapped read-only and used in place. Its form is told in train/image.py; everything is checked once,
 * here, and never again: sizes, offsets, labels, lemma rules.
 */
#ifndef VDT_LANGUAGE_LANGUAGE_IMAGE_H
#define VDT_LANGUAGE_LANGUAGE_IMAGE_H

#include "base/error.h"
#include "base/image.h"
#include "language/kernel.h"
#include "language/labels.h"

enum {
    VDT_NET_UNITS = 256,      /* at most, of an LSTM in one direction */
    VDT_NET_WORD = 96,        /* a word's own vector */
    VDT_NET_HASHED = 5,       /* prefix, suffixes, shape: 96 in all */
    VDT_NET_LISTS = 8,        /* the lists of names that hold the word */
    VDT_NET_INPUT = 200,      /* all of a word */
    /* the projection and its parts */
    VDT_NET_ARC_HEAD = 0,
    VDT_NET_ARC_DEPENDENT = 128,
    VDT_NET_RELATION_HEAD = 256,
    VDT_NET_RELATION_DEPENDENT = 384,
    VDT_NET_TAGS = 512,
    VDT_NET_NAMES = 640,
    VDT_NET_PROJECTION = 704,
    VDT_NET_SIDE = 128,       /* size of each part but the last, */
    VDT_NET_NAME_SIDE = 64,   /* and of the last */
    VDT_NET_NAME_TAGS = 17,
    VDT_NET_CLASSES = 512,    /* at most so many of one head */
    VDT_NAME_WORDS_ROWS = 1 << 15,
    VDT_NAME_WORDS_WIDTH = 16,
};

struct vdt_embedding {
    const int8_t *rows;
    const float *scales;
    uint32_t count, dimensions;
};

struct vdt_net_layer {
    struct vdt_weights input, recurrent[2]; /* forth, back */
};

enum vdt_lemma_case { VDT_LEMMA_KEEP, VDT_LEMMA_LOWER, VDT_LEMMA_TITLE, VDT_LEMMA_UPPER };

struct vdt_lemma_rule {
    struct vdt_view add;
    uint8_t letters; /* enum vdt_lemma_case */
    uint8_t strip;   /* code points off the end, 255: all */
};

struct vdt_language {
    struct vdt_map map;
    const struct vdt_kernel *kernel; /* what the processor does best */
    char version[9];
    uint64_t checksum;
    uint32_t format;
    struct vdt_view licence;
    const uint64_t *word_keys; /* sorted; key i is row i + 1 */
    uint32_t word_count;
    struct vdt_embedding word, hashed[VDT_NET_HASHED], lists;
    const uint64_t *list_keys; /* sorted; list_bits[i] is the row of key i in `lists`; a word not there has row 0 */
    const uint8_t *list_bits;
    uint32_t list_count;
    uint32_t units;            /* of an LSTM in one direction: a multiple of 16, at most VDT_NET_UNITS */
    struct vdt_net_layer layers[2];
    struct vdt_weights project, relation, upos, xpos, feats, lemma, names;
    const float *arc, *arc_bias, *root_arc, *root_relation;
    const float *input_scales, *tags_scales, *names_scales, *pair_scales; /* floats to bytes */
    uint8_t upos_of[VDT_NET_CLASSES], relation_of[VDT_NET_CLASSES], name_of[VDT_NET_NAME_TAGS];
    uint32_t root_class; /* the relation of the root */
    struct vdt_view *xpos_of, *feats_of;
    struct vdt_lemma_rule *rules;
    uint32_t rule_count;
    const uint64_t *lemma_keys;
    const uint16_t *lemma_values;
    uint32_t lemma_count;
    const uint64_t *lemma_words; /* sorted keys of "word\tUPOS": the lemmas of a dictionary; NULL: the image has none */
    uint32_t lemma_word_count;
    const float *boundary;
    const int8_t *name_words;  /* name-words.h; NULL: the image has no second opinion on names */
    const uint8_t *name_classes; /* two of each word of word_keys, coarse and fine; from 1 */
    float name_words_scale;
};

/* FNV-1a of 64 bits, as the trainer hashes keys; `hash` is VDT_KEY_START at first. */
#define VDT_KEY_START 0xcbf29ce484222325ull
static inline uint64_t vdt_key_hash(uint64_t hash, const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)data[i]) * 0x100000001b3ull;
    return hash;
}

/* The place of a key in a sorted table, or `count`. */
uint32_t vdt_key_find(const uint64_t *keys, uint32_t count, uint64_t key);

#endif
