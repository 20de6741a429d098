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
#include <stdlib.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/hash.h"
#include "watch/ledger-entry.h"
#include "watch/ledger-words.h"

enum { MOST_PARTIES = 64 };

static const struct vdt_view *codes_of(struct ledger *ledger, const struct vdt_party *parties, size_t count, size_t *out) {
    struct vdt_view *codes = vdt_arena_array(&ledger->arena, count, sizeof *codes);
    *out = 0;
    if (!codes) return ledger->failed = true, NULL;
    for (size_t i = 0; i < count && *out < MOST_PARTIES; i++) {
        if (!parties[i].code.size) continue;
        codes[*out] = vdt_arena_copy(&ledger->arena, parties[i].code);
        if (!codes[*out].data) return ledger->failed = true, NULL;
        ++*out;
    }
    return codes;
}

static struct act act_of(struct ledger *ledger, const struct vdt_event *event) {
    struct act act = { .there = true, .plover = event->plover };
    act.sources = codes_of(ledger, event->sources, event->source_count, &act.source_count);
    act.targets = codes_of(ledger, event->targets, event->target_count, &act.target_count);
    return act;
}

/* ---- statements ------------------------------------------------------------------------------------------------ */

static bool lemma_is_one_of(struct vdt_view lemma, const char *const *list) {
    for (; *list; list++)
        if (vdt_view_is(lemma, *list)) return true;
    return false;
}

/* The byte of the evidence where a code point of the report stands. */
static size_t byte_of(const struct vdt_event *event, uint32_t point) {
    size_t at = 0;
    for (uint32_t i = event->evidence.begin; i < point && at < event->evidence.text.size; i++)
        do at++;
        while (at < event->evidence.text.size && ((unsigned char)event->evidence.text.data[at] & 0xc0) == 0x80);
    return at;
}

static bool is_agreement(const struct vdt_event *event) {
    static const char *const words[] = { "agree", "sign", "accord", "agreement", "deal", "ceasefire", "cease-fire", "truce",
                                         "treaty", "pact", "conclude", "reach", "ink", "strike", "initial", NULL };
    bool formal = vdt_view_starts(event->cameo, VDT_LITERAL("057"));
    return (formal || lemma_is_one_of(event->lemma, words)) && event->source_count + event->target_count >= 2;
}

/* "France warned that Iran could build a bomb": the event is possible, on the word of one who warns. */
static bool is_warning(const struct vdt_event *event) {
    static const char *const cues[] = { "warn", "caution", "alert" };
    if (event->status != VDT_POSSIBLE || !event->voice_count || !event->voices[0].code.size) return false;
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++) {
        struct vdt_view cue = event->voices[0].cue;
        if (vdt_view_equal_fold(vdt_view_slice(cue, 0, strlen(cues[i])), vdt_view_of(cues[i]))) return true;
    }
    return false;
}

static bool kind_of(const struct vdt_event *event, enum vdt_ledger_kind *out) {
    static const char *const warns[] = { "warn", "warning", "caution", "alert", "alarm", NULL };
    static const char *const denies[] = { "deny", "denial", "refute", "rebut", "disclaim", "dismiss", "reject", NULL };
    static const char *const promises[] = { "promise", "pledge", "vow", "assure", "assurance", "guarantee", "commit",
                                            "undertake", "commitment", "offer", "swear", NULL };
    *out = VDT_LEDGER_WARNING;
    if (event->status != VDT_ASSERTED) return is_warning(event);
    if (vdt_ledger_carries_through(event->lemma, event->evidence.text)) return false;
    switch (event->plover) {
    case VDT_THREATEN:
        *out = lemma_is_one_of(event->lemma, warns) ? VDT_LEDGER_WARNING : VDT_LEDGER_THREAT;
        return true;
    case VDT_REQUEST:
        *out = VDT_LEDGER_DEMAND;
        return vdt_view_starts(event->cameo, VDT_LITERAL("10"));
    case VDT_REJECT:
        *out = VDT_LEDGER_DENIAL; /* of an act: the sentence has an event that is denied */
        return lemma_is_one_of(event->lemma, denies);
    case VDT_AGREE: case VDT_SUPPORT: case VDT_CONCEDE: case VDT_RETREAT:
        *out = is_agreement(event) ? VDT_LEDGER_AGREEMENT : VDT_LEDGER_PROMISE;
        return *out == VDT_LEDGER_AGREEMENT ||
               (event->plover == VDT_AGREE && (vdt_view_starts(event->cameo, VDT_LITERAL("03")) || lemma_is_one_of(event->lemma, promises)));
    default:
        return false;
    }
}

/* The parts of a warning that is told as an event on somebody's word. */
static void fill_warning(struct ledger *ledger, struct entry *entry, const struct vdt_event *event) {
    struct vdt_ledger_entry *told = &entry->told;
    told->issuers = codes_of(ledger, event->voices, 1, &told->issuer_count);
    entry->content = act_of(ledger, event);
}

static void fill_statement(struct ledger *ledger, struct entry *entry, const struct vdt_event *event) {
    struct vdt_ledger_entry *told = &entry->told;
    told->issuers = codes_of(ledger, event->sources, event->source_count, &told->issuer_count);
    told->addressees = codes_of(ledger, event->targets, event->target_count, &told->addressee_count);
    told->voices = codes_of(ledger, event->voices, event->voice_count, &told->voice_count);
}

/* The later end of a date that the text gives for what is still to come. */
static int32_t day_ahead(const struct vdt_event *event, int32_t stated) {
    int32_t day;
    if (event->date_basis != VDT_DATE_TEXT || !vdt_day_read(event->date_to, &day) || day <= stated) return VDT_NO_DAY;
    return day;
}

/* What the other events of the sentence add to a statement. */
static void add_nested(struct ledger *ledger, struct entry *entry, const struct vdt_event *statement, const struct vdt_event *other) {
    struct vdt_view condition = entry->told.condition;
    size_t place = byte_of(other, other->trigger.begin);
    size_t from = condition.size ? (size_t)(condition.data - entry->told.text.data) : 0;
    bool in_condition = condition.size && place >= from && place < from + condition.size;
    int32_t due = day_ahead(other, entry->stated);
    if (due != VDT_NO_DAY && (entry->due == VDT_NO_DAY || due < entry->due)) entry->due = due;
    if (other->status == VDT_ASSERTED || vdt_view_equal(other->id, statement->id)) return;
    if (in_condition) {
        if (!entry->condition.there) entry->condition = act_of(ledger, other);
    } else if (!entry->content.there) {
        bool denied = other->status == VDT_DENIED;
        if (denied == (entry->told.kind == VDT_LEDGER_DENIAL)) entry->content = act_of(ledger, other);
    }
}

static enum vdt_status gather(struct ledger *ledger, struct vdt_store *store, struct entry *entry, const struct vdt_event *statement,
                              struct vdt_error *error) {
    struct vdt_query query = VDT_QUERY_INIT;
    struct vdt_cursor *cursor;
    struct vdt_event other;
    query.report = statement->report;
    enum vdt_status status = vdt_store_query(store, &query, &cursor, error);
    if (status != VDT_OK) return status;
    while ((status = vdt_cursor_next(cursor, &other, error)) == VDT_OK)
        if (other.sentence == statement->sentence) add_nested(ledger, entry, statement, &other);
    vdt_cursor_close(cursor);
    return status == VDT_END ? VDT_OK : status;
}

static void add_statement(struct ledger *ledger, struct entry *entry, const struct vdt_event *event, int32_t day) {
    struct vdt_view *events =
        vdt_arena_grow(&ledger->arena, (void *)(uintptr_t)entry->told.events, entry->told.event_count, &entry->event_room, sizeof *events);
    struct vdt_view id = vdt_arena_copy(&ledger->arena, event->id);
    if (!events || !id.data) {
        ledger->failed = true;
        return;
    }
    events[entry->told.event_count++] = id;
    entry->told.events = events;
    entry->last = day;
}

static bool is_truce(struct vdt_view sentence) {
    static const char *const words[] = { "ceasefire", "cease-fire", "truce", "armistice", "peace", "hostilities", NULL };
    for (size_t i = 0; words[i]; i++) {
        size_t size = strlen(words[i]);
        for (size_t at = 0; at + size <= sentence.size; at++)
            if (vdt_view_is_fold(vdt_view_slice(sentence, at, at + size), words[i])) return true;
    }
    return false;
}

/* An entry of the statement, not yet in the ledger; NULL: it is none after all, or memory is out. */
static struct entry *make(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event, enum vdt_ledger_kind kind,
                          int32_t day, enum vdt_status *status, struct vdt_error *error) {
    struct entry *entry = vdt_arena_take(&ledger->arena, sizeof *entry);
    if (!entry) return ledger->failed = true, NULL;
    struct vdt_ledger_entry *told = &entry->told;
    entry->stated = entry->last = day;
    entry->due = VDT_NO_DAY;
    told->kind = kind;
    told->text = vdt_arena_copy(&ledger->arena, event->evidence.text);
    told->id = vdt_arena_format(&ledger->arena, "l:%016llx", (unsigned long long)vdt_hash(event->id));
    if (!told->text.data || !told->id.data) return ledger->failed = true, NULL;
    if (event->status == VDT_ASSERTED)
        fill_statement(ledger, entry, event);
    else
        fill_warning(ledger, entry, event);
    if (kind != VDT_LEDGER_DENIAL && kind != VDT_LEDGER_AGREEMENT) told->condition = vdt_ledger_condition(told->text);
    *status = gather(ledger, store, entry, event, error);
    if (*status != VDT_OK || ledger->failed) return NULL;
    size_t end = event->status == VDT_ASSERTED ? byte_of(event, event->trigger.end) : vdt_ledger_cue_end(told->text, event->voices[0].cue);
    bool own = entry->content.there ? vdt_ledger_share(entry->content.sources, entry->content.source_count, told->issuers, told->issuer_count)
                                    : vdt_ledger_own_act(told->text, end);
    if (kind == VDT_LEDGER_WARNING && own) told->kind = VDT_LEDGER_THREAT;
    if (kind == VDT_LEDGER_DENIAL && !entry->content.there) return NULL;
    told->consequence = vdt_ledger_consequence(told->text, end, told->kind);
    told->has_content = entry->content.there;
    told->content = entry->content.plover;
    told->stated_on = vdt_ledger_day(ledger, day);
    told->deadline_to = vdt_ledger_day(ledger, entry->due);
    entry->truce = kind == VDT_LEDGER_AGREEMENT && is_truce(told->text);
    return entry;
}

static uint64_t said_to_nobody(const struct vdt_ledger_entry *told, size_t issuer) {
    return vdt_ledger_key(LEDGER_SAID_TO, told->kind, told->issuers[issuer], (struct vdt_view){ 0 });
}

/* Addressee number `side`, or nobody where there is none: `sides` are then one. */
static uint64_t said_to(const struct vdt_ledger_entry *told, size_t issuer, size_t side) {
    return told->addressee_count ? vdt_ledger_key(LEDGER_SAID_TO, told->kind, told->issuers[issuer], told->addressees[side])
                                 : said_to_nobody(told, issuer);
}

static size_t sides(const struct vdt_ledger_entry *told) {
    return told->addressee_count ? told->addressee_count : 1;
}

static uint64_t said_of(const struct vdt_ledger_entry *told, size_t issuer) {
    return vdt_ledger_key(LEDGER_SAID_OF, (uint64_t)told->kind << 32 | told->content, told->issuers[issuer], (struct vdt_view){ 0 });
}

static uint64_t said_in(const struct vdt_ledger_entry *told, struct vdt_view party) {
    return vdt_ledger_key(LEDGER_TEXT, vdt_hash(told->text), party, (struct vdt_view){ 0 });
}

static bool is_of_harm(const struct entry *entry) {
    return entry->told.kind == VDT_LEDGER_WARNING || entry->told.kind == VDT_LEDGER_THREAT;
}

/* The lists in which a statement that says an entry again looks for it. */
static void enter_said(struct ledger *ledger, struct entry *entry) {
    const struct vdt_ledger_entry *told = &entry->told;
    const struct { const struct vdt_view *codes; size_t count; } parties[] = {
        { told->issuers, told->issuer_count }, { told->addressees, told->addressee_count },
        { entry->content.sources, entry->content.source_count }, { entry->content.targets, entry->content.target_count },
        { entry->condition.sources, entry->condition.source_count }, { entry->condition.targets, entry->condition.target_count },
    };
    for (size_t i = 0; i < told->issuer_count; i++) {
        if (told->has_content) vdt_ledger_enter(ledger, entry, said_of(told, i));
        for (size_t k = 0; k < sides(told); k++) vdt_ledger_enter(ledger, entry, said_to(told, i, k));
    }
    for (size_t list = 0; list < (is_of_harm(entry) ? sizeof parties / sizeof *parties : 0); list++)
        for (size_t i = 0; i < parties[list].count; i++) vdt_ledger_enter(ledger, entry, said_in(told, parties[list].codes[i]));
}

/* A warning may be told twice in one sentence, as itself and as what it is of. */
static bool is_told_twice(const struct entry *entry, const struct entry *one, int32_t day) {
    return vdt_view_equal(entry->told.text, one->told.text) && entry->last == day && is_of_harm(entry) && is_of_harm(one);
}

static bool says_again(const struct ledger *ledger, const struct entry *one, const struct entry *entry, int32_t day) {
    if (entry->told.kind != one->told.kind || day - entry->last > ledger->options->keep_days) return false;
    if (entry->told.has_content && one->told.has_content && entry->told.content != one->told.content) return false;
    /* of the same thing it may be left open to whom it is said */
    bool same_thing = entry->told.has_content && one->told.has_content;
    bool to_nobody = !entry->told.addressee_count || !one->told.addressee_count;
    return vdt_ledger_share(entry->told.issuers, entry->told.issuer_count, one->told.issuers, one->told.issuer_count) &&
           ((same_thing && to_nobody) ||
            vdt_ledger_share(entry->told.addressees, entry->told.addressee_count, one->told.addressees, one->told.addressee_count));
}

/* The newer of `found` and what stands under the key and is the same as `one`. */
static struct entry *newest_under(struct ledger *ledger, uint64_t key, const struct entry *one, int32_t day, struct entry *found) {
    struct member *at = NULL;
    for (struct entry *entry; (entry = vdt_ledger_next(ledger, key, &at));)
        if ((!found || entry->number > found->number) && (is_told_twice(entry, one, day) || says_again(ledger, one, entry, day)))
            found = entry;
    return found;
}

/* The newest entry that the new one says again. */
static struct entry *said_before(struct ledger *ledger, const struct entry *one, int32_t day) {
    const struct vdt_ledger_entry *told = &one->told;
    struct entry *found = NULL;
    for (size_t i = 0; i < told->issuer_count; i++) {
        for (size_t k = 0; k < sides(told); k++) found = newest_under(ledger, said_to(told, i, k), one, day, found);
        if (told->has_content && told->addressee_count) found = newest_under(ledger, said_to_nobody(told, i), one, day, found);
        if (told->has_content && !told->addressee_count) found = newest_under(ledger, said_of(told, i), one, day, found);
        if (is_of_harm(one)) found = newest_under(ledger, said_in(told, told->issuers[i]), one, day, found);
    }
    return found;
}

static enum vdt_status state(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event, enum vdt_ledger_kind kind,
                             int32_t day, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    struct entry *entry = make(ledger, store, event, kind, day, &status, error);
    if (!entry) return status;
    struct entry *old = said_before(ledger, entry, day);
    if (old) {
        vdt_ledger_pass_time(ledger, old, day);
        add_statement(ledger, old, event, day);
        if (entry->due != VDT_NO_DAY) old->due = entry->due, old->told.deadline_to = entry->told.deadline_to;
        if (old->told.state != VDT_LEDGER_OPEN) vdt_ledger_change(ledger, old, VDT_LEDGER_OPEN, day, event->id, event->confidence);
        return VDT_OK;
    }
    struct entry **entries = vdt_arena_grow(&ledger->arena, ledger->entries, ledger->count, &ledger->room, sizeof *entries);
    if (!entries) return ledger->failed = true, VDT_OK;
    ledger->entries = entries;
    entry->number = ledger->count;
    entries[ledger->count++] = entry;
    add_statement(ledger, entry, event, day);
    vdt_ledger_change(ledger, entry, VDT_LEDGER_OPEN, day, event->id, event->confidence);
    enter_said(ledger, entry);
    vdt_ledger_expect(ledger, entry);
    return VDT_OK;
}

static enum vdt_status day_of_report(struct vdt_store *store, struct vdt_view id, int32_t *day, struct vdt_error *error) {
    struct vdt_report report;
    int32_t published;
    enum vdt_status status = vdt_store_report(store, id, &report, error);
    if (status == VDT_OK && vdt_day_read(vdt_view_slice(report.published, 0, 10), &published)) *day = published;
    return status;
}

/* ---- the walk ------------------------------------------------------------------------------------------------------ */

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
        if (!kind_of(&event, &kind)) continue;
        /* a warning's event lies ahead; it was made when it was reported */
        if (event.status != VDT_ASSERTED) status = day_of_report(store, event.report, &day, error);
        if (status == VDT_OK) status = state(ledger, store, &event, kind, day, error);
    }
    vdt_cursor_close(cursor);
    if (ledger->failed) return vdt_fail_memory(error, "reading the ledger");
    return status == VDT_END ? VDT_OK : status;
}

static bool code_begins(const struct vdt_view *codes, size_t count, struct vdt_view prefix) {
    for (size_t i = 0; i < count; i++)
        if (vdt_view_starts(codes[i], prefix)) return true;
    return !prefix.size;
}

static bool is_wanted(const struct vdt_ledger_options *options, const struct vdt_ledger_entry *told, int32_t due, int32_t before) {
    if (options->state && *options->state != told->state) return false;
    if (options->kind && *options->kind != told->kind) return false;
    if (before != VDT_NO_DAY && (told->state != VDT_LEDGER_OPEN || due == VDT_NO_DAY || due >= before)) return false;
    return code_begins(told->issuers, told->issuer_count, options->issuer) &&
           code_begins(told->addressees, told->addressee_count, options->addressee);
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
    on = newest(ledger, on);
    for (size_t i = 0; status == VDT_OK && i < ledger->count; i++) {
        struct entry *entry = ledger->entries[i];
        vdt_ledger_pass_time(ledger, entry, on);
        if (ledger->failed) status = vdt_fail_memory(error, "reading the ledger");
        if (status == VDT_OK && is_wanted(options, &entry->told, entry->due, before) && !tell(context, &entry->told)) status = VDT_END;
    }
    vdt_arena_done(&ledger->arena);
    free(ledger);
    return status;
}

