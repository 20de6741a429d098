/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs are short strings, "obj.kind=mil" or "word256=31"; a sign's weights are a run of (class, weight) pairs behind the hash of
 * its text, so that a sum costs what the signs that are there cost. Weights are whole numbers of hundredths.
 *
 * A class of words is a number at three grains (64, 256 and 1024 classes, by the company that words keep in news). What a word is like
 * are the events that the patterns give to its nearest in that company, never its own, so that a verb that no pattern has is judged by
 * those that behave like it.
 */
#include "event/proposal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"
#include "base/lines.h"

enum { NONE = VDT_PLOVER_COUNT, CLASSES = VDT_PLOVER_COUNT + 1, GRAINS = 3, LIKES = 2 };

/*
 * How sure it must be to speak up: for proposals where, on the held-out fifth of the labelled sentences, six of seven are right. Its
 * objections were right there too seldom, and cost more elsewhere than they gained: it must be all but certain.
 */
static const double proposes_from = 0.70, objects_from = 0.99;

struct sign {
    uint64_t hash;
    uint32_t first, count; /* of the pulls */
};

struct pull {
    uint8_t class;
    int16_t weight;
};

struct word {
    uint64_t hash;
    uint16_t grains[GRAINS];
    struct {
        uint8_t class, degree; /* degree 0: none */
    } like[LIKES];
    bool may;
};

struct vdt_proposals {
    struct vdt_arena arena;
    struct sign *signs; /* sorted by hash */
    size_t sign_count, sign_capacity;
    struct pull *pulls;
    size_t pull_count, pull_capacity;
    struct word *words; /* sorted by hash */
    size_t word_count, word_capacity;
    uint64_t hash;
    char version[9];
};

/* ---- opening -------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool whole_number(struct vdt_view text, long least, long most, long *out) {
    char digits[16], *end;
    if (!text.size || text.size >= sizeof digits) return false;
    memcpy(digits, text.data, text.size);
    digits[text.size] = 0;
    *out = strtol(digits, &end, 10);
    return !*end && *out >= least && *out <= most;
}

static bool class_of(struct vdt_view name, uint8_t *out) {
    for (int c = 0; c < NONE; c++)
        if (vdt_view_is(name, vdt_plover_name((enum vdt_plover)c))) return *out = (uint8_t)c, true;
    *out = NONE;
    return vdt_view_is(name, "NONE");
}

/* SIGN CLASS:WEIGHT … */
static enum vdt_status read_sign(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_proposals *proposals = context;
    struct sign *signs = vdt_arena_grow(&proposals->arena, proposals->signs, proposals->sign_count, &proposals->sign_capacity,
                                        sizeof *signs);
    if (!signs) return vdt_fail_memory(error, "reading weights");
    proposals->signs = signs;
    struct sign *sign = &signs[proposals->sign_count++];
    *sign = (struct sign){ .hash = vdt_hash(vdt_lines_word(lines)), .first = (uint32_t)proposals->pull_count };
    for (struct vdt_view word = vdt_lines_word(lines); word.size; word = vdt_lines_word(lines)) {
        struct pull *pulls = vdt_arena_grow(&proposals->arena, proposals->pulls, proposals->pull_count, &proposals->pull_capacity,
                                            sizeof *pulls);
        if (!pulls) return vdt_fail_memory(error, "reading weights");
        proposals->pulls = pulls;
        struct vdt_view rest = word, name = vdt_view_cut(&rest, ':');
        struct pull *pull = &pulls[proposals->pull_count];
        long weight;
        if (!class_of(name, &pull->class) || !whole_number(rest, -30000, 30000, &weight))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, word),
                               "behind a sign stand EVENT:WEIGHT, an event of PLOVER or NONE and a whole number");
        pull->weight = (int16_t)weight;
        proposals->pull_count++;
        sign->count++;
    }
    return VDT_OK;
}

/* LEMMA/PART CLASS64 CLASS256 CLASS1024 [EVENT:DEGREE …] [+]: what its likes tell, 1 to 3; a plus where it may tell an event */
static enum vdt_status read_word(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_proposals *proposals = context;
    struct word *words = vdt_arena_grow(&proposals->arena, proposals->words, proposals->word_count, &proposals->word_capacity,
                                        sizeof *words);
    if (!words) return vdt_fail_memory(error, "reading classes of words");
    proposals->words = words;
    struct word *word = &words[proposals->word_count++];
    *word = (struct word){ .hash = vdt_hash(vdt_lines_word(lines)) };
    for (int grain = 0; grain < GRAINS; grain++) {
        long number;
        struct vdt_view text = vdt_lines_word(lines);
        if (!whole_number(text, 0, 65535, &number))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, text),
                               "behind a word stand the numbers of its three classes");
        word->grains[grain] = (uint16_t)number;
    }
    int likes = 0;
    for (struct vdt_view text = vdt_lines_word(lines); text.size; text = vdt_lines_word(lines)) {
        struct vdt_view rest = text, name = vdt_view_cut(&rest, ':');
        long degree = 0;
        word->may = word->may || vdt_view_is(text, "+");
        if (vdt_view_is(text, "+") || likes == LIKES) continue;
        if (!class_of(name, &word->like[likes].class) || !whole_number(rest, 1, 3, &degree))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, text),
                               "behind the classes of a word stand EVENT:DEGREE, a degree from 1 to 3, and +");
        word->like[likes++].degree = (uint8_t)degree;
    }
    return VDT_OK;
}

enum vdt_status vdt_proposals_open(const char *data, struct vdt_proposals **out, struct vdt_error *error) {
    struct vdt_proposals *proposals = calloc(1, sizeof *proposals);
    if (!proposals) return vdt_fail_memory(error, "opening weights");
    vdt_arena_init(&proposals->arena);
    struct vdt_data_file file = { data, "learned/events.txt", .may_miss = true, .arena = &proposals->arena, .hash = &proposals->hash };
    enum vdt_status status = vdt_data_read(&file, read_sign, proposals, error);
    file.name = "learned/words.txt";
    if (status == VDT_OK) status = vdt_data_read(&file, read_word, proposals, error);
    if (status != VDT_OK) {
        vdt_proposals_close(proposals);
        return status;
    }
    if (proposals->sign_count) qsort(proposals->signs, proposals->sign_count, sizeof *proposals->signs, compare);
    if (proposals->word_count) qsort(proposals->words, proposals->word_count, sizeof *proposals->words, compare);
    snprintf(proposals->version, sizeof proposals->version, "%04x", (unsigned)(proposals->hash & 0xFFFF));
    *out = proposals;
    return VDT_OK;
}

void vdt_proposals_close(struct vdt_proposals *proposals) {
    if (!proposals) return;
    vdt_arena_done(&proposals->arena);
    free(proposals);
}

struct vdt_view vdt_proposals_version(const struct vdt_proposals *proposals) {
    return vdt_view_of(proposals->version);
}

/* ---- words ---------------------------------------------------------------------------------------------------- */

static const struct word *find_word(const struct vdt_proposals *proposals, char part, struct vdt_view lemma) {
    char text[64];
    if (!proposals->word_count || !lemma.size || lemma.size + 3 > sizeof text) return NULL;
    for (size_t i = 0; i < lemma.size; i++) text[i] = vdt_lower(lemma.data[i]);
    text[lemma.size] = '/';
    text[lemma.size + 1] = part;
    uint64_t key = vdt_hash((struct vdt_view){ text, lemma.size + 2 });
    return bsearch(&key, proposals->words, proposals->word_count, sizeof *proposals->words, compare);
}

bool vdt_proposals_may(const struct vdt_proposals *proposals, char part, struct vdt_view lemma) {
    const struct word *word = find_word(proposals, part, lemma);
    return word && word->may;
}

/* ---- signs ---------------------------------------------------------------------------------------------------- */

struct listing {
    const struct vdt_proposals *proposals;
    struct vdt_finder *finder;
    const struct vdt_tree *tree;
    struct vdt_arena *arena;
    struct vdt_view *out;
    size_t count;
};

__attribute__((format(printf, 2, 3))) static void add(struct listing *listing, const char *format, ...) {
    if (listing->count == VDT_PROPOSAL_SIGNS) return;
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size <= 0 || (size_t)size >= sizeof text) return; /* an absurdly long word says nothing */
    for (int i = 0; i < size; i++) text[i] = text[i] == ' ' || text[i] == '#' ? '_' : vdt_lower(text[i]);
    struct vdt_view kept = vdt_arena_copy(listing->arena, (struct vdt_view){ text, (size_t)size });
    if (kept.data) listing->out[listing->count++] = kept;
}

static char part_of(const struct vdt_word *word) {
    switch (word->upos) {
    case VDT_UPOS_VERB: return 'v';
    case VDT_UPOS_ADJ: return 'a';
    default: return 'n';
    }
}

static const char *class_name(uint8_t class) {
    return class == NONE ? "NONE" : vdt_plover_name((enum vdt_plover)class);
}

/* What kind of party stands there: the first role of its code, "state", somebody unknown, or a thing. */
static void kind_of(struct listing *listing, int32_t word, char out[8]) {
    struct vdt_found found;
    const struct vdt_word *w = &listing->tree->words[word];
    const char *kind = "verb";
    struct vdt_view role = { NULL, 0 };
    if (w->upos != VDT_UPOS_VERB) {
        bool known = vdt_finder_actor(listing->finder, word, NULL, &found) && found.link.code.size;
        size_t at = known && found.link.country.size == 3 ? 3 : 0;
        if (known) role = vdt_view_slice(found.link.code, at, at + 3 < found.link.code.size ? at + 3 : found.link.code.size);
        kind = known ? "state" : vdt_finder_test(listing->finder, VDT_TEST_HUMAN, word) ? "human" : "thing";
    }
    if (role.size)
        snprintf(out, 8, "%.*s", (int)role.size, role.data);
    else
        snprintf(out, 8, "%s", kind);
}

static void add_slot(struct listing *listing, const struct vdt_slot *slot, const struct word *trigger) {
    char name[24], kind[8];
    const struct vdt_word *w = &listing->tree->words[slot->word];
    if (slot->kind == VDT_SLOT_PREPOSITION)
        snprintf(name, sizeof name, "%.*s", (int)(slot->name.size < 16 ? slot->name.size : 16), slot->name.data);
    else
        snprintf(name, sizeof name, "%s", vdt_slot_name(slot->kind));
    kind_of(listing, slot->word, kind);
    add(listing, "%s=%.*s", name, (int)w->lemma.size, w->lemma.data);
    if (slot->kind == VDT_SLOT_AUXILIARY || slot->kind == VDT_SLOT_PARTICLE || slot->kind == VDT_SLOT_DETERMINER) return;
    add(listing, "%s.kind=%s", name, kind);
    const struct word *class = find_word(listing->proposals, part_of(w), w->lemma);
    if (class) {
        add(listing, "%s.64=%u", name, class->grains[0]);
        add(listing, "%s.256=%u", name, class->grains[1]);
    }
    for (int i = 0; class && i < LIKES && class->like[i].degree; i++) add(listing, "%s.like=%s", name, class_name(class->like[i].class));
    if (!trigger) return;
    add(listing, "64=%u+%s.kind=%s", trigger->grains[0], name, kind);
    if (class) add(listing, "64=%u+%s.64=%u", trigger->grains[0], name, class->grains[0]);
    if (trigger->like[0].degree) add(listing, "like=%s+%s.kind=%s", class_name(trigger->like[0].class), name, kind);
}

static void add_head(struct listing *listing, int32_t word) {
    int32_t head = listing->tree->words[word].head;
    const char *relation = vdt_relation_name((enum vdt_relation)listing->tree->words[word].relation);
    add(listing, "relation=%s", relation);
    if (head < 0) return;
    const struct vdt_word *h = &listing->tree->words[head];
    add(listing, "up=%s:%.*s", relation, (int)h->lemma.size, h->lemma.data);
    const struct word *class = find_word(listing->proposals, part_of(h), h->lemma);
    if (class) add(listing, "up.64=%s:%u", relation, class->grains[0]);
}

/* The company of the sentence, a few words on both sides. */
static void add_company(struct listing *listing, int32_t word) {
    enum { WITHIN = 6 };
    int32_t from = word > WITHIN ? word - WITHIN : 0, to = word + WITHIN;
    for (int32_t i = from; i <= to && i < (int32_t)listing->tree->count; i++) {
        const struct vdt_word *w = &listing->tree->words[i];
        if (i == word || (w->upos != VDT_UPOS_VERB && w->upos != VDT_UPOS_NOUN && w->upos != VDT_UPOS_ADJ)) continue;
        const struct word *class = find_word(listing->proposals, part_of(w), w->lemma);
        if (class) add(listing, "near.256=%u", class->grains[1]);
    }
}

size_t vdt_proposal_signs(const struct vdt_proposals *proposals, struct vdt_finder *finder, const struct vdt_tree *tree,
                          struct vdt_arena *arena, const struct vdt_frame *frame, char part,
                          struct vdt_view out[VDT_PROPOSAL_SIGNS]) {
    struct listing listing = { proposals, finder, tree, arena, out, 0 };
    const struct vdt_word *w = &tree->words[frame->word];
    const struct word *class = find_word(proposals, part, w->lemma);
    add(&listing, "always");
    add(&listing, "part=%c", part);
    add(&listing, "lemma=%.*s/%c", (int)w->lemma.size, w->lemma.data, part);
    for (int grain = 0; class && grain < GRAINS; grain++) {
        static const unsigned sizes[GRAINS] = { 64, 256, 1024 };
        add(&listing, "%u=%u", sizes[grain], class->grains[grain]);
    }
    for (int i = 0; class && i < LIKES && class->like[i].degree; i++)
        add(&listing, "like=%s:%u:%c", class_name(class->like[i].class), class->like[i].degree, part);
    if (class && !class->like[0].degree) add(&listing, "like=nothing:%c", part);
    if (frame->passive) add(&listing, "passive");
    if (frame->light >= 0) add(&listing, "light=%.*s", (int)tree->words[frame->light].lemma.size, tree->words[frame->light].lemma.data);
    for (uint32_t i = 0; i < frame->slot_count; i++)
        if (!frame->slots[i].inherited || frame->slots[i].kind == VDT_SLOT_SUBJECT || frame->slots[i].kind == VDT_SLOT_OBJECT)
            add_slot(&listing, &frame->slots[i], class);
    add_head(&listing, frame->word);
    add_company(&listing, frame->word);
    return listing.count;
}

/* ---- judging -------------------------------------------------------------------------------------------------- */

bool vdt_proposals_any(const struct vdt_proposals *proposals) {
    return proposals && proposals->sign_count;
}

bool vdt_proposal_of(const struct vdt_proposals *proposals, const struct vdt_view *signs, size_t count,
                     struct vdt_proposal *out) {
    int32_t sums[CLASSES] = { 0 };
    if (!vdt_proposals_any(proposals)) return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = vdt_hash(signs[i]);
        const struct sign *sign = bsearch(&key, proposals->signs, proposals->sign_count, sizeof *sign, compare);
        for (uint32_t p = 0; sign && p < sign->count; p++)
            sums[proposals->pulls[sign->first + p].class] += proposals->pulls[sign->first + p].weight;
    }
    int best = 0, top = 0;
    for (int c = 1; c < CLASSES; c++) {
        if (sums[c] > sums[top]) top = c;
        if (c != NONE && sums[c] > sums[best]) best = c;
    }
    double all = 0;
    for (int c = 0; c < CLASSES; c++) all += exp((sums[c] - sums[top]) / 100.0);
    out->plover = (enum vdt_plover)best;
    out->chance = exp((sums[best] - sums[top]) / 100.0) / all;
    out->none = exp((sums[NONE] - sums[top]) / 100.0) / all;
    return true;
}

bool vdt_proposal_proposes(const struct vdt_proposal *proposal) {
    return proposal->chance >= proposes_from;
}

bool vdt_proposal_objects(const struct vdt_proposal *proposal) {
    return proposal->none >= objects_from;
}
