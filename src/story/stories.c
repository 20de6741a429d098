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
#include "story/postings.h"
#include "vedette/story.h"

enum {
    TITLE_GAP = 20,
    COUNTS = 1 << 20,
    ASSUMED = 1000,      /* reports that are assumed before the first, so that words are weighed by what they are in English */
    POSTED_WORDS = 24,
    POSTED_PAIRS = 8,
    CANDIDATES = 16,
    ALIGNED = 4,         /* of them, those that are looked at as originals */
    VOTES = 1 << 13,     /* different reports that may answer */
    EVERYWHERE = 30,     /* of VDT_COMMON_WORDS_OF: a word of more reports tells nothing */
};

static const double copy_least = -1.5, story_least = 0.29; /* log odds; cosine */
static const double copy_kept = 0.75; /* of a copy stands as it stood; of less it is a rewrite */
static const float least_share = 0.06f; /* of our words: less is never a copy */

struct known {
    uint64_t at;          /* where its id and words stand, counted from the first byte ever */
    uint16_t id_size, word_count, title_count;
    uint32_t story;       /* serial of the story's first report */
    float norm;
};

struct vote {
    uint32_t serial;
    float weight;
};

struct vdt_stories {
    struct known *reports; /* ring by serial */
    char *bytes;           /* ring of ids and words */
    uint64_t room, written;
    uint32_t reports_room, serial;
    uint32_t *counts;      /* reports by word; the highest bit: everywhere */
    double counted;
    struct vdt_postings postings;
    struct vdt_story_hand hand;
    struct vdt_story_word *words;
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

enum vdt_status vdt_stories_new(struct vdt_stories **out, struct vdt_error *error) {
    struct vdt_stories *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(error, "starting the stories");
    self->reports_room = VDT_LIMIT_STORY_REPORTS;
    self->room = (uint64_t)VDT_LIMIT_STORY_REPORTS * 512;
    self->reports = calloc(self->reports_room, sizeof *self->reports);
    self->bytes = malloc(self->room);
    self->counts = calloc(COUNTS, sizeof *self->counts);
    self->words = malloc(VDT_LIMIT_STORY_WORDS * sizeof *self->words);
    self->votes = calloc(VOTES, sizeof *self->votes);
    self->voted = calloc(VOTES, sizeof *self->voted);
    if (!self->reports || !self->bytes || !self->counts || !self->words || !self->votes || !self->voted ||
        !vdt_postings_init(&self->postings, (uint64_t)self->reports_room * (POSTED_WORDS + POSTED_PAIRS) * 4 / 3) ||
        !vdt_story_hand_init(&self->hand, VDT_LIMIT_STORY_WORDS)) {
        vdt_stories_free(self);
        return vdt_fail_memory(error, "starting the stories");
    }
    assume(self);
    *out = self;
    return VDT_OK;
}

void vdt_stories_free(struct vdt_stories *self) {
    if (!self) return;
    free(self->reports), free(self->bytes), free(self->counts);
    free(self->words), free(self->votes), free(self->voted);
    vdt_postings_done(&self->postings);
    vdt_story_hand_done(&self->hand);
    free(self);
}

const char *vdt_kinship_name(enum vdt_kinship kind) {
    static const char *const names[] = { "original", "copy", "rewrite", "follow-up" };
    return names[kind];
}

/* ---- what is known ---- */

static struct known *known_of(struct vdt_stories *self, uint32_t serial) {
    return &self->reports[serial % self->reports_room];
}

/* Whether a report has not been overwritten by later ones. */
static bool still_there(struct vdt_stories *self, uint32_t serial) {
    return serial && self->serial - serial < self->reports_room && self->written - known_of(self, serial)->at <= self->room;
}

static struct vdt_view id_of(struct vdt_stories *self, const struct known *known) {
    return (struct vdt_view){ self->bytes + known->at % self->room + 3 * known->word_count, known->id_size };
}

static struct vdt_story_past past_of(struct vdt_stories *self, const struct known *known) {
    const char *codes = self->bytes + known->at % self->room;
    return (struct vdt_story_past){ (const uint16_t *)(const void *)codes, (const uint8_t *)codes + 2 * known->word_count,
                                    known->word_count, known->title_count, known->norm };
}

/* The report in hand takes its place: codes, gaps, id. Whom it displaces is forgotten. */
static void keep(struct vdt_stories *self, struct vdt_view id) {
    size_t count = self->hand.word_count, size = 3 * count + id.size;
    size += size % 2;
    if (self->written % self->room + size > self->room) self->written += self->room - self->written % self->room;
    struct known *known = known_of(self, ++self->serial);
    *known = (struct known){ .at = self->written, .id_size = (uint16_t)id.size, .word_count = (uint16_t)count,
                             .story = self->serial, .norm = (float)self->hand.norm };
    while (known->title_count < count && self->words[known->title_count].signs & VDT_WORD_TITLE) known->title_count++;
    char *bytes = self->bytes + self->written % self->room;
    uint16_t *codes = (uint16_t *)(void *)bytes, place = 0;
    for (size_t i = 0; i < count; i++) {
        const struct vdt_story_word *word = &self->words[i];
        int gap = word->place > place ? word->place - place : 1;
        codes[i] = vdt_story_short(word->code);
        gap = gap < VDT_STORY_GAP ? gap : VDT_STORY_GAP;
        bytes[2 * count + i] = (char)(word->signs & VDT_WORD_NAME ? gap | VDT_STORY_NAMED : gap);
        place = word->place;
    }
    if (id.size) memcpy(bytes + 3 * count, id.data, id.size);
    self->written += size;
}

/* ---- the report in hand ---- */

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

static void vote(struct vdt_stories *self, uint64_t feature, float weight) {
    uint32_t found[VDT_POSTINGS_A_LINE];
    size_t count = vdt_postings_find(&self->postings, feature, found);
    for (size_t i = 0; i < count; i++) {
        if (!still_there(self, found[i])) continue;
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
        vdt_postings_await(&self->postings, word_feature(self->hand.items[i].code));
    for (size_t i = 0; i + 1 < count; i++)
        vdt_postings_await(&self->postings, pair_feature(self->words[i].code, self->words[i + 1].code));
    for (size_t i = 0; i < self->hand.item_count; i++)
        vote(self, word_feature(self->hand.items[i].code), self->hand.items[i].rarity);
    for (size_t i = 0; i + 1 < count; i++)
        vote(self, pair_feature(self->words[i].code, self->words[i + 1].code), 1);
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

/* Rarest words and a sample of the pairs, the same of every text that has them. */
static bool post(struct vdt_stories *self, size_t count) {
    uint32_t rarest[POSTED_WORDS];
    size_t rare = 0;
    const struct vdt_story_item *items = self->hand.items;
    for (uint32_t i = 0; i < self->hand.item_count; i++) {
        if (rare == POSTED_WORDS && items[i].rarity <= items[rarest[rare - 1]].rarity) continue;
        size_t at = rare < POSTED_WORDS ? rare++ : POSTED_WORDS - 1;
        for (; at && items[i].rarity > items[rarest[at - 1]].rarity; at--) rarest[at] = rarest[at - 1];
        rarest[at] = i;
    }
    uint64_t pairs[POSTED_PAIRS];
    size_t pair_count = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        uint64_t pair = pair_feature(self->words[i].code, self->words[i + 1].code);
        if (pair_count == POSTED_PAIRS && pair >= pairs[pair_count - 1]) continue;
        size_t at = pair_count < POSTED_PAIRS ? pair_count++ : POSTED_PAIRS - 1;
        for (; at && pair < pairs[at - 1]; at--) pairs[at] = pairs[at - 1];
        pairs[at] = pair;
    }
    bool whole = true;
    for (size_t i = 0; i < rare; i++)
        whole &= vdt_postings_add(&self->postings, word_feature(items[rarest[i]].code), self->serial);
    for (size_t i = 0; i < pair_count; i++) whole &= vdt_postings_add(&self->postings, pairs[i], self->serial);
    return whole;
}

/* ---- the decision ---- */

struct nearest {
    uint32_t copy, story; /* serials, 0: none */
    struct vdt_story_evidence evidence;
    double cosine;
};

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
    struct nearest best = { .evidence.odds = -INFINITY };
    struct vote candidates[CANDIDATES], sharers[ALIGNED];
    size_t count = elect(self, candidates), sharer_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t serial = candidates[i].serial;
        struct vdt_story_past past = past_of(self, known_of(self, serial));
        struct vdt_likeness likeness = vdt_story_compare(&self->hand, &past);
        if (likeness.cosine > best.cosine) best.cosine = likeness.cosine, best.story = serial;
        sharer_count = rank(sharers, sharer_count, (struct vote){ serial, (float)likeness.shared });
    }
    for (size_t i = 0; i < sharer_count && sharers[i].weight >= fmaxf(least_share, sharers[0].weight / 2); i++) {
        struct vdt_story_past past = past_of(self, known_of(self, sharers[i].serial));
        struct vdt_story_evidence evidence = vdt_story_derive(&self->hand, &past);
        if (evidence.odds > best.evidence.odds) best.evidence = evidence, best.copy = sharers[i].serial;
    }
    return best;
}

static struct vdt_view copy_id(struct vdt_stories *self, const struct known *known, char room[VDT_LIMIT_ID_BYTES]) {
    struct vdt_view id = id_of(self, known);
    if (id.size) memcpy(room, id.data, id.size);
    return (struct vdt_view){ room, id.size };
}

/* One scale for all kinds: a half is where half of such reports are copies; 1 is the same text. */
static double similarity(const struct vdt_story_evidence *evidence) {
    double likely = 1 / (1 + exp(-evidence->odds / 4));
    return likely + (1 - likely) * pow(evidence->kept, 4);
}

static void decide(struct vdt_stories *self, const struct nearest *nearest, struct vdt_story *out) {
    struct known *known = known_of(self, self->serial);
    *out = (struct vdt_story){ .kind = VDT_KIN_ORIGINAL };
    uint32_t kin = 0;
    if (nearest->evidence.odds >= copy_least) {
        kin = nearest->copy;
        out->kind = nearest->evidence.kept >= copy_kept ? VDT_KIN_COPY : VDT_KIN_REWRITE;
        out->copy_of = copy_id(self, known_of(self, kin), self->copy_id);
        out->similarity = similarity(&nearest->evidence);
    }
    if (nearest->cosine >= story_least) {
        if (!kin) out->kind = VDT_KIN_FOLLOW_UP, out->similarity = nearest->cosine / 3;
        kin = nearest->story;
    }
    if (kin) known->story = known_of(self, kin)->story;
    /* where its first report is forgotten, a story goes on under the name of the kin that led to it */
    if (!still_there(self, known->story)) known->story = kin;
    out->story = copy_id(self, known_of(self, known->story), self->story_id);
}

enum vdt_status vdt_stories_place(struct vdt_stories *self, const struct vdt_report *report, struct vdt_story *out,
                                  struct vdt_error *error) {
    if (report->id.size > VDT_LIMIT_ID_BYTES) return vdt_fail(error, VDT_ERROR_LIMIT, "the id is too long");
    size_t words = take_words(self, report);
    vdt_story_hand_take(&self->hand, self->words, words);
    weigh(self);
    ask(self, words);
    struct nearest nearest = find_nearest(self);
    count(self);
    keep(self, report->id);
    bool whole = post(self, words);
    vdt_story_hand_drop(&self->hand);
    if (!whole) return vdt_fail_memory(error, "placing a report");
    decide(self, &nearest, out);
    return VDT_OK;
}
