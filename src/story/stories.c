/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies and stories in one pass. A report is its set of features: triples of words, which copies share, and single
 * words weighted by how rare they have been so far, which reports of one happening share. Both stand in one index: chains
 * of postings in a ring, newest first, so that nothing is compared with everything and the oldest fall out by
 * themselves. The counts of words are kept in a table of fixed size, where two words may share a count.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/limit.h"
#include "text/utf8.h"
#include "vedette/story.h"

enum {
    BUCKETS = 1 << 20,
    POSTINGS = 1 << 24,
    TRIPLES_KEPT = 2048,
    CHAIN_MOST = 512,      /* postings of one feature that are looked at: a feature that is everywhere tells nothing */
    TITLE_WEIGHT = 2,
};

static const double copy_least = 0.12, copy_sure = 0.55, story_least = 0.20;

struct posting {
    uint32_t key, serial; /* of the feature's hash; of the report */
    uint32_t previous;    /* number of the posting before it in its bucket, 0: none */
    float weight;         /* of a word; 0: a triple */
};

struct known {
    char *id;
    uint32_t id_size, triples;
    uint32_t story;       /* serial of the story's first report */
    float norm;
};

struct feature {
    uint64_t hash;
    float weight;
};

struct kin {
    uint32_t triples;
    float dot;
};

struct vdt_stories {
    struct known *reports; /* ring by serial */
    struct kin *kin;       /* as long: what the report in hand shares with each */
    uint32_t *touched;
    uint32_t touched_count;
    uint32_t *heads, *counts;
    struct posting *postings;
    uint32_t serial, posted;
    char story_id[VDT_LIMIT_ID_BYTES], copy_id[VDT_LIMIT_ID_BYTES];
    struct vdt_arena arena;
};

enum { ASSUMED = 30 }; /* reports that are assumed before the first, so that two texts alone are not alike by "the" and "of" */

/* Words that each of the assumed reports holds. */
static const char *const common[] = {
    "the", "a", "an", "of", "to", "in", "and", "on", "for", "at", "by", "with", "from", "as", "that", "it", "its", "is", "was", "were",
    "are", "be", "been", "has", "have", "had", "he", "she", "they", "his", "her", "their", "this", "which", "who", "but", "or", "not",
    "will", "would", "after", "before", "over", "about", "into", "more", "than", "when", "said", "says", "also", "one", "two", "there",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
};

static void assume_common(struct vdt_stories *self) {
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        self->counts[vdt_hash(vdt_view_of(common[i])) % BUCKETS] = ASSUMED;
}

enum vdt_status vdt_stories_new(struct vdt_stories **out, struct vdt_error *error) {
    struct vdt_stories *self = calloc(1, sizeof *self);
    if (!self) return vdt_fail_memory(error, "starting the stories");
    vdt_arena_init(&self->arena);
    self->reports = calloc(VDT_LIMIT_STORY_REPORTS, sizeof *self->reports);
    self->kin = calloc(VDT_LIMIT_STORY_REPORTS, sizeof *self->kin);
    self->touched = calloc(VDT_LIMIT_STORY_REPORTS, sizeof *self->touched);
    self->heads = calloc(BUCKETS, sizeof *self->heads);
    self->counts = calloc(BUCKETS, sizeof *self->counts);
    self->postings = calloc(POSTINGS, sizeof *self->postings);
    if (!self->reports || !self->kin || !self->touched || !self->heads || !self->counts || !self->postings) {
        vdt_stories_free(self);
        return vdt_fail_memory(error, "starting the stories");
    }
    assume_common(self);
    *out = self;
    return VDT_OK;
}

void vdt_stories_free(struct vdt_stories *self) {
    if (!self) return;
    for (size_t i = 0; self->reports && i < VDT_LIMIT_STORY_REPORTS; i++) free(self->reports[i].id);
    free(self->reports), free(self->kin), free(self->touched);
    free(self->heads), free(self->counts), free(self->postings);
    vdt_arena_done(&self->arena);
    free(self);
}

const char *vdt_kinship_name(enum vdt_kinship kind) {
    static const char *const names[] = { "original", "copy", "rewrite", "follow-up" };
    return names[kind];
}

static struct known *known_of(struct vdt_stories *self, uint32_t serial) {
    return &self->reports[serial % VDT_LIMIT_STORY_REPORTS];
}

/* Whether a report, or a posting, of that number has not been overwritten by later ones. */
static bool still_there(uint32_t number, uint32_t newest, uint32_t room) {
    return number && newest - number < room;
}

/* Runs of letters and digits in small letters; hashes of them, in order. False: out of memory. */
static bool cut_words(struct vdt_view text, struct vdt_arena *arena, uint64_t **out, size_t *count) {
    uint64_t *words = NULL;
    size_t capacity = 0, size = 0, at = 0;
    char word[64];
    *count = 0;
    while (at <= text.size) {
        bool inside = false;
        if (at < text.size) {
            uint32_t code = vdt_utf8_next(text, &at);
            enum vdt_sign sign = vdt_sign_of(code);
            inside = vdt_sign_is_letter(sign) || sign == VDT_SIGN_DIGIT || sign == VDT_SIGN_MARK;
            if (inside && size + 4 <= sizeof word) size += vdt_utf8_put(vdt_code_lower(code), word + size);
        } else {
            at++;
        }
        if (inside || !size) continue;
        words = vdt_arena_grow(arena, words, *count, &capacity, sizeof *words);
        if (!words) return false;
        words[(*count)++] = vdt_hash((struct vdt_view){ word, size });
        size = 0;
    }
    *out = words;
    return true;
}

static int by_hash(const void *a, const void *b) {
    uint64_t left = ((const struct feature *)a)->hash, right = ((const struct feature *)b)->hash;
    return (left > right) - (left < right);
}

/* Sorts, and adds up the weights of equal ones; returns how many are left. */
static size_t merge(struct feature *items, size_t count) {
    size_t kept = 0;
    if (count) qsort(items, count, sizeof *items, by_hash);
    for (size_t i = 0; i < count; i++) {
        if (kept && items[kept - 1].hash == items[i].hash)
            items[kept - 1].weight += items[i].weight;
        else
            items[kept++] = items[i];
    }
    return kept;
}

/* What the reports before share of one feature. */
static void look_up(struct vdt_stories *self, const struct feature *feature) {
    uint32_t at = self->heads[feature->hash % BUCKETS], key = (uint32_t)(feature->hash >> 32);
    for (int seen = 0; seen < CHAIN_MOST && still_there(at, self->posted + 1, POSTINGS); seen++) {
        const struct posting *posting = &self->postings[at % POSTINGS];
        at = posting->previous;
        if (posting->key != key || !still_there(posting->serial, self->serial, VDT_LIMIT_STORY_REPORTS)) continue;
        uint32_t slot = posting->serial % VDT_LIMIT_STORY_REPORTS;
        struct kin *kin = &self->kin[slot];
        if (!kin->triples && kin->dot <= 0) self->touched[self->touched_count++] = posting->serial;
        if (posting->weight > 0)
            kin->dot += feature->weight * posting->weight;
        else
            kin->triples++;
    }
}

static void post(struct vdt_stories *self, const struct feature *feature, float weight) {
    uint32_t *head = &self->heads[feature->hash % BUCKETS];
    uint32_t number = ++self->posted;
    self->postings[number % POSTINGS] =
        (struct posting){ (uint32_t)(feature->hash >> 32), self->serial, *head, weight };
    *head = number;
}

/* Weighs the words by how rare they have been, this report included; returns the length of the vector. */
static double weigh(struct vdt_stories *self, struct feature *words, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t seen = ++self->counts[words[i].hash % BUCKETS];
        double idf = log((self->serial + (double)ASSUMED) / (seen + 0.5));
        words[i].weight = (float)((1 + log(words[i].weight)) * (idf > 0.05 ? idf : 0.05));
        sum += (double)words[i].weight * words[i].weight;
    }
    return sqrt(sum);
}

struct nearest {
    uint32_t copy, story; /* serials, 0: none */
    double alike, kindred;
};

/* The greatest likeness by triples and by words; of equals the earliest. */
static struct nearest find_nearest(struct vdt_stories *self, size_t triples, double norm) {
    struct nearest best = { 0 };
    for (uint32_t i = 0; i < self->touched_count; i++) {
        uint32_t serial = self->touched[i];
        const struct known *known = known_of(self, serial);
        struct kin *kin = &self->kin[serial % VDT_LIMIT_STORY_REPORTS];
        double shared = kin->triples, smaller = triples < known->triples ? (double)triples : known->triples;
        double jaccard = shared > 0 ? shared / ((double)triples + known->triples - shared) : 0;
        double contained = shared > 0 ? shared / smaller : 0;
        double kindred = norm > 0 && known->norm > 0 ? kin->dot / (norm * known->norm) : 0;
        if (kindred > 1) kindred = 1;
        double alike = shared >= 5 ? (jaccard + contained + kindred) / 3 : 0;
        if (alike > best.alike || (alike >= best.alike && alike > 0 && serial < best.copy)) best.alike = alike, best.copy = serial;
        if (kindred > best.kindred || (kindred >= best.kindred && kindred > 0 && serial < best.story))
            best.kindred = kindred, best.story = serial;
        *kin = (struct kin){ 0 };
    }
    self->touched_count = 0;
    return best;
}

static struct vdt_view copy_id(const struct known *known, char room[VDT_LIMIT_ID_BYTES]) {
    memcpy(room, known->id, known->id_size);
    return (struct vdt_view){ room, known->id_size };
}

/* The report takes its place in the ring; whom it displaces is forgotten. */
static bool keep(struct vdt_stories *self, struct vdt_view id, size_t triples, double norm) {
    char *copy = malloc(id.size + 1);
    if (!copy) return false;
    if (id.size) memcpy(copy, id.data, id.size);
    struct known *known = known_of(self, self->serial);
    free(known->id);
    *known = (struct known){ copy, (uint32_t)id.size, (uint32_t)triples, self->serial, (float)norm };
    return true;
}

static void decide(struct vdt_stories *self, const struct nearest *nearest, struct vdt_story *out) {
    struct known *known = known_of(self, self->serial);
    *out = (struct vdt_story){ .kind = VDT_KIN_ORIGINAL };
    uint32_t kin = 0;
    if (nearest->alike >= copy_least) {
        kin = nearest->copy;
        out->kind = nearest->alike >= copy_sure ? VDT_KIN_COPY : VDT_KIN_REWRITE;
        out->copy_of = copy_id(known_of(self, kin), self->copy_id);
        out->similarity = nearest->alike;
    }
    if (nearest->kindred >= story_least) {
        if (!kin) out->kind = VDT_KIN_FOLLOW_UP, out->similarity = nearest->kindred / 3;
        kin = nearest->story;
    }
    if (kin) known->story = known_of(self, kin)->story;
    const struct known *first = known_of(self, known->story);
    /* where its first report is forgotten, a story goes on under the name of the kin that led to it */
    if (!still_there(known->story, self->serial, VDT_LIMIT_STORY_REPORTS)) known->story = kin, first = known_of(self, kin);
    out->story = copy_id(first, self->story_id);
}

enum vdt_status vdt_stories_place(struct vdt_stories *self, const struct vdt_report *report, struct vdt_story *out,
                                  struct vdt_error *error) {
    if (report->id.size > VDT_LIMIT_ID_BYTES) return vdt_fail(error, VDT_ERROR_LIMIT, "the id is too long");
    vdt_arena_reset(&self->arena);
    uint64_t *title = NULL, *text = NULL;
    size_t title_count = 0, count = 0;
    bool whole = cut_words(report->title, &self->arena, &title, &title_count) &&
                 cut_words(report->text, &self->arena, &text, &count);
    struct feature *words = vdt_arena_array(&self->arena, title_count + count, sizeof *words);
    struct feature *triples = vdt_arena_array(&self->arena, count, sizeof *triples);
    if (!whole || !words || !triples) return vdt_fail_memory(error, "placing a report");
    for (size_t i = 0; i < count; i++) words[i] = (struct feature){ text[i], 1 };
    for (size_t i = 0; i < title_count; i++) words[count + i] = (struct feature){ title[i], TITLE_WEIGHT };
    size_t triple_count = 0;
    for (size_t i = 0; i + 2 < count; i++)
        triples[triple_count++].hash = vdt_hash((struct vdt_view){ (const char *)(text + i), 3 * sizeof *text });
    size_t word_count = merge(words, count + title_count);
    triple_count = merge(triples, triple_count);
    /* the smallest hashes are the same sample of every text */
    if (triple_count > TRIPLES_KEPT) triple_count = TRIPLES_KEPT;

    self->serial++;
    double norm = weigh(self, words, word_count);
    for (size_t i = 0; i < word_count; i++) look_up(self, &words[i]);
    for (size_t i = 0; i < triple_count; i++) look_up(self, &triples[i]);
    struct nearest nearest = find_nearest(self, triple_count, norm);
    if (!keep(self, report->id, triple_count, norm)) return vdt_fail_memory(error, "placing a report");
    for (size_t i = 0; i < word_count; i++) post(self, &words[i], words[i].weight);
    for (size_t i = 0; i < triple_count; i++) post(self, &triples[i], 0);
    decide(self, &nearest, out);
    return VDT_OK;
}
