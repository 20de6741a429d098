/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mentions: every stretch of a report that means somebody or something - a name, a pronoun, a noun phrase - with what can be
 * told of it before asking whom it means. Words are indexes into the analysis, of the whole report.
 * Thread rule: pure; everything lives in the arena.
 */
#ifndef VDT_LANGUAGE_MENTIONS_H
#define VDT_LANGUAGE_MENTIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "language/analysis.h"
#include "language/reference-words.h"

#define VDT_NO_MENTION UINT32_MAX

enum vdt_mention_kind { VDT_MENTION_NAME, VDT_MENTION_DESCRIPTION, VDT_MENTION_PRONOUN };
enum vdt_mention_number { VDT_NUMBER_UNKNOWN, VDT_NUMBER_ONE, VDT_NUMBER_MANY };
enum vdt_mention_role { VDT_ROLE_SUBJECT, VDT_ROLE_OBJECT, VDT_ROLE_POSSESSOR, VDT_ROLE_OBLIQUE, VDT_ROLE_OTHER };
enum vdt_pronoun { VDT_PRONOUN_NONE, VDT_PRONOUN_HE, VDT_PRONOUN_IT, VDT_PRONOUN_THEY, VDT_PRONOUN_I, VDT_PRONOUN_WE,
                   VDT_PRONOUN_YOU };
/* How a noun phrase begins. */
enum vdt_opening { VDT_OPENING_BARE, VDT_OPENING_THE, VDT_OPENING_THIS, VDT_OPENING_A, VDT_OPENING_OWNED };

/* "X, the minister"; "X is the minister"; "X works as minister"; "minister X" */
enum vdt_bond { VDT_BOND_NONE, VDT_BOND_APPOSITION, VDT_BOND_COPULA, VDT_BOND_AS, VDT_BOND_TITLE };

struct vdt_mention {
    uint32_t first, last, head; /* words, inclusive */
    uint32_t sentence, paragraph;
    uint32_t governor;          /* the word that the head hangs on, conjuncts passed; VDT_NO_MENTION for a root */
    uint32_t owner;             /* the mention that possesses this one ("his" in "his wife") */
    uint32_t twin;              /* an earlier mention that apposition, copula or title makes the same one */
    uint32_t quote;             /* the quotation it stands in, from 1; 0: none */
    uint8_t kind, number, role, pronoun, opening, type; /* type: enum vdt_name_type of a name */
    uint8_t bond;               /* enum vdt_bond: what makes the twin one */
    uint32_t country;           /* what names of one country share, 0: none */
    uint16_t words;             /* bits of vdt_reference_kind: what it is */
    bool reflexive, question;   /* question: its paragraph ends in a question mark */
    bool inner;                 /* a name within a name: "Boston" in "University of Boston" */
    bool interviewed;           /* "an interview with X", "we spoke to X": who answers where nobody is quoted */
    bool extended, called;      /* something behind the head narrows it ("the king of Spain"); called: "thank you, Mr. Smith" */
    uint32_t entity;            /* who or what is meant; numbers from 0, in the order of the first mentions */
};

struct vdt_quotation {
    uint32_t speaker; /* a mention, VDT_NO_MENTION where nobody is told */
};

struct vdt_mentions {
    struct vdt_mention *items;      /* by head */
    uint32_t count;
    uint32_t *of_word;              /* by word: the mention that it heads, VDT_NO_MENTION for none */
    struct vdt_quotation *quotes;   /* from 1 */
    uint32_t quote_count;
};

enum vdt_status vdt_mentions_find(const struct vdt_reference_words *words, struct vdt_arena *arena,
                                  const struct vdt_analysis *analysis, struct vdt_mentions *out, struct vdt_error *err);

#endif
