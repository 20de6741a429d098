/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: one walk over the asserted events of a store in the order of their days. Each is asked two things: is it a
 * statement that commits somebody (then it opens an entry, or joins the one that it repeats), and does it change what
 * became of an older one?
 *
 *     events by day ──► statement? ──► entry ◄── the other events of its sentence: content, condition, deadline
 *                  └──► act?       ──► entries of its parties, by the root of their codes ──► change
 *
 * The root of a code is its country, or the whole code of an organisation: what the Russian army does answers to what Russia
 * announced. Entries are kept in lists by the roots of all who have to do with them, so an act looks only at those.
 */
#include "vedette/ledger.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "watch/ledger-words.h"

enum { ROOTS = 4096, MOST_PARTIES = 64 };

/* What an event is about, as an entry remembers it. */
struct act {
    bool there;
    enum vdt_plover plover;
    const struct vdt_view *sources, *targets;
    size_t source_count, target_count;
};

struct entry {
    struct vdt_ledger_entry told; /* its lists grow; the counts there hold */
    size_t change_room, event_room;
    struct act content, condition;
    bool truce;                   /* an agreement to stop fighting */
    int32_t stated, last, due;    /* days: first and last statement, the deadline or VDT_NO_DAY */
    uint64_t seen;                /* the act that looked at it last */
};

struct member {
    struct entry *entry;
    struct member *next;
};

struct ledger {
    struct vdt_arena arena;
    const struct vdt_ledger_options *options;
    struct entry **entries;
    size_t count, room;
    struct member *by_root[ROOTS];
    uint64_t acts;
    bool failed; /* memory */
};

static const char *const kinds[VDT_LEDGER_KIND_COUNT] = { "warning", "threat", "demand", "promise", "denial", "agreement" };
static const char *const states[VDT_LEDGER_STATE_COUNT] = { "open", "met", "carried-out", "withdrawn", "contradicted", "expired" };

const char *vdt_ledger_kind_name(enum vdt_ledger_kind kind) { return kinds[kind]; }
const char *vdt_ledger_state_name(enum vdt_ledger_state state) { return states[state]; }

static bool parse(struct vdt_view name, const char *const *names, int count, int *out) {
    for (int i = 0; i < count; i++)
        if (vdt_view_is_fold(name, names[i])) return *out = i, true;
    return false;
}

bool vdt_ledger_kind_parse(struct vdt_view name, enum vdt_ledger_kind *out) {
    int found;
    return parse(name, kinds, VDT_LEDGER_KIND_COUNT, &found) ? (*out = (enum vdt_ledger_kind)found, true) : false;
}

bool vdt_ledger_state_parse(struct vdt_view name, enum vdt_ledger_state *out) {
    int found;
    return parse(name, states, VDT_LEDGER_STATE_COUNT, &found) ? (*out = (enum vdt_ledger_state)found, true) : false;
}

/* ---- actors ---------------------------------------------------------------------------------------------------- */

static struct vdt_view root_of(struct vdt_view code) {
    static const char *const whole[] = { "IGO", "NGO", "IMG", "MNC" };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (vdt_view_starts(code, vdt_view_of(whole[i]))) return code;
    return vdt_view_slice(code, 0, 3);
}

/* A state and its parts answer for each other; its rebels and citizens for themselves alone. */
static bool answers(struct vdt_view one, struct vdt_view other) {
    static const char *const apart[] = { "REB", "SEP", "OPP", "CVL", "CRM", "REF" };
    if (!one.size || !other.size || !vdt_view_equal(root_of(one), root_of(other))) return false;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        bool first = one.size >= 6 && vdt_view_is(vdt_view_slice(one, 3, 6), apart[i]);
        bool second = other.size >= 6 && vdt_view_is(vdt_view_slice(other, 3, 6), apart[i]);
        if (first != second) return false;
    }
    return true;
}

static bool any_answers(const struct vdt_view *codes, size_t count, const struct vdt_party *parties, size_t party_count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < party_count; k++)
            if (answers(codes[i], parties[k].code)) return true;
    return false;
}

static bool share_one(const struct vdt_view *one, size_t one_count, const struct vdt_view *other, size_t other_count) {
    for (size_t i = 0; i < one_count; i++)
        for (size_t k = 0; k < other_count; k++)
            if (answers(one[i], other[k])) return true;
    return !one_count && !other_count;
}

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

static struct vdt_view day_text(struct ledger *ledger, int32_t day) {
    char text[11];
    if (day == VDT_NO_DAY) return (struct vdt_view){ NULL, 0 };
    vdt_day_write(day, text);
    struct vdt_view copy = vdt_arena_copy(&ledger->arena, vdt_view_of(text));
    if (!copy.data) ledger->failed = true;
    return copy;
}

static void change(struct ledger *ledger, struct entry *entry, enum vdt_ledger_state to, int32_t on, struct vdt_view by, double confidence) {
    struct vdt_ledger_change *changes =
        vdt_arena_grow(&ledger->arena, (void *)(uintptr_t)entry->told.changes, entry->told.change_count, &entry->change_room, sizeof *changes);
    struct vdt_view id = vdt_arena_copy(&ledger->arena, by);
    if (!changes || !id.data) {
        ledger->failed = true;
        return;
    }
    changes[entry->told.change_count++] = (struct vdt_ledger_change){ to, day_text(ledger, on), id, confidence };
    entry->told.changes = changes;
    entry->told.state = to;
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

static void enter_root(struct ledger *ledger, struct entry *entry, struct vdt_view code) {
    struct member **list = &ledger->by_root[vdt_hash(root_of(code)) % ROOTS];
    if (*list && (*list)->entry == entry) return;
    struct member *member = vdt_arena_take(&ledger->arena, sizeof *member);
    if (!member) {
        ledger->failed = true;
        return;
    }
    *member = (struct member){ entry, *list };
    *list = member;
}

static void enter_roots(struct ledger *ledger, struct entry *entry) {
    for (size_t i = 0; i < entry->told.issuer_count; i++) enter_root(ledger, entry, entry->told.issuers[i]);
    for (size_t i = 0; i < entry->told.addressee_count; i++) enter_root(ledger, entry, entry->told.addressees[i]);
    const struct act *acts[] = { &entry->content, &entry->condition };
    for (size_t a = 0; a < 2; a++) {
        for (size_t i = 0; i < acts[a]->source_count; i++) enter_root(ledger, entry, acts[a]->sources[i]);
        for (size_t i = 0; i < acts[a]->target_count; i++) enter_root(ledger, entry, acts[a]->targets[i]);
    }
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
    bool own = entry->content.there ? share_one(entry->content.sources, entry->content.source_count, told->issuers, told->issuer_count)
                                    : vdt_ledger_own_act(told->text, end);
    if (kind == VDT_LEDGER_WARNING && own) told->kind = VDT_LEDGER_THREAT;
    if (kind == VDT_LEDGER_DENIAL && !entry->content.there) return NULL;
    told->consequence = vdt_ledger_consequence(told->text, end, told->kind);
    told->has_content = entry->content.there;
    told->content = entry->content.plover;
    told->stated_on = day_text(ledger, day);
    told->deadline_to = day_text(ledger, entry->due);
    entry->truce = kind == VDT_LEDGER_AGREEMENT && is_truce(told->text);
    return entry;
}

static void pass_time(struct ledger *ledger, struct entry *entry, int32_t day);

static bool is_of_harm(const struct entry *entry) {
    return entry->told.kind == VDT_LEDGER_WARNING || entry->told.kind == VDT_LEDGER_THREAT;
}

/* The entry that the new one says again; a warning may be told twice in one sentence, as itself and as what it is of. */
static struct entry *said_before(struct ledger *ledger, const struct entry *one, int32_t day) {
    if (!one->told.issuer_count) return NULL;
    for (struct member *member = ledger->by_root[vdt_hash(root_of(one->told.issuers[0])) % ROOTS]; member; member = member->next) {
        struct entry *entry = member->entry;
        if (vdt_view_equal(entry->told.text, one->told.text) && entry->last == day && is_of_harm(entry) && is_of_harm(one)) return entry;
        if (entry->told.kind != one->told.kind || day - entry->last > ledger->options->keep_days) continue;
        if (entry->told.has_content && one->told.has_content && entry->told.content != one->told.content) continue;
        /* of the same thing it may be left open to whom it is said */
        bool same_thing = entry->told.has_content && one->told.has_content;
        bool to_nobody = !entry->told.addressee_count || !one->told.addressee_count;
        if (share_one(entry->told.issuers, entry->told.issuer_count, one->told.issuers, one->told.issuer_count) &&
            ((same_thing && to_nobody) ||
             share_one(entry->told.addressees, entry->told.addressee_count, one->told.addressees, one->told.addressee_count)))
            return entry;
    }
    return NULL;
}

static enum vdt_status state(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event, enum vdt_ledger_kind kind,
                             int32_t day, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    struct entry *entry = make(ledger, store, event, kind, day, &status, error);
    if (!entry) return status;
    struct entry *old = said_before(ledger, entry, day);
    if (old) {
        pass_time(ledger, old, day);
        add_statement(ledger, old, event, day);
        if (entry->due != VDT_NO_DAY) old->due = entry->due, old->told.deadline_to = entry->told.deadline_to;
        if (old->told.state != VDT_LEDGER_OPEN) change(ledger, old, VDT_LEDGER_OPEN, day, event->id, event->confidence);
        return VDT_OK;
    }
    struct entry **entries = vdt_arena_grow(&ledger->arena, ledger->entries, ledger->count, &ledger->room, sizeof *entries);
    if (!entries) return ledger->failed = true, VDT_OK;
    ledger->entries = entries;
    entries[ledger->count++] = entry;
    add_statement(ledger, entry, event, day);
    change(ledger, entry, VDT_LEDGER_OPEN, day, event->id, event->confidence);
    enter_roots(ledger, entry);
    return VDT_OK;
}

/* ---- acts -------------------------------------------------------------------------------------------------------- */

/* A role without a country ("CVL", "MIL") says too little to tell two acts apart. */
static bool only_roles(const struct vdt_view *codes, size_t count) {
    static const char *const roles[] = { "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "REB", "SEP", "OPP", "PTY", "CVL", "CIV",
                                         "MED", "BUS", "EDU", "REL", "LAB", "REF", "CRM", "ELI" };
    for (size_t i = 0; i < count; i++) {
        bool role = false;
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) role |= vdt_view_is(codes[i], roles[k]);
        if (!role) return false;
    }
    return true;
}

/* How well an act's parties fit those wanted: 1 all known and there, 0.7 one side unknown, 0 not. */
static double fit(const struct vdt_event *event, const struct vdt_view *sources, size_t source_count, const struct vdt_view *targets,
                  size_t target_count) {
    if (only_roles(sources, source_count)) source_count = 0;
    if (only_roles(targets, target_count)) target_count = 0;
    if (source_count && !any_answers(sources, source_count, event->sources, event->source_count)) return 0;
    if (target_count && !any_answers(targets, target_count, event->targets, event->target_count)) return 0;
    if (!source_count && !target_count) return 0;
    return source_count && target_count ? 1 : 0.7;
}

static double fits_act(const struct vdt_event *event, const struct act *act) {
    if (!act->there || act->plover != event->plover) return 0;
    return fit(event, act->sources, act->source_count, act->targets, act->target_count);
}

static bool by_issuer(const struct entry *entry, const struct vdt_event *event) {
    return any_answers(entry->told.issuers, entry->told.issuer_count, event->sources, event->source_count);
}

/* Both sides of the event are parties of the agreement. */
static bool between_parties(const struct entry *entry, const struct vdt_event *event) {
    const struct vdt_ledger_entry *told = &entry->told;
    bool source_one = any_answers(told->issuers, told->issuer_count, event->sources, event->source_count);
    bool source_other = any_answers(told->addressees, told->addressee_count, event->sources, event->source_count);
    bool target_one = any_answers(told->issuers, told->issuer_count, event->targets, event->target_count);
    bool target_other = any_answers(told->addressees, told->addressee_count, event->targets, event->target_count);
    return (source_one && target_other) || (source_other && target_one) ||
           (source_one && target_one && !told->addressee_count && told->issuer_count > 1);
}

/* On the word of others alone: a claim, no fact. */
static bool is_claim_against(const struct entry *entry, const struct vdt_event *event) {
    return event->voice_count && !any_answers(entry->told.issuers, entry->told.issuer_count, event->voices, event->voice_count);
}

static double carried_out(const struct entry *entry, const struct vdt_event *event) {
    const struct vdt_ledger_entry *told = &entry->told;
    if (entry->content.there) {
        struct act act = entry->content;
        if (told->kind == VDT_LEDGER_THREAT) {
            if (!act.source_count) act.sources = told->issuers, act.source_count = told->issuer_count;
            if (!act.target_count) act.targets = told->addressees, act.target_count = told->addressee_count;
        }
        return fits_act(event, &act);
    }
    if (told->kind != VDT_LEDGER_THREAT || event->quad != 4 || !told->addressee_count) return 0;
    return 0.7 * fit(event, told->issuers, told->issuer_count, told->addressees, told->addressee_count);
}

static double met(const struct entry *entry, const struct vdt_event *event) {
    const struct vdt_ledger_entry *told = &entry->told;
    switch (told->kind) {
    case VDT_LEDGER_THREAT: case VDT_LEDGER_WARNING:
        /* "it" in "unless it halts" may have been taken for the speaker */
        return fits_act(event, &entry->condition) > 0 ? fits_act(event, &entry->condition)
               : entry->condition.there && entry->condition.plover == event->plover && told->addressee_count
                   ? 0.7 * fit(event, told->addressees, told->addressee_count, NULL, 0) : 0;
    case VDT_LEDGER_DEMAND: case VDT_LEDGER_PROMISE: {
        struct act act = entry->content;
        bool demand = told->kind == VDT_LEDGER_DEMAND;
        if (!act.source_count) {
            act.sources = demand ? told->addressees : told->issuers;
            act.source_count = demand ? told->addressee_count : told->issuer_count;
        }
        return fits_act(event, &act);
    }
    case VDT_LEDGER_AGREEMENT:
        return vdt_ledger_carries_through(event->lemma, event->evidence.text) && by_issuer(entry, event) ? 0.8 : 0;
    default:
        return 0;
    }
}

static double contradicted(const struct entry *entry, const struct vdt_event *event) {
    const struct vdt_ledger_entry *told = &entry->told;
    bool material = event->quad == 4 && (event->plover == VDT_ASSAULT || event->plover == VDT_COERCE || event->plover == VDT_MOBILIZE);
    switch (told->kind) {
    case VDT_LEDGER_DENIAL:
        return is_claim_against(entry, event) ? 0 : fits_act(event, &entry->content);
    case VDT_LEDGER_PROMISE:
        return event->quad == 4 && told->addressee_count ? 0.7 * fit(event, told->issuers, told->issuer_count, told->addressees, told->addressee_count) : 0;
    case VDT_LEDGER_AGREEMENT:
        if (vdt_ledger_breaks(event->lemma, event->evidence.text) && (by_issuer(entry, event) || between_parties(entry, event))) return 0.9;
        return material && (entry->truce || event->plover == VDT_ASSAULT) && between_parties(entry, event) ? (entry->truce ? 0.9 : 0.6) : 0;
    default:
        return 0;
    }
}

static bool withdrawn(const struct entry *entry, const struct vdt_event *event) {
    bool party = by_issuer(entry, event) || (entry->told.kind == VDT_LEDGER_AGREEMENT &&
                 any_answers(entry->told.addressees, entry->told.addressee_count, event->sources, event->source_count));
    return party && vdt_ledger_takes_back(event->lemma, event->evidence.text, entry->told.kind);
}

static void pass_time(struct ledger *ledger, struct entry *entry, int32_t day) {
    int32_t end = entry->due != VDT_NO_DAY ? entry->due : entry->last + ledger->options->keep_days;
    if (entry->told.state == VDT_LEDGER_OPEN && day > end)
        change(ledger, entry, VDT_LEDGER_EXPIRED, end + 1, (struct vdt_view){ "", 0 }, 1);
}

/* What an act makes of an entry. */
static void weigh(struct ledger *ledger, struct entry *entry, const struct vdt_event *event, int32_t day) {
    enum vdt_ledger_state now = entry->told.state, to = now;
    double sure = 0;
    bool open = now == VDT_LEDGER_OPEN || now == VDT_LEDGER_EXPIRED;
    if (vdt_view_equal(event->evidence.text, entry->told.text) || day < entry->stated) return;
    if ((open || now == VDT_LEDGER_MET) && withdrawn(entry, event))
        sure = 0.9, to = VDT_LEDGER_WITHDRAWN;
    else if ((open || now == VDT_LEDGER_MET || now == VDT_LEDGER_WITHDRAWN) &&
             (entry->told.kind == VDT_LEDGER_THREAT || entry->told.kind == VDT_LEDGER_WARNING) && (sure = carried_out(entry, event)) > 0)
        to = VDT_LEDGER_CARRIED_OUT;
    else if ((open || now == VDT_LEDGER_MET) && (sure = contradicted(entry, event)) > 0)
        to = VDT_LEDGER_CONTRADICTED;
    else if (open && (sure = met(entry, event)) > 0)
        to = VDT_LEDGER_MET;
    if (to != now && sure > 0) change(ledger, entry, to, day, event->id, sure * event->confidence);
}

static void act(struct ledger *ledger, const struct vdt_event *event, int32_t day) {
    ledger->acts++;
    const struct vdt_party *sides[] = { event->sources, event->targets };
    size_t counts[] = { event->source_count, event->target_count };
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < counts[side]; i++) {
            if (!sides[side][i].code.size) continue;
            struct member **link = &ledger->by_root[vdt_hash(root_of(sides[side][i].code)) % ROOTS];
            while (*link) {
                struct entry *entry = (*link)->entry;
                pass_time(ledger, entry, day);
                /* nothing can change any more what was settled, or passed, so long ago */
                if (entry->told.state != VDT_LEDGER_OPEN && day - entry->last > 2 * ledger->options->keep_days) {
                    *link = (*link)->next;
                    continue;
                }
                if (entry->seen != ledger->acts) {
                    entry->seen = ledger->acts;
                    weigh(ledger, entry, event, day);
                }
                link = &(*link)->next;
            }
        }
    }
}

/* A promise of which it is told that it was not kept. */
static void not_done(struct ledger *ledger, const struct vdt_event *event, int32_t day) {
    for (size_t i = 0; i < event->source_count; i++) {
        if (!event->sources[i].code.size) continue;
        for (struct member *member = ledger->by_root[vdt_hash(root_of(event->sources[i].code)) % ROOTS]; member; member = member->next) {
            struct entry *entry = member->entry;
            if (entry->told.kind != VDT_LEDGER_PROMISE || entry->told.state != VDT_LEDGER_OPEN || day <= entry->stated) continue;
            double sure = by_issuer(entry, event) ? fits_act(event, &entry->content) : 0;
            if (sure > 0) change(ledger, entry, VDT_LEDGER_CONTRADICTED, day, event->id, sure * event->confidence);
        }
    }
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
        if (event.status == VDT_NEGATED) not_done(ledger, &event, day);
        if (event.status == VDT_ASSERTED) act(ledger, &event, day);
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
        pass_time(ledger, entry, on);
        if (ledger->failed) status = vdt_fail_memory(error, "reading the ledger");
        if (status == VDT_OK && is_wanted(options, &entry->told, entry->due, before) && !tell(context, &entry->told)) status = VDT_END;
    }
    vdt_arena_done(&ledger->arena);
    free(ledger);
    return status;
}

/* ---- as JSON --------------------------------------------------------------------------------------------------------- */

static void codes_out(struct vdt_json *json, const char *key, const struct vdt_view *codes, size_t count) {
    vdt_json_key(json, key);
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(json);
        vdt_json_key(json, "code");
        vdt_json_string(json, codes[i]);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static void text_out(struct vdt_json *json, const char *key, struct vdt_view value) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, value);
}

static void deadline_out(struct vdt_json *json, const struct vdt_ledger_entry *entry) {
    vdt_json_key(json, "deadline");
    if (!entry->deadline_to.size) {
        vdt_json_null(json);
        return;
    }
    vdt_json_object(json);
    text_out(json, "from", entry->deadline_from);
    text_out(json, "to", entry->deadline_to);
    text_out(json, "basis", VDT_LITERAL("text"));
    vdt_json_object_end(json);
}

static void changes_out(struct vdt_json *json, const struct vdt_ledger_entry *entry) {
    vdt_json_key(json, "changed");
    vdt_json_array(json);
    for (size_t i = 0; i < entry->change_count; i++) {
        const struct vdt_ledger_change *one = &entry->changes[i];
        vdt_json_object(json);
        text_out(json, "to", vdt_view_of(states[one->to]));
        text_out(json, "on", one->on);
        vdt_json_key(json, "by");
        vdt_json_array(json);
        if (one->by.size) vdt_json_string(json, one->by);
        vdt_json_array_end(json);
        vdt_json_key(json, "confidence");
        vdt_json_number(json, one->confidence, 3);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

size_t vdt_ledger_write(const struct vdt_ledger_entry *entry, char *out, size_t size) {
    struct vdt_buffer buffer;
    struct vdt_json json;
    vdt_buffer_init(&buffer);
    vdt_json_init(&json, &buffer);
    vdt_json_object(&json);
    text_out(&json, "id", entry->id);
    text_out(&json, "kind", vdt_view_of(kinds[entry->kind]));
    codes_out(&json, "issuer", entry->issuers, entry->issuer_count);
    codes_out(&json, "addressee", entry->addressees, entry->addressee_count);
    text_out(&json, "content", entry->has_content ? vdt_view_of(vdt_plover_name(entry->content)) : (struct vdt_view){ NULL, 0 });
    text_out(&json, "condition", entry->condition);
    text_out(&json, "consequence", entry->consequence);
    deadline_out(&json, entry);
    text_out(&json, "stated_on", entry->stated_on);
    codes_out(&json, "voice", entry->voices, entry->voice_count);
    text_out(&json, "state", vdt_view_of(states[entry->state]));
    changes_out(&json, entry);
    vdt_json_key(&json, "events");
    vdt_json_array(&json);
    for (size_t i = 0; i < entry->event_count; i++) vdt_json_string(&json, entry->events[i]);
    vdt_json_array_end(&json);
    text_out(&json, "text", entry->text);
    vdt_json_object_end(&json);
    return vdt_buffer_give(&buffer, out, size);
}
