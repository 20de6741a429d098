/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How alike two reports are, from the rows of their words that are not everywhere. One of them, the one in hand, is
 * prepared once and then compared with each that may be its kin.
 *
 * Thread rule: one thread at a time.
 */
#ifndef VDT_STORY_LIKENESS_H
#define VDT_STORY_LIKENESS_H

#include "base/view.h"
#include "story/words.h"

enum { VDT_STORY_SHORT_CODES = 1 << 16 };

/* A different word of the report in hand. */
struct vdt_story_item {
    uint32_t code;
    uint16_t signs, times;
    uint16_t last;         /* its last place in the row, from 1 */
    bool leads;            /* it is among the words with which the report begins */
    float rarity;          /* from 0, in all reports, to 1 */
    float telling, ours;   /* its weight for a story, told once and not as a name; and as it is told here */
};

enum { VDT_STORY_OCCURRENCES = 4 }; /* of a word that is told often, those that are looked at, the last ones */

/* A word of the other report that is ours. */
struct vdt_story_shared {
    uint16_t item;      /* its number among ours */
    uint16_t at, place; /* where it stands in their row, and in their text */
    uint16_t shift_count;
    int32_t shifts[VDT_STORY_OCCURRENCES]; /* how much further behind it stands in our text */
};

struct vdt_story_hand {
    struct vdt_story_item *items;
    const struct vdt_story_word *words;
    size_t item_count, word_count;
    double rarity, norm;   /* of all items: the sum; the length of the vector of a story's weights */
    double lead;           /* weight of the words with which the report begins */
    double title;          /* rarity of the title's */
    size_t title_count;
    uint16_t *slots;       /* by short code: number of the item, from 1 */
    uint16_t *earlier;     /* by place in the row: the place of the same word before it, from 1; 0: none */
    uint16_t *common;      /* places in their row of words that are ours; work space, as are the next three */
    struct vdt_story_shared *shared; /* words of the other report that are ours */
    uint16_t *theirs;      /* by item: times in the other report; 0 between two comparisons, as the marks are */
    uint16_t *touched;     /* items that are theirs too */
    uint8_t *marks;
};

/* A report of before: short codes in the order of its words, its title's first. */
struct vdt_story_past {
    const uint16_t *codes;
    const uint8_t *gaps; /* how many places behind the last, at most VDT_STORY_GAP; VDT_STORY_NAMED where it is a name */
    size_t word_count, title_count;
    double norm, lead;
};

enum { VDT_STORY_NAMED = 0x80, VDT_STORY_GAP = 0x7f };

struct vdt_likeness {
    double story;  /* how near the stories are, 0 to 1 */
    double shared; /* how much of our rarity they share, 0 to 1 */
};

struct vdt_story_evidence {
    double odds; /* logarithm */
    double kept; /* of our rarity, what stands as it stood there, 0 to 1 */
};

static inline uint16_t vdt_story_short(uint32_t code) { return (uint16_t)(code >> 16); }

/* `most` words of one report. False: out of memory. */
bool vdt_story_hand_init(struct vdt_story_hand *hand, size_t most);
void vdt_story_hand_done(struct vdt_story_hand *hand);

/* Takes the words, which must stay until they are dropped; the caller then gives each item its rarity. */
void vdt_story_hand_take(struct vdt_story_hand *hand, const struct vdt_story_word *words, size_t count);
void vdt_story_hand_weigh(struct vdt_story_hand *hand);
void vdt_story_hand_drop(struct vdt_story_hand *hand);

struct vdt_likeness vdt_story_compare(struct vdt_story_hand *hand, const struct vdt_story_past *past);
/* That ours was made from theirs. */
struct vdt_story_evidence vdt_story_derive(struct vdt_story_hand *hand, const struct vdt_story_past *past);

#endif
