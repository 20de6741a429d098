/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two sources of evidence are laid over each other. The tree says who said and what clause depends on it:
 *
 *     said ──ccomp──→ that …        content is the clause
 *     …, he said                    the clause stands above the verb: its words, less those of the verb
 *     plans ──xcomp──→ to …         content is the infinitive, with the one who is urged, ordered, asked
 *     condemned ──obj──→ the raid   content is the object, with "as …" and "for …" behind it
 *     according to X, …             the clause less the phrase
 *
 * Quotation marks say where the words are another's: a content that lies in a quotation, or runs into one, is widened to
 * its marks; and a quotation that follows the sentence in the same paragraph goes on with it.
 */
#include "language/attribution.h"

#include <string.h>

#include "base/limit.h"

enum { WORDS = VDT_LIMIT_SENTENCE_WORDS, FOLLOWS_WITHIN = 240, WIDENED_BY = 1500, SPEAKER_WITHIN = 14, SAID_WITHIN = 14, NAMED_FROM = 4, BELOW_BYTES = 4000, SPEAKER_WORDS = 5 };

struct finding {
    const struct vdt_cue_words *words;
    struct vdt_arena *arena;
    struct vdt_view text;
    struct vdt_quotations quotations;
    const struct vdt_word *sentence;  /* the words of the sentence in the work */
    int32_t count;
    uint32_t number;
    struct vdt_attribution *found;
    size_t found_count, capacity;
    bool failed;
};

static bool is_form(const struct vdt_word *word, const char *form) {
    return vdt_view_is(word->form, form);
}

/* Is the relation this one, with whatever subtype? */
static bool is_relation(const struct vdt_word *word, enum vdt_relation relation) {
    const char *name = vdt_relation_name(relation), *own = vdt_relation_name((enum vdt_relation)word->relation);
    size_t size = strlen(name);
    return strncmp(own, name, size) == 0 && (own[size] == '\0' || own[size] == ':');
}

/* The next word from `from` on that depends on `head` by the relation; -1: none. */
static int32_t child(const struct finding *self, int32_t head, enum vdt_relation relation, int32_t from) {
    for (int32_t i = from; i < self->count; i++)
        if (self->sentence[i].head == head && is_relation(&self->sentence[i], relation)) return i;
    return -1;
}

static bool has_child(const struct finding *self, int32_t head, enum vdt_relation relation, const char *lemma) {
    for (int32_t i = child(self, head, relation, 0); i >= 0; i = child(self, head, relation, i + 1))
        if (vdt_view_is(self->sentence[i].lemma, lemma)) return true;
    return false;
}

/* Marks the words under `top` and itself; those under `without` (-1: none) are left out. */
static void mark_under(const struct finding *self, int32_t top, int32_t without, bool *marks) {
    for (int32_t i = 0; i < self->count; i++) {
        int32_t at = i;
        for (int steps = 0; at >= 0 && at != top && at != without && steps < self->count; steps++) at = self->sentence[at].head;
        if (at == top && top != without) marks[i] = true;
    }
}

static bool is_mark(const struct vdt_word *word) {
    return word->upos == VDT_UPOS_PUNCT || word->upos == VDT_UPOS_SYM;
}

static bool one_of(const struct vdt_word *word, const char *const *forms) {
    for (; *forms; forms++)
        if (is_form(word, *forms)) return true;
    return false;
}

static bool opens(const struct vdt_word *word) {
    static const char *const forms[] = { "\"", "“", "‘", "'", "``", "''", "(", "[", "$", "#", "@", "…", NULL };
    return one_of(word, forms);
}

static bool closes(const struct vdt_word *word) {
    static const char *const forms[] = { "\"", "”", "’", "'", "''", "%", ")", "]", NULL };
    return one_of(word, forms);
}

static bool is_quote(const struct vdt_word *word) {
    static const char *const forms[] = { "\"", "“", "”", "''", "``", NULL };
    return one_of(word, forms);
}

/* Adds the stretches of the marked words to the content; punctuation between two of them does not part them. */
static void add_stretches(const struct finding *self, const bool *marks, struct vdt_attribution *out) {
    for (int32_t i = 0; i < self->count;) {
        if (!marks[i]) {
            i++;
            continue;
        }
        int32_t first = i, last = i;
        for (int32_t k = i + 1; k < self->count && (marks[k] || is_mark(&self->sentence[k])); k++)
            if (marks[k]) last = k;
        i = last + 1;
        while (first < last && is_mark(&self->sentence[first]) && !opens(&self->sentence[first])) first++;
        while (last > first && is_mark(&self->sentence[last]) && !closes(&self->sentence[last])) last--;
        if (out->content_count == VDT_ATTRIBUTION_PARTS || (first == last && is_mark(&self->sentence[first]))) continue;
        out->content[out->content_count++] =
            (struct vdt_extent){ self->sentence[first].begin, self->sentence[last].end };
    }
}

/* ---- the marks ---- */

static void widen(const struct finding *self, struct vdt_extent *stretch) {
    for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, stretch->begin ? stretch->begin - 1 : 0);
        const struct vdt_quoted *stop = self->quotations.of[p].items + self->quotations.of[p].count;
        for (; one && one < stop && one->all.begin < stretch->end; one++) {
            uint32_t begin = one->all.begin, end = one->all.end;
            if (begin < stretch->begin && stretch->begin <= end && stretch->end + 4 >= end && stretch->end <= end)
                *stretch = one->all;           /* the end of a quotation that began earlier */
            else if (stretch->begin == one->inner.begin)
                *stretch = (struct vdt_extent){ begin, stretch->end > end ? stretch->end : end };
            else if (stretch->begin <= begin && begin < stretch->end && stretch->end < end && end - stretch->end <= WIDENED_BY)
                stretch->end = end;            /* it runs into one */
        }
    }
}

/* A quotation that goes on behind the cue, after a stop or a comma, goes on with the content. */
static void follow(const struct finding *self, struct vdt_attribution *out) {
    struct vdt_view text = self->text;
    bool marked = false;
    uint32_t end = out->cue.end > out->source.end ? out->cue.end : out->source.end;
    for (uint32_t i = 0; i < out->content_count; i++) {
        marked |= vdt_quotation_at(&self->quotations, out->content[i].begin) != NULL;
        if (out->content[i].end > end) end = out->content[i].end;
    }
    if (!marked || out->content_count == VDT_ATTRIBUTION_PARTS) return;
    for (uint32_t at = end; at < text.size && at - end < FOLLOWS_WITHIN && text.data[at] != '\n'; at++) {
        const struct vdt_quoted *one = vdt_quotation_at(&self->quotations, at);
        if (!one) continue;
        uint32_t before = at;
        while (before > end && vdt_is_space(text.data[before - 1])) before--;
        if (before < at && before > end && (text.data[before - 1] == '.' || text.data[before - 1] == ','))
            out->content[out->content_count++] = one->all;
        return;
    }
}

/* Beside words in quotation marks, what stands behind the cue without marks is about the saying: "…," he said on Monday. */
static void drop_unquoted(const struct finding *self, struct vdt_attribution *out) {
    if (!out->content_count) return;
    const struct vdt_quoted *first = vdt_quotation_at(&self->quotations, out->content[0].begin);
    if (!first || first->all.end != out->content[0].end || out->content[0].end > out->cue.begin) return;
    uint32_t kept = 1;
    for (uint32_t i = 1; i < out->content_count; i++)
        for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
            const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, out->content[i].begin);
            if (!one || one->all.begin >= out->content[i].end) continue;
            out->content[kept++] = (struct vdt_extent){ one->all.begin > out->content[i].begin ? one->all.begin : out->content[i].begin, out->content[i].end };
            break;
        }
    out->content_count = kept;
}

/* A quotation that begins with a sentence of its own is without the question before it. */
static void part_from_before(const struct finding *self, struct vdt_extent *stretch) {
    for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, stretch->begin);
        if (!one || one->all.begin <= stretch->begin || one->all.end != stretch->end) continue;
        uint32_t before = one->all.begin;
        while (before > stretch->begin && vdt_is_space(self->text.data[before - 1])) before--;
        if (before > stretch->begin && memchr(".?!:", self->text.data[before - 1], 4)) stretch->begin = one->all.begin;
    }
}

static enum vdt_attribution_kind kind_of(const struct finding *self, const struct vdt_attribution *quotation) {
    bool all = true, any = false;
    for (uint32_t i = 0; i < quotation->content_count; i++) {
        all &= vdt_quotation_at(&self->quotations, quotation->content[i].begin) != NULL;
        for (size_t p = 0; p < VDT_QUOTATION_MARKS; p++) {
            const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, quotation->content[i].begin);
            any |= one && one->all.begin < quotation->content[i].end;
        }
    }
    return all ? VDT_ATTRIBUTION_DIRECT : any ? VDT_ATTRIBUTION_MIXED : VDT_ATTRIBUTION_INDIRECT;
}

/* ---- source and cue ---- */

/* Who says it: the subject, or the one shared with the verb above; -1: nobody, or the verb is passive. */
static int32_t subject_of(const struct finding *self, int32_t verb) {
    for (int depth = 0; depth < 5 && verb >= 0; depth++) {
        bool passive = false;
        for (int32_t i = child(self, verb, VDT_REL_nsubj, 0); i >= 0; i = child(self, verb, VDT_REL_nsubj, i + 1)) {
            if (self->sentence[i].relation != VDT_REL_nsubj_pass) return i;
            passive = true;
        }
        const struct vdt_word *word = &self->sentence[verb];
        if (passive) return -1;
        if (is_relation(word, VDT_REL_acl)) return word->head;
        if (!is_relation(word, VDT_REL_conj) && !is_relation(word, VDT_REL_xcomp) && !is_relation(word, VDT_REL_advcl)) return -1;
        verb = word->head;
    }
    return -1;
}

static bool may_begin_phrase(const struct vdt_word *word) {
    return word->upos == VDT_UPOS_PROPN || word->upos == VDT_UPOS_NOUN || word->upos == VDT_UPOS_DET || word->upos == VDT_UPOS_ADJ ||
           word->upos == VDT_UPOS_NUM || (word->upos == VDT_UPOS_PRON && !vdt_view_is(word->lemma, "that"));
}

/* The uppermost word of the phrase of `word` that still lies between `first` and `last`. */
static int32_t top_between(const struct finding *self, int32_t word, int32_t first, int32_t last) {
    for (int steps = 0; steps < self->count; steps++) {
        int32_t above = self->sentence[word].head;
        if (above < first || above > last || self->sentence[above].upos == VDT_UPOS_VERB) break;
        word = above;
    }
    return word;
}

/*
 * Trees of broken sentences go astray, marks do not: behind the end of a quotation, "he said" and "said the mayor" name
 * the speaker. -1: no quotation ends there. `mark` is the mark that ends it.
 */
static int32_t speaker_beside(const struct finding *self, int32_t verb, int32_t *mark) {
    int32_t before = verb - 1;
    if (before >= 1 && is_quote(&self->sentence[before]) && verb + 1 < self->count && may_begin_phrase(&self->sentence[verb + 1])) {
        *mark = before;
        return top_between(self, verb + 1, verb + 1, self->count - 1);
    }
    for (; before > 0 && verb - before < SPEAKER_WITHIN && !is_quote(&self->sentence[before]); before--)
        if (self->sentence[before].upos == VDT_UPOS_VERB || self->sentence[before].upos == VDT_UPOS_CCONJ) return -1;
    if (before < 1 || verb - before < 2 || !is_quote(&self->sentence[before]) || is_form(&self->sentence[before], "“")) return -1;
    if (!may_begin_phrase(&self->sentence[before + 1])) return -1;
    *mark = before;
    return top_between(self, before + 1, before + 1, verb - 1);
}

/* The one behind "by" of a passive. */
static int32_t agent_of(const struct finding *self, int32_t verb) {
    for (int32_t i = child(self, verb, VDT_REL_obl, 0); i >= 0; i = child(self, verb, VDT_REL_obl, i + 1))
        if (has_child(self, i, VDT_REL_case_, "by")) return i;
    return -1;
}

/* A phrase with an apposition or clause behind its head takes the comma that ends it: "Ann Lee, the mayor, said". */
static int32_t closing_comma(const struct finding *self, int32_t head, int32_t last, int32_t cue) {
    if (last + 2 >= self->count || !is_form(&self->sentence[last + 1], ",")) return last;
    if (last + 2 != cue && self->sentence[last + 2].head != cue) return last;
    for (int32_t i = head + 1; i < last; i++)
        if (is_form(&self->sentence[i], ",")) return last + 1;
    return last;
}

/* The noun phrase of a source, less what stands under the cue and the preposition before it. */
static void set_source(const struct finding *self, int32_t head, int32_t cue, struct vdt_attribution *out) {
    bool marks[WORDS] = { false };
    out->source_head = head;
    if (head < 0) return;
    const struct vdt_word *above = self->sentence[head].head >= 0 ? &self->sentence[self->sentence[head].head] : NULL;
    if (above && self->sentence[head].upos == VDT_UPOS_PRON && above->relation == VDT_REL_acl_relcl && above->head >= 0)
        out->source_head = above->head; /* "X, who said": the span is "who", the one meant is X */
    mark_under(self, head, cue, marks);
    for (int32_t i = 0; i < head; i++) { /* prepositions, fixed ones too, are not the source */
        int32_t over = self->sentence[i].head;
        bool fixed = over >= 0 && is_relation(&self->sentence[i], VDT_REL_fixed) && self->sentence[over].head == head;
        if (fixed || (over == head && is_relation(&self->sentence[i], VDT_REL_case_))) marks[i] = false;
    }
    int32_t first = head, last = head;
    while (first > 0 && (marks[first - 1] || (is_mark(&self->sentence[first - 1]) && first > 1 && marks[first - 2]))) first--;
    while (last + 1 < self->count &&
           (marks[last + 1] || (is_mark(&self->sentence[last + 1]) && last + 2 < self->count && marks[last + 2])))
        last++;
    while (first < head && is_mark(&self->sentence[first]) && !opens(&self->sentence[first])) first++;
    if (first < head && is_quote(&self->sentence[first])) /* the end of what was said before */
        while (first < head && is_mark(&self->sentence[first])) first++;
    while (last > head && is_mark(&self->sentence[last]) && !closes(&self->sentence[last])) last--;
    if (last > cue)
        while (last + 1 < self->count && self->sentence[last].upos != VDT_UPOS_PRON && self->sentence[last + 1].upos == VDT_UPOS_PROPN) last++;
    last = closing_comma(self, head, last, cue);
    out->source = (struct vdt_extent){ self->sentence[first].begin, self->sentence[last].end };
}

/* The verb with its auxiliaries, negation and particle, and the preposition `on` (-1: none) right behind it. */
static void set_cue(const struct finding *self, int32_t verb, int32_t on, struct vdt_attribution *out) {
    int32_t first = verb, last = verb;
    while (first > 0 && self->sentence[first - 1].head == verb &&
           (is_relation(&self->sentence[first - 1], VDT_REL_aux) || self->sentence[first - 1].relation == VDT_REL_advmod) &&
           self->sentence[first - 1].upos != VDT_UPOS_PUNCT)
        first--;
    if (last + 1 < self->count && self->sentence[last + 1].head == verb && self->sentence[last + 1].relation == VDT_REL_compound_prt)
        last++;
    if (on == last + 1) last = on;
    if (last + 1 < self->count && is_form(&self->sentence[last + 1], ":")) last++;
    out->cue = (struct vdt_extent){ self->sentence[first].begin, self->sentence[last].end };
}

/* ---- content ---- */

/* Marks the words under all children of a relation. */
static bool mark_children(const struct finding *self, int32_t verb, enum vdt_relation relation, bool *marks) {
    bool any = false;
    for (int32_t i = child(self, verb, relation, 0); i >= 0; i = child(self, verb, relation, i + 1)) {
        mark_under(self, i, -1, marks);
        any = true;
    }
    return any;
}

static bool mark_infinitive(const struct finding *self, int32_t verb, unsigned cue, bool *marks) {
    bool any = false;
    for (int32_t i = child(self, verb, VDT_REL_xcomp, 0); i >= 0; i = child(self, verb, VDT_REL_xcomp, i + 1)) {
        if (!has_child(self, i, VDT_REL_mark, "to")) continue;
        mark_under(self, i, -1, marks);
        any = true;
    }
    if (any && !(cue & VDT_CUE_WITH)) {
        mark_children(self, verb, VDT_REL_obj, marks);
        mark_children(self, verb, VDT_REL_iobj, marks);
    }
    return any;
}

/* The phrase with one of the cue's prepositions, which comes out in `on`. */
static bool mark_phrase(const struct finding *self, int32_t verb, bool *marks, int32_t *on) {
    static const enum vdt_relation relations[] = { VDT_REL_obl, VDT_REL_advmod, VDT_REL_obj };
    for (size_t r = 0; r < 3; r++)
        for (int32_t i = child(self, verb, relations[r], 0); i >= 0; i = child(self, verb, relations[r], i + 1)) {
            int32_t preposition = child(self, i, VDT_REL_case_, 0);
            if (preposition < 0 || preposition > verb + 3 || preposition < verb) continue;
            if (!vdt_cue_on(self->words, self->sentence[verb].lemma, self->sentence[preposition].lemma)) continue;
            mark_under(self, i, -1, marks);
            marks[preposition] = false;
            *on = preposition;
            return true;
        }
    return false;
}

/* An object, with "as …" or "for …" behind it. */
static bool mark_object(const struct finding *self, int32_t verb, bool *marks) {
    int32_t object = child(self, verb, VDT_REL_obj, 0);
    if (object < 0) return false;
    mark_under(self, object, -1, marks);
    static const enum vdt_relation relations[] = { VDT_REL_obl, VDT_REL_advcl };
    for (size_t r = 0; r < 2; r++)
        for (int32_t i = child(self, verb, relations[r], object); i >= 0; i = child(self, verb, relations[r], i + 1)) {
            enum vdt_relation before = r ? VDT_REL_mark : VDT_REL_case_;
            if (has_child(self, i, before, "as") || has_child(self, i, before, "for")) mark_under(self, i, -1, marks);
        }
    return true;
}

/* An object and what it is called, wherever the tree has put that. */
static bool mark_named(const struct finding *self, int32_t verb, bool *marks) {
    static const enum vdt_relation relations[] = { VDT_REL_obj, VDT_REL_xcomp, VDT_REL_iobj, VDT_REL_ccomp, VDT_REL_obl_unmarked };
    int32_t object = child(self, verb, VDT_REL_obj, 0), words = 0;
    if (object < 0) return false;
    for (size_t r = 0; r < sizeof relations / sizeof *relations; r++)
        for (int32_t i = child(self, verb, relations[r], 0); i >= 0; i = child(self, verb, relations[r], i + 1))
            if (i > verb || i == object) mark_under(self, i, -1, marks);
    for (int32_t i = verb + 1; i < self->count; i++) words += marks[i];
    return words >= NAMED_FROM || child(self, verb, VDT_REL_xcomp, 0) >= 0;
}

static void unmark_under(const struct finding *self, int32_t top, bool *marks) {
    bool under[WORDS] = { false };
    mark_under(self, top, -1, under);
    for (int32_t i = 0; i < self->count; i++) marks[i] &= !under[i];
}

static bool in_quotation(const struct finding *self, int32_t word) {
    return vdt_quotation_around(&self->quotations, (struct vdt_extent){ self->sentence[word].begin, self->sentence[word].end });
}

/*
 * What the tree hangs on the content but is said beside it: "said it fell, but he denied", "said it fell, adding that".
 * Such a clause attributes on its own, in the tense of the cue or as its participle.
 */
static void part_from_beside(const struct finding *self, int32_t verb, bool *marks) {
    for (int32_t i = verb + 1; i < self->count; i++) {
        const struct vdt_word *word = &self->sentence[i];
        if (!marks[i] || word->upos != VDT_UPOS_VERB || !(vdt_cue_word(self->words, word->lemma) & VDT_CUE_SAY) || in_quotation(self, i)) continue;
        bool joined = is_relation(word, VDT_REL_conj) || is_relation(word, VDT_REL_advcl) || is_relation(word, VDT_REL_parataxis);
        if (!joined || word->head < 0 || self->sentence[word->head].head != verb) continue;
        int32_t first = i;
        for (int32_t k = i - 1; k > verb; k--)
            if (self->sentence[k].head == i) first = k;
        bool comma = first > 0 && is_mark(&self->sentence[first - 1]);
        bool own = child(self, i, VDT_REL_nsubj, 0) >= 0;
        if ((own && vdt_view_equal(word->xpos, self->sentence[verb].xpos)) || (comma && vdt_view_is(word->xpos, "VBG")))
            unmark_under(self, i, marks);
    }
}

/* ", who is 70" at the end of what is condemned, demanded, called for is the report's own. */
static void part_from_relative(const struct finding *self, int32_t verb, bool *marks) {
    int32_t last = self->count - 1;
    while (last >= 0 && !marks[last]) last--;
    for (int32_t i = verb + 1; i <= last; i++) {
        if (!marks[i] || self->sentence[i].relation != VDT_REL_acl_relcl || in_quotation(self, i)) continue;
        int32_t first = i;
        for (int32_t k = i - 1; k > verb; k--)
            if (self->sentence[k].head == i && self->sentence[k].upos != VDT_UPOS_PUNCT) first = k;
        if (first < 1 || !is_form(&self->sentence[first - 1], ",")) continue;
        bool under[WORDS] = { false };
        mark_under(self, i, -1, under);
        if (under[last]) unmark_under(self, i, marks);
    }
}

/* Marks what the verb at `verb` attributes; `on` is its preposition, where it has one. */
static bool mark_content(const struct finding *self, int32_t verb, unsigned cue, int32_t subject, bool passive, bool *marks,
                         int32_t *on) {
    const struct vdt_word *word = &self->sentence[verb];
    int32_t above = word->head;
    bool says = cue & VDT_CUE_SAY;
    if (says && mark_children(self, verb, VDT_REL_ccomp, marks)) {
        part_from_beside(self, verb, marks);
        return true;
    }
    if (says && subject >= 0 && above >= 0 && above != subject &&
        (is_relation(word, VDT_REL_parataxis) ||
         (is_relation(word, VDT_REL_advcl) && has_child(self, verb, VDT_REL_mark, "as") && child(self, verb, VDT_REL_obj, 0) < 0))) {
        mark_under(self, above, verb, marks);
        return true;
    }
    if ((cue & VDT_CUE_TO) && (!passive || vdt_view_is(word->lemma, "expect")) && mark_infinitive(self, verb, cue, marks)) return true;
    if (says) {
        int32_t beside = child(self, verb, VDT_REL_parataxis, verb);
        if (beside >= 0) {
            mark_under(self, beside, -1, marks);
            return true;
        }
    }
    if ((cue & VDT_CUE_AS) && !passive && mark_named(self, verb, marks)) return true;
    if (((cue & VDT_CUE_ON) && mark_phrase(self, verb, marks, on)) || ((cue & VDT_CUE_DEED) && !passive && mark_object(self, verb, marks))) {
        part_from_relative(self, verb, marks);
        return true;
    }
    return false;
}

static struct vdt_attribution *new_attribution(struct finding *self) {
    struct vdt_attribution *found =
        vdt_arena_grow(self->arena, self->found, self->found_count, &self->capacity, sizeof *self->found);
    if (!found) {
        self->failed = true;
        return NULL;
    }
    self->found = found;
    found[self->found_count] = (struct vdt_attribution){ .sentence = self->number, .source_head = -1 };
    return &found[self->found_count];
}

/* What somebody who is quoted says of others is part of the quotation. */
static bool lies_in_quotation(const struct finding *self, const struct vdt_attribution *one) {
    const struct vdt_quoted *around = vdt_quotation_around(&self->quotations, one->cue);
    if (!around || one->content[0].begin < around->all.begin || one->content[0].begin >= around->all.end) return false;
    return one->source_head < 0 || (one->source.begin >= around->all.begin && one->source.begin < around->all.end);
}

/* Takes the quotation that was begun, with the marked words as its content. */
static void take(struct finding *self, struct vdt_attribution *quotation, const bool *marks) {
    add_stretches(self, marks, quotation);
    if (!quotation->content_count) return;
    for (uint32_t i = 0; i < quotation->content_count; i++) widen(self, &quotation->content[i]);
    for (uint32_t i = 0; i < quotation->content_count; i++) part_from_before(self, &quotation->content[i]);
    drop_unquoted(self, quotation);
    follow(self, quotation);
    quotation->kind = kind_of(self, quotation);
    if (lies_in_quotation(self, quotation)) return;
    self->found_count++;
}

/* "according to X" */
static void try_according(struct finding *self, int32_t at) {
    int32_t phrase = self->sentence[at].head;
    if (phrase < 0 || (!is_relation(&self->sentence[at], VDT_REL_case_) && !is_relation(&self->sentence[at], VDT_REL_mark))) return;
    int32_t clause = self->sentence[phrase].head;
    if (clause < 0 || at + 1 >= self->count || !is_form(&self->sentence[at + 1], "to")) return;
    struct vdt_attribution *quotation = new_attribution(self);
    if (!quotation) return;
    bool marks[WORDS] = { false };
    set_source(self, phrase, clause, quotation);
    quotation->cue = (struct vdt_extent){ self->sentence[at].begin, self->sentence[at + 1].end };
    mark_under(self, clause, phrase, marks);
    take(self, quotation, marks);
}

/*
 * What is said, by the words alone, where the tree has lost it: the quotation that ends at `mark` (-1: none), one that
 * opens behind the verb, or all from "that" to the sentence's end.
 */
static bool content_beside(const struct finding *self, int32_t verb, int32_t mark, struct vdt_attribution *out) {
    const struct vdt_word *sentence = self->sentence;
    for (size_t p = 0; mark >= 0 && p < VDT_QUOTATION_MARKS; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, sentence[mark].begin);
        if (!one || one->all.end != sentence[mark].end) continue;
        out->content[out->content_count++] = one->all;
        return true;
    }
    for (int32_t i = verb + 1; i < self->count && i - verb < SAID_WITHIN; i++) {
        const struct vdt_quoted *one = vdt_quotation_at(&self->quotations, sentence[i].begin);
        if (one) {
            out->content[out->content_count++] = one->all;
            return true;
        }
        if (is_form(&sentence[i], "that") && sentence[i].upos == VDT_UPOS_SCONJ && i + 1 < self->count) {
            int32_t last = self->count - 1;
            while (last > i && is_mark(&sentence[last]) && !closes(&sentence[last])) last--;
            if (last > i) out->content[out->content_count++] = (struct vdt_extent){ sentence[i].begin, sentence[last].end };
            return last > i;
        }
        if (sentence[i].upos == VDT_UPOS_VERB || sentence[i].upos == VDT_UPOS_CCONJ) return false;
    }
    return false;
}

/* "He added:" at the end of a paragraph: the next one is what he added. */
static bool content_below(const struct finding *self, int32_t verb, struct vdt_attribution *out) {
    if (verb + 2 < self->count || !is_form(&self->sentence[self->count - 1], ":")) return false;
    uint32_t begin = self->sentence[self->count - 1].end, size = (uint32_t)self->text.size;
    while (begin < size && vdt_is_space(self->text.data[begin])) begin++;
    uint32_t end = begin;
    while (end < size && end - begin < BELOW_BYTES && !(self->text.data[end] == '\n' && end + 1 < size && self->text.data[end + 1] == '\n')) end++;
    if (end == begin || end - begin >= BELOW_BYTES) return false;
    out->content[out->content_count++] = (struct vdt_extent){ begin, end };
    return true;
}

/* "“If so,” he said, “we leave.”": where the tree has only the part behind the cue, the one before it belongs to it. */
static void before_cue(const struct finding *self, int32_t verb, int32_t mark, bool *marks) {
    for (int32_t i = 0; i < verb; i++)
        if (marks[i]) return;
    for (int32_t i = mark; i >= 0; i--) {
        marks[i] = true;
        if (i < mark && vdt_quotation_at(&self->quotations, self->sentence[i].begin)) return;
    }
}

/* "The raid was condemned by Norway": the subject is what is said. */
static bool mark_passive(const struct finding *self, int32_t verb, unsigned cue, bool *marks, int32_t *on) {
    int32_t agent = agent_of(self, verb), subject = -1;
    if (agent < 0 || !(cue & (VDT_CUE_DEED | VDT_CUE_SAY))) return false;
    for (int32_t i = child(self, verb, VDT_REL_nsubj, 0); i >= 0; i = child(self, verb, VDT_REL_nsubj, i + 1))
        if (self->sentence[i].relation == VDT_REL_nsubj_pass) subject = i;
    if (subject < 0) return false;
    mark_under(self, subject, -1, marks);
    *on = child(self, agent, VDT_REL_case_, 0);
    return true;
}

static void try_verb(struct finding *self, int32_t verb) {
    unsigned cue = vdt_cue_word(self->words, self->sentence[verb].lemma);
    if (!cue) return;
    bool marks[WORDS] = { false }, passive = false;
    for (int32_t i = 0; i < self->count; i++)
        passive |= self->sentence[i].head == verb && self->sentence[i].relation == VDT_REL_aux_pass;
    int32_t subject = subject_of(self, verb), on = -1, mark = -1;
    int32_t beside = cue & VDT_CUE_SAY && !passive ? speaker_beside(self, verb, &mark) : -1;
    if (beside >= 0) subject = beside;
    bool found = mark_content(self, verb, cue, subject, passive, marks, &on) || (passive && mark_passive(self, verb, cue, marks, &on));
    struct vdt_attribution *quotation = new_attribution(self);
    if (!quotation) return;
    set_source(self, passive ? agent_of(self, verb) : subject, verb, quotation);
    set_cue(self, verb, on, quotation);
    if (found && mark >= 0) before_cue(self, verb, mark, marks);
    if (!found) {
        bool spoken = (cue & VDT_CUE_SAY) && subject >= 0 && !passive &&
                      (content_beside(self, verb, mark, quotation) || content_below(self, verb, quotation));
        if (!spoken) return;
        memset(marks, 0, sizeof marks);
    }
    take(self, quotation, marks);
}

/* What a noun of saying says: "that …" or "to …", else what stands behind its preposition, `on`. */
static bool mark_said_of_noun(const struct finding *self, int32_t noun, bool *marks, int32_t *on) {
    for (int32_t i = noun + 1; i < self->count; i++) {
        const struct vdt_word *word = &self->sentence[i];
        if (word->head != noun || (word->relation != VDT_REL_acl && word->relation != VDT_REL_ccomp)) continue;
        if (!has_child(self, i, VDT_REL_mark, "that") && !has_child(self, i, VDT_REL_mark, "to")) continue;
        mark_under(self, i, -1, marks);
        return true;
    }
    static const char *const prepositions[] = { "about", "of", NULL };
    int32_t phrase = child(self, noun, VDT_REL_nmod, noun + 1);
    int32_t preposition = phrase >= 0 ? child(self, phrase, VDT_REL_case_, noun + 1) : -1;
    if (preposition != noun + 1 || !one_of(&self->sentence[preposition], prepositions)) return false;
    mark_under(self, phrase, -1, marks);
    marks[preposition] = false;
    *on = preposition;
    return true;
}

/* Verbs that only lend a noun of saying its subject. */
static bool is_light(const struct finding *self, int32_t verb) {
    static const char *const lemmas[] = { "have", "make", "express", "issue", "give", "share", "voice", "hold", "raise", NULL };
    for (const char *const *one = lemmas; *one; one++)
        if (vdt_view_is(self->sentence[verb].lemma, *one)) return true;
    return false;
}

/* "his claim that …"; "have expressed concern that …", where the verb is part of the cue and its subject the source. */
static void try_noun(struct finding *self, int32_t noun) {
    const struct vdt_word *word = &self->sentence[noun];
    if (!(vdt_cue_word(self->words, word->lemma) & VDT_CUE_NOUN)) return;
    int32_t owner = -1, verb = -1, on = -1;
    for (int32_t i = 0; i < noun; i++)
        if (self->sentence[i].head == noun && self->sentence[i].relation == VDT_REL_nmod_poss) owner = i;
    if (owner < 0 && word->relation == VDT_REL_obj && word->head >= 0 && word->head < noun && is_light(self, word->head)) verb = word->head;
    int32_t source = verb >= 0 ? subject_of(self, verb) : owner;
    bool marks[WORDS] = { false };
    if (source < 0 || !mark_said_of_noun(self, noun, marks, &on)) return;
    struct vdt_attribution *found = new_attribution(self);
    if (!found) return;
    set_source(self, source, verb >= 0 ? verb : noun, found);
    int32_t first = noun;
    while (first > owner + 1 && self->sentence[first - 1].head == noun && self->sentence[first - 1].upos == VDT_UPOS_ADJ) first--;
    if (verb >= 0) set_cue(self, verb, -1, found);
    found->cue = (struct vdt_extent){ verb >= 0 ? found->cue.begin : self->sentence[first].begin, self->sentence[on >= 0 ? on : noun].end };
    take(self, found, marks);
}

/* "reportedly": the clause around it, on the word of nobody who is named. */
static void try_hearsay(struct finding *self, int32_t adverb) {
    int32_t clause = self->sentence[adverb].head;
    if (clause < 0 || !(vdt_cue_word(self->words, self->sentence[adverb].lemma) & VDT_CUE_HEARSAY)) return;
    bool marks[WORDS] = { false };
    struct vdt_attribution *found = new_attribution(self);
    if (!found) return;
    found->cue = (struct vdt_extent){ self->sentence[adverb].begin, self->sentence[adverb].end };
    mark_under(self, clause, adverb, marks);
    take(self, found, marks);
}

/* Steps back over one blank, a no-break space too. */
static bool is_blank(struct vdt_view text, uint32_t *end) {
    if (*end > 1 && memcmp(text.data + *end - 2, "\xC2\xA0", 2) == 0) return *end -= 2, true;
    if (text.data[*end - 1] != ' ') return false;
    return --*end, true;
}

/* Does a line end behind this word? */
static bool parted(const struct finding *self, int32_t word) {
    uint32_t begin = self->sentence[word].end, end = word + 1 < self->count ? self->sentence[word + 1].begin : (uint32_t)self->text.size;
    return end > begin && memchr(self->text.data + begin, '\n', end - begin);
}

/* "“…” — Ann Lee": who is quoted stands behind a dash, to the end of the line. */
static void try_dash(struct finding *self, int32_t at) {
    static const char *const dashes[] = { "―", "—", "–", "--", NULL };
    const struct vdt_word *sentence = self->sentence;
    if (at + 1 >= self->count || !one_of(&sentence[at], dashes) || sentence[at + 1].upos != VDT_UPOS_PROPN) return;
    uint32_t end = sentence[at].begin;
    while (end > 0 && is_blank(self->text, &end)) continue;
    const struct vdt_quoted *said = NULL;
    for (size_t p = 0; p < VDT_QUOTATION_MARKS && !said && end > 0; p++) {
        const struct vdt_quoted *one = vdt_quotation_from(&self->quotations, p, end - 1);
        if (one && one->all.end == end) said = one;
    }
    int32_t last = at + 1;
    while (last + 1 < self->count && sentence[last + 1].upos == VDT_UPOS_PROPN && !parted(self, last)) last++;
    bool ends = last + 1 >= self->count || parted(self, last) || (is_form(&sentence[last + 1], ".") && last + 2 >= self->count);
    struct vdt_attribution *found = said && ends ? new_attribution(self) : NULL;
    if (!found) return;
    found->source_head = at + 1;
    found->source = (struct vdt_extent){ sentence[at + 1].begin, sentence[last].end };
    found->cue = (struct vdt_extent){ sentence[at].begin, sentence[at].end };
    found->content[found->content_count++] = said->all;
    found->kind = kind_of(self, found);
    self->found_count++;
}

/* Is what stands before a colon somebody who may be quoted so: a name, "Poll", or, in a transcript, capitals? */
static bool names_speaker(const struct finding *self, int32_t first, int32_t colon) {
    static const char *const studies[] = { "poll", "study", "report", "survey", "source", "sources", "police", "minister", NULL };
    bool capitals = true, name = true;
    for (int32_t i = first; i < colon; i++) {
        struct vdt_view form = self->sentence[i].form;
        for (size_t k = 0; k < form.size; k++) capitals &= form.data[k] < 'a' || form.data[k] > 'z';
        enum vdt_name_type type = vdt_name_type_of(self->sentence[i].name);
        name &= type == VDT_NAME_PER || type == VDT_NAME_ORG;
    }
    bool study = false;
    for (const char *const *one = studies; *one && !study; one++)
        study = vdt_view_is_fold(self->sentence[colon - 1].form, *one);
    return name || study || (capitals && colon == first + 1 && self->sentence[first].form.size > 3);
}

/* "Ann Lee: taxes must fall", as a headline, and the turns of a transcript: the rest of the paragraph. */
static void try_colon(struct finding *self) {
    const struct vdt_word *sentence = self->sentence;
    int32_t first = self->count && is_quote(&sentence[0]) ? 1 : 0, colon = first;
    uint32_t size = (uint32_t)self->text.size;
    if (self->count && sentence[0].begin > 0 && self->text.data[sentence[0].begin - 1] != '\n') return;
    while (colon < self->count && colon - first < SPEAKER_WORDS && !is_form(&sentence[colon], ":")) colon++;
    if (colon == first || colon + 2 >= self->count || !is_form(&sentence[colon], ":") || !names_speaker(self, first, colon)) return;
    uint32_t begin = sentence[colon + 1].begin, end = begin;
    while (end < size && end - begin < BELOW_BYTES && self->text.data[end] != '\n') end++;
    if (end - begin >= BELOW_BYTES) return;
    if (end > begin && self->text.data[end - 1] == '.' && self->number == 0) end--;
    while (end > begin && vdt_is_space(self->text.data[end - 1])) end--;
    struct vdt_attribution *found = end > begin ? new_attribution(self) : NULL;
    if (!found) return;
    found->source_head = colon - 1;
    found->source = (struct vdt_extent){ sentence[first].begin, sentence[colon - 1].end };
    found->cue = (struct vdt_extent){ sentence[colon].begin, sentence[colon].end };
    found->content[found->content_count++] = (struct vdt_extent){ begin, end };
    found->kind = first ? VDT_ATTRIBUTION_DIRECT : kind_of(self, found);
    self->found_count++;
}

enum vdt_status vdt_attributions_find(const struct vdt_cue_words *words, struct vdt_arena *arena,
                                    const struct vdt_analysis *analysis, struct vdt_attribution **out, size_t *count,
                                    struct vdt_error *error) {
    struct finding self = { .words = words, .arena = arena, .text = analysis->text };
    enum vdt_status status = vdt_quotations_find(arena, analysis->text, &self.quotations, error);
    if (status != VDT_OK) return status;
    for (uint32_t s = 0; s < analysis->sentence_count && !self.failed; s++) {
        self.sentence = analysis->words + analysis->sentences[s].first;
        self.count = analysis->sentences[s].count < WORDS ? (int32_t)analysis->sentences[s].count : WORDS;
        self.number = s;
        try_colon(&self);
        for (int32_t i = 0; i < self.count; i++) {
            if (vdt_view_is_fold(self.sentence[i].form, "according"))
                try_according(&self, i);
            else if (self.sentence[i].upos == VDT_UPOS_VERB)
                try_verb(&self, i);
            else if (self.sentence[i].upos == VDT_UPOS_NOUN)
                try_noun(&self, i);
            else if (self.sentence[i].upos == VDT_UPOS_ADV)
                try_hearsay(&self, i);
            else if (is_mark(&self.sentence[i]))
                try_dash(&self, i);
        }
    }
    if (self.failed) return vdt_fail_memory(error, "finding quotations");
    *out = self.found;
    *count = self.found_count;
    return VDT_OK;
}
