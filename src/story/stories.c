/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies and stories in one pass. Of each report the latest memory holds the words that are not everywhere, in their
 * order, two bytes a word, and an index of its rarest words and of some pairs of neighbours. A new report asks the
 * index with all that it has; the few reports that answer most are compared with it word by word. So nothing is compared
 * with everything, and an answer takes the same time however many reports are known.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limit.h"
#include "story/common-words.h"
#include "story/likeness.h"
#include "story/memory.h"
#include "story/sketch.h"
#include "vedette/story.h"

enum {
    TITLE_GAP = 20,
    COUNTS = 1 << 20,
    ASSUMED = 1000,      /* reports that are assumed before the first, so that words are weighed by what they are in English */
    POSTED_WORDS = 20,
    POSTED_PAIRS = 16,
    CANDIDATES = 16,
    ALIGNED = 4,         /* of them, those that are looked at as originals */
    VOTES = 1 << 13,     /* different reports that may answer */
    EVERYWHERE = 30,     /* of VDT_COMMON_WORDS_OF: a word of more reports tells nothing */
};

static const double copy_least = -0.8, story_least = 0.29; /* log odds; likeness of stories */
/*
 * Most reports of a happening follow each other within days, and few stories last for months; a likeness makes up for a
 * gap the more the more words it rests on. Of a sentence two names and a verb agree by chance, of a page they do not.
 */
static const double gap_weight = 1.5, gap_days = 2, age_days = 30;
static const double copy_kept = 0.75; /* of a copy stands as it stood; of less it is a rewrite */
static const double same_text = 0.98; /* similarity of a text that is the same but for furniture */
static const float pair_weight = 3; /* of a pair's rarity, against that of a word */
static const float least_share = 0.1f; /* of our words: less is never a copy */

struct vote {
    uint32_t serial;
    float weight;
};

struct vdt_stories {
    struct vdt_story_memory memory;
    uint32_t *counts;      /* reports by word; the highest bit: everywhere */
    double counted;
    struct vdt_story_hand hand;
    struct vdt_story_word *words;
    uint16_t day; /* of the report in hand, since 1970; 0: unknown */
    struct vdt_buffer sketch;
    struct vote *votes;
    uint32_t *voted;
    size_t voted_count;
    char story_id[VDT_LIMIT_ID_BYTES], copy_id[VDT_LIMIT_ID_BYTES];
};

static const uint32_t everywhere = 1u << 31;

static uint32_t *count_of(struct vdt_stories *self, uint32_t code) {
    return &self->counts[code % COUNTS];
}

static void assume(struct vdt_stories *self) {
    for (unsigned i = 0; i < vdt_common_word_classes; i++) {
        struct vdt_view words = vdt_view_of(vdt_common_words[i].words);
        struct vdt_story_word word;
        while (words.size) {
            if (!vdt_story_words(vdt_view_cut(&words, ' '), 0, &word, 1)) continue;
            uint32_t *count = count_of(self, word.code);
            *count += vdt_common_words[i].share * ASSUMED / VDT_COMMON_WORDS_OF;
            if (vdt_common_words[i].share >= EVERYWHERE) *count |= everywhere;
        }
    }
    self->counted = ASSUMED;
}

enum vdt_status vdt_stories_new_for(uint32_t reports, struct vdt_stories **out, struct vdt_error *error) {
    if (!reports || reports > VDT_LIMIT_STORY_REPORTS)
        return vdt_fail(error, VDT_ERROR_USE, "stories remember 1 to %d reports", VDT_LIMIT_STORY_REPORTS);
    struct vdt_stories *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(error, "starting the stories");
    vdt_buffer_init(&self->sketch);
    self->counts = calloc(COUNTS, sizeof *self->counts);
    self->words = malloc(VDT_LIMIT_STORY_WORDS * sizeof *self->words);
    self->votes = calloc(VOTES, sizeof *self->votes);
    self->voted = calloc(VOTES, sizeof *self->voted);
    bool made = vdt_story_memory_init(&self->memory, reports, POSTED_WORDS + POSTED_PAIRS);
    made &= vdt_story_hand_init(&self->hand, VDT_LIMIT_STORY_WORDS);
    if (!made || !self->counts || !self->words || !self->votes || !self->voted) {
        vdt_stories_free(self);
        return vdt_fail_memory(error, "starting the stories");
    }
    assume(self);
    *out = self;
    return VDT_OK;
}

enum vdt_status vdt_stories_new(struct vdt_stories **out, struct vdt_error *error) {
    return vdt_stories_new_for(VDT_STORIES_USUAL, out, error);
}

void vdt_stories_free(struct vdt_stories *self) {
    if (!self) return;
    free(self->counts), free(self->words), free(self->votes), free(self->voted);
    vdt_buffer_done(&self->sketch);
    vdt_story_memory_done(&self->memory);
    vdt_story_hand_done(&self->hand);
    free(self);
}

const char *vdt_kinship_name(enum vdt_kinship kind) {
    static const char *const names[] = { "original", "copy", "rewrite", "follow-up" };
    return names[kind];
}

/* ---- the report in hand ---- */

static uint16_t day_of(struct vdt_view published) {
    enum { DAY = 24 * 60 * 60 };
    int64_t seconds;
    bool has_time;
    if (!published.size || vdt_time_parse(published, &seconds, &has_time, NULL) != VDT_OK) return 0;
    return seconds > 0 && seconds / DAY <= UINT16_MAX ? (uint16_t)(seconds / DAY) : 0;
}

/* Title and text, without the words that are everywhere; a gap between the two. */
static size_t take_words(struct vdt_stories *self, const struct vdt_report *report) {
    size_t title = vdt_story_words(report->title, VDT_WORD_TITLE, self->words, VDT_LIMIT_STORY_WORDS);
    size_t count = title + vdt_story_words(report->text, 0, self->words + title, VDT_LIMIT_STORY_WORDS - title);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (*count_of(self, self->words[i].code) & everywhere) continue;
        self->words[kept] = self->words[i];
        if (i >= title) self->words[kept].place += (uint16_t)(title + TITLE_GAP);
        kept++;
    }
    return kept;
}

static void weigh(struct vdt_stories *self) {
    double all = log(self->counted + 1);
    for (size_t i = 0; i < self->hand.item_count; i++) {
        struct vdt_story_item *item = &self->hand.items[i];
        double rarity = 1 - log(*count_of(self, item->code) + 1.0) / all;
        item->rarity = (float)(rarity > 0.02 ? rarity : 0.02);
    }
    vdt_story_hand_weigh(&self->hand);
}

static void count(struct vdt_stories *self) {
    self->counted++;
    for (size_t i = 0; i < self->hand.item_count; i++) ++*count_of(self, self->hand.items[i].code);
}

static uint64_t word_feature(uint32_t code) {
    return code * 0x9e3779b97f4a7c15u;
}

static uint64_t pair_feature(uint32_t first, uint32_t second) {
    uint64_t mixed = ((uint64_t)first << 32 | second) * 0xd6e8feb86659fd93u;
    return (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93u;
}

/* ---- who may be its kin ---- */

/* How rare the words at a place of the row and behind it are together. */
static float pair_rarity(struct vdt_stories *self, size_t at) {
    const struct vdt_story_hand *hand = &self->hand;
    return hand->items[hand->slots[vdt_story_short(self->words[at].code)] - 1].rarity *
           hand->items[hand->slots[vdt_story_short(self->words[at + 1].code)] - 1].rarity;
}

static void vote(struct vdt_stories *self, uint64_t feature, float weight) {
    uint32_t found[VDT_POSTINGS_A_LINE];
    size_t count = vdt_postings_find(&self->memory.postings, feature, found);
    for (size_t i = 0; i < count; i++) {
        if (!vdt_story_there(&self->memory, found[i])) continue;
        uint32_t slot = found[i] * 2654435761u >> 19;
        while (self->votes[slot].serial && self->votes[slot].serial != found[i]) slot = (slot + 1) % VOTES;
        if (!self->votes[slot].serial) {
            if (self->voted_count == VOTES / 2) continue;
            self->votes[slot].serial = found[i];
            self->voted[self->voted_count++] = slot;
        }
        self->votes[slot].weight += weight;
    }
}

static void ask(struct vdt_stories *self, size_t count) {
    for (size_t i = 0; i < self->hand.item_count; i++)
        vdt_postings_await(&self->memory.postings, word_feature(self->hand.items[i].code));
    for (size_t i = 0; i + 1 < count; i++)
        vdt_postings_await(&self->memory.postings, pair_feature(self->words[i].code, self->words[i + 1].code));
    for (size_t i = 0; i < self->hand.item_count; i++)
        vote(self, word_feature(self->hand.items[i].code), self->hand.items[i].rarity);
    for (size_t i = 0; i + 1 < count; i++)
        vote(self, pair_feature(self->words[i].code, self->words[i + 1].code), pair_weight * pair_rarity(self, i));
}

static bool before(const struct vote *a, const struct vote *b) {
    return a->weight > b->weight || (a->weight == b->weight && a->serial < b->serial);
}

/* The reports with most votes, best first; clears the votes. */
static size_t elect(struct vdt_stories *self, struct vote out[CANDIDATES]) {
    size_t count = 0;
    for (size_t i = 0; i < self->voted_count; i++) {
        struct vote candidate = self->votes[self->voted[i]];
        self->votes[self->voted[i]] = (struct vote){ 0, 0 };
        if (count == CANDIDATES && !before(&candidate, &out[count - 1])) continue;
        size_t at = count < CANDIDATES ? count++ : CANDIDATES - 1;
        for (; at && before(&candidate, &out[at - 1]); at--) out[at] = out[at - 1];
        out[at] = candidate;
    }
    self->voted_count = 0;
    return count;
}

static size_t rarest_words(struct vdt_stories *self, uint64_t features[POSTED_WORDS]) {
    uint32_t rarest[POSTED_WORDS];
    size_t rare = 0;
    const struct vdt_story_item *items = self->hand.items;
    for (uint32_t i = 0; i < self->hand.item_count; i++) {
        if (rare == POSTED_WORDS && items[i].rarity <= items[rarest[rare - 1]].rarity) continue;
        size_t at = rare < POSTED_WORDS ? rare++ : POSTED_WORDS - 1;
        for (; at && items[i].rarity > items[rarest[at - 1]].rarity; at--) rarest[at] = rarest[at - 1];
        rarest[at] = i;
    }
    for (size_t i = 0; i < rare; i++) features[i] = word_feature(items[rarest[i]].code);
    return rare;
}

/* A sample from all of the text, in which rare pairs are more. */
static size_t sample_pairs(struct vdt_stories *self, uint64_t features[POSTED_PAIRS]) {
    struct { uint64_t feature; float rank; } pairs[POSTED_PAIRS];
    size_t count = 0;
    for (size_t i = 0; i + 1 < self->hand.word_count; i++) {
        uint64_t feature = pair_feature(self->words[i].code, self->words[i + 1].code);
        float rank = (float)(feature >> 40) / pair_rarity(self, i);
        if (count == POSTED_PAIRS && rank >= pairs[count - 1].rank) continue;
        size_t at = count < POSTED_PAIRS ? count++ : POSTED_PAIRS - 1;
        for (; at && rank < pairs[at - 1].rank; at--) pairs[at] = pairs[at - 1];
        pairs[at].feature = feature, pairs[at].rank = rank;
    }
    for (size_t i = 0; i < count; i++) features[i] = pairs[i].feature;
    return count;
}

static bool post(struct vdt_stories *self, uint32_t serial) {
    uint64_t features[POSTED_WORDS + POSTED_PAIRS];
    size_t count = rarest_words(self, features);
    count += sample_pairs(self, features + count);
    for (size_t i = 0; i < count; i++) vdt_postings_await(&self->memory.postings, features[i]);
    bool whole = true;
    for (size_t i = 0; i < count; i++) whole &= vdt_postings_add(&self->memory.postings, features[i], serial);
    return whole;
}

/* ---- the decision ---- */

struct nearest {
    uint32_t copy, story; /* serials; 0: none */
    struct vdt_story_evidence evidence;
    double alike, kinship; /* of the report of the story: the likeness, and what it leaves when time has taken its part */
};

/* 0 where one of the days is not known. */
static int days_between(uint16_t a, uint16_t b) {
    return a && b ? abs(a - b) : 0;
}

/* The story's first day, as far as it is remembered. */
static uint16_t first_day(struct vdt_stories *self, uint32_t serial) {
    uint32_t story = vdt_story_known(&self->memory, serial)->story;
    return vdt_story_known(&self->memory, vdt_story_there(&self->memory, story) ? story : serial)->day;
}

/* At least 0: the report in hand tells a story of the one of before. */
static double kinship(struct vdt_stories *self, uint32_t serial, const struct vdt_likeness *likeness) {
    if (likeness->story < story_least) return -INFINITY;
    const struct vdt_story_known *known = vdt_story_known(&self->memory, serial);
    double words = sqrt((double)self->hand.word_count * known->word_count);
    double gap = days_between(self->day, known->day), age = days_between(self->day, first_day(self, serial));
    return words * (likeness->story - story_least) - gap_weight * (log1p(gap / gap_days) + log1p(age / age_days));
}

/* Keeps `out` in the order of what they share, most first; returns how many there are. */
static size_t rank(struct vote out[ALIGNED], size_t count, struct vote candidate) {
    if (count == ALIGNED && !before(&candidate, &out[count - 1])) return count;
    size_t at = count < ALIGNED ? count++ : ALIGNED - 1;
    for (; at && before(&candidate, &out[at - 1]); at--) out[at] = out[at - 1];
    out[at] = candidate;
    return count;
}

/* All candidates are compared as stories; as originals those that share most. */
static struct nearest find_nearest(struct vdt_stories *self) {
    struct nearest best = { .evidence.odds = -INFINITY, .kinship = -INFINITY };
    struct vote candidates[CANDIDATES], sharers[ALIGNED];
    size_t count = elect(self, candidates), sharer_count = 0;
    for (size_t i = 0; i < count; i++) vdt_story_await(&self->memory, candidates[i].serial);
    for (size_t i = 0; i < count; i++) vdt_story_await_words(&self->memory, candidates[i].serial);
    for (size_t i = 0; i < count; i++) {
        uint32_t serial = candidates[i].serial;
        struct vdt_story_past past = vdt_story_past(&self->memory, serial);
        struct vdt_likeness likeness = vdt_story_compare(&self->hand, &past);
        double kin = kinship(self, serial, &likeness);
        if (kin > best.kinship) best.kinship = kin, best.alike = likeness.story, best.story = serial;
        sharer_count = rank(sharers, sharer_count, (struct vote){ serial, (float)likeness.shared });
    }
    for (size_t i = 0; i < sharer_count && sharers[i].weight >= fmaxf(least_share, sharers[0].weight / 2); i++) {
        struct vdt_story_past past = vdt_story_past(&self->memory, sharers[i].serial);
        struct vdt_story_evidence evidence = vdt_story_derive(&self->hand, &past);
        if (evidence.odds > best.evidence.odds) best.evidence = evidence, best.copy = sharers[i].serial;
    }
    return best;
}

/* One scale for all kinds: a half is where half of such reports are copies; 1 is the same text. */
static double similarity(const struct vdt_story_evidence *evidence) {
    double likely = 1 / (1 + exp(-evidence->odds / 2.5));
    return likely + (1 - likely) * pow(evidence->kept, 4);
}

/* Ids are copied out, for keeping a report may overwrite others. */
static struct vdt_view copy_id(struct vdt_stories *self, uint32_t serial, char room[VDT_LIMIT_ID_BYTES]) {
    struct vdt_view id = vdt_story_id(&self->memory, serial);
    if (id.size) memcpy(room, id.data, id.size);
    return (struct vdt_view){ room, id.size };
}

/* What a near copy was copied from is the original of both. */
static uint32_t original_of(struct vdt_stories *self, uint32_t copy) {
    uint32_t original = vdt_story_known(&self->memory, copy)->original;
    return vdt_story_there(&self->memory, original) ? original : copy;
}

static uint32_t decide(struct vdt_stories *self, const struct nearest *nearest, struct vdt_story *out) {
    *out = (struct vdt_story){ .kind = VDT_KIN_ORIGINAL };
    uint32_t kin = 0;
    /* what is short can be a copy only as a whole */
    if (nearest->evidence.odds >= copy_least || nearest->evidence.kept >= same_text) {
        kin = original_of(self, nearest->copy);
        out->kind = nearest->evidence.kept >= copy_kept ? VDT_KIN_COPY : VDT_KIN_REWRITE;
        out->copy_of = copy_id(self, kin, self->copy_id);
        out->similarity = similarity(&nearest->evidence);
    }
    if (nearest->kinship >= 0) {
        if (!kin) out->kind = VDT_KIN_FOLLOW_UP, out->similarity = nearest->alike / 3;
        kin = nearest->story;
    }
    if (!kin) return 0;
    uint32_t story = vdt_story_known(&self->memory, kin)->story;
    /* where the report that names it is forgotten, a story goes on under the name of the kin that led to it */
    out->story = copy_id(self, vdt_story_there(&self->memory, story) ? story : kin, self->story_id);
    return kin;
}

/* The serial under which a story's name is kept; a name that is about to be forgotten is kept anew. 0: out of memory. */
static uint32_t name_story(struct vdt_stories *self, struct vdt_view name) {
    uint32_t serial = vdt_story_find(&self->memory, name);
    if (serial && !vdt_story_aged(&self->memory, serial)) return serial;
    return vdt_story_keep(&self->memory, name, serial ? vdt_story_known(&self->memory, serial)->day : self->day, NULL);
}

/*
 * Remembers the report in hand. One that is the same as an original that will stay for a while is known by its id
 * alone: who copies it is found by the original.
 */
static bool remember(struct vdt_stories *self, struct vdt_view id, const struct vdt_story *as) {
    uint32_t original = as->kind == VDT_KIN_COPY ? vdt_story_find(&self->memory, as->copy_of) : 0;
    bool own = vdt_view_equal(as->story, id);
    uint32_t story = own ? 0 : name_story(self, as->story);
    if (!own && !story) return false;
    bool same = original && as->similarity >= same_text && !vdt_story_aged(&self->memory, original) &&
                vdt_story_known(&self->memory, original)->word_count;
    uint32_t serial = vdt_story_keep(&self->memory, id, self->day, same ? NULL : &self->hand);
    if (!serial) return false;
    struct vdt_story_known *known = vdt_story_known(&self->memory, serial);
    if (story) known->story = story;
    known->original = original;
    return same || post(self, serial);
}

enum vdt_status vdt_stories_place(struct vdt_stories *self, const struct vdt_report *report, struct vdt_story *out,
                                  struct vdt_error *error) {
    if (report->id.size > VDT_LIMIT_ID_BYTES) return vdt_fail(error, VDT_ERROR_LIMIT, "the id is too long");
    self->day = day_of(report->published);
    size_t words = take_words(self, report);
    vdt_story_hand_take(&self->hand, self->words, words);
    weigh(self);
    ask(self, words);
    struct nearest nearest = find_nearest(self);
    if (!decide(self, &nearest, out)) out->story = report->id;
    count(self);
    bool whole = remember(self, report->id, out);
    vdt_story_hand_drop(&self->hand);
    return whole ? VDT_OK : vdt_fail_memory(error, "placing a report");
}

struct vdt_view vdt_stories_sketch(struct vdt_stories *self) {
    vdt_buffer_clear(&self->sketch);
    vdt_sketch_write(self->day, self->words, self->hand.word_count, &self->sketch);
    return vdt_buffer_failed(&self->sketch) ? (struct vdt_view){ NULL, 0 } : vdt_buffer_view(&self->sketch);
}

enum vdt_status vdt_stories_recall(struct vdt_stories *self, struct vdt_view id, const struct vdt_story *as,
                                   struct vdt_view sketch, struct vdt_error *error) {
    size_t words = 0;
    if (id.size > VDT_LIMIT_ID_BYTES || as->story.size > VDT_LIMIT_ID_BYTES ||
        !vdt_sketch_read(sketch, &self->day, self->words, VDT_LIMIT_STORY_WORDS, &words))
        return vdt_fail(error, VDT_ERROR_FORMAT, "no sketch of a report");
    vdt_story_hand_take(&self->hand, self->words, words);
    weigh(self);
    count(self);
    bool whole = remember(self, id, as);
    vdt_story_hand_drop(&self->hand);
    return whole ? VDT_OK : vdt_fail_memory(error, "recalling a report");
}
