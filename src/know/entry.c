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
    for (uint32_t t = 0; t < entry->term_count; t++) {
        const struct vdt_image_term *term = &layer->terms[entry->first_term + t];
        if (day == VDT_NO_DAY ? !last || term->to - (int64_t)term->from > last->to - (int64_t)last->from : term->from <= day && day <= term->to)
            last = term;
    }
    if (last) return string_at(layer, last->code);
    if (entry->kind == VDT_ENTRY_PERSON && entry->term_count) return elite_of(layer, entry, arena);
    if (vdt_view_is(code, "-")) code.size = 0;
    return code;
}

bool vdt_layer_find_spelling(const struct vdt_layer *layer, const struct vdt_spelling *spelling, uint32_t *phrase) {
    uint64_t hash = vdt_spelling_hash(spelling);
    uint32_t number = vdt_layer_find(layer, hash), found = UINT32_MAX;
    for (; number && number <= layer->phrase_count && layer->phrases[number - 1].hash == hash; number++) {
        const struct vdt_image_phrase *one = &layer->phrases[number - 1];
        struct vdt_spelling known = { .words = 0 };
        struct vdt_view rest = one->kind == VDT_PHRASE_SPELLING && one->code != UINT32_MAX ? string_at(layer, one->code) : (struct vdt_view){ NULL, 0 };
        while (rest.size) vdt_spelling_add(&known, vdt_view_cut(&rest, ' '));
        if (!vdt_spelling_same(spelling, &known)) continue;
        if (found != UINT32_MAX && layer->phrases[found].entry != one->entry) return false;
        found = number - 1;
    }
    *phrase = found;
    return found != UINT32_MAX;
}
