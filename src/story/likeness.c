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

enum { REACH = 8, NAME_REACH = 2, SLACK = 2 }; /* words back; in one name; places off that are nearly right */
enum { NEARLY = 1, EXACTLY = 2, NAMED = VDT_STORY_NAMED };
enum { TITLE_TIMES = 2, LEAD = 40, LEADING = 4, TITLED = 8 };
enum { TITLE_LEAST = 3 };                /* words; less is a rubric */

/*
 * A logistic regression on copies made by rewriting programs, against look-alikes of theirs and pairs of one-sentence
 * news that lie a month and more apart.
 */
static const double of_shared = -88, of_aligned = 40.4, of_amount = 6.6, of_numbers = 1.33, of_missing = -3.8, of_none = -16.6;

/*
 * How near two stories are is the mean of their cosine, of our lead told by them, and of theirs told by us; up to twice
 * as near by what their titles share: a rubric alone brings nothing together.
 */
static const double of_cosine = 7.2, of_told = 4.2, of_tell = 4.8;

static const float name_weight = 2, number_weight = 1.5f;

bool vdt_story_hand_init(struct vdt_story_hand *hand, size_t most) {
    *hand = (struct vdt_story_hand){ 0 };
    hand->items = malloc(most * sizeof *hand->items);
    hand->slots = calloc(VDT_STORY_SHORT_CODES, sizeof *hand->slots);
    hand->earlier = malloc(most * sizeof *hand->earlier);
    hand->common = malloc(most * sizeof *hand->common);
    hand->shared = malloc(most * sizeof *hand->shared);
    hand->theirs = calloc(most, sizeof *hand->theirs);
    hand->touched = malloc(most * sizeof *hand->touched);
    hand->marks = calloc(most, 1);
    return hand->items && hand->slots && hand->earlier && hand->common && hand->shared && hand->theirs && hand->touched && hand->marks;
}

void vdt_story_hand_done(struct vdt_story_hand *hand) {
    free(hand->items), free(hand->slots), free(hand->earlier), free(hand->common);
    free(hand->shared), free(hand->theirs), free(hand->touched), free(hand->marks);
}

void vdt_story_hand_take(struct vdt_story_hand *hand, const struct vdt_story_word *words, size_t count) {
    hand->words = words;
    hand->word_count = count;
    hand->item_count = hand->title_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint16_t *slot = &hand->slots[vdt_story_short(words[i].code)];
        if (!*slot) {
            hand->items[hand->item_count] = (struct vdt_story_item){ .code = words[i].code };
            *slot = (uint16_t)++hand->item_count;
        }
        struct vdt_story_item *item = &hand->items[*slot - 1];
        item->signs |= words[i].signs;
        item->leads |= i < LEAD;
        hand->title_count += (words[i].signs & VDT_WORD_TITLE) != 0;
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

/* Who, where and when, against what is said of it. */
static float weight(const struct vdt_story_item *item, bool named) {
    return named ? name_weight : item->signs & VDT_WORD_NUMBER ? number_weight : 1;
}

void vdt_story_hand_weigh(struct vdt_story_hand *hand) {
    float square = 0, lead = 0, title = 0;
    hand->rarity = 0;
    for (size_t i = 0; i < hand->item_count; i++) {
        struct vdt_story_item *item = &hand->items[i];
        item->telling = sqrtf(sqrtf(item->rarity)); /* the root is the same on every machine, another power is not */
        bool named = item->signs & VDT_WORD_NAME;
        item->ours = item->telling * often(item->times) * weight(item, named);
        hand->rarity += item->rarity;
        square += item->ours * item->ours;
        if (item->leads) lead += item->rarity * weight(item, named);
        if (item->signs & VDT_WORD_TITLE) title += item->rarity;
    }
    hand->norm = sqrt(square);
    hand->lead = lead;
    hand->title = title;
}

/* Where in their row our words stand. Without branches, for nobody can foresee which of them are ours. */
static size_t list_common(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    size_t common = 0;
    for (size_t i = 0; i < past->word_count; i++) {
        hand->common[common] = (uint16_t)i;
        common += hand->slots[past->codes[i]] != 0;
    }
    return common;
}

static size_t count_theirs(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    size_t touched = 0, common = list_common(hand, past);
    for (size_t n = 0; n < common; n++) {
        size_t i = hand->common[n];
        uint16_t item = hand->slots[past->codes[i]] - 1, *times = &hand->theirs[item];
        if (!*times) hand->touched[touched++] = item;
        *times = (uint16_t)(*times + (i < past->title_count ? TITLE_TIMES : 1));
        hand->marks[item] |= (uint8_t)((past->gaps[i] & NAMED) | (i < LEAD ? LEADING : 0) | (i < past->title_count ? TITLED : 0));
    }
    return touched;
}

/* Do two of our words somewhere stand as far from each other as theirs? They do where both are shifted alike. The shifts fall. */
static unsigned stand_so(const struct vdt_story_shared *word, const struct vdt_story_shared *before) {
    int gap = word->place - before->place;
    unsigned found = 0;
    for (unsigned i = 0, j = 0; i < word->shift_count && j < before->shift_count;) {
        int off = word->shifts[i] - before->shifts[j];
        if (!off) return EXACTLY | NEARLY;
        if (off >= -SLACK && off <= SLACK && gap + off > 0) found = NEARLY;
        if (off > 0) i++; else j++;
    }
    return found;
}

static void list_shifts(const struct vdt_story_hand *hand, size_t last, struct vdt_story_shared *word) {
    for (size_t p = last; p && word->shift_count < VDT_STORY_OCCURRENCES; p = hand->earlier[p - 1])
        word->shifts[word->shift_count++] = hand->words[p - 1].place - word->place;
}

static size_t list_shared(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    size_t count = 0;
    uint16_t place = 0;
    for (size_t i = 0; i < past->word_count; i++) {
        uint16_t slot = hand->slots[past->codes[i]];
        place = (uint16_t)(place + (past->gaps[i] & VDT_STORY_GAP));
        hand->shared[count] = (struct vdt_story_shared){ .item = slot - 1, .at = (uint16_t)i, .place = place };
        count += slot != 0;
    }
    for (struct vdt_story_shared *word = hand->shared; word < hand->shared + count; word++) {
        list_shifts(hand, hand->items[word->item].last, word);
        hand->theirs[word->item] = 1;
    }
    return count;
}

/* Words of one name stand as they stand wherever it is told: that is no sign of copying. */
static bool of_one_name(const struct vdt_story_hand *hand, const struct vdt_story_shared *word,
                        const struct vdt_story_shared *before) {
    return word->place - before->place <= NAME_REACH &&
           hand->items[word->item].signs & hand->items[before->item].signs & VDT_WORD_NAME;
}

/* Marks our words that keep their distance from another in the other report. */
static void align(struct vdt_story_hand *hand, size_t count) {
    const struct vdt_story_shared *first = hand->shared;
    for (const struct vdt_story_shared *word = first; word < first + count; word++) {
        uint8_t *mark = &hand->marks[word->item];
        for (const struct vdt_story_shared *before = word; before > first && word->at - (--before)->at <= REACH;) {
            uint8_t *other = &hand->marks[before->item];
            if (*mark & *other & EXACTLY) continue;
            unsigned found = stand_so(word, before);
            if (!found || of_one_name(hand, word, before)) continue;
            *mark |= (uint8_t)found;
            *other |= (uint8_t)found;
        }
    }
}

/* What two titles share, 0 to 1: `shared` of our rarity in `count` of their words. */
static double titles_alike(const struct vdt_story_hand *hand, const struct vdt_story_past *past, double shared, size_t count) {
    if (hand->title_count < TITLE_LEAST || past->title_count < TITLE_LEAST) return 0;
    return fmin(shared / hand->title, (double)count / (double)past->title_count);
}

struct vdt_likeness vdt_story_compare(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    struct vdt_likeness none = { 0, 0 };
    if (!hand->word_count || !past->word_count) return none;
    size_t touched = count_theirs(hand, past);
    float dot = 0, shared = 0, our_lead = 0, their_lead = 0, title = 0;
    size_t titled = 0;
    for (size_t i = 0; i < touched; i++) {
        uint16_t at = hand->touched[i];
        const struct vdt_story_item *item = &hand->items[at];
        unsigned marks = hand->marks[at];
        float theirs = weight(item, marks & NAMED), ours = weight(item, item->signs & VDT_WORD_NAME);
        dot += item->ours * item->telling * often(hand->theirs[at]) * theirs;
        shared += item->rarity;
        if (item->leads) our_lead += item->rarity * ours;
        if (marks & LEADING) their_lead += item->rarity * theirs;
        if (marks & TITLED && item->signs & VDT_WORD_TITLE) title += item->rarity, titled++;
        hand->theirs[at] = hand->marks[at] = 0;
    }
    double cosine = fmin(1, dot / (hand->norm * past->norm)), told = our_lead / hand->lead, tell = fmin(1, their_lead / past->lead);
    double alike = (of_cosine * cosine + of_told * told + of_tell * tell) / (of_cosine + of_told + of_tell);
    return (struct vdt_likeness){ fmin(1, alike * (1 + titles_alike(hand, past, title, titled))), shared / hand->rarity };
}

struct vdt_story_evidence vdt_story_derive(struct vdt_story_hand *hand, const struct vdt_story_past *past) {
    align(hand, list_shared(hand, past));
    double shared = 0, near = 0, exact = 0, numbers = 0, missing = 0;
    for (size_t i = 0; i < hand->item_count; i++) {
        const struct vdt_story_item *item = &hand->items[i];
        double rarity = item->rarity;
        if (hand->theirs[i]) shared += rarity;
        if (item->signs & VDT_WORD_NUMBER) *(hand->theirs[i] ? &numbers : &missing) += rarity;
        if (hand->marks[i] & NEARLY) near += rarity;
        if (hand->marks[i] & EXACTLY) exact += rarity;
        hand->theirs[i] = hand->marks[i] = 0;
    }
    double odds = of_none + of_shared * shared / hand->rarity + of_aligned * (near + exact) / hand->rarity +
                  of_amount * log(0.1 + near + exact) + of_numbers * log(0.2 + numbers) + of_missing * log(0.2 + missing);
    return (struct vdt_story_evidence){ odds, exact / hand->rarity };
}
