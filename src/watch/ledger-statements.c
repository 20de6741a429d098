/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements that commit somebody: which events are such, what the rest of their sentence adds, and whether they say again
 * what was said before.
 */
#include "base/calendar.h"
#include "base/hash.h"
#include "watch/ledger-entry.h"
#include "watch/ledger-words.h"

/* ---- which events are statements ------------------------------------------------------------------------------- */

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

bool vdt_ledger_is_statement(const struct vdt_event *event, enum vdt_ledger_kind *out) {
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

static struct act act_of(struct ledger *ledger, const struct vdt_event *event) {
    struct act act = { .there = true, .plover = event->plover };
    act.sources = vdt_ledger_parties(ledger, event->sources, event->source_count);
    act.targets = vdt_ledger_parties(ledger, event->targets, event->target_count);
    return act;
}

static void fill_parties(struct ledger *ledger, struct entry *entry, const struct vdt_event *event) {
    bool said = event->status == VDT_ASSERTED; /* else it is a warning's content, on the word of who warns */
    entry->issuers = said ? vdt_ledger_parties(ledger, event->sources, event->source_count) : vdt_ledger_parties(ledger, event->voices, 1);
    entry->addressees = vdt_ledger_parties(ledger, event->targets, said ? event->target_count : 0);
    entry->voices = vdt_ledger_parties(ledger, event->voices, said ? event->voice_count : 0);
    if (!said) entry->content = act_of(ledger, event);
}

/* The later end of a date that the text gives for what is still to come. */
static int32_t day_ahead(const struct vdt_event *event, int32_t stated) {
    int32_t day;
    if (event->date_basis != VDT_DATE_TEXT || !vdt_day_read(event->date_to, &day) || day <= stated) return VDT_NO_DAY;
    return day;
}

/* What the other events of the sentence add to a statement. */
static void add_nested(struct ledger *ledger, struct entry *entry, const struct vdt_event *statement, const struct vdt_event *other) {
    size_t place = byte_of(other, other->trigger.begin), from = entry->condition_words.begin;
    bool in_condition = place >= from && place < from + entry->condition_words.size;
    int32_t due = day_ahead(other, entry->stated);
    if (due != VDT_NO_DAY && (entry->due == VDT_NO_DAY || due < entry->due)) entry->due = due;
    if (other->status == VDT_ASSERTED || vdt_view_equal(other->id, statement->id)) return;
    if (in_condition) {
        if (!entry->condition.there) entry->condition = act_of(ledger, other);
    } else if (!entry->content.there) {
        bool denied = other->status == VDT_DENIED;
        if (denied == (entry->kind == VDT_LEDGER_DENIAL)) entry->content = act_of(ledger, other);
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
    struct statement *statement = vdt_arena_take(&ledger->arena, sizeof *statement);
    if (!statement) {
        ledger->failed = true;
        return;
    }
    statement->event = vdt_ledger_name(ledger, event->id);
    *(entry->statements ? &entry->last_statement->next : &entry->statements) = statement;
    entry->last_statement = statement;
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

static struct stretch stretch_of(struct vdt_view text, struct vdt_view words) {
    return words.size ? (struct stretch){ (uint32_t)(words.data - text.data), (uint32_t)words.size } : (struct stretch){ 0 };
}

/* What the statement would be as an entry, its text borrowed. VDT_END: it is none after all. */
static enum vdt_status make(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event, enum vdt_ledger_kind kind,
                            int32_t day, struct entry *out, struct vdt_error *error) {
    struct vdt_view text = event->evidence.text;
    struct act nothing = { false, event->plover, vdt_ledger_parties(ledger, NULL, 0), vdt_ledger_parties(ledger, NULL, 0) };
    *out = (struct entry){ .kind = kind, .content = nothing, .condition = nothing, .stated = day, .last = day, .due = VDT_NO_DAY, .text = text };
    fill_parties(ledger, out, event);
    if (kind != VDT_LEDGER_DENIAL && kind != VDT_LEDGER_AGREEMENT) out->condition_words = stretch_of(text, vdt_ledger_condition(text));
    enum vdt_status status = gather(ledger, store, out, event, error);
    if (status != VDT_OK) return status;
    if (kind == VDT_LEDGER_DENIAL && !out->content.there) return VDT_END;
    size_t end = event->status == VDT_ASSERTED ? byte_of(event, event->trigger.end) : vdt_ledger_cue_end(text, event->voices[0].cue);
    bool own = out->content.there ? vdt_ledger_share(out->content.sources, out->issuers) : vdt_ledger_own_act(text, end);
    if (kind == VDT_LEDGER_WARNING && own) out->kind = VDT_LEDGER_THREAT;
    out->consequence_words = stretch_of(text, vdt_ledger_consequence(text, end, out->kind));
    out->truce = kind == VDT_LEDGER_AGREEMENT && is_truce(text);
    return VDT_OK;
}

/* ---- what is said again ---------------------------------------------------------------------------------------- */

static uint64_t said_to(const struct entry *entry, struct vdt_view issuer, struct vdt_view addressee) {
    return vdt_ledger_key(LEDGER_SAID_TO, entry->kind, issuer, addressee);
}

static uint64_t said_of(const struct entry *entry, struct vdt_view issuer) {
    return vdt_ledger_key(LEDGER_SAID_OF, (uint64_t)entry->kind << 32 | entry->content.plover, issuer, (struct vdt_view){ 0 });
}

static uint64_t said_in(const struct entry *entry, struct vdt_view party) {
    return vdt_ledger_key(LEDGER_TEXT, vdt_hash(entry->text), party, (struct vdt_view){ 0 });
}

static bool is_of_harm(const struct entry *entry) {
    return entry->kind == VDT_LEDGER_WARNING || entry->kind == VDT_LEDGER_THREAT;
}

static void enter_text(struct ledger *ledger, struct entry *entry, const struct parties *parties) {
    for (size_t i = 0; i < parties->count; i++) vdt_ledger_enter(ledger, entry, said_in(entry, parties->codes[i]));
}

/* The lists in which a statement that says an entry again looks for it. */
static void enter_said(struct ledger *ledger, struct entry *entry) {
    const struct parties *issuers = entry->issuers, *addressees = entry->addressees;
    for (size_t i = 0; i < issuers->count; i++) {
        if (entry->content.there) vdt_ledger_enter(ledger, entry, said_of(entry, issuers->codes[i]));
        if (!addressees->count) vdt_ledger_enter(ledger, entry, said_to(entry, issuers->codes[i], (struct vdt_view){ 0 }));
        for (size_t k = 0; k < addressees->count; k++)
            vdt_ledger_enter(ledger, entry, said_to(entry, issuers->codes[i], addressees->codes[k]));
    }
    if (!is_of_harm(entry)) return;
    const struct parties *all[] = { issuers, addressees, entry->content.sources, entry->content.targets, entry->condition.sources,
                                    entry->condition.targets };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) enter_text(ledger, entry, all[i]);
}

/* A warning may be told twice in one sentence, as itself and as what it is of. */
static bool is_told_twice(const struct entry *entry, const struct entry *one) {
    return vdt_view_equal(entry->text, one->text) && entry->last == one->stated && is_of_harm(entry) && is_of_harm(one);
}

static bool says_again(const struct ledger *ledger, const struct entry *one, const struct entry *entry) {
    if (entry->kind != one->kind || one->stated - entry->last > ledger->options->keep_days) return false;
    bool same_thing = entry->content.there && one->content.there;
    if (same_thing && entry->content.plover != one->content.plover) return false;
    if (!vdt_ledger_share(entry->issuers, one->issuers)) return false;
    /* of the same thing it may be left open to whom it is said */
    bool to_nobody = !entry->addressees->count || !one->addressees->count;
    return (same_thing && to_nobody) || vdt_ledger_share(entry->addressees, one->addressees);
}

/* The newer of `found` and what stands under the key and is the same as `one`. */
static struct entry *newest_under(struct ledger *ledger, uint64_t key, const struct entry *one, struct entry *found) {
    struct member *at = NULL;
    for (struct entry *entry; (entry = vdt_ledger_next(ledger, key, &at));)
        if ((!found || entry->number > found->number) && (is_told_twice(entry, one) || says_again(ledger, one, entry))) found = entry;
    return found;
}

/* The newest entry that the new one says again. */
static struct entry *said_before(struct ledger *ledger, const struct entry *one) {
    struct entry *found = NULL;
    for (size_t i = 0; i < one->issuers->count; i++) {
        struct vdt_view issuer = one->issuers->codes[i];
        bool to_somebody = one->addressees->count > 0;
        for (size_t k = 0; k < one->addressees->count; k++)
            found = newest_under(ledger, said_to(one, issuer, one->addressees->codes[k]), one, found);
        if (one->content.there || !to_somebody) found = newest_under(ledger, said_to(one, issuer, (struct vdt_view){ 0 }), one, found);
        if (one->content.there && !to_somebody) found = newest_under(ledger, said_of(one, issuer), one, found);
        if (is_of_harm(one)) found = newest_under(ledger, said_in(one, issuer), one, found);
    }
    return found;
}

static struct entry *keep(struct ledger *ledger, const struct entry *one) {
    struct entry **entries = vdt_arena_grow(&ledger->arena, ledger->entries, ledger->count, &ledger->room, sizeof *entries);
    struct entry *entry = vdt_arena_take(&ledger->arena, sizeof *entry);
    struct vdt_view text = vdt_arena_copy(&ledger->arena, one->text);
    if (!entries || !entry || !text.data) return ledger->failed = true, NULL;
    *entry = *one;
    entry->text = text;
    entry->number = ledger->count;
    ledger->entries = entries;
    return entries[ledger->count++] = entry;
}

enum vdt_status vdt_ledger_state_it(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event,
                                    enum vdt_ledger_kind kind, int32_t day, struct vdt_error *error) {
    struct entry one;
    enum vdt_status status = make(ledger, store, event, kind, day, &one, error);
    if (status != VDT_OK || ledger->failed) return status == VDT_END ? VDT_OK : status;
    struct entry *entry = said_before(ledger, &one);
    bool again = entry != NULL;
    if (again)
        vdt_ledger_pass_time(ledger, entry, day);
    else if (!(entry = keep(ledger, &one)))
        return VDT_OK;
    add_statement(ledger, entry, event, day);
    if (one.due != VDT_NO_DAY) entry->due = one.due;
    if (!again || entry->state != VDT_LEDGER_OPEN) vdt_ledger_change(ledger, entry, VDT_LEDGER_OPEN, day, event->id, event->confidence);
    if (again) return VDT_OK;
    enter_said(ledger, entry);
    vdt_ledger_expect(ledger, entry);
    return VDT_OK;
}
