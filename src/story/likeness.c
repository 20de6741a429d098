/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two questions, one row of words.
 *
 * Same story? The cosine of the weighted words. Rare words weigh more, but not much more, names twice: what two
 * reporters of one happening share is who and where; a rare word that one of them likes tells little.
 *
 * Copy? Words are replaced, names misspelled, sentences joined and shuffled, yet what is left of a sentence stands as
 * far from each other as it stood before: two who write independently share words, not distances. So the evidence is
 * the weight of the shared words that keep their distance from another shared one near by (exactly, or nearly), held
 * against what is shared without; and the numbers, which nobody rewrites. Copies of a stretch, shuffled or not, need no
 * search for the stretch: only the copy's own words count.
 *
 * Words are compared by 16 bits of their numbers: of two reports of 150 words, a third of a word is taken for another by
 * mistake, and a report of before takes three bytes a word.
 */
#include "story/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REACH = 8, SLACK = 2, OCCURRENCES = 4 }; /* words back; places off that are nearly right; of a word that is told often */
enum { NEARLY = 1, EXACTLY = 2, NAMED = VDT_STORY_NAMED };
enum { TITLE_TIMES = 2 };

/* A logistic regression on copies made by rewriting programs. */
static const double of_shared = -68, of_aligned = 38, of_amount = 4, of_numbers = 1.8, of_missing = -4.1, of_none = -14.8;

static const float name_weight = 2, rarity_power = 0.3f;

bool vdt_story_hand_init(struct vdt_story_hand *hand, size_t most) {
    *hand = (struct vdt_story_hand){ 0 };
    hand->items = malloc(most * sizeof *hand->items);
    hand->slots = calloc(VDT_STORY_SHORT_CODES, sizeof *hand->slots);
    hand->earlier = malloc(most * sizeof *hand->earlier);
    hand->shared = malloc(most * sizeof *hand->shared);
    hand->theirs = malloc(most * sizeof *hand->theirs);
    hand->marks = malloc(most);
    return hand->items && hand->slots && hand->earlier && hand->shared && hand->theirs && hand->marks;
}

void vdt_story_hand_done(struct vdt_story_hand *hand) {
    free(hand->items), free(hand->slots), free(hand->earlier);
    free(hand->shared), free(hand->theirs), free(hand->marks);
}

void vdt_story_hand_take(struct vdt_story_hand *hand, const struct vdt_story_word *words, size_t count) {
    hand->words = words;
    hand->word_count = count;
    hand->item_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint16_t *slot = &hand->slots[vdt_story_short(words[i].code)];
        if (!*slot) {
            hand->items[hand->item_count] = (struct vdt_story_item){ .code = words[i].code };
            *slot = (uint16_t)++hand->item_count;
        }
        struct vdt_story_item *item = &hand->items[*slot - 1];
        item->signs |= words[i].signs;
        item->times = (uint16_t)(item->times + (words[i].signs & VDT_WORD_TITLE ? TITLE_TIMES : 1));
        hand->earlier[i] = item->last;
        item->last = (uint16_t)(i + 1);
    }
}

void vdt_story_hand_drop(struct vdt_story_hand *hand) {
    for (size_t i = 0; i < hand->word_count; i++) hand->slots[vdt_story_short(hand->words[i].code)] = 0;
}

/* A word told often says more, but not as often more: 1 + log(times). */
static float often(unsigned times) {
    static const float table[] = { 1, 1, 1.693f, 2.099f, 2.386f, 2.609f, 2.792f, 2.946f, 3.079f, 3.197f, 3.303f };
    enum { LAST = sizeof table / sizeof *table - 1 };
    return table[times < LAST ? times : LAST];
}

void vdt_story_hand_weigh(struct vdt_story_hand *hand) {
    float square = 0;
    hand->rarity = 0;
    for (size_t i = 0; i < hand->item_count; i++) {
        struct vdt_story_item *item = &hand->items[i];
        item->telling = powf(item->rarity, rarity_power);
        item->ours = item->telling * often(item->times) * (item->signs & VDT_WORD_NAME ? name_weight : 1);
        hand->rarity += item->rarity;
        square += item->ours * item->ours;
    }
    hand->norm = sqrt(square);
}

static void count_theirs(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    memset(hand->marks, 0, hand->item_count);
    memset(hand->theirs, 0, hand->item_count * sizeof *hand->theirs);
    for (size_t i = 0; i < past->word_count; i++) {
        uint16_t slot = hand->slots[past->codes[i]];
        if (!slot) continue;
        hand->theirs[slot - 1] = (uint16_t)(hand->theirs[slot - 1] + (i < past->title_count ? TITLE_TIMES : 1));
        hand->marks[slot - 1] |= past->gaps[i] & NAMED;
    }
}

/* Do two of our words stand `gap` places from each other somewhere? */
static unsigned stand_so(const struct vdt_story_hand *hand, uint16_t item, uint16_t before, int gap) {
    unsigned found = 0;
    int seen = 0;
    for (size_t p = hand->items[item].last; p && seen < OCCURRENCES; p = hand->earlier[p - 1], seen++) {
        int others = 0;
        for (size_t q = hand->items[before].last; q && others < OCCURRENCES; q = hand->earlier[q - 1], others++) {
            if (q >= p) continue;
            int off = abs(hand->words[p - 1].place - hand->words[q - 1].place - gap);
            found |= off == 0 ? EXACTLY | NEARLY : off <= SLACK ? NEARLY : 0;
        }
    }
    return found;
}

static size_t list_shared(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    size_t count = 0;
    uint16_t place = 0;
    for (size_t i = 0; i < past->word_count; i++) {
        uint16_t slot = hand->slots[past->codes[i]];
        place = (uint16_t)(place + (past->gaps[i] & VDT_STORY_GAP));
        if (slot) hand->shared[count++] = (struct vdt_story_shared){ slot - 1, (uint16_t)i, place };
    }
    return count;
}

/* Marks our words that keep their distance from another in the other report. */
static void align(struct vdt_story_hand *hand, size_t count) {
    const struct vdt_story_shared *shared = hand->shared;
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j-- > 0 && shared[i].at - shared[j].at <= REACH;) {
            uint8_t *mark = &hand->marks[shared[i].item], *other = &hand->marks[shared[j].item];
            if (*mark & *other & EXACTLY) continue;
            unsigned found = stand_so(hand, shared[i].item, shared[j].item, shared[i].place - shared[j].place);
            *mark |= (uint8_t)found;
            *other |= (uint8_t)found;
        }
}

struct vdt_likeness vdt_story_compare(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    struct vdt_likeness none = { 0, 0 };
    if (!hand->word_count || !past->word_count) return none;
    count_theirs(hand, past);
    float dot = 0, shared = 0;
    for (size_t i = 0; i < hand->item_count; i++) {
        if (!hand->theirs[i]) continue;
        const struct vdt_story_item *item = &hand->items[i];
        dot += item->ours * item->telling * often(hand->theirs[i]) * (hand->marks[i] & NAMED ? name_weight : 1);
        shared += item->rarity;
    }
    return (struct vdt_likeness){ fmin(1, dot / (hand->norm * past->norm)), shared / hand->rarity };
}

struct vdt_story_evidence vdt_story_derive(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    count_theirs(hand, past);
    align(hand, list_shared(hand, past));
    double shared = 0, near = 0, exact = 0, numbers = 0, missing = 0;
    for (size_t i = 0; i < hand->item_count; i++) {
        const struct vdt_story_item *item = &hand->items[i];
        double rarity = item->rarity;
        if (hand->theirs[i]) shared += rarity;
        if (item->signs & VDT_WORD_NUMBER) *(hand->theirs[i] ? &numbers : &missing) += rarity;
        if (hand->marks[i] & NEARLY) near += rarity;
        if (hand->marks[i] & EXACTLY) exact += rarity;
    }
    double odds = of_none + of_shared * shared / hand->rarity + of_aligned * (near + exact) / hand->rarity +
                  of_amount * log(0.1 + near + exact) + of_numbers * log(0.2 + numbers) + of_missing * log(0.2 + missing);
    return (struct vdt_story_evidence){ odds, exact / hand->rarity };
}
