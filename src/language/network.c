/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network, from words to labels (Dozat and Manning 2017 in its arcs, made small). Weights are bytes, and so is all
 * that they are multiplied with; sums, gates and arcs are floats.
 *
 *     word vector + prefix + suffixes + shape + lists    200 a word: int8 rows, widened
 *       → LSTM, both ways → LSTM, both ways              the input side of all words of a group at once; the recurrent
 *                                                        side step by step, the six sentences of a group together
 *                                                        The first layer's input side depends on the form alone: a
 *                                                        worker remembers that of frequent words
 *       → projection, ReLU                               704: six parts
 *       → arcs: dependent · W · head + bias · head       → tree.c: the best tree with one root
 *       → relation of each chosen arc                    from the sum of both sides
 *       → UPOS, XPOS, features, lemma rule: the greatest; names: the best sequence that is well-formed
 *
 * Sentences of a group stand in order of falling length, so that those still running at step t are the first ones.
 * Grouping changes no bit of any result: every sum is taken in the same order (kernel.h).
 */
#include "language/network.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"
#include "language/kernel.h"
#include "language/language.h"
#include "language/name-words.h"
#include "language/tree.h"
#include "text/utf8.h"

enum {
    ROWS = VDT_GROUP * VDT_LIMIT_SENTENCE_WORDS,
    LONGEST = VDT_LIMIT_SENTENCE_WORDS,
    CLASSES = VDT_NET_CLASSES,
    CACHE = VDT_LIMIT_CACHED_WORDS,
    CACHED_FORM = 23, /* bytes of the longest form there */
};

/* A form whose side of the first layer is kept. `worth` falls with every other form that would like its place. */
struct kept {
    uint32_t worth;
    uint8_t size; /* of the form; 0: the place is free */
    char form[CACHED_FORM];
};

struct vdt_language_scratch {
    float *input;          /* 200: one word */
    uint8_t *fresh;        /* ROWS × 200: the words that are not in the cache */
    float *gates;          /* ROWS × 8 · units: forth and back */
    const float **gates_of; /* ROWS: where the gates of each word stand */
    uint32_t *fresh_rows;  /* ROWS: the rows of the words in `fresh` */
    struct kept *kept;     /* CACHE */
    float *kept_gates;     /* CACHE × 8 · units */
    uint8_t *state[2];     /* ROWS × 2 · units: after each layer */
    float *projected;      /* ROWS × 704 */
    float *classes;        /* ROWS × CLASSES */
    uint8_t *narrow;       /* ROWS × 128: tags, names or pairs */
    float *turned;         /* LONGEST × 128: dependents · W */
    float *heads;          /* (LONGEST + 1) × 128: heads and the root */
    float *packed;         /* the same in panels */
    float *arcs;           /* LONGEST × (LONGEST + 16) */
    float *arc_bias;       /* LONGEST + 16 */
    int32_t *tree;         /* ROWS */
    void *tree_room;
    uint8_t *back; /* LONGEST × 17: the decoder's way back */
    float zeros[LONGEST + 2 * VDT_PANEL];
    float step[VDT_GROUP * 4 * VDT_NET_UNITS], cell[VDT_GROUP * VDT_NET_UNITS];
    uint8_t hidden[VDT_GROUP * VDT_NET_UNITS];
};

/* Vectors of the processor want their memory in lines. */
static void *lines(size_t size) {
    return aligned_alloc(64, (size + 63) / 64 * 64);
}

enum vdt_status vdt_language_scratch_new(const struct vdt_language *language, struct vdt_language_scratch **out,
                                         struct vdt_error *err) {
    size_t units = language->units;
    struct vdt_language_scratch *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(err, "making the buffers of the language core");
    self->input = lines(sizeof(float) * VDT_NET_INPUT);
    self->fresh = lines((size_t)ROWS * VDT_NET_INPUT);
    self->gates = lines(sizeof(float) * ROWS * 8 * units);
    self->gates_of = lines(sizeof *self->gates_of * ROWS);
    self->fresh_rows = lines(sizeof *self->fresh_rows * ROWS);
    self->kept = calloc(CACHE, sizeof *self->kept);
    self->kept_gates = lines(sizeof(float) * CACHE * 8 * units);
    for (int i = 0; i < 2; i++) self->state[i] = lines(ROWS * 2 * units);
    self->projected = lines(sizeof(float) * ROWS * VDT_NET_PROJECTION);
    self->classes = lines(sizeof(float) * ROWS * CLASSES);
    self->narrow = lines((size_t)ROWS * VDT_NET_SIDE);
    self->turned = lines(sizeof(float) * LONGEST * VDT_NET_SIDE);
    self->heads = lines(sizeof(float) * (LONGEST + 1) * VDT_NET_SIDE);
    self->packed = lines(sizeof(float) * (LONGEST + VDT_PANEL) * VDT_NET_SIDE);
    self->arcs = lines(sizeof(float) * LONGEST * (LONGEST + VDT_PANEL));
    self->arc_bias = lines(sizeof(float) * (LONGEST + VDT_PANEL));
    self->tree = lines(sizeof(int32_t) * ROWS);
    self->tree_room = lines(VDT_TREE_ROOM(LONGEST));
    self->back = lines(LONGEST * VDT_NET_NAME_TAGS);
    if (!self->input || !self->fresh || !self->gates || !self->gates_of || !self->fresh_rows || !self->kept ||
        !self->kept_gates || !self->state[0] || !self->state[1] || !self->projected || !self->classes ||
        !self->narrow || !self->turned || !self->heads || !self->packed || !self->arcs || !self->arc_bias ||
        !self->tree || !self->tree_room || !self->back) {
        vdt_language_scratch_free(self);
        return vdt_fail_memory(err, "making the buffers of the language core");
    }
    *out = self;
    return VDT_OK;
}

void vdt_language_scratch_free(struct vdt_language_scratch *self) {
    if (!self) return;
    free(self->input);
    free(self->fresh);
    free(self->gates_of);
    free(self->fresh_rows);
    free(self->kept);
    free(self->kept_gates);
    free(self->gates);
    free(self->state[0]);
    free(self->state[1]);
    free(self->projected);
    free(self->classes);
    free(self->narrow);
    free(self->turned);
    free(self->heads);
    free(self->packed);
    free(self->arcs);
    free(self->arc_bias);
    free(self->tree);
    free(self->tree_room);
    free(self->back);
    free(self);
}

/* ---- what the network sees of a word: as in train/features.py, byte for byte ---- */

static uint32_t plain_quote(uint32_t code) {
    switch (code) {
    case 0x2018:
    case 0x2019:
    case '`': return '\'';
    case 0x201c:
    case 0x201d: return '"';
    default: return code;
    }
}

static uint32_t bucket(unsigned kind, const char *data, size_t size, uint32_t rows) {
    char first = (char)kind;
    uint64_t hash = vdt_key_hash(vdt_key_hash(VDT_KEY_START, &first, 1), data, size);
    return (uint32_t)(hash ^ hash >> 32) & (rows - 1);
}

/* Xx, d, o for other letters, ASCII signs as they are, p for other signs; runs cut to two, eight in all. */
size_t vdt_word_shape(struct vdt_view form, char out[VDT_SHAPE_BYTES]) {
    size_t size = 0;
    for (size_t at = 0; at < form.size && size < 8;) {
        uint32_t code = vdt_utf8_next(form, &at);
        enum vdt_sign sign = vdt_sign_of(code);
        char symbol;
        switch (sign) {
        case VDT_SIGN_UPPER: symbol = 'X'; break;
        case VDT_SIGN_LOWER: symbol = 'x'; break;
        case VDT_SIGN_DIGIT: symbol = 'd'; break;
        case VDT_SIGN_LETTER: symbol = 'o'; break;
        default: code = plain_quote(code), symbol = code > 0x7f ? 'p' : (char)code;
        }
        if (size >= 2 && out[size - 1] == symbol && out[size - 2] == symbol) continue;
        out[size++] = symbol;
    }
    return size;
}

size_t vdt_word_key(struct vdt_view form, char out[4 * VDT_KEY_POINTS], size_t places[VDT_KEY_POINTS + 1]) {
    size_t count = 0, size = 0;
    for (size_t at = 0; at < form.size && count < VDT_KEY_POINTS;) {
        uint32_t code = plain_quote(vdt_utf8_next(form, &at));
        places[count++] = size;
        size += vdt_utf8_put(code >= '0' && code <= '9' ? '0' : vdt_code_lower(code), out + size);
    }
    places[count] = size;
    return count;
}

static void see_word(const struct vdt_language *self, struct vdt_view form, float *out) {
    char key[VDT_KEY_POINTS * 4], shape[VDT_SHAPE_BYTES];
    size_t places[VDT_KEY_POINTS + 1], count = vdt_word_key(form, key, places), size = places[count];
    uint64_t hash = vdt_key_hash(VDT_KEY_START, key, size);
    uint32_t row = vdt_key_find(self->word_keys, self->word_count, hash);
    row = row < self->word_count ? row + 1 : 0;
    self->kernel->widen(self->word.rows + (size_t)row * VDT_NET_WORD, self->word.scales[row], out, VDT_NET_WORD);
    out += VDT_NET_WORD;
    for (unsigned i = 0; i < VDT_NET_HASHED; i++) {
        static const size_t suffix[VDT_NET_HASHED] = { 0, 2, 3, 4, 0 };
        const struct vdt_embedding *table = &self->hashed[i];
        size_t begin = suffix[i] && count > suffix[i] ? places[count - suffix[i]] : 0;
        size_t end = i == 0 && count > 3 ? places[3] : size;
        uint32_t place = i == 4 ? bucket(i + 1, shape, vdt_word_shape(form, shape), table->count)
                                : bucket(i + 1, key + begin, end - begin, table->count);
        self->kernel->widen(table->rows + (size_t)place * table->dimensions, table->scales[place], out, table->dimensions);
        out += table->dimensions;
    }
    uint32_t listed = vdt_key_find(self->list_keys, self->list_count, hash);
    listed = listed < self->list_count ? self->list_bits[listed] : 0;
    self->kernel->widen(self->lists.rows + (size_t)listed * VDT_NET_LISTS, self->lists.scales[listed], out, VDT_NET_LISTS);
}

/* ---- the cache: a word's side of the first layer depends on its form alone ---- */

static size_t place_of(struct vdt_view form) {
    return vdt_hash(form) & (CACHE - 1);
}

static bool is_kept(const struct kept *kept, struct vdt_view form) {
    return kept->size && kept->size == form.size && memcmp(kept->form, form.data, form.size) == 0;
}

/* Gates of the first layer for all words of a group; how many had to be computed. */
static size_t look_up(const struct vdt_language *self, struct vdt_language_scratch *scratch,
                      const struct vdt_stretch *stretches, size_t count) {
    size_t row = 0, fresh = 0, gates = 8 * self->units;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t word = 0; word < stretches[i].count; word++, row++) {
            struct vdt_view form = stretches[i].words[word].form;
            size_t place = place_of(form);
            struct kept *kept = &scratch->kept[place];
            if (is_kept(kept, form)) {
                kept->worth += kept->worth < 1000;
                scratch->gates_of[row] = scratch->kept_gates + place * gates;
                continue;
            }
            see_word(self, form, scratch->input);
            self->kernel->narrow(scratch->input, self->input_scales, 128, scratch->fresh + fresh * VDT_NET_INPUT,
                                 VDT_NET_INPUT);
            scratch->gates_of[row] = scratch->gates + fresh * gates;
            scratch->fresh_rows[fresh++] = (uint32_t)row;
        }
    }
    self->kernel->multiply(scratch->fresh, VDT_NET_INPUT, fresh, &self->layers[0].input, scratch->gates, gates);
    return fresh;
}

/* After the first layer, when nobody looks at a place any more. */
static void keep(struct vdt_language_scratch *scratch, size_t gates, const struct vdt_stretch *stretches,
                 size_t fresh) {
    size_t stretch = 0, before = 0;
    for (size_t i = 0; i < fresh; i++) {
        while (scratch->fresh_rows[i] >= before + stretches[stretch].count) before += stretches[stretch++].count;
        struct vdt_view form = stretches[stretch].words[scratch->fresh_rows[i] - before].form;
        size_t place = place_of(form);
        struct kept *kept = &scratch->kept[place];
        if (!form.size || form.size > CACHED_FORM || is_kept(kept, form)) continue;
        if (kept->worth) {
            kept->worth--;
            continue;
        }
        kept->size = (uint8_t)form.size;
        memcpy(kept->form, form.data, form.size);
        memcpy(scratch->kept_gates + place * gates, scratch->gates + i * gates, sizeof(float) * gates);
    }
}

/* ---- the LSTM ---- */

/* One direction over the sentences of a group, whose first words stand at first[] in the rows. */
static void recur(const struct vdt_language *self, struct vdt_language_scratch *scratch,
                  const struct vdt_weights *recurrent, int way, const struct vdt_stretch *stretches,
                  const size_t *first, size_t count, uint8_t *out) {
    size_t units = self->units, gates = 4 * units;
    memset(scratch->cell, 0, sizeof scratch->cell);
    memset(scratch->hidden, 128, sizeof scratch->hidden);
    for (uint32_t t = 0; t < stretches[0].count; t++) {
        size_t running = 0;
        while (running < count && stretches[running].count > t) running++;
        self->kernel->multiply(scratch->hidden, units, running, recurrent, scratch->step, gates);
        for (size_t i = 0; i < running; i++) {
            size_t row = first[i] + (way ? stretches[i].count - 1 - t : t);
            uint8_t *hidden = scratch->hidden + i * units;
            self->kernel->lstm(scratch->gates_of[row] + (way ? gates : 0), scratch->step + i * gates,
                               scratch->cell + i * units, hidden, units);
            memcpy(out + row * 2 * units + (way ? units : 0), hidden, units);
        }
    }
}

/* ---- the heads ---- */

static void arcs_and_tree(const struct vdt_language *self, struct vdt_language_scratch *scratch, const float *projected,
                          size_t count, int32_t *tree) {
    size_t stride = vdt_panel_columns(count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(scratch->heads + i * VDT_NET_SIDE, projected + i * VDT_NET_PROJECTION + VDT_NET_ARC_HEAD,
               sizeof(float) * VDT_NET_SIDE);
    memcpy(scratch->heads + count * VDT_NET_SIDE, self->root_arc, sizeof(float) * VDT_NET_SIDE);
    vdt_kernel_pack(scratch->heads, VDT_NET_SIDE, count + 1, VDT_NET_SIDE, scratch->packed);
    const struct vdt_kernel *kernel = self->kernel;
    kernel->multiply_floats(self->arc_bias, 0, 1, VDT_NET_SIDE, scratch->packed, count + 1, scratch->zeros,
                            scratch->arc_bias, stride);
    kernel->multiply_floats(projected + VDT_NET_ARC_DEPENDENT, VDT_NET_PROJECTION, count, VDT_NET_SIDE, self->arc,
                            VDT_NET_SIDE, scratch->zeros, scratch->turned, VDT_NET_SIDE);
    kernel->multiply_floats(scratch->turned, VDT_NET_SIDE, count, VDT_NET_SIDE, scratch->packed, count + 1,
                            scratch->arc_bias, scratch->arcs, stride);
    vdt_tree_decode(scratch->arcs, stride, count, count, tree, scratch->tree_room);
}

/* Tags: 0 outside, else 1 + 4 · type + (begin, inside, last, unit). */
static bool goes_on(unsigned tag) {
    return tag && ((tag - 1) % 4 == 1 || (tag - 1) % 4 == 2);
}

/* A tag goes on in an open name or stands after whatever is closed; the best of those before it, *most its score. */
static unsigned best_before(const float *best, const unsigned *tags, size_t count, float *most) {
    unsigned from = 0;
    *most = -1e30f;
    for (size_t k = 0; k < count; k++)
        if (best[tags[k]] > *most) *most = best[tags[k]], from = tags[k];
    return from;
}

/* The best well-formed sequence of name tags (Viterbi). */
static void names(struct vdt_language_scratch *scratch, const struct vdt_language *self, const float *scores,
                  size_t stride, struct vdt_word *words, size_t count) {
    static const unsigned closed[] = { 0, 3, 4, 7, 8, 11, 12, 15, 16 };
    float best[VDT_NET_NAME_TAGS] = { 0 }, next[VDT_NET_NAME_TAGS];
    for (size_t i = 0; i < count; i++) {
        uint8_t *back = scratch->back + i * VDT_NET_NAME_TAGS;
        const float *score = scores + i * stride;
        float most;
        unsigned from = best_before(best, closed, i ? sizeof closed / sizeof *closed : 1, &most);
        for (unsigned tag = 0; tag < VDT_NET_NAME_TAGS; tag++) {
            if (!goes_on(tag)) next[tag] = most + score[tag], back[tag] = (uint8_t)from;
        }
        for (unsigned begin = 1; begin < VDT_NET_NAME_TAGS; begin += 4) {
            const unsigned open[] = { begin, begin + 1 };
            from = best_before(best, open, i ? 2 : 0, &most);
            for (unsigned tag = begin + 1; tag <= begin + 2; tag++) next[tag] = most + score[tag], back[tag] = (uint8_t)from;
        }
        memcpy(best, next, sizeof best);
    }
    unsigned tag = 0;
    for (size_t k = 1; k < sizeof closed / sizeof *closed; k++)
        if (best[closed[k]] > best[tag]) tag = closed[k];
    for (size_t i = count; i-- > 0;) {
        words[i].name = self->name_of[tag];
        tag = scratch->back[i * VDT_NET_NAME_TAGS + tag];
    }
}

/* A part of the projection as bytes. */
static void narrow(const struct vdt_language *self, struct vdt_language_scratch *scratch, size_t part, size_t size,
                   const float *scales, size_t rows) {
    for (size_t row = 0; row < rows; row++)
        self->kernel->narrow(scratch->projected + row * VDT_NET_PROJECTION + part, scales, 0,
                             scratch->narrow + row * size, size);
}

static float *head(const struct vdt_language *self, struct vdt_language_scratch *scratch,
                         const struct vdt_weights *head, size_t rows) {
    self->kernel->multiply(scratch->narrow, head->depth, rows, head, scratch->classes, vdt_panel_columns(head->columns));
    return scratch->classes;
}

/* The greatest class of each word; a relation of a word that is not the root is not `root`, and the root's is. */
static void relations(const struct vdt_language *self, const struct vdt_stretch *stretch, const int32_t *tree,
                      const float *scores) {
    size_t stride = vdt_panel_columns(self->relation.columns);
    for (uint32_t i = 0; i < stretch->count; i++) {
        struct vdt_word *word = &stretch->words[i];
        const float *row = scores + i * stride;
        word->head = tree[i] < 0 ? -1 : tree[i] + (int32_t)stretch->offset;
        if (tree[i] < 0) {
            word->relation = VDT_REL_root;
            continue;
        }
        size_t best = self->root_class == 0 ? 1 : 0;
        for (size_t one = 0; one < self->relation.columns; one++)
            if (one != self->root_class && row[one] > row[best]) best = one;
        word->relation = best < self->relation.columns ? self->relation_of[best] : VDT_REL_dep;
    }
}

/* Both layers, and the projection of what comes out. */
static void encode(const struct vdt_language *self, struct vdt_language_scratch *scratch,
                   const struct vdt_stretch *stretches, const size_t *first, size_t rows, size_t count) {
    size_t units = self->units, gates = 8 * units;
    size_t fresh = look_up(self, scratch, stretches, count);
    for (int way = 0; way < 2; way++)
        recur(self, scratch, &self->layers[0].recurrent[way], way, stretches, first, count, scratch->state[0]);
    keep(scratch, gates, stretches, fresh);
    self->kernel->multiply(scratch->state[0], 2 * units, rows, &self->layers[1].input, scratch->gates, gates);
    for (size_t row = 0; row < rows; row++) scratch->gates_of[row] = scratch->gates + row * gates;
    for (int way = 0; way < 2; way++)
        recur(self, scratch, &self->layers[1].recurrent[way], way, stretches, first, count, scratch->state[1]);
    self->kernel->multiply(scratch->state[1], 2 * units, rows, &self->project, scratch->projected,
                           VDT_NET_PROJECTION);
    self->kernel->relu(scratch->projected, rows * VDT_NET_PROJECTION);
}

static bool group(const struct vdt_language *self, struct vdt_language_scratch *scratch, struct vdt_arena *arena,
                  const struct vdt_stretch *stretches, size_t count) {
    size_t first[VDT_GROUP], rows = 0;
    for (size_t i = 0; i < count; i++) {
        first[i] = rows;
        rows += stretches[i].count;
    }
    encode(self, scratch, stretches, first, rows, count);
    for (size_t i = 0; i < count; i++) {
        const float *projected = scratch->projected + first[i] * VDT_NET_PROJECTION;
        int32_t *tree = scratch->tree + first[i];
        arcs_and_tree(self, scratch, projected, stretches[i].count, tree);
        for (uint32_t word = 0; word < stretches[i].count; word++) {
            float pair[VDT_NET_SIDE];
            const float *side = tree[word] < 0
                                    ? self->root_relation
                                    : projected + (size_t)tree[word] * VDT_NET_PROJECTION + VDT_NET_RELATION_HEAD;
            const float *own = projected + word * VDT_NET_PROJECTION + VDT_NET_RELATION_DEPENDENT;
            for (size_t k = 0; k < VDT_NET_SIDE; k++) pair[k] = side[k] + own[k];
            self->kernel->narrow(pair, self->pair_scales, 0, scratch->narrow + (first[i] + word) * VDT_NET_SIDE,
                                 VDT_NET_SIDE);
        }
    }
    const float *scores = head(self, scratch, &self->relation, rows);
    for (size_t i = 0; i < count; i++)
        relations(self, &stretches[i], scratch->tree + first[i],
                  scores + first[i] * vdt_panel_columns(self->relation.columns));

    narrow(self, scratch, VDT_NET_TAGS, VDT_NET_SIDE, self->tags_scales, rows);
    const struct vdt_weights *heads[] = { &self->upos, &self->xpos, &self->feats, &self->lemma };
    for (int which = 0; which < 4; which++) {
        size_t stride = vdt_panel_columns(heads[which]->columns);
        const float *row = head(self, scratch, heads[which], rows);
        for (size_t i = 0; i < count; i++) {
            for (uint32_t at = 0; at < stretches[i].count; at++, row += stride) {
                struct vdt_word *word = &stretches[i].words[at];
                size_t best = vdt_kernel_argmax(row, heads[which]->columns);
                if (which == 0) word->upos = self->upos_of[best];
                if (which == 1) word->xpos = self->xpos_of[best];
                if (which == 2) word->feats = self->feats_of[best];
                if (which == 3) {
                    word->lemma = vdt_lemma_make(self, arena, word, (uint32_t)best);
                    if (!word->lemma.data) return false;
                }
            }
        }
    }
    narrow(self, scratch, VDT_NET_NAMES, VDT_NET_NAME_SIDE, self->names_scales, rows);
    float *tag_scores = head(self, scratch, &self->names, rows);
    size_t stride = vdt_panel_columns(VDT_NET_NAME_TAGS);
    for (size_t i = 0; i < count; i++) {
        vdt_name_words_add(self, stretches[i].words, stretches[i].count, tag_scores + first[i] * stride, stride);
        names(scratch, self, tag_scores + first[i] * stride, stride, stretches[i].words, stretches[i].count);
    }
    return true;
}

bool vdt_network_run(const struct vdt_language *language, struct vdt_language_scratch *scratch, struct vdt_arena *arena,
                     const struct vdt_stretch *stretches, size_t count) {
    for (size_t at = 0; at < count; at += VDT_GROUP)
        if (!group(language, scratch, arena, stretches + at, count - at < VDT_GROUP ? count - at : VDT_GROUP))
            return false;
    return true;
}
