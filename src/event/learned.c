/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs are short strings, "lemma=hope" or "head=xcomp:refuse"; the weights are a sorted array of their hashes. A sum
 * and three exponentials say how sure the model is of each class.
 */
#include "event/learned.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/lines.h"

enum class { ASSERTED, UNREALISED, NEGATED, CLASSES };

struct weights {
    uint64_t sign;
    float pull[CLASSES];
};

struct vdt_learned {
    struct vdt_arena arena;
    struct weights *items; /* sorted by sign */
    size_t count, capacity;
    uint64_t hash;
    char version[9];
};

/*
 * How sure the model must be of another class than the climb's. Its training texts are web pages where a "not" weighs
 * little, so that it must be surer where the climb has found one.
 */
static const double sure = 0.8, surer = 0.9;

/* ---- weights -------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    const struct weights *x = a, *y = b;
    return x->sign < y->sign ? -1 : x->sign > y->sign;
}

static bool read_number(struct vdt_view word, float *out) {
    char text[32], *end;
    if (!word.size || word.size >= sizeof text) return false;
    memcpy(text, word.data, word.size);
    text[word.size] = 0;
    double number = strtod(text, &end);
    *out = (float)number;
    return !*end && isfinite(number) && fabs(number) < 1000;
}

static enum vdt_status read_line(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_learned *learned = context;
    struct weights *grown =
        vdt_arena_grow(&learned->arena, learned->items, learned->count, &learned->capacity, sizeof *grown);
    if (!grown) return vdt_fail_memory(error, "reading weights");
    learned->items = grown;
    struct weights *item = &grown[learned->count];
    item->sign = vdt_hash(vdt_lines_word(lines));
    for (int c = 0; c < CLASSES; c++)
        if (!read_number(vdt_lines_word(lines), &item->pull[c]))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, 1,
                               "a line is a sign and %d numbers", (int)CLASSES);
    learned->count++;
    return VDT_OK;
}

enum vdt_status vdt_learned_open(const char *data, struct vdt_learned **out, struct vdt_error *error) {
    struct vdt_learned *learned = calloc(1, sizeof *learned);
    if (!learned) return vdt_fail_memory(error, "opening weights");
    vdt_arena_init(&learned->arena);
    struct vdt_data_file file = { data, "status/learned.txt", .may_miss = true, .arena = &learned->arena, .hash = &learned->hash };
    enum vdt_status status = vdt_data_read(&file, read_line, learned, error);
    if (status != VDT_OK) {
        vdt_learned_close(learned);
        return status;
    }
    if (learned->count) qsort(learned->items, learned->count, sizeof *learned->items, compare);
    snprintf(learned->version, sizeof learned->version, "%04x", (unsigned)(learned->hash & 0xFFFF));
    *out = learned;
    return VDT_OK;
}

void vdt_learned_close(struct vdt_learned *learned) {
    if (!learned) return;
    vdt_arena_done(&learned->arena);
    free(learned);
}

struct vdt_view vdt_learned_version(const struct vdt_learned *learned) {
    return vdt_view_of(learned->version);
}

/* ---- status --------------------------------------------------------------------------------------------------- */

static enum class class_of(enum vdt_event_status status) {
    switch (status){
        case VDT_PLANNED : case VDT_POSSIBLE : return UNREALISED; case VDT_DENIED : case VDT_NEGATED : return NEGATED;
        default : return ASSERTED;
    }
}

enum vdt_event_status vdt_learned_status(const struct vdt_learned *learned, const struct vdt_view *signs, size_t count,
                                         enum vdt_event_status climbed) {
    double sum[CLASSES] = { 0 }, all = 0;
    if (!learned->count) return climbed;
    for (size_t i = 0; i < count; i++) {
        struct weights key = { .sign = vdt_hash(signs[i]) };
        const struct weights *found = bsearch(&key, learned->items, learned->count, sizeof key, compare);
        for (int c = 0; found && c < CLASSES; c++) sum[c] += (double)found->pull[c];
    }
    enum class best = ASSERTED;
    for (int c = 1; c < CLASSES; c++)
        if (sum[c] > sum[best]) best = (enum class)c;
    for (int c = 0; c < CLASSES; c++) all += exp(sum[c] - sum[best]);
    if (best == class_of(climbed) || 1 / all < (class_of(climbed) == NEGATED ? surer : sure)) return climbed;
    return best == ASSERTED ? VDT_ASSERTED : best == NEGATED ? VDT_NEGATED : VDT_POSSIBLE;
}

/* ---- signs ---------------------------------------------------------------------------------------------------- */

struct listing {
    const struct vdt_tree *tree;
    struct vdt_arena *arena;
    struct vdt_view *out;
    size_t count;
};

__attribute__((format(printf, 2, 3))) static void add(struct listing *listing, const char *format, ...) {
    if (listing->count == VDT_LEARNED_SIGNS) return;
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size <= 0 || (size_t)size >= sizeof text) return; /* an absurdly long word says nothing */
    for (int i = 0; i < size; i++) text[i] = text[i] == ' ' ? '_' : vdt_lower(text[i]);
    struct vdt_view kept = vdt_arena_copy(listing->arena, (struct vdt_view){ text, (size_t)size });
    if (kept.data) listing->out[listing->count++] = kept;
}

static const char *relation_of(const struct listing *listing, int32_t word) {
    return vdt_relation_name((enum vdt_relation)listing->tree->words[word].relation);
}

static void add_children(struct listing *listing, int32_t word) {
    const struct vdt_tree *tree = listing->tree;
    bool subject = false;
    for (int32_t child = tree->first_child[word]; child >= 0; child = tree->next_sibling[child]) {
        const struct vdt_word *w = &tree->words[child];
        switch ((enum vdt_relation)w->relation) {
        case VDT_REL_aux:
        case VDT_REL_mark:
        case VDT_REL_case_:
        case VDT_REL_advmod:
        case VDT_REL_det:
        case VDT_REL_compound_prt:
            add(listing, "%s=%.*s", relation_of(listing, child), (int)w->lemma.size, w->lemma.data);
            break;
        case VDT_REL_nsubj:
        case VDT_REL_nsubj_pass:
            subject = true;
            if (w->upos == VDT_UPOS_PRON) add(listing, "subject=%.*s", (int)w->lemma.size, w->lemma.data);
            break;
        default: break;
        }
    }
    add(listing, "has-subject=%d", subject);
}

static void add_form(struct listing *listing, int32_t word) {
    const struct vdt_word *w = &listing->tree->words[word];
    add(listing, "lemma=%.*s", (int)w->lemma.size, w->lemma.data);
    add(listing, "tag=%.*s", (int)w->xpos.size, w->xpos.data);
    add(listing, "tag+relation=%.*s+%s", (int)w->xpos.size, w->xpos.data, relation_of(listing, word));
    if (vdt_feats_have(w->feats, "Mood=Imp")) add(listing, "imperative");
}

/* The words on which it hangs, two steps up, and how certain the first is. */
static void add_heads(struct listing *listing, const struct vdt_embedders *embedders, int32_t word) {
    const struct vdt_tree *tree = listing->tree;
    int32_t head = tree->words[word].head;
    if (head < 0) return;
    const struct vdt_word *h = &tree->words[head];
    const char *relation = relation_of(listing, word);
    add(listing, "head=%s:%.*s", relation, (int)h->lemma.size, h->lemma.data);
    add(listing, "head-part=%s:%s", relation, vdt_upos_name((enum vdt_upos)h->upos));
    struct vdt_fact fact;
    vdt_fact_of(embedders, tree, listing->arena, head, &fact);
    add(listing, "head-status=%s:%s", relation, vdt_event_status_name(fact.status));
    if (h->head >= 0)
        add(listing, "second=%s+%s:%.*s", relation, relation_of(listing, head), (int)tree->words[h->head].lemma.size,
            tree->words[h->head].lemma.data);
}

static void add_sentence(struct listing *listing) {
    const struct vdt_tree *tree = listing->tree;
    const struct vdt_word *last = &tree->words[tree->count - 1];
    if (vdt_view_is(last->form, "?") || vdt_view_is(last->form, "!") || vdt_view_is(last->form, "."))
        add(listing, "ends=%c", last->form.data[0]);
    static const char *const asking[] = { "how", "why", "what", "who", "when", "where", "which", NULL };
    for (const char *const *word = asking; *word && vdt_view_is(last->form, "?"); word++)
        for (uint32_t i = 0; i < tree->count; i++)
            if (vdt_tree_is(tree, (int32_t)i, *word)) {
                add(listing, "asks=%s", *word);
                return;
            }
}

size_t vdt_learned_signs(const struct vdt_embedders *embedders, const struct vdt_tree *tree, struct vdt_arena *arena,
                         int32_t word, const struct vdt_fact *fact, struct vdt_view out[VDT_LEARNED_SIGNS]) {
    struct listing listing = { tree, arena, out, 0 };
    const char *status = vdt_event_status_name(fact->status);
    add(&listing, "always");
    add(&listing, "status=%s", status);
    add(&listing, "status+relation=%s+%s", status, relation_of(&listing, word));
    if (fact->conditional) add(&listing, "conditional");
    if (fact->question) add(&listing, "question");
    if (fact->voice_count) add(&listing, "voice");
    for (uint32_t i = 0; i < fact->reason_count && i < 4; i++) {
        const struct vdt_word *w = &tree->words[fact->reasons[i].word];
        add(&listing, "reason=%s:%.*s", fact->reasons[i].effect, (int)w->lemma.size, w->lemma.data);
    }
    add_form(&listing, word);
    add_children(&listing, word);
    add_heads(&listing, embedders, word);
    add_sentence(&listing);
    return listing.count;
}
