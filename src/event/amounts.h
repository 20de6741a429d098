/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many: the numbers of a sentence that count victims, people held, troops, protesters, weapons or money, with their bounds.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_EVENT_AMOUNTS_H
#define VDT_EVENT_AMOUNTS_H

#include "event/noun.h"
#include "vedette/event.h"

struct vdt_counted {
    const char *what;         /* killed, wounded, missing, detained, kidnapped, displaced, troops, protesters, weapons, money */
    double low, high;         /* -1: open on that side */
    const char *currency;     /* of money, ISO 4217; NULL */
    uint32_t first, last;     /* words of the sentence, inclusive */
    int32_t noun;             /* what is counted, -1 where that is not told apart */
    bool sum;                 /* of several that are told in a row */
    int32_t governor;         /* the word that tells what became of them, -1 where the noun itself does */
};

/* In the order of the sentence. False: no memory. */
bool vdt_amounts_find(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena, struct vdt_counted **out, size_t *count);

/* Does it count dead or wounded? */
bool vdt_amount_of_victims(const struct vdt_counted *amount);

/* Does an amount belong to the event that stands at `word`? */
bool vdt_amount_belongs(const struct vdt_tree *tree, const struct vdt_counted *amount, int32_t word, enum vdt_plover plover);

#endif
