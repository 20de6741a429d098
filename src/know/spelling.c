/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vowels are what transliterations differ in most, and the letters for one sound after them. So a sketch holds one letter a
 * sound and one mark for any run of vowels, and no vowels at the end. Short words have too little in them to be told apart so:
 * they must be written alike.
 */
#include "know/spelling.h"

#include "base/hash.h"
#include "know/lookup.h"

enum { VOWEL = '-', LEAST_CONSONANTS = 3 };

static bool is_vowel(const char *word, size_t size, size_t at) {
    char c = word[at];
    if (c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u') return true;
    if (c == 'y') return true;
    if (c == 'j') return at > 0;
    return c == 'h' && at > 0 && (at + 1 == size || strchr("bcdfgklmnpqrstvwxz", word[at + 1])) && strchr("aeiouy", word[at - 1]);
}

/* The sound at `at`, and how many letters write it. */
static char sound(const char *word, size_t size, size_t at, size_t *letters) {
    static const struct { const char *letters; char sound; } sounds[] = {
        { "tsch", 'x' }, { "sch", 'x' }, { "tch", 'x' }, { "que", 'k' }, { "ch", 'x' }, { "sh", 'x' }, { "zh", 'z' }, { "ph", 'f' }, { "ck", 'k' },
        { "qu", 'k' },   { "ts", 'z' },  { "tz", 'z' },  { "dh", 'd' },  { "gh", 'g' }, { "th", 't' }, { "kh", 'h' }, { "q", 'k' },  { "w", 'v' } };
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        size_t length = strlen(sounds[i].letters);
        if (at + length > size || memcmp(word + at, sounds[i].letters, length) != 0) continue;
        *letters = length;
        return sounds[i].sound;
    }
    *letters = 1;
    /* Milosevic, Milosevich */
    if (word[at] == 'c') return at + 1 == size && at > 0 && word[at - 1] == 'i' ? 'x' : 'k';
    return word[at];
}

static void add_once(char *out, unsigned begin, unsigned *size, char letter) {
    if (*size == begin || out[*size - 1] != letter) out[(*size)++] = letter;
}

/* The word as it sounds, with its vowels and without. */
static void add_sounds(struct vdt_spelling *spelling, const char *word, size_t size) {
    unsigned text = spelling->size, sketch = spelling->sketch_size;
    for (size_t at = 0, letters; at < size; at += letters) {
        letters = 1;
        bool vowel = is_vowel(word, size, at), two = word[at] == 'x' && at > 0;
        char next = vowel ? word[at] : two ? 'k' : sound(word, size, at, &letters);
        add_once(spelling->text, text, &spelling->size, next);
        add_once(spelling->sketch, sketch, &spelling->sketch_size, vowel ? VOWEL : next);
        if (!two) continue;
        /* Alexei, Aleksei; "Xi" begins with another sound */
        add_once(spelling->text, text, &spelling->size, 's');
        add_once(spelling->sketch, sketch, &spelling->sketch_size, 's');
    }
    if (spelling->sketch_size > sketch + 1 && spelling->sketch[spelling->sketch_size - 1] == VOWEL) spelling->sketch_size--;
}

bool vdt_spelling_add(struct vdt_spelling *spelling, struct vdt_view word) {
    struct vdt_phrase_key key = { .capitals = true };
    if (!vdt_phrase_add(&key, word) || !key.size) return false;
    unsigned most = key.size + 2;
    for (uint32_t i = 0; i < key.size; i++) {
        if (key.text[i] < 'a' || key.text[i] > 'z') return false;
        most += key.text[i] == 'x';
    }
    if (spelling->size + most > sizeof spelling->text || spelling->sketch_size + most > sizeof spelling->sketch) return false;
    if (spelling->words) spelling->text[spelling->size++] = ' ', spelling->sketch[spelling->sketch_size++] = ' ';
    add_sounds(spelling, key.text, key.size);
    spelling->text[spelling->size] = spelling->sketch[spelling->sketch_size] = '\0';
    spelling->words++;
    return true;
}

uint64_t vdt_spelling_hash(const struct vdt_spelling *spelling) {
    return vdt_hash_seeded((struct vdt_view){ spelling->sketch, spelling->sketch_size }, 1);
}

/* How many letters must be changed, put in or taken out, by two rows of the usual table. */
static unsigned distance(struct vdt_view a, struct vdt_view b) {
    unsigned rows[2][VDT_SKETCH_BYTES + 1];
    for (size_t j = 0; j <= b.size; j++) rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.size; i++) {
        unsigned *row = rows[i % 2];
        const unsigned *above = rows[(i - 1) % 2];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.size; j++) {
            unsigned best = above[j - 1] + (a.data[i - 1] != b.data[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return rows[a.size % 2][b.size];
}

static unsigned consonants(struct vdt_view sketch) {
    unsigned count = 0;
    for (size_t i = 0; i < sketch.size; i++) count += sketch.data[i] != VOWEL;
    return count;
}

bool vdt_spelling_same(const struct vdt_spelling *a, const struct vdt_spelling *b) {
    struct vdt_view texts[2] = { { a->text, a->size }, { b->text, b->size } }, sketch = { a->sketch, a->sketch_size };
    if (a->words != b->words || !vdt_view_equal(sketch, (struct vdt_view){ b->sketch, b->sketch_size })) return false;
    for (unsigned w = 0; w < a->words; w++) {
        struct vdt_view one = vdt_view_cut(&texts[0], ' '), other = vdt_view_cut(&texts[1], ' '), sounds = vdt_view_cut(&sketch, ' ');
        if (vdt_view_equal(one, other)) continue;
        size_t longer = one.size > other.size ? one.size : other.size;
        if (consonants(sounds) < LEAST_CONSONANTS || 3 * distance(one, other) > longer) return false;
    }
    return true;
}
