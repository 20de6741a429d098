/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actor lists of other coders, read line by line:
 *
 *   phrase TAB code TAB from TAB to TAB whole words only     a table; from and to may be empty, the last column is 0 or 1
 *   PHRASE_ [CODE]                                           TABARI and PETRARCH; a blank or "_" at the end of the phrase
 *   +SYNONYM_                                                another phrase of the entry above
 *       [CODE 930120-010119]                                 a code in a time: FROM-TO, <TO, >FROM
 *   !NAME! = A, B                                            a part of phrases that stands for several
 *
 * A code with "~" is a role that joins the code of the country beside it. In TABARI's form a phrase without "_" matches
 * the beginning of a word too, as "whole words only" 0 does in the table.
 */
#ifndef VDT_KNOW_FOREIGN_H
#define VDT_KNOW_FOREIGN_H

#include "base/lines.h"

struct vdt_foreign_actor {
    struct vdt_view phrase, code; /* the code without "~" */
    int32_t from, to;             /* days; INT32_MIN + 1 and INT32_MAX where open */
    bool role;
    bool beginnings;              /* it matches the beginning of a word too */
    bool synonym;                 /* the code is that of the entry above */
};

/* Takes one actor; `lines` stands at its line. */
typedef enum vdt_status vdt_foreign_fn(void *context, const struct vdt_lines *lines, const struct vdt_foreign_actor *actor);

/* Is this such a list? Told by its first line that is not a comment. */
bool vdt_foreign_is(struct vdt_view text);

struct vdt_foreign_sink {
    vdt_foreign_fn *take;
    /* Told of a wrong line, whose error is filled in: VDT_OK goes on behind it. NULL: it ends the reading. */
    enum vdt_status (*wrong)(void *context, enum vdt_status status);
    void *context;
};

/* Errors name file, line and column. */
enum vdt_status vdt_foreign_read(struct vdt_view name, struct vdt_view text, const struct vdt_foreign_sink *sink, struct vdt_error *error);

#endif
