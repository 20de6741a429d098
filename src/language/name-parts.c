/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word twice begins another name. A row of given names and surnames in turn is that of several persons; of four words alone
 * only if the second is no given name as well, since "Juan Carlos Maria Lopez" is one.
 */
#include "language/name-parts.h"

#include "language/name-agreement.h"
#include "language/network.h"

enum { GIVEN = 4, SHORT_ROW = 4 }; /* GIVEN: a bit of train/lists.py */

static bool is_given_name(const struct vdt_language *language, struct vdt_view form) {
    char key[4 * VDT_KEY_POINTS];
    size_t places[VDT_KEY_POINTS + 1], count = vdt_word_key(form, key, places);
    uint32_t listed = vdt_key_find(language->list_keys, language->list_count, vdt_key_hash(VDT_KEY_START, key, places[count]));
    return listed < language->list_count && language->list_bits[listed] & GIVEN;
}

static bool is_row_of_persons(const struct vdt_language *language, const struct vdt_word *words, uint32_t count) {
    if (count < SHORT_ROW || count % 2) return false;
    for (uint32_t i = 0; i < count; i++)
        if (words[i].form.size < 2 || words[i].upos == VDT_UPOS_PUNCT || (i % 2 == 0 && !is_given_name(language, words[i].form)))
            return false;
    return count > SHORT_ROW || !is_given_name(language, words[1].form);
}

static void part(const struct vdt_language *language, struct vdt_word *words, uint32_t count) {
    uint32_t begin = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (words[i].form.size < 3 || !vdt_view_equal(words[i - 1].form, words[i].form)) continue;
        vdt_name_mark(words + begin, i - begin, VDT_NAME_PER);
        begin = i;
    }
    if (begin) vdt_name_mark(words + begin, count - begin, VDT_NAME_PER);
    if (!is_row_of_persons(language, words + begin, count - begin)) return;
    for (; begin < count; begin += 2) vdt_name_mark(words + begin, 2, VDT_NAME_PER);
}

void vdt_names_part(const struct vdt_language *language, struct vdt_analysis *analysis) {
    for (uint32_t at = 0; at < analysis->word_count; at++) {
        uint32_t length = vdt_name_length(analysis->words, at, analysis->word_count);
        if (length > 1 && vdt_name_type_of(analysis->words[at].name) == VDT_NAME_PER) part(language, analysis->words + at, length);
        if (length) at += length - 1;
    }
}
