/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Incidents across reports: joining the events of a report that is added to what was told before, and the account of
 * an incident that is made of all who tell it.
 *
 * Likely events come from three indexes: the story, the report of which this one is a copy, and the pair of parties on
 * nearly the same days. Each is then compared (story/happening.h).
 */
#include "store/database.h"

#include "base/calendar.h"
#include "base/json.h"
#include "story/happening.h"
#include "vedette/incident.h"

/* ---- joining ---- */

static enum vdt_kin_of_reports kin_of(const struct vdt_event *other, const struct vdt_story *story) {
    if (story->copy_of.size && vdt_view_equal(other->report, story->copy_of)) return VDT_KIN_TEXT;
    return vdt_view_equal(other->story, story->story) ? VDT_KIN_STORY : VDT_KIN_NONE;
}

/*
 * Does an event lie near the day on which its incident began? Each may touch the one before it, and what is said every day would be
 * one incident for ever.
 */
static enum vdt_status near_its_beginning(struct vdt_store *store, const struct vdt_event *event, struct vdt_view incident,
                                          bool *near, struct vdt_error *error) {
    sqlite3_stmt *day = vdt_store__statement(store, VDT_SQL_INCIDENT_DAY, error);
    if (!day) return VDT_ERROR_STORE;
    vdt_store__bind(day, 1, incident);
    int32_t from, to;
    *near = true;
    if (sqlite3_step(day) == SQLITE_ROW && sqlite3_column_type(day, 0) != SQLITE_NULL && vdt_day_read(event->date_from, &from)) {
        int64_t began = sqlite3_column_int64(day, 0);
        if (!vdt_day_read(event->date_to, &to)) to = from;
        *near = from <= began + VDT_HAPPENING_DAYS && to >= began - VDT_HAPPENING_DAYS;
    }
    sqlite3_reset(day);
    return VDT_OK;
}

/* The incident of the nearest likely event that is the same happening; empty: of none. */
static enum vdt_status find(struct vdt_store *store, int64_t report, const struct vdt_story *story,
                            const struct vdt_event *event, struct vdt_arena *arena, struct vdt_view *out,
                            struct vdt_error *error) {
    sqlite3_stmt *likely = vdt_store__statement(store, VDT_SQL_LIKELY_EVENTS, error);
    if (!likely) return VDT_ERROR_STORE;
    int32_t day = INT32_MIN / 2;
    vdt_day_read(event->date_from, &day);
    vdt_store__bind(likely, 1, story->story);
    vdt_store__bind(likely, 2, vdt_view_of(vdt_plover_name(event->plover)));
    sqlite3_bind_int64(likely, 3, report);
    vdt_store__bind(likely, 4, story->copy_of);
    sqlite3_bind_int64(likely, 5, vdt_happening_key(event));
    sqlite3_bind_int64(likely, 6, day - VDT_HAPPENING_DAYS);
    sqlite3_bind_int64(likely, 7, day + VDT_HAPPENING_DAYS);
    enum vdt_status status = VDT_OK;
    int step = SQLITE_ROW, best = -1;
    while (status == VDT_OK && (step = sqlite3_step(likely)) == SQLITE_ROW) {
        struct vdt_event other;
        status = vdt_store__event(store, likely, arena, &other, error);
        if (status != VDT_OK || !other.incident.size) continue;
        enum vdt_kin_of_reports kin = kin_of(&other, story);
        bool near = true;
        if ((int)kin <= best || !vdt_happening_same(event, &other, kin)) continue;
        if (kin != VDT_KIN_TEXT) status = near_its_beginning(store, event, other.incident, &near, error);
        if (near) best = (int)kin, *out = other.incident;
    }
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "look for incidents");
    sqlite3_reset(likely);
    return status;
}

enum vdt_status vdt_store__join(struct vdt_store *store, int64_t report, const struct vdt_story *story,
                                const struct vdt_event *events, size_t count, struct vdt_arena *arena,
                                struct vdt_view *incidents, struct vdt_error *error) {
    enum vdt_status status = VDT_OK;
    for (size_t i = 0; i < count; i++) incidents[i] = events[i].incident;
    for (size_t i = 0; i < count && status == VDT_OK; i++) {
        /* an earlier mention of the same incident has found where it belongs */
        if (!vdt_view_equal(incidents[i], events[i].incident)) continue;
        struct vdt_view found = { NULL, 0 };
        status = find(store, report, story, &events[i], arena, &found, error);
        if (!found.size) continue;
        for (size_t j = 0; j < count; j++)
            if (vdt_view_equal(events[j].incident, events[i].incident)) incidents[j] = found;
    }
    return status;
}

/* ---- the account of an incident ---- */

struct account {
    struct vdt_arena *arena;
    struct vdt_incident *incident;
    const struct vdt_publishers *known;
    struct vdt_telling_publisher *publishers;
    struct vdt_incident_amount *amounts;
    size_t publisher_room, amount_room;
    struct vdt_view last_report;
};

static struct vdt_telling_publisher *publisher_named(struct account *self, struct vdt_view name, struct vdt_view url) {
    struct vdt_incident *incident = self->incident;
    for (size_t i = 0; i < incident->publisher_count; i++)
        if (vdt_view_equal_fold(self->publishers[i].name, name)) return &self->publishers[i];
    struct vdt_telling_publisher *grown = vdt_arena_grow(self->arena, self->publishers, incident->publisher_count,
                                                         &self->publisher_room, sizeof *grown);
    if (!grown) return NULL;
    self->publishers = grown;
    struct vdt_telling_publisher *publisher = &grown[incident->publisher_count++];
    struct vdt_publisher known = vdt_publishers_find(self->known, name, url);
    *publisher = (struct vdt_telling_publisher){ .name = vdt_arena_copy(self->arena, name), .home = known.home, .state = known.state };
    return publisher->name.data ? publisher : NULL;
}

static struct vdt_incident_amount *amount_of(struct account *self, const struct vdt_amount *amount) {
    struct vdt_incident *incident = self->incident;
    for (size_t i = 0; i < incident->amount_count; i++)
        if (vdt_view_equal(self->amounts[i].what, amount->what) && vdt_view_equal(self->amounts[i].currency, amount->currency))
            return &self->amounts[i];
    struct vdt_incident_amount *grown = vdt_arena_grow(self->arena, self->amounts, incident->amount_count,
                                                       &self->amount_room, sizeof *grown);
    if (!grown) return NULL;
    self->amounts = grown;
    struct vdt_incident_amount *made = &grown[incident->amount_count++];
    *made = (struct vdt_incident_amount){ .what = amount->what, .currency = amount->currency, .low = -1, .high = -1 };
    return made;
}

/* The least and the greatest of the bounds that are given; a number that is one is both. */
static void widen(struct vdt_incident_amount *to, const struct vdt_claim *claim) {
    double low = claim->low >= 0 ? claim->low : claim->high, high = claim->high >= 0 ? claim->high : claim->low;
    if (to->low < 0 || low < to->low) to->low = low;
    if (high > to->high) to->high = high;
}

static double middle_of(const struct vdt_claim *claim) {
    if (claim->low < 0 || claim->high < 0) return claim->low < 0 ? claim->high : claim->low;
    return (claim->low + claim->high) / 2;
}

/* Tolls grow: between numbers that are said as often the later one is better. */
static double best_of(const struct vdt_incident_amount *amount) {
    double best = -1;
    size_t most = 0;
    for (size_t i = 0; i < amount->claim_count; i++) {
        size_t same = 0;
        for (size_t k = 0; k < amount->claim_count; k++) same += middle_of(&amount->claims[k]) == middle_of(&amount->claims[i]);
        if (same >= most) most = same, best = middle_of(&amount->claims[i]);
    }
    return best;
}

static bool add_claim(struct account *self, const struct vdt_event *event, const struct vdt_amount *amount,
                      struct vdt_view publisher) {
    struct vdt_incident_amount *to = amount_of(self, amount);
    /* claims are few: each is put at the end of a copy */
    struct vdt_claim *claims = to ? vdt_arena_array(self->arena, to->claim_count + 1, sizeof *claims) : NULL;
    if (!claims) return false;
    if (to->claim_count) memcpy(claims, to->claims, to->claim_count * sizeof *claims);
    claims[to->claim_count] = (struct vdt_claim){ amount->low, amount->high, event->id, event->report, publisher,
                                                  event->voices, event->voice_count };
    widen(to, &claims[to->claim_count]);
    to->claims = claims;
    to->claim_count++;
    to->best = best_of(to);
    return true;
}

static bool add_telling(struct account *self, const struct vdt_event *event, struct vdt_view publisher, struct vdt_view url,
                        bool copy) {
    struct vdt_incident *incident = self->incident;
    if (!publisher.size) publisher = vdt_publisher_host(url);
    if (!incident->events++) incident->first = *event;
    struct vdt_telling_publisher *teller = publisher_named(self, publisher, url);
    if (!teller) return false;
    if (!vdt_view_equal(self->last_report, event->report)) {
        self->last_report = event->report;
        incident->reports++, teller->reports++;
        if (copy) incident->copies++, teller->copies++;
    }
    /* a copy's numbers are its original's */
    for (size_t i = 0; i < event->amount_count && !copy; i++)
        if (!add_claim(self, event, &event->amounts[i], teller->name)) return false;
    return true;
}

static void count_independent(struct account *self) {
    for (size_t i = 0; i < self->incident->publisher_count; i++) {
        const struct vdt_telling_publisher *publisher = &self->publishers[i];
        if (!publisher->name.size || publisher->reports == publisher->copies) continue;
        self->incident->independent++;
        self->incident->state_owned += publisher->state.size > 0;
    }
    self->incident->publishers = self->publishers;
    self->incident->amounts = self->amounts;
}

enum vdt_status vdt_store_incident(struct vdt_store *store, struct vdt_view id, const struct vdt_publishers *publishers,
                                   struct vdt_incident *out, struct vdt_error *error) {
    sqlite3_stmt *events = vdt_store__statement(store, VDT_SQL_EVENTS_OF_INCIDENT, error);
    if (!events) return VDT_ERROR_STORE;
    vdt_arena_reset(&store->arena);
    *out = (struct vdt_incident){ .id = vdt_arena_copy(&store->arena, id) };
    struct account account = { .arena = &store->arena, .incident = out, .known = publishers };
    vdt_store__bind(events, 1, id);
    enum vdt_status status = out->id.data ? VDT_OK : vdt_fail_memory(error, "reading an incident");
    int step = SQLITE_ROW;
    while (status == VDT_OK && (step = sqlite3_step(events)) == SQLITE_ROW) {
        struct vdt_event event;
        status = vdt_store__event(store, events, &store->arena, &event, error);
        int kinship = sqlite3_column_int(events, VDT_EVENT_COLUMN_COUNT + 2);
        bool copy = kinship == VDT_KIN_COPY || kinship == VDT_KIN_REWRITE;
        if (status == VDT_OK && !add_telling(&account, &event, vdt_store__text(events, VDT_EVENT_COLUMN_COUNT),
                                             vdt_store__text(events, VDT_EVENT_COLUMN_COUNT + 1), copy))
            status = vdt_fail_memory(error, "reading an incident");
    }
    if (status == VDT_OK && step != SQLITE_DONE) status = vdt_store__fail(store, error, "read an incident");
    sqlite3_reset(events);
    if (status != VDT_OK) return status;
    count_independent(&account);
    return out->events ? VDT_OK : VDT_END;
}

/* ---- writing ---- */

static void put_bounds(struct vdt_json *json, double low, double high) {
    vdt_json_key(json, "low");
    if (low < 0) vdt_json_null(json); else vdt_json_number(json, low, 6);
    vdt_json_key(json, "high");
    if (high < 0) vdt_json_null(json); else vdt_json_number(json, high, 6);
}

static void put_text(struct vdt_json *json, const char *key, struct vdt_view text) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, text);
}

static void put_count(struct vdt_json *json, const char *key, uint64_t count) {
    vdt_json_key(json, key);
    vdt_json_integer(json, (int64_t)count);
}

static void put_claim(struct vdt_json *json, const struct vdt_claim *claim) {
    vdt_json_object(json);
    put_bounds(json, claim->low, claim->high);
    put_text(json, "publisher", claim->publisher);
    vdt_json_key(json, "voice");
    vdt_json_array(json);
    for (size_t i = 0; i < claim->voice_count; i++) {
        const struct vdt_party *voice = &claim->voices[i];
        vdt_json_string(json, voice->code.size ? voice->code : voice->mention.text);
    }
    vdt_json_array_end(json);
    put_text(json, "report", claim->report);
    put_text(json, "event", claim->event);
    vdt_json_object_end(json);
}

static void put_amount(struct vdt_json *json, const struct vdt_incident_amount *amount) {
    vdt_json_object(json);
    put_text(json, "what", amount->what);
    if (amount->currency.size) put_text(json, "currency", amount->currency);
    put_bounds(json, amount->low, amount->high);
    vdt_json_key(json, "best");
    if (amount->best < 0) vdt_json_null(json); else vdt_json_number(json, amount->best, 6);
    vdt_json_key(json, "claims");
    vdt_json_array(json);
    for (size_t i = 0; i < amount->claim_count; i++) put_claim(json, &amount->claims[i]);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
}

static void put_publisher(struct vdt_json *json, const struct vdt_telling_publisher *publisher) {
    vdt_json_object(json);
    put_text(json, "name", publisher->name);
    put_text(json, "home", publisher->home);
    put_text(json, "state", publisher->state);
    put_count(json, "reports", publisher->reports);
    put_count(json, "copies", publisher->copies);
    vdt_json_object_end(json);
}

size_t vdt_incident_write(const struct vdt_incident *incident, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    put_text(json, "id", incident->id);
    put_text(json, "story", incident->first.story);
    put_text(json, "event", vdt_view_of(vdt_plover_name(incident->first.plover)));
    put_text(json, "first", incident->first.id);
    put_text(json, "from", incident->first.date_from);
    put_text(json, "to", incident->first.date_to);
    put_count(json, "events", incident->events);
    put_count(json, "reports", incident->reports);
    put_count(json, "copies", incident->copies);
    put_count(json, "independent", incident->independent);
    put_count(json, "state_owned", incident->state_owned);
    vdt_json_key(json, "publishers");
    vdt_json_array(json);
    for (size_t i = 0; i < incident->publisher_count; i++) put_publisher(json, &incident->publishers[i]);
    vdt_json_array_end(json);
    vdt_json_key(json, "amounts");
    vdt_json_array(json);
    for (size_t i = 0; i < incident->amount_count; i++) put_amount(json, &incident->amounts[i]);
    vdt_json_array_end(json);
    vdt_json_object_end(json);
    vdt_buffer_char(&text.buffer, '\n');
    return vdt_buffer_give(&text.buffer, out, size);
}
