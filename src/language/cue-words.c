/* SPDX-License-Identifier: Apache-2.0 */
/* A few hundred verbs: a sorted array and a binary search; prepositions stay as the words of their line. */
#include "language/cue-words.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/lines.h"

struct cue {
    struct vdt_view lemma;
    unsigned bits;
    struct vdt_view on; /* prepositions, blanks between */
};

struct vdt_cue_words {
    struct vdt_arena arena;
    struct cue *cues; /* sorted by lemma */
    size_t count, capacity;
};

/* The place of a lemma, or where it belongs. */
static size_t place_of(const struct vdt_cue_words *words, struct vdt_view lemma) {
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (vdt_view_compare(words->cues[middle].lemma, lemma) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct cue *find(const struct vdt_cue_words *words, struct vdt_view lemma) {
    size_t at = place_of(words, lemma);
    return at < words->count && vdt_view_equal(words->cues[at].lemma, lemma) ? &words->cues[at] : NULL;
}

static struct cue *make(struct vdt_cue_words *words, struct vdt_view lemma) {
    size_t at = place_of(words, lemma);
    if (at < words->count && vdt_view_equal(words->cues[at].lemma, lemma)) return &words->cues[at];
    struct cue *cues = vdt_arena_grow(&words->arena, words->cues, words->count, &words->capacity, sizeof *cues);
    if (!cues) return NULL;
    words->cues = cues;
    memmove(cues + at + 1, cues + at, sizeof *cues * (words->count - at));
    cues[at] = (struct cue){ .lemma = lemma };
    words->count++;
    return &cues[at];
}

static unsigned kind_of(struct vdt_view name) {
    static const struct { const char *name; unsigned kind; } kinds[] = {
        { "say", VDT_CUE_SAY }, { "to", VDT_CUE_TO }, { "with", VDT_CUE_WITH },
        { "deed", VDT_CUE_DEED }, { "as", VDT_CUE_AS }, { "on", VDT_CUE_ON }, { "noun", VDT_CUE_NOUN }, { "hearsay", VDT_CUE_HEARSAY },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (vdt_view_is(name, kinds[i].name)) return kinds[i].kind;
    return 0;
}

static enum vdt_status read_line(void *context, struct vdt_lines *lines, struct vdt_error *error) {
    struct vdt_cue_words *words = context;
    struct vdt_view name = vdt_lines_word(lines), lemma;
    unsigned kind = kind_of(name);
    if (!kind)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, name),
                           "a line begins with say, to, with, deed, as, on, noun or hearsay, not \"%.*s\"", (int)name.size, name.data);
    while ((lemma = vdt_lines_word(lines)).size) {
        struct cue *cue = make(words, lemma);
        if (!cue) return vdt_fail_memory(error, "reading cues");
        cue->bits |= kind;
        if (kind != VDT_CUE_ON) continue;
        cue->on = vdt_view_trim(lines->line); /* the rest of the line */
        break;
    }
    return VDT_OK;
}

enum vdt_status vdt_cue_words_open(const char *data, const char *user, struct vdt_cue_words **out, struct vdt_error *error) {
    struct vdt_cue_words *words = calloc(1, sizeof *words);
    if (!words) return vdt_fail_memory(error, "opening cues");
    vdt_arena_init(&words->arena);
    enum vdt_status status = vdt_data_read_both(data, user, "language/cues.txt", &words->arena, NULL, read_line, words, error);
    if (status != VDT_OK) {
        vdt_cue_words_close(words);
        return status;
    }
    *out = words;
    return VDT_OK;
}

void vdt_cue_words_close(struct vdt_cue_words *words) {
    if (!words) return;
    vdt_arena_done(&words->arena);
    free(words);
}

unsigned vdt_cue_word(const struct vdt_cue_words *words, struct vdt_view lemma) {
    const struct cue *cue = find(words, lemma);
    return cue ? cue->bits : 0;
}

bool vdt_cue_on(const struct vdt_cue_words *words, struct vdt_view lemma, struct vdt_view preposition) {
    const struct cue *cue = find(words, lemma);
    struct vdt_view rest = cue ? cue->on : (struct vdt_view){ NULL, 0 };
    while (rest.size)
        if (vdt_view_equal(vdt_view_cut(&rest, ' '), preposition)) return true;
    return false;
}
