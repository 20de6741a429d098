/* SPDX-License-Identifier: Apache-2.0 */
/* An entry in the book: what is filtered by, in numbers, and its line on a shelf. */
#include "serve/book.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "serve/desk-state.h"
#include "serve/dictionary.h"
#include "serve/shelf.h"

struct book_entry {
    uint32_t issuers, addressees; /* codes with commas between them, in the dictionary */
    int32_t due;
    uint8_t kind, state;
};

struct book {
    atomic_int holders;
    struct book_entry *entries;   /* in the order of their statements, as the lines on the shelf */
    size_t count, capacity;
    struct dictionary parties;
    struct shelf lines;
    struct vdt_buffer line;       /* while it is made */
    bool failed;
};

struct book *book_hold(struct desk *desk) {
    pthread_mutex_lock(&desk->outlook_lock);
    struct book *book = desk->book;
    if (book) atomic_fetch_add(&book->holders, 1);
    pthread_mutex_unlock(&desk->outlook_lock);
    return book;
}

void book_release(struct book *book) {
    if (!book || atomic_fetch_sub(&book->holders, 1) != 1) return;
    free(book->entries);
    dictionary_done(&book->parties);
    shelf_done(&book->lines);
    vdt_buffer_done(&book->line);
    free(book);
}

/* ---- making ---- */

static uint32_t number_of(struct book *book, const struct vdt_view *codes, size_t count) {
    vdt_buffer_clear(&book->line);
    for (size_t i = 0; i < count; i++) {
        if (i) vdt_buffer_char(&book->line, ',');
        vdt_buffer_add(&book->line, codes[i]);
    }
    return dictionary_number(&book->parties, vdt_buffer_view(&book->line));
}

static bool take_entry(void *context, const struct vdt_ledger_entry *told) {
    struct book *book = context;
    struct book_entry entry = { number_of(book, told->issuers, told->issuer_count),
                                number_of(book, told->addressees, told->addressee_count), VDT_NO_DAY, (uint8_t)told->kind,
                                (uint8_t)told->state };
    if (told->deadline_to.size && !vdt_day_read(told->deadline_to, &entry.due)) entry.due = VDT_NO_DAY;
    vdt_buffer_clear(&book->line);
    VDT_BUFFER_PUT(&book->line, vdt_ledger_write, told);
    book->failed = entry.issuers == UINT32_MAX || entry.addressees == UINT32_MAX || vdt_buffer_failed(&book->line) ||
                   !vdt_array_room(&book->entries, book->count, &book->capacity, sizeof *book->entries) ||
                   !shelf_add(&book->lines, vdt_buffer_view(&book->line));
    if (!book->failed) book->entries[book->count++] = entry;
    return !book->failed;
}

static bool fill(struct book *book, struct vdt_store *store) {
    struct vdt_ledger_options options = VDT_LEDGER_OPTIONS_INIT;
    vdt_buffer_init(&book->line);
    bool filled = dictionary_init(&book->parties, false) && vdt_ledger_read(store, &options, take_entry, book, NULL) == VDT_OK &&
                  shelf_close(&book->lines);
    vdt_buffer_done(&book->line);
    return filled;
}

void book_make(struct desk *desk, struct vdt_store *store) {
    struct book *book = calloc(1, sizeof *book);
    if (!book) return;
    atomic_init(&book->holders, 1);
    if (fill(book, store)) {
        pthread_mutex_lock(&desk->outlook_lock);
        struct book *before = desk->book;
        desk->book = book;
        pthread_mutex_unlock(&desk->outlook_lock);
        book = before;
    }
    book_release(book);
}

/* ---- asking ---- */

/* Does one of the codes begin so? */
static bool one_begins(struct vdt_view codes, struct vdt_view prefix) {
    if (!prefix.size) return true;
    while (codes.size)
        if (vdt_view_starts(vdt_view_cut(&codes, ','), prefix)) return true;
    return false;
}

static bool fits(const struct book *book, const struct book_entry *entry, const struct book_filter *filter) {
    if (filter->state != VDT_LEDGER_STATE_COUNT && entry->state != filter->state) return false;
    if (filter->kind != VDT_LEDGER_KIND_COUNT && entry->kind != filter->kind) return false;
    if (filter->due_before != VDT_NO_DAY &&
        (entry->state != VDT_LEDGER_OPEN || entry->due == VDT_NO_DAY || entry->due >= filter->due_before))
        return false;
    return one_begins(book->parties.texts[entry->issuers], filter->issuer) &&
           one_begins(book->parties.texts[entry->addressees], filter->addressee);
}

uint64_t book_entries(const struct book *book, const struct book_filter *filter, uint64_t begin, uint64_t limit,
                      book_line_fn *tell, void *context) {
    struct shelf_reader reader = { 0 };
    uint64_t total = 0;
    for (size_t i = book->count; i-- > 0;) {
        if (!fits(book, &book->entries[i], filter)) continue;
        if (total >= begin && total - begin < limit) tell(context, shelf_text(&book->lines, i, &reader));
        total++;
    }
    vdt_buffer_done(&reader.bytes);
    return total;
}
