/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lemmas. The network chooses an edit rule for each word ("parties" → small letters, three off, "y" added). What the
 * training texts show beyond doubt is kept as a list: hash of the small form and the UPOS → rule ("went", VERB → all
 * off, "go" added), which also holds rules too rare for the network to learn.
 */
#include "language/irregular.h"
#include "language/network.h"
#include "text/utf8.h"

/* The form with a rule applied; the form itself where the rule does not fit. */
static struct vdt_view apply(const struct vdt_lemma_rule *rule, struct vdt_arena *arena, struct vdt_view form) {
    if (rule->strip == 255) return rule->add.size ? rule->add : form;
    size_t stem = form.size; /* the bytes of the form that stay */
    for (unsigned i = 0; i < rule->strip; i++) {
        if (!stem) return form; /* a rule that does not fit */
        do stem--;
        while (stem && ((unsigned char)form.data[stem] & 0xc0) == 0x80);
    }
    if (stem + rule->add.size == 0) return form;
    bool same = rule->letters == VDT_LEMMA_KEEP;
    if (!same && rule->letters == VDT_LEMMA_LOWER) {
        same = true;
        for (size_t i = 0; i < stem && same; i++)
            same = (unsigned char)form.data[i] < 0x80 && !(form.data[i] >= 'A' && form.data[i] <= 'Z');
    }
    if (same && !rule->add.size) return vdt_view_slice(form, 0, stem);
    /* a change of case can lengthen a code point to four bytes */
    char *out = vdt_arena_take(arena, stem * 4 + rule->add.size);
    if (!out) return form;
    size_t length = 0;
    for (size_t at = 0; at < stem;) {
        bool first = at == 0;
        uint32_t code = vdt_utf8_next(form, &at);
        if (rule->letters == VDT_LEMMA_LOWER || (rule->letters == VDT_LEMMA_TITLE && !first))
            code = vdt_code_lower(code);
        if (rule->letters == VDT_LEMMA_UPPER) code = vdt_code_upper(code);
        length += vdt_utf8_put(code, out + length);
    }
    if (rule->add.size) memcpy(out + length, rule->add.data, rule->add.size);
    return (struct vdt_view){ out, length + rule->add.size };
}

typedef bool is_word(const struct vdt_language *language, const char *text, size_t size, enum vdt_upos upos);

/* Is it a word of the vocabulary, as it stands? */
static bool is_known(const struct vdt_language *language, const char *text, size_t size, enum vdt_upos upos) {
    (void)upos;
    return vdt_key_find(language->word_keys, language->word_count, vdt_key_hash(VDT_KEY_START, text, size)) < language->word_count;
}

/* Is it a lemma of the dictionary, as such a part of speech? Without a dictionary: a word of the vocabulary. */
static bool is_lemma(const struct vdt_language *language, const char *text, size_t size, enum vdt_upos upos) {
    if (!language->lemma_words) return is_known(language, text, size, upos);
    const char *name = vdt_upos_name(upos);
    uint64_t hash = vdt_key_hash(vdt_key_hash(VDT_KEY_START, text, size), "\t", 1);
    hash = vdt_key_hash(hash, name, strlen(name));
    return vdt_key_find(language->lemma_words, language->lemma_word_count, hash) < language->lemma_word_count;
}

struct ending {
    enum vdt_upos upos;
    const char *end, *add[3]; /* in the place of the end, in the order of trial; "=": a doubled consonant is made single */
};

static const struct ending endings[] = {
    { VDT_UPOS_VERB, "ying", { "y", "ie", NULL } }, { VDT_UPOS_VERB, "ing", { "", "e", "=" } },
    { VDT_UPOS_VERB, "ied", { "y", "ie", NULL } },  { VDT_UPOS_VERB, "ed", { "", "e", "=" } },
    { VDT_UPOS_VERB, "ies", { "y", "ie", NULL } },  { VDT_UPOS_VERB, "es", { "", "e", NULL } },
    { VDT_UPOS_VERB, "s", { "", NULL, NULL } },     { VDT_UPOS_NOUN, "ies", { "y", "ie", NULL } },
    { VDT_UPOS_NOUN, "es", { "", "e", NULL } },     { VDT_UPOS_NOUN, "s", { "", NULL, NULL } },
    { VDT_UPOS_ADJ, "iest", { "y", NULL, NULL } },  { VDT_UPOS_ADJ, "est", { "", "e", "=" } },
    { VDT_UPOS_ADJ, "ier", { "y", NULL, NULL } },   { VDT_UPOS_ADJ, "er", { "", "e", "=" } },
};

/*
 * "provok" of "provoking": where the network's rule leads to no lemma of the dictionary, the regular endings are tried for one
 * that is, then for a word of the vocabulary. `small` is the form in small letters; empty where nothing is found.
 */
static struct vdt_view mend(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view small,
                            enum vdt_upos upos, is_word *fits) {
    struct vdt_view none = { NULL, 0 };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct vdt_view end = vdt_view_of(endings[i].end);
        if (endings[i].upos != upos || !vdt_view_ends(small, end) || small.size < end.size + 2) continue;
        char text[128];
        size_t stem = small.size - end.size;
        memcpy(text, small.data, stem);
        for (int k = 0; k < 3 && endings[i].add[k]; k++) {
            size_t size = stem, added = strlen(endings[i].add[k]);
            if (endings[i].add[k][0] != '=')
                memcpy(text + stem, endings[i].add[k], added), size += added;
            else if (text[stem - 1] == text[stem - 2])
                size--;
            else
                continue;
            if (fits(language, text, size, upos)) return vdt_arena_copy(arena, (struct vdt_view){ text, size });
        }
        return none;
    }
    return none;
}

/* A proper noun that was typed in small letters has its capital in the lemma: "mexico" is Mexico. */
static struct vdt_view titled(struct vdt_arena *arena, struct vdt_view lemma) {
    for (size_t i = 0; i < lemma.size; i++)
        if (lemma.data[i] < 'a' || lemma.data[i] > 'z') return lemma;
    struct vdt_view copy = lemma.size > 2 ? vdt_arena_copy(arena, lemma) : lemma;
    if (lemma.size <= 2 || !copy.data) return lemma;
    ((char *)(uintptr_t)copy.data)[0] = (char)(copy.data[0] - 'a' + 'A');
    return copy;
}

struct vdt_view vdt_lemma_make(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view form,
                               enum vdt_upos upos, uint32_t number) {
    char key[128], small[128];
    size_t size = vdt_utf8_lower(form, key, sizeof key);
    struct vdt_view irregular = vdt_irregular_lemma(arena, (struct vdt_view){ key, size }, upos);
    if (irregular.size) return irregular;
    uint64_t hash = vdt_key_hash(vdt_key_hash(VDT_KEY_START, key, size), "\t", 1);
    const char *name = vdt_upos_name(upos);
    uint32_t found = vdt_key_find(language->lemma_keys, language->lemma_count, vdt_key_hash(hash, name, strlen(name)));
    if (found < language->lemma_count) return apply(&language->rules[language->lemma_values[found]], arena, form);
    struct vdt_view lemma = apply(&language->rules[number], arena, form);
    if (upos == VDT_UPOS_PROPN) return titled(arena, lemma);
    bool open = upos == VDT_UPOS_VERB || upos == VDT_UPOS_NOUN || upos == VDT_UPOS_ADJ;
    if (!open || lemma.size > sizeof small || size >= sizeof key - 2) return lemma;
    size_t length = vdt_utf8_lower(lemma, small, sizeof small);
    if (is_lemma(language, small, length, upos)) return lemma;
    struct vdt_view better = mend(language, arena, (struct vdt_view){ key, size }, upos, is_lemma);
    if (!better.size && !is_known(language, small, length, upos))
        better = mend(language, arena, (struct vdt_view){ key, size }, upos, is_known);
    return better.size ? better : lemma;
}
