/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs and their weights. Signs are few and coarse on purpose: some hundred labelled events cannot carry more, and
 * each must mean the same in any kind of text.
 */
#include "event/confidence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/lines.h"

enum { WEIGHTS = 256 };

struct vdt_confidence {
    struct vdt_arena arena;
    struct {
        struct vdt_view name;
        double weight;
    } items[WEIGHTS];
    size_t count;
    uint64_t hash;
    char version[9];
};

/* ---- weights -------------------------------------------------------------------------------------------------- */

static enum vdt_status read_line(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_confidence *confidence = context;
    struct vdt_view name = vdt_lines_word(lines), number = vdt_lines_word(lines), more = vdt_lines_word(lines);
    char text[40], *end = text;
    double weight = 0;
    if (number.size && number.size < sizeof text) {
        memcpy(text, number.data, number.size);
        text[number.size] = 0;
        weight = strtod(text, &end);
    }
    if (end == text || *end || more.size || !isfinite(weight) || fabs(weight) > 100)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1,
                           "a line is a sign and its weight, a number between -100 and 100");
    if (confidence->count == WEIGHTS)
        return vdt_fail_at(error, VDT_ERROR_LIMIT, lines->name, lines->number, 1, "more than %d signs", WEIGHTS);
    confidence->items[confidence->count].name = name;
    confidence->items[confidence->count++].weight = weight;
    return VDT_OK;
}

enum vdt_status vdt_confidence_open(const char *data, const char *user, struct vdt_confidence **out,
                                    struct vdt_error *error) {
    struct vdt_confidence *confidence = calloc(1, sizeof *confidence);
    if (!confidence) return vdt_fail_memory(error, "opening weights");
    vdt_arena_init(&confidence->arena);
    enum vdt_status status = vdt_data_read_both(data, user, "status/confidence.txt", &confidence->arena, &confidence->hash, read_line,
                                                confidence, error);
    if (status != VDT_OK) {
        vdt_confidence_close(confidence);
        return status;
    }
    snprintf(confidence->version, sizeof confidence->version, "%04x", (unsigned)(confidence->hash & 0xFFFF));
    *out = confidence;
    return VDT_OK;
}

void vdt_confidence_close(struct vdt_confidence *confidence) {
    if (!confidence) return;
    vdt_arena_done(&confidence->arena);
    free(confidence);
}

struct vdt_view vdt_confidence_version(const struct vdt_confidence *confidence) {
    return vdt_view_of(confidence->version);
}

/* The last line of a sign holds, so that a user's file overrides. */
static double weight_of(const struct vdt_confidence *confidence, const char *name) {
    for (size_t i = confidence->count; i-- > 0;)
        if (vdt_view_is(confidence->items[i].name, name)) return confidence->items[i].weight;
    return 0;
}

double vdt_confidence_of(const struct vdt_confidence *confidence, const struct vdt_evidence_sign *signs, size_t count) {
    double odds = 0;
    for (size_t i = 0; i < count; i++) odds += weight_of(confidence, signs[i].name) * signs[i].value;
    odds = odds > 6 ? 6 : odds < -6 ? -6 : odds;
    return 1 / (1 + exp(-odds));
}

/* ---- signs ---------------------------------------------------------------------------------------------------- */

struct listing {
    struct vdt_evidence_sign *out;
    size_t count;
};

static void add(struct listing *listing, const char *name, double value) {
    if (value != 0 && listing->count < VDT_EVIDENCE_SIGNS)
        listing->out[listing->count++] = (struct vdt_evidence_sign){ name, value };
}

static double at_most(double value, double most) {
    return value < most ? value : most;
}

static void add_pattern(struct listing *listing, const struct vdt_evidence *evidence) {
    const struct vdt_pattern *pattern = evidence->pattern;
    static const char *const quads[] = { "", "verbal-cooperation", "material-cooperation", "verbal-conflict",
                                         "material-conflict" };
    add(listing, "always", 1);
    add(listing, "noun", pattern->part == 'n');
    add(listing, "adjective", pattern->part == 'a');
    add(listing, "restrictions", at_most(pattern->restriction_count, 3));
    add(listing, "loose", pattern->loose);
    add(listing, "reciprocal", pattern->reciprocal);
    add(listing, quads[vdt_plover_quad(pattern->plover)], 1);
    add(listing, "passive", evidence->frame->passive);
    add(listing, "light-verb", evidence->frame->light >= 0);
    add(listing, "proposed", evidence->proposed > 0);
    add(listing, "learned-none", evidence->none);
    add(listing, "learned-agrees", evidence->agrees);
}

/* "in Basra", "near a mosque": a phrase of place. */
static bool of_place(const struct vdt_tree *tree, int32_t word) {
    static const char *const places[] = { "in", "at", "near", "on", "around", "outside", "across", "inside", "over" };
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child])
        for (size_t i = 0; i < sizeof places / sizeof *places; i++)
            if (tree->words[child].relation == VDT_REL_case_ && vdt_tree_is(tree, child, places[i])) return true;
    return false;
}

/* Whether a side is what stands in its slot, or the slot is full and the side was left empty or taken from elsewhere. */
static void add_place_of_side(struct listing *listing, const struct vdt_evidence *evidence, const struct vdt_found *found, uint32_t count,
                              const struct vdt_slot *slot, const char *const names[5]) {
    bool direct = false, place = false, inherited = false;
    for (uint32_t i = 0; i < count; i++) {
        if (found[i].by_reference) continue;
        bool in_slot = slot && vdt_tree_below(evidence->tree, found[i].word, slot->word);
        direct = direct || (in_slot && found[i].word == slot->word);
        inherited = inherited || (in_slot && slot->inherited);
        place = place || of_place(evidence->tree, found[i].word);
    }
    add(listing, names[0], direct);
    add(listing, names[1], inherited);
    add(listing, names[2], place);
    add(listing, names[3], slot && !slot->inherited && !count);
    add(listing, names[4], slot && !slot->inherited && count && !direct);
}

static void add_places_of_sides(struct listing *listing, const struct vdt_evidence *evidence) {
    static const char *const sources[] = { "source-direct", "source-inherited", "source-of-place", "subject-unused", "subject-passed-over" };
    static const char *const targets[] = { "target-direct", "target-inherited", "target-of-place", "object-unused", "object-passed-over" };
    add_place_of_side(listing, evidence, evidence->sources, evidence->source_count,
                      vdt_frame_slot(evidence->frame, VDT_SLOT_SUBJECT, NULL), sources);
    add_place_of_side(listing, evidence, evidence->targets, evidence->target_count,
                      vdt_frame_slot(evidence->frame, VDT_SLOT_OBJECT, NULL), targets);
}

/* How a side was found; `names`: known, bare, unknown, none, reference, several. */
static void add_side(struct listing *listing, const struct vdt_found *found, uint32_t count,
                     const char *const names[6]) {
    bool known = false, country = false, reference = false;
    for (uint32_t i = 0; i < count; i++) {
        known = known || found[i].link.code.size;
        country = country || found[i].link.country.size;
        reference = reference || found[i].by_reference;
    }
    add(listing, names[0], known && country);
    add(listing, names[1], known && !country);
    add(listing, names[2], count && !known);
    add(listing, names[3], !count);
    add(listing, names[4], reference);
    add(listing, names[5], count > 1);
}

static void add_place_in_sentence(struct listing *listing, const struct vdt_evidence *evidence) {
    const struct vdt_tree *tree = evidence->tree;
    int32_t word = evidence->frame->word;
    uint32_t depth = 0;
    bool conjunct = false, relative = false;
    for (int32_t up = word; tree->words[up].head >= 0 && depth < 8; up = tree->words[up].head, depth++) {
        conjunct = conjunct || tree->words[up].relation == VDT_REL_conj;
        relative = relative || tree->words[up].relation == VDT_REL_acl_relcl || tree->words[up].relation == VDT_REL_acl;
    }
    add(listing, "depth", at_most(depth, 6));
    add(listing, "conjunct", conjunct);
    add(listing, "relative", relative);
    add(listing, "long-sentence", at_most(tree->count / 20.0, 3));
    add(listing, "siblings", at_most(evidence->siblings, 5));
}

/* The parse is doubtful: no verb on top, or all in small letters. */
static void add_noise(struct listing *listing, const struct vdt_evidence *evidence) {
    const struct vdt_tree *tree = evidence->tree;
    bool verb = false, capital = false;
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct vdt_word *w = &tree->words[i];
        verb =
            verb || (w->head < 0 && (w->upos == VDT_UPOS_VERB || vdt_tree_child(tree, (int32_t)i, VDT_REL_cop) >= 0));
        capital = capital || (w->form.size && w->form.data[0] >= 'A' && w->form.data[0] <= 'Z');
    }
    add(listing, "no-verb-on-top", !verb);
    add(listing, "no-capital", !capital);
}

size_t vdt_signs_of(const struct vdt_evidence *evidence, struct vdt_evidence_sign out[VDT_EVIDENCE_SIGNS]) {
    static const char *const source_names[] = { "source-known", "source-role-only",    "source-unknown",
                                                "source-none",  "source-by-reference", "sources-several" };
    static const char *const target_names[] = { "target-known", "target-role-only",    "target-unknown",
                                                "target-none",  "target-by-reference", "targets-several" };
    struct listing listing = { out, 0 };
    add_pattern(&listing, evidence);
    add_side(&listing, evidence->sources, evidence->source_count, source_names);
    add_side(&listing, evidence->targets, evidence->target_count, target_names);
    add_places_of_sides(&listing, evidence);
    const struct vdt_fact *fact = evidence->fact;
    add(&listing, "not-asserted", fact->status != VDT_ASSERTED);
    add(&listing, "conditional", fact->conditional);
    add(&listing, "voice", fact->voice_count > 0);
    add_place_in_sentence(&listing, evidence);
    add_noise(&listing, evidence);
    return listing.count;
}
