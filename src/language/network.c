/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network, from words to labels (Dozat and Manning 2017 in its arcs, made small).
 *
 *     word vector + prefix + suffixes + shape + lists    200 a word: int8 rows, widened
 *       → LSTM, both ways → LSTM, both ways              the input side of all words of a group at once; the recurrent
 *                                                        side step by step, the six sentences of a group together
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
};

struct vdt_language_scratch {
    float *input;     /* ROWS × 200 */
    float *gates;     /* ROWS × 8 · units: forth and back */
    float *state[2];  /* ROWS × 2 · units: after each layer */
    float *projected; /* ROWS × 704 */
    float *classes;   /* ROWS × CLASSES */
    float *pair;      /* ROWS × 128: both sides of the chosen arcs */
    float *turned;    /* LONGEST × 128: dependents · W */
    float *heads;     /* (LONGEST + 1) × 128: heads and the root */
    float *packed;    /* the same in panels */
    float *arcs;      /* LONGEST × (LONGEST + 16) */
    float *arc_bias;  /* LONGEST + 16 */
    int32_t *tree;    /* ROWS */
    void *tree_room;
    uint8_t *back; /* LONGEST × 17: the decoder's way back */
    float zeros[LONGEST + 2 * VDT_PANEL];
    float step[VDT_GROUP * 4 * VDT_NET_UNITS], cell[VDT_GROUP * VDT_NET_UNITS], hidden[VDT_GROUP * VDT_NET_UNITS];
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
    self->input = lines(sizeof(float) * ROWS * VDT_NET_INPUT);
    self->gates = lines(sizeof(float) * ROWS * 8 * units);
    for (int i = 0; i < 2; i++) self->state[i] = lines(sizeof(float) * ROWS * 2 * units);
    self->projected = lines(sizeof(float) * ROWS * VDT_NET_PROJECTION);
    self->classes = lines(sizeof(float) * ROWS * CLASSES);
    self->pair = lines(sizeof(float) * ROWS * VDT_NET_SIDE);
    self->turned = lines(sizeof(float) * LONGEST * VDT_NET_SIDE);
    self->heads = lines(sizeof(float) * (LONGEST + 1) * VDT_NET_SIDE);
    self->packed = lines(sizeof(float) * (LONGEST + VDT_PANEL) * VDT_NET_SIDE);
    self->arcs = lines(sizeof(float) * LONGEST * (LONGEST + VDT_PANEL));
    self->arc_bias = lines(sizeof(float) * (LONGEST + VDT_PANEL));
    self->tree = lines(sizeof(int32_t) * ROWS);
    self->tree_room = lines(VDT_TREE_ROOM(LONGEST));
    self->back = lines(LONGEST * VDT_NET_NAME_TAGS);
    if (!self->input || !self->gates || !self->state[0] || !self->state[1] || !self->projected || !self->classes ||
        !self->pair || !self->turned || !self->heads || !self->packed || !self->arcs || !self->arc_bias ||
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
    free(self->gates);
    free(self->state[0]);
    free(self->state[1]);
    free(self->projected);
    free(self->classes);
    free(self->pair);
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
    vdt_kernel_widen(self->word.rows + (size_t)row * VDT_NET_WORD, self->word.scales[row], out, VDT_NET_WORD);
    out += VDT_NET_WORD;
    for (unsigned i = 0; i < VDT_NET_HASHED; i++) {
        static const size_t suffix[VDT_NET_HASHED] = { 0, 2, 3, 4, 0 };
        const struct vdt_embedding *table = &self->hashed[i];
        size_t begin = suffix[i] && count > suffix[i] ? places[count - suffix[i]] : 0;
        size_t end = i == 0 && count > 3 ? places[3] : size;
        uint32_t place = i == 4 ? bucket(i + 1, shape, vdt_word_shape(form, shape), table->count)
                                : bucket(i + 1, key + begin, end - begin, table->count);
        vdt_kernel_widen(table->rows + (size_t)place * table->dimensions, table->scales[place], out, table->dimensions);
        out += table->dimensions;
    }
    uint32_t listed = vdt_key_find(self->list_keys, self->list_count, hash);
    listed = listed < self->list_count ? self->list_bits[listed] : 0;
    vdt_kernel_widen(self->lists.rows + (size_t)listed * VDT_NET_LISTS, self->lists.scales[listed], out, VDT_NET_LISTS);
}

/* ---- the LSTM ---- */

/* One direction over the sentences of a group, whose first words stand at first[] in the rows. */
static void recur(struct vdt_language_scratch *scratch, const struct vdt_net_layer *layer, size_t units, int way,
                  const struct vdt_stretch *stretches, const size_t *first, size_t count, float *out) {
    size_t gates = 4 * units;
    memset(scratch->cell, 0, sizeof scratch->cell);
    memset(scratch->hidden, 0, sizeof scratch->hidden);
    for (uint32_t t = 0; t < stretches[0].count; t++) {
        size_t running = 0;
        while (running < count && stretches[running].count > t) {
            size_t row = first[running] + (way ? stretches[running].count - 1 - t : t);
            memcpy(scratch->step + running * gates, scratch->gates + row * 2 * gates + (way ? gates : 0),
                   sizeof(float) * gates);
            running++;
        }
        vdt_kernel_matmul(scratch->hidden, units, running, units, layer->recurrent[way], gates, scratch->step, gates,
                          scratch->step, gates);
        for (size_t i = 0; i < running; i++) {
            size_t row = first[i] + (way ? stretches[i].count - 1 - t : t);
            float *hidden = scratch->hidden + i * units;
            vdt_kernel_lstm(scratch->step + i * gates, scratch->cell + i * units, hidden, units);
            memcpy(out + row * 2 * units + (way ? units : 0), hidden, sizeof(float) * units);
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
    vdt_kernel_matmul(self->arc_bias, 0, 1, VDT_NET_SIDE, scratch->packed, count + 1, scratch->zeros, 0,
                      scratch->arc_bias, stride);
    vdt_kernel_matmul(projected + VDT_NET_ARC_DEPENDENT, VDT_NET_PROJECTION, count, VDT_NET_SIDE, self->arc,
                      VDT_NET_SIDE, scratch->zeros, 0, scratch->turned, VDT_NET_SIDE);
    vdt_kernel_matmul(scratch->turned, VDT_NET_SIDE, count, VDT_NET_SIDE, scratch->packed, count + 1, scratch->arc_bias,
                      0, scratch->arcs, stride);
    vdt_tree_decode(scratch->arcs, stride, count, count, tree, scratch->tree_room);
}

/* May tag `next` follow tag `last`? Tags: 0 outside, else 1 + 4 · type + (begin, inside, last, unit). */
static bool may_follow(unsigned last, unsigned next) {
    bool open = last && (last - 1) % 4 < 2;
    bool goes_on = next && ((next - 1) % 4 == 1 || (next - 1) % 4 == 2);
    return open ? goes_on && (last - 1) / 4 == (next - 1) / 4 : !goes_on;
}

/* The best well-formed sequence of name tags (Viterbi). */
static void names(struct vdt_language_scratch *scratch, const struct vdt_language *self, const float *scores,
                  size_t stride, struct vdt_word *words, size_t count) {
    float best[VDT_NET_NAME_TAGS], next[VDT_NET_NAME_TAGS];
    for (size_t i = 0; i < count; i++) {
        for (unsigned tag = 0; tag < VDT_NET_NAME_TAGS; tag++) {
            float most = -1e30f;
            unsigned from = 0;
            for (unsigned last = 0; last < VDT_NET_NAME_TAGS; last++) {
                if (i == 0 ? last > 0 || !may_follow(0, tag) : !may_follow(last, tag)) continue;
                float value = i == 0 ? 0 : best[last];
                if (value > most) most = value, from = last;
            }
            next[tag] = most + scores[i * stride + tag];
            scratch->back[i * VDT_NET_NAME_TAGS + tag] = (uint8_t)from;
        }
        memcpy(best, next, sizeof best);
    }
    unsigned tag = 0;
    for (unsigned last = 1; last < VDT_NET_NAME_TAGS; last++)
        if (may_follow(last, 0) && best[last] > best[tag]) tag = last;
    for (size_t i = count; i-- > 0;) {
        words[i].name = self->name_of[tag];
        tag = scratch->back[i * VDT_NET_NAME_TAGS + tag];
    }
}

static float *head(struct vdt_language_scratch *scratch, const struct vdt_net_head *head, const float *x,
                   size_t x_stride, size_t rows, size_t depth) {
    vdt_kernel_matmul(x, x_stride, rows, depth, head->weights, head->classes, head->bias, 0, scratch->classes,
                      vdt_panel_columns(head->classes));
    return scratch->classes;
}

/* The greatest class of each word; a relation of a word that is not the root is not `root`, and the root's is. */
static void relations(const struct vdt_language *self, const struct vdt_stretch *stretch, const int32_t *tree,
                      const float *scores) {
    size_t stride = vdt_panel_columns(self->relation.classes);
    for (uint32_t i = 0; i < stretch->count; i++) {
        struct vdt_word *word = &stretch->words[i];
        const float *row = scores + i * stride;
        word->head = tree[i] < 0 ? -1 : tree[i] + (int32_t)stretch->offset;
        if (tree[i] < 0) {
            word->relation = VDT_REL_root;
            continue;
        }
        size_t best = self->root_class == 0 ? 1 : 0;
        for (size_t one = 0; one < self->relation.classes; one++)
            if (one != self->root_class && row[one] > row[best]) best = one;
        word->relation = best < self->relation.classes ? self->relation_of[best] : VDT_REL_dep;
    }
}

static bool group(const struct vdt_language *self, struct vdt_language_scratch *scratch, struct vdt_arena *arena,
                  const struct vdt_stretch *stretches, size_t count) {
    size_t first[VDT_GROUP], rows = 0, units = self->units;
    for (size_t i = 0; i < count; i++) {
        first[i] = rows;
        for (uint32_t word = 0; word < stretches[i].count; word++)
            see_word(self, stretches[i].words[word].form, scratch->input + rows++ * VDT_NET_INPUT);
    }
    const float *x = scratch->input;
    size_t depth = VDT_NET_INPUT;
    for (int layer = 0; layer < 2; layer++) {
        const struct vdt_net_layer *weights = &self->layers[layer];
        vdt_kernel_matmul(x, depth, rows, depth, weights->input, 8 * units, weights->bias, 0, scratch->gates,
                          8 * units);
        for (int way = 0; way < 2; way++)
            recur(scratch, weights, units, way, stretches, first, count, scratch->state[layer]);
        x = scratch->state[layer];
        depth = 2 * units;
    }
    vdt_kernel_matmul(x, depth, rows, depth, self->project, VDT_NET_PROJECTION, self->project_bias, 0,
                      scratch->projected, VDT_NET_PROJECTION);
    vdt_kernel_relu(scratch->projected, rows * VDT_NET_PROJECTION);

    for (size_t i = 0; i < count; i++) {
        const float *projected = scratch->projected + first[i] * VDT_NET_PROJECTION;
        int32_t *tree = scratch->tree + first[i];
        arcs_and_tree(self, scratch, projected, stretches[i].count, tree);
        float *pair = scratch->pair + first[i] * VDT_NET_SIDE;
        for (uint32_t word = 0; word < stretches[i].count; word++, pair += VDT_NET_SIDE) {
            const float *side = tree[word] < 0
                                    ? self->root_relation
                                    : projected + (size_t)tree[word] * VDT_NET_PROJECTION + VDT_NET_RELATION_HEAD;
            const float *own = projected + word * VDT_NET_PROJECTION + VDT_NET_RELATION_DEPENDENT;
            for (size_t k = 0; k < VDT_NET_SIDE; k++) pair[k] = side[k] + own[k];
        }
    }
    vdt_kernel_relu(scratch->pair, rows * VDT_NET_SIDE);
    const float *scores = head(scratch, &self->relation, scratch->pair, VDT_NET_SIDE, rows, VDT_NET_SIDE);
    for (size_t i = 0; i < count; i++)
        relations(self, &stretches[i], scratch->tree + first[i],
                  scores + first[i] * vdt_panel_columns(self->relation.classes));

    const float *tags = scratch->projected + VDT_NET_TAGS;
    const struct vdt_net_head *heads[] = { &self->upos, &self->xpos, &self->feats, &self->lemma };
    for (int which = 0; which < 4; which++) {
        size_t stride = vdt_panel_columns(heads[which]->classes);
        const float *row = head(scratch, heads[which], tags, VDT_NET_PROJECTION, rows, VDT_NET_SIDE);
        for (size_t i = 0; i < count; i++) {
            for (uint32_t at = 0; at < stretches[i].count; at++, row += stride) {
                struct vdt_word *word = &stretches[i].words[at];
                size_t best = vdt_kernel_argmax(row, heads[which]->classes);
                if (which == 0) word->upos = self->upos_of[best];
                if (which == 1) word->xpos = self->xpos_of[best];
                if (which == 2) word->feats = self->feats_of[best];
                if (which == 3) {
                    word->lemma = vdt_lemma_make(self, arena, word->form, (enum vdt_upos)word->upos, (uint32_t)best);
                    if (!word->lemma.data) return false;
                }
            }
        }
    }
    float *tag_scores =
        head(scratch, &self->names, scratch->projected + VDT_NET_NAMES, VDT_NET_PROJECTION, rows, VDT_NET_NAME_SIDE);
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
