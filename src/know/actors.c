/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The knowledge as people look at it: who bears a name, who has a code. Both go through the same images as the linker, so
 * that what is shown is what a report gets.
 */
#include "vedette/actors.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/hash.h"
#include "know/lookup.h"
#include "know/spelling.h"

enum vdt_status vdt_actors_open(const struct vdt_actors_options *options, struct vdt_actors **out, struct vdt_error *error) {
    if (!options->knowledge) return vdt_fail(error, VDT_ERROR_USE, "actors need an image of knowledge");
    struct vdt_actors *actors = calloc(1, sizeof *actors);
    if (!actors) return vdt_fail_memory(error, "opening the actors");
    enum vdt_status status = vdt_knowledge_open(options->knowledge, options->data, options->actors, &options->remarks,
                                                &actors->knowledge, error);
    if (status != VDT_OK) {
        free(actors);
        return status;
    }
    *out = actors;
    return VDT_OK;
}

void vdt_actors_close(struct vdt_actors *actors) {
    if (!actors) return;
    vdt_knowledge_close(actors->knowledge);
    free(actors);
}

static struct vdt_view string_at(const struct vdt_layer *layer, uint32_t offset) {
    return vdt_view_of(layer->strings + offset);
}

static struct vdt_view kind_name(const struct vdt_image_entry *entry) {
    static const char *const names[] = { "actor", "state", "person", "role", "place" };
    return vdt_view_of(entry->kind <= VDT_ENTRY_PLACE ? names[entry->kind] : "");
}

static struct vdt_view form_name(uint8_t kind) {
    static const char *const names[] = { "name", "adjective", "people", "capital", "seat", "name", "role", "place", "spelling" };
    return vdt_view_of(kind <= VDT_PHRASE_SPELLING ? names[kind] : "");
}

/* One showing of entries: where they go, and on which day. */
struct showing {
    const struct vdt_actors *actors;
    int32_t day;
    vdt_actor_fn *take;
    void *context;
    bool found;
    struct vdt_arena arena; /* of one actor */
};

static struct vdt_actor_term term_at(const struct vdt_layer *layer, uint32_t number) {
    const struct vdt_image_term *term = &layer->terms[number];
    struct vdt_actor_term out = { .code = string_at(layer, term->code) };
    if (term->from != INT32_MIN + 1) vdt_day_write(term->from, out.from);
    if (term->to != INT32_MAX) vdt_day_write(term->to, out.to);
    return out;
}

static enum vdt_status describe(struct showing *showing, const struct vdt_layer *layer, uint32_t number, struct vdt_actor *out,
                                struct vdt_error *error) {
    const struct vdt_image_entry *entry = &layer->entries[number];
    vdt_arena_reset(&showing->arena);
    struct vdt_actor_term *terms = vdt_arena_array(&showing->arena, entry->term_count, sizeof *terms);
    if (!terms) return vdt_fail_memory(error, "showing an actor");
    for (uint32_t t = 0; t < entry->term_count; t++) terms[t] = term_at(layer, entry->first_term + t);
    *out = (struct vdt_actor){ .name = string_at(layer, entry->name),
                               .kind = kind_name(entry),
                               .form = VDT_LITERAL("name"),
                               .code = vdt_layer_code(layer, number, showing->day, &showing->arena),
                               .entry = string_at(layer, entry->by),
                               .terms = terms,
                               .term_count = entry->term_count,
                               .own = layer != &showing->actors->knowledge->layers[showing->actors->knowledge->layer_count - 1] };
    return VDT_OK;
}

static enum vdt_status begin(struct showing *showing, struct vdt_view day, struct vdt_error *error) {
    showing->day = VDT_NO_DAY;
    vdt_arena_init(&showing->arena);
    if (!day.size || vdt_day_read(day, &showing->day)) return VDT_OK;
    return vdt_hint(error, vdt_fail(error, VDT_ERROR_USE, "no day: \"%.*s\"", (int)(day.size < 60 ? day.size : 60), day.data),
                    "a day is YYYY-MM-DD");
}

/* What a phrase makes of its entry's code: a seat has one of its own, a capital stands for its government. */
static enum vdt_status describe_phrase(struct showing *showing, const struct vdt_layer *layer, const struct vdt_image_phrase *phrase,
                                       struct vdt_actor *out, struct vdt_error *error) {
    enum vdt_status status = describe(showing, layer, phrase->entry, out, error);
    if (status != VDT_OK) return status;
    out->form = form_name(phrase->kind);
    if (phrase->kind == VDT_PHRASE_SEAT && phrase->code != UINT32_MAX) out->code = string_at(layer, phrase->code);
    if (phrase->kind == VDT_PHRASE_CAPITAL)
        out->code = vdt_arena_format(&showing->arena, "%.*sGOV", (int)out->code.size, out->code.data);
    return VDT_OK;
}

static enum vdt_status find_in(struct showing *showing, const struct vdt_layer *layer, uint64_t hash, bool *more, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    for (uint32_t number = vdt_layer_find(layer, hash);
         number && number <= layer->phrase_count && layer->phrases[number - 1].hash == hash && *more && status == VDT_OK; number++) {
        struct vdt_actor actor;
        status = describe_phrase(showing, layer, &layer->phrases[number - 1], &actor, error);
        if (status == VDT_OK) *more = showing->take(showing->context, &actor);
        showing->found = true;
    }
    return status;
}

/* Persons whose names are spelt like it, where nobody has it as it stands. */
static enum vdt_status find_spelt(struct showing *showing, const struct vdt_layer *layer, struct vdt_view name, struct vdt_error *error) {
    struct vdt_spelling spelling = { .words = 0 };
    uint32_t number;
    while (name.size) vdt_spelling_add(&spelling, vdt_view_cut(&name, ' '));
    if (spelling.words < 2 || !vdt_layer_find_spelling(layer, &spelling, showing->day, &number)) return VDT_OK;
    struct vdt_actor actor;
    enum vdt_status status = describe_phrase(showing, layer, &layer->phrases[number], &actor, error);
    showing->found = status == VDT_OK;
    if (status == VDT_OK) showing->take(showing->context, &actor);
    return status;
}

enum vdt_status vdt_actors_find(const struct vdt_actors *actors, struct vdt_view name, struct vdt_view day, vdt_actor_fn *take,
                                void *context, struct vdt_error *error) {
    struct showing showing = { .actors = actors, .take = take, .context = context };
    struct vdt_phrase_key key;
    vdt_phrase_normalise(name, &key);
    uint64_t hash = vdt_hash((struct vdt_view){ key.text, key.size });
    bool more = key.size > 0;
    enum vdt_status status = begin(&showing, day, error);
    for (size_t l = 0; l < actors->knowledge->layer_count && more && status == VDT_OK; l++)
        status = find_in(&showing, &actors->knowledge->layers[l], hash, &more, error);
    for (size_t l = 0; l < actors->knowledge->layer_count && !showing.found && status == VDT_OK; l++)
        status = find_spelt(&showing, &actors->knowledge->layers[l], name, error);
    vdt_arena_done(&showing.arena);
    return status;
}

static bool has_code(const struct vdt_actor *actor, struct vdt_view code, bool dated) {
    if (!code.size || vdt_view_starts(actor->code, code)) return true;
    for (size_t t = 0; t < actor->term_count && !dated; t++)
        if (vdt_view_starts(actor->terms[t].code, code)) return true;
    return false;
}

enum vdt_status vdt_actors_list(const struct vdt_actors *actors, struct vdt_view code, struct vdt_view day, vdt_actor_fn *take,
                                void *context, struct vdt_error *error) {
    struct showing showing = { .actors = actors, .take = take, .context = context };
    bool more = true;
    enum vdt_status status = begin(&showing, day, error);
    for (size_t l = 0; l < actors->knowledge->layer_count; l++) {
        const struct vdt_layer *layer = &actors->knowledge->layers[l];
        for (uint32_t number = 0; number < layer->entry_count && more && status == VDT_OK; number++) {
            struct vdt_actor actor;
            if (layer->entries[number].kind == VDT_ENTRY_PLACE) continue;
            status = describe(&showing, layer, number, &actor, error);
            if (status == VDT_OK && has_code(&actor, code, day.size > 0)) more = take(context, &actor);
        }
    }
    vdt_arena_done(&showing.arena);
    return status;
}
