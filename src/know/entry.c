/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an entry stands for on a day. Codes are dated: a minister is one of his government in his terms only, and before and
 * after them one of his country's elite.
 */
#include "base/calendar.h"
#include "know/lookup.h"
#include "know/spelling.h"

static struct vdt_view string_at(const struct vdt_layer *layer, uint32_t offset) {
    return vdt_view_of(layer->strings + offset);
}

/* Outside of all terms: of the elite of the first country that he served, of nobody's where he served none; a fighter stays one. */
static struct vdt_view elite_of(const struct vdt_layer *layer, const struct vdt_image_entry *entry, struct vdt_arena *arena) {
    for (uint32_t t = 0; t < entry->term_count; t++) {
        struct vdt_view code = string_at(layer, layer->terms[entry->first_term + t].code), country = vdt_view_slice(code, 0, 3);
        if (vdt_view_is(country, "IMG")) return code;
        if (!vdt_view_is(country, "IGO") && !vdt_view_is(country, "NGO")) return vdt_arena_format(arena, "%.*sELI", (int)country.size, country.data);
    }
    return VDT_LITERAL("ELI");
}

struct vdt_view vdt_layer_code(const struct vdt_layer *layer, uint32_t number, int32_t day, struct vdt_arena *arena) {
    const struct vdt_image_entry *entry = &layer->entries[number];
    struct vdt_view code = entry->code == UINT32_MAX ? (struct vdt_view){ NULL, 0 } : string_at(layer, entry->code);
    const struct vdt_image_term *last = NULL;
    /* terms of other coders' lists may overlap: the first one counts, as it does there */
    for (uint32_t t = 0; t < entry->term_count && (day == VDT_NO_DAY || !last); t++) {
        const struct vdt_image_term *term = &layer->terms[entry->first_term + t];
        if (day == VDT_NO_DAY ? !last || term->to - (int64_t)term->from > last->to - (int64_t)last->from : term->from <= day && day <= term->to)
            last = term;
    }
    if (last) return string_at(layer, last->code);
    if (entry->kind == VDT_ENTRY_PERSON && entry->term_count) return elite_of(layer, entry, arena);
    if (vdt_view_is(code, "-")) code.size = 0;
    return code;
}

/* How many days somebody governed, an open term counted as a short one: without a day nobody knows whether it had begun. */
static int64_t days_governed(const struct vdt_layer *layer, const struct vdt_image_entry *entry) {
    enum { OPEN_DAYS = 4 * 365 };
    int64_t days = 0;
    for (uint32_t t = 0; t < entry->term_count; t++) {
        const struct vdt_image_term *term = &layer->terms[entry->first_term + t];
        if (!vdt_view_ends(string_at(layer, term->code), VDT_LITERAL("GOV"))) continue;
        days += term->to == INT32_MAX || term->from == INT32_MIN + 1 ? OPEN_DAYS : (int64_t)term->to - term->from + 1;
    }
    return days;
}

int64_t vdt_layer_days_out(const struct vdt_layer *layer, const struct vdt_image_entry *entry, int32_t day) {
    int64_t least = INT64_MAX;
    if (day == VDT_NO_DAY) return -days_governed(layer, entry);
    for (uint32_t t = 0; t < entry->term_count; t++) {
        const struct vdt_image_term *term = &layer->terms[entry->first_term + t];
        int64_t out = day < term->from ? (int64_t)term->from - day : day > term->to ? (int64_t)day - term->to : 0;
        if (out < least) least = out;
    }
    return least;
}

static bool same_name(const struct vdt_layer *layer, const struct vdt_image_entry *a, const struct vdt_image_entry *b) {
    struct vdt_phrase_key keys[2];
    vdt_phrase_normalise(string_at(layer, a->name), &keys[0]);
    vdt_phrase_normalise(string_at(layer, b->name), &keys[1]);
    return keys[0].size == keys[1].size && memcmp(keys[0].text, keys[1].text, keys[0].size) == 0;
}

/* A person's terms may stand in several entries: names that are spelt alike and serve one country, or are the same. */
static bool same_person(const struct vdt_layer *layer, uint32_t a, uint32_t b) {
    const struct vdt_image_entry *one = &layer->entries[a], *other = &layer->entries[b];
    if (a == b) return true;
    if (one->term_count && other->term_count) {
        struct vdt_view codes[2] = { string_at(layer, layer->terms[one->first_term].code), string_at(layer, layer->terms[other->first_term].code) };
        if (memcmp(codes[0].data, codes[1].data, 3) == 0) return true;
    }
    return same_name(layer, one, other);
}

bool vdt_layer_find_spelling(const struct vdt_layer *layer, const struct vdt_spelling *spelling, int32_t day, uint32_t *phrase) {
    uint64_t hash = vdt_spelling_hash(spelling);
    uint32_t number = vdt_layer_find(layer, hash), found = UINT32_MAX;
    int64_t least = INT64_MAX;
    for (; number && number <= layer->phrase_count && layer->phrases[number - 1].hash == hash; number++) {
        const struct vdt_image_phrase *one = &layer->phrases[number - 1];
        struct vdt_spelling known = { .words = 0 };
        struct vdt_view rest = one->kind == VDT_PHRASE_SPELLING && one->code != UINT32_MAX ? string_at(layer, one->code) : (struct vdt_view){ NULL, 0 };
        while (rest.size) vdt_spelling_add(&known, vdt_view_cut(&rest, ' '));
        if (!vdt_spelling_same(spelling, &known)) continue;
        if (found != UINT32_MAX && !same_person(layer, layer->phrases[found].entry, one->entry)) return false;
        int64_t out = vdt_layer_days_out(layer, &layer->entries[one->entry], day);
        if (found == UINT32_MAX || out < least) found = number - 1, least = out;
    }
    *phrase = found;
    return found != UINT32_MAX;
}
