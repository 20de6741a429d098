/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: one walk over the asserted events of a store in the order of their days. Each is asked two things: is it a
 * statement that commits somebody (then it opens an entry, or joins the one that it repeats), and does it change what
 * became of an older one?
 *
 *     events by day ──► statement? ──► entry ◄── the other events of its sentence: content, condition, deadline
 *                  └──► act?       ──► entries that wait for such an act of these two ──► change
 *
 * Which entries those are is found in lists (ledger-lists.c), by the act and the countries of both sides; what the act makes of
 * them is ledger-acts.c's.
 */
#include "vedette/ledger.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/hash.h"
#include "watch/ledger-entry.h"

static enum vdt_status day_of_report(struct vdt_store *store, struct vdt_view id, int32_t *day, struct vdt_error *error) {
    struct vdt_report report;
    int32_t published;
    enum vdt_status status = vdt_store_report(store, id, &report, error);
    if (status == VDT_OK && vdt_day_read(vdt_view_slice(report.published, 0, 10), &published)) *day = published;
    return status;
}

static enum vdt_status walk(struct ledger *ledger, struct vdt_store *store, struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_cursor *cursor;
    struct vdt_event event;
    query.known_by = ledger->options->as_of;
    enum vdt_status status = vdt_store_query(store, &query, &cursor, error);
    if (status != VDT_OK) return status;
    while (status == VDT_OK && !ledger->failed && (status = vdt_cursor_next(cursor, &event, error)) == VDT_OK) {
        int32_t day;
        enum vdt_ledger_kind kind;
        if (event.historical || !vdt_day_read(event.date_from, &day)) continue;
        ledger->today = day;
        if (event.status == VDT_NEGATED) vdt_ledger_undone(ledger, &event);
        if (event.status == VDT_ASSERTED) vdt_ledger_act(ledger, &event);
        if (!vdt_ledger_is_statement(&event, &kind)) continue;
        /* a warning's event lies ahead; it was made when it was reported */
        if (event.status != VDT_ASSERTED) status = day_of_report(store, event.report, &day, error);
        if (status == VDT_OK) status = vdt_ledger_state_it(ledger, store, &event, kind, day, error);
    }
    vdt_cursor_close(cursor);
    if (ledger->failed) return vdt_fail_memory(error, "reading the ledger");
    return status == VDT_END ? VDT_OK : status;
}

/* ---- telling ------------------------------------------------------------------------------------------------------- */

static bool code_begins(const struct parties *parties, struct vdt_view prefix) {
    for (size_t i = 0; i < parties->count; i++)
        if (vdt_view_starts(parties->codes[i], prefix)) return true;
    return !prefix.size;
}

static bool is_wanted(const struct vdt_ledger_options *options, const struct entry *entry, int32_t before) {
    if (options->state && *options->state != entry->state) return false;
    if (options->kind && *options->kind != entry->kind) return false;
    if (before != VDT_NO_DAY && (entry->state != VDT_LEDGER_OPEN || entry->due == VDT_NO_DAY || entry->due >= before)) return false;
    return code_begins(entry->issuers, options->issuer) && code_begins(entry->addressees, options->addressee);
}

static struct vdt_view id_of(struct vdt_arena *arena, struct event_name name) {
    if (name.text) return vdt_view_of(name.text);
    return name.digits ? vdt_arena_format(arena, "e:%016" PRIx64, name.digits) : (struct vdt_view){ "", 0 };
}

static struct vdt_view day_text(struct vdt_arena *arena, int32_t day) {
    char text[11];
    if (day == VDT_NO_DAY) return (struct vdt_view){ NULL, 0 };
    vdt_day_write(day, text);
    return vdt_arena_copy(arena, vdt_view_of(text));
}

static struct vdt_view words_of(const struct entry *entry, struct stretch stretch) {
    return vdt_view_slice(entry->text, stretch.begin, stretch.begin + stretch.size);
}

static bool put_changes(struct vdt_arena *arena, const struct entry *entry, struct vdt_ledger_entry *out) {
    struct vdt_ledger_change *changes = NULL;
    size_t room = 0;
    for (const struct change *change = entry->changes; change; change = change->next) {
        changes = vdt_arena_grow(arena, changes, out->change_count, &room, sizeof *changes);
        if (!changes) return false;
        changes[out->change_count++] =
            (struct vdt_ledger_change){ change->to, day_text(arena, change->on), id_of(arena, change->by), change->confidence };
    }
    out->changes = changes;
    return true;
}

static bool put_statements(struct vdt_arena *arena, const struct entry *entry, struct vdt_ledger_entry *out) {
    struct vdt_view *events = NULL;
    size_t room = 0;
    for (const struct statement *statement = entry->statements; statement; statement = statement->next) {
        events = vdt_arena_grow(arena, events, out->event_count, &room, sizeof *events);
        if (!events) return false;
        events[out->event_count++] = id_of(arena, statement->event);
    }
    out->events = events;
    return true;
}

/* The entry as the world sees it, in the arena; false: memory is out. */
static bool put_entry(struct vdt_arena *arena, const struct entry *entry, struct vdt_ledger_entry *out) {
    *out = (struct vdt_ledger_entry){
        .kind = entry->kind, .state = entry->state, .text = entry->text, .has_content = entry->content.there,
        .issuers = entry->issuers->codes, .issuer_count = entry->issuers->count, .addressees = entry->addressees->codes,
        .addressee_count = entry->addressees->count, .voices = entry->voices->codes, .voice_count = entry->voices->count,
        .content = entry->content.plover, .condition = words_of(entry, entry->condition_words),
        .consequence = words_of(entry, entry->consequence_words), .stated_on = day_text(arena, entry->stated),
        .deadline_to = day_text(arena, entry->due),
    };
    if (!put_changes(arena, entry, out) || !put_statements(arena, entry, out)) return false;
    out->id = vdt_arena_format(arena, "l:%016" PRIx64, vdt_hash(out->events[0]));
    return out->id.data != NULL;
}

static enum vdt_status tell_all(struct ledger *ledger, int32_t on, int32_t before, vdt_ledger_fn *tell, void *context, struct vdt_error *error) {
    struct vdt_arena arena;
    struct vdt_ledger_entry told;
    enum vdt_status status = VDT_OK;
    vdt_arena_init(&arena);
    for (size_t i = 0; status == VDT_OK && i < ledger->count; i++) {
        vdt_ledger_pass_time(ledger, ledger->entries[i], on);
        if (!is_wanted(ledger->options, ledger->entries[i], before)) continue;
        vdt_arena_reset(&arena);
        if (ledger->failed || !put_entry(&arena, ledger->entries[i], &told))
            status = vdt_fail_memory(error, "reading the ledger");
        else if (!tell(context, &told))
            status = VDT_END;
    }
    vdt_arena_done(&arena);
    return status;
}

static enum vdt_status day_option(struct vdt_view text, const char *what, int32_t *out, struct vdt_error *error) {
    *out = VDT_NO_DAY;
    if (!text.size || vdt_day_read(vdt_view_slice(text, 0, 10), out)) return VDT_OK;
    enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "\"%.*s\" is no day (%s)", (int)(text.size < 40 ? text.size : 40), text.data, what);
    return vdt_hint(error, status, "write it as YYYY-MM-DD");
}

/* The last day of which anything is told. */
static int32_t newest(const struct ledger *ledger, int32_t on) {
    for (size_t i = 0; on == VDT_NO_DAY && i < ledger->count; i++)
        if (ledger->entries[i]->last > on) on = ledger->entries[i]->last;
    return on;
}

enum vdt_status vdt_ledger_read(struct vdt_store *store, const struct vdt_ledger_options *options, vdt_ledger_fn *tell, void *context,
                                struct vdt_error *error) {
    assert(options->size >= sizeof *options);
    int32_t before, on, as_of, latest = VDT_NO_DAY;
    enum vdt_status status = day_option(options->due_before, "due before", &before, error);
    if (status == VDT_OK) status = day_option(options->on, "on", &on, error);
    if (status == VDT_OK) status = day_option(options->as_of, "as of", &as_of, error);
    if (status != VDT_OK) return status;
    struct ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger) return vdt_fail_memory(error, "reading the ledger");
    vdt_arena_init(&ledger->arena);
    ledger->options = options;
    status = walk(ledger, store, error);
    if (status == VDT_OK) status = vdt_store_newest_day(store, options->as_of, &latest, error);
    if (on == VDT_NO_DAY) on = as_of != VDT_NO_DAY ? as_of : latest;
    if (status == VDT_OK) status = tell_all(ledger, newest(ledger, on), before, tell, context, error);
    vdt_arena_done(&ledger->arena);
    free(ledger);
    return status;
}

