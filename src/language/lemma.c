/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lemmas. The network chooses an edit rule for each word ("parties" → small letters, three off, "y" added). What the
 * training texts show beyond doubt is kept as a list: hash of the small form and the UPOS → rule ("went", VERB → all
 * off, "go" added), which also holds rules too rare for the network to learn. The list knows no capitals of names.
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

static bool is_drawn_out(struct vdt_view word) {
    for (size_t i = 2; i < word.size; i++)
        if (word.data[i] == word.data[i - 1] && word.data[i] == word.data[i - 2] && word.data[i] >= 'a') return true;
    return false;
}

/* "sooo" is so, "goood" is good: one or two of the letters make a word of the vocabulary; empty where they do not. */
static struct vdt_view drawn_in(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view small) {
    for (size_t kept = 1; kept <= 2 && is_drawn_out(small); kept++) {
        char text[128];
        size_t size = 0;
        for (size_t i = 0, end; i < small.size; i = end) {
            for (end = i + 1; end < small.size && small.data[end] == small.data[i];) end++;
            size_t run = end - i < 3 ? end - i : kept;
            memset(text + size, small.data[i], run);
            size += run;
        }
        if (size > 1 && is_known(language, text, size, VDT_UPOS_X)) return vdt_arena_copy(arena, (struct vdt_view){ text, size });
    }
    return (struct vdt_view){ NULL, 0 };
}

/* "100,000" is 100000. */
static struct vdt_view without_commas(struct vdt_arena *arena, struct vdt_view number) {
    if (!memchr(number.data, ',', number.size)) return number;
    char *out = vdt_arena_take(arena, number.size);
    if (!out) return number;
    size_t size = 0;
    for (size_t i = 0; i < number.size; i++)
        if (number.data[i] != ',') out[size++] = number.data[i];
    return (struct vdt_view){ out, size };
}

/* Curly quotation marks as the straight ones that they stand for. */
static struct vdt_view straight(struct vdt_view mark) {
    if (mark.size != 3 || memcmp(mark.data, "\xE2\x80", 2) != 0) return mark;
    unsigned char third = (unsigned char)mark.data[2];
    if (third == 0x9C || third == 0x9D) return VDT_LITERAL("\"");
    return third == 0x98 || third == 0x99 ? VDT_LITERAL("'") : mark;
}

/* A word of a name that is no noun ("United" Nations) keeps its capital. */
static struct vdt_view with_capital(struct vdt_arena *arena, struct vdt_view form, struct vdt_view lemma) {
    if (!lemma.size || form.data[0] < 'A' || form.data[0] > 'Z' || lemma.data[0] < 'a' || lemma.data[0] > 'z') return lemma;
    struct vdt_view copy = vdt_arena_copy(arena, lemma);
    if (!copy.data) return lemma;
    ((char *)(uintptr_t)copy.data)[0] = (char)(copy.data[0] - 'a' + 'A');
    return copy;
}

static struct vdt_view make(const struct vdt_language *language, struct vdt_arena *arena, struct vdt_view form,
                            enum vdt_upos upos, uint32_t number) {
    char key[128], small[128];
    size_t size = vdt_utf8_lower(form, key, sizeof key);
    struct vdt_view irregular = vdt_irregular_lemma(arena, (struct vdt_view){ key, size }, upos);
    if (irregular.size) return irregular;
    uint64_t hash = vdt_key_hash(vdt_key_hash(VDT_KEY_START, key, size), "\t", 1);
    const char *name = vdt_upos_name(upos);
    uint32_t found = vdt_key_find(language->lemma_keys, language->lemma_count, vdt_key_hash(hash, name, strlen(name)));
    if (found < language->lemma_count) return apply(&language->rules[language->lemma_values[found]], arena, form);
    /* "slightest" is not "good": a rule that keeps no letter is for the words of the list alone */
    static const struct vdt_lemma_rule lower = { .letters = VDT_LEMMA_LOWER };
    bool open = upos == VDT_UPOS_VERB || upos == VDT_UPOS_NOUN || upos == VDT_UPOS_ADJ;
    const struct vdt_lemma_rule *rule = &language->rules[number];
    struct vdt_view lemma = apply(open && rule->strip == 255 ? &lower : rule, arena, form);
    if (upos == VDT_UPOS_PROPN) return titled(arena, lemma);
    if (upos == VDT_UPOS_ADJ || upos == VDT_UPOS_ADV) {
        struct vdt_view plain = drawn_in(language, arena, (struct vdt_view){ key, size });
        if (plain.size) return plain;
    }
    if (!open || lemma.size > sizeof small || size >= sizeof key - 2) return lemma;
    size_t length = vdt_utf8_lower(lemma, small, sizeof small);
    if (is_lemma(language, small, length, upos)) return lemma;
    struct vdt_view better = mend(language, arena, (struct vdt_view){ key, size }, upos, is_lemma);
    if (!better.size && !is_known(language, small, length, upos))
        better = mend(language, arena, (struct vdt_view){ key, size }, upos, is_known);
    return better.size ? better : lemma;
}

struct vdt_view vdt_lemma_make(const struct vdt_language *language, struct vdt_arena *arena, const struct vdt_word *word,
                               uint32_t number) {
    enum vdt_upos upos = (enum vdt_upos)word->upos;
    if (upos == VDT_UPOS_NUM && word->form.data[0] >= '0' && word->form.data[0] <= '9') return without_commas(arena, word->form);
    struct vdt_view lemma = make(language, arena, word->form, upos, number);
    if (upos == VDT_UPOS_PUNCT) return straight(lemma);
    bool of_name = upos != VDT_UPOS_PROPN && vdt_view_starts(word->xpos, VDT_LITERAL("NNP"));
    return of_name ? with_capital(arena, word->form, lemma) : lemma;
}
