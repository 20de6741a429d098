/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger as the desk shows it: made anew in the background whenever the store has changed (outlook.h says when), kept
 * packed, the newest statement first. Requests read the one that is there.
 *
 * Thread rule: a book is immutable once made; whoever uses one holds it (book_hold, book_release).
 */
#ifndef VDT_SERVE_BOOK_H
#define VDT_SERVE_BOOK_H

#include "vedette/vedette.h"

struct desk;
struct book;

struct book *book_hold(struct desk *desk); /* NULL: none is made yet */
void book_release(struct book *book);
/* Makes the one of now and puts it in the place of the last. */
void book_make(struct desk *desk, struct vdt_store *store);

/* What is looked for: _COUNT and empty are all; due before a day, and open, where the day is not INT32_MIN. */
struct book_filter {
    enum vdt_ledger_state state;
    enum vdt_ledger_kind kind;
    struct vdt_view issuer, addressee; /* prefixes of codes */
    int32_t due_before;
};
#define BOOK_FILTER_INIT { .state = VDT_LEDGER_STATE_COUNT, .kind = VDT_LEDGER_KIND_COUNT, .due_before = INT32_MIN }

/* Those that fit, from number `begin` on, `limit` at most, as JSON objects; how many fit in all. */
typedef void book_line_fn(void *context, struct vdt_view line);
uint64_t book_entries(const struct book *book, const struct book_filter *filter, uint64_t begin, uint64_t limit,
                      book_line_fn *tell, void *context);

#endif
