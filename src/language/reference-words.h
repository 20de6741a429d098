/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What words tell of whom they may mean: nouns for persons, groups and places, men's and women's names and nouns, titles,
 * verbs of saying, countries and towns (a name of several words is joined by _; "=GBR": names of one country). Read from the texts in
 * data/language: a word and what it is, a line each; a later line replaces an earlier one.
 * Thread rule: immutable once opened.
 */
#ifndef VDT_LANGUAGE_REFERENCE_WORDS_H
#define VDT_LANGUAGE_REFERENCE_WORDS_H

#include "base/error.h"
#include "base/view.h"

enum vdt_reference_kind {
    VDT_REFERENCE_PERSON = 1,
    VDT_REFERENCE_GROUP = 2,
    VDT_REFERENCE_PLACE = 4,
    VDT_REFERENCE_HE = 8,
    VDT_REFERENCE_SHE = 16,
    VDT_REFERENCE_SAY = 32,
    VDT_REFERENCE_TITLE = 64,
    VDT_REFERENCE_COUNTRY = 128, /* a country's name, or a noun for one */
    VDT_REFERENCE_TOWN = 256,
};

struct vdt_reference_words;

/* `data` is the folder that holds language/; `user` (may be NULL) a folder laid out like it, read after. */
enum vdt_status vdt_reference_words_open(const char *data, const char *user, struct vdt_reference_words **out,
                                         struct vdt_error *error);
void vdt_reference_words_close(struct vdt_reference_words *words);

/* Bits of vdt_reference_kind. Words are compared as they stand: nouns and verbs are asked for by their lemma. */
unsigned vdt_reference_word(const struct vdt_reference_words *words, struct vdt_view word);

/* A number that names of one country share ("UK", "Britain"); 0: none. */
uint32_t vdt_reference_country(const struct vdt_reference_words *words, struct vdt_view name);

#endif
