/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is meant: joins the mentions of a report that mean the same one - names with their short forms, pronouns, and
 * descriptions - and so answers "whom does this word mean".
 *
 *     vdt_coreference_find(words, &arena, &analysis, &mentions, &error);
 *     uint32_t mention = mentions.of_word[word];
 *     if (mention != VDT_NO_MENTION) ... mentions.items[mention].entity ...
 *
 * One pass from the first mention to the last, each joined to the likeliest entity before it or none; "I" in a quotation is
 * its speaker. Time is linear: at most VDT_LIMIT_REFERENTS entities are weighed for a mention.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_LANGUAGE_COREFERENCE_H
#define VDT_LANGUAGE_COREFERENCE_H

#include "language/mentions.h"

struct vdt_entity {
    uint32_t first, last; /* mentions */
    uint32_t count;
    uint32_t name;        /* the mention with its longest name, VDT_NO_MENTION: it has none */
    uint8_t type;         /* enum vdt_name_type of most of its names */
};

struct vdt_coreference {
    struct vdt_mentions mentions;
    struct vdt_entity *entities; /* by number, in the order of their first mentions */
    uint32_t entity_count;
    uint32_t *next;              /* by mention: the next one of its entity, VDT_NO_MENTION at the end */
};

enum vdt_status vdt_coreference_find(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                     const struct vdt_analysis *analysis, struct vdt_coreference *out,
                                     struct vdt_error *err);

/* ---- for the trainer (train/coreference-features.c) ---- */

enum { VDT_PAIR_FEATURES_MOST = 48 };

struct vdt_pair {
    uint32_t entity; /* VDT_NO_MENTION: somebody new */
    uint16_t features[VDT_PAIR_FEATURES_MOST];
    uint32_t count;
};

/* Sees each decision: the mention, the class of weights, what it is chosen from; tells the right one (an index). */
struct vdt_teacher {
    void *context;
    uint32_t (*choose)(void *context, const struct vdt_mentions *mentions, uint32_t mention, unsigned kind,
                       const struct vdt_pair *pairs, uint32_t count);
};

enum vdt_status vdt_coreference_teach(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                      const struct vdt_analysis *analysis, const struct vdt_teacher *teacher,
                                      struct vdt_coreference *out, struct vdt_error *err);

#endif
