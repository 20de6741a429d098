/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each event joins the nearest one before it of which it may be another mention: the same type, told alike (a denial
 * and a report may be of one happening, a plan and its failure are not), parties, days and places that do not
 * contradict each other, and enough in common to bind them: both sides, or one side and the word or code.
 *
 * It errs towards several incidents: those who count prefer two numbers that can be joined to one that hides a death.
 */
#include "event/incident.h"

#include <math.h>

#include "base/hash.h"
#include "base/limit.h"

enum relation { DIFFERENT, SILENT, SAME };

/* "Soldiers" may be "Malian soldiers". */
static bool is_role_of(const struct vdt_party *role, const struct vdt_party *party) {
    enum { CODE = 3 };
    return !role->country.size && !role->name.size && role->code.size == CODE && party->country.size == CODE &&
           party->code.size >= 2 * CODE && vdt_view_equal(role->code, vdt_view_slice(party->code, CODE, 2 * CODE));
}

static bool party_fits(const struct vdt_party *a, const struct vdt_party *b) {
    if (!a->code.size || !b->code.size) return vdt_view_equal_fold(a->mention.text, b->mention.text);
    return vdt_view_starts(a->code, b->code) || vdt_view_starts(b->code, a->code) || is_role_of(a, b) || is_role_of(b, a);
}

static enum relation compare_sides(const struct vdt_party *a, size_t a_count, const struct vdt_party *b,
                                   size_t b_count) {
    if (!a_count || !b_count) return SILENT;
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++)
            if (party_fits(&a[i], &b[j])) return SAME;
    return DIFFERENT;
}

bool vdt_incident_symmetric(enum vdt_plover plover) {
    return plover == VDT_AGREE || plover == VDT_CONSULT || plover == VDT_COOPERATE;
}

int vdt_incident_sides(const struct vdt_event *a, const struct vdt_event *b) {
    enum relation sources = compare_sides(a->sources, a->source_count, b->sources, b->source_count);
    enum relation targets = compare_sides(a->targets, a->target_count, b->targets, b->target_count);
    if (sources != DIFFERENT && targets != DIFFERENT) return (sources == SAME) + (targets == SAME);
    if (!vdt_incident_symmetric(a->plover)) return -1;
    sources = compare_sides(a->sources, a->source_count, b->targets, b->target_count);
    targets = compare_sides(a->targets, a->target_count, b->sources, b->source_count);
    return sources == DIFFERENT || targets == DIFFERENT ? -1 : (sources == SAME) + (targets == SAME);
}

static bool dates_fit(const struct vdt_event *a, const struct vdt_event *b) {
    if (a->date_basis != VDT_DATE_TEXT || b->date_basis != VDT_DATE_TEXT) return true;
    return vdt_view_compare(a->date_from, b->date_to) <= 0 && vdt_view_compare(b->date_from, a->date_to) <= 0;
}

static bool places_fit(const struct vdt_event *a, const struct vdt_event *b) {
    if (!a->place_name.size || !b->place_name.size || vdt_view_equal(a->place_name, b->place_name)) return true;
    if (isnan(a->latitude) || isnan(b->latitude)) return vdt_view_equal(a->place_country, b->place_country);
    return fabs(a->latitude - b->latitude) < 1 && fabs(a->longitude - b->longitude) < 1;
}

/* Told as done (denied or not), as to come, or as not done. */
static int telling(enum vdt_event_status status) {
    return status == VDT_NEGATED ? 2 : status == VDT_PLANNED || status == VDT_POSSIBLE;
}

bool vdt_incident_told_alike(const struct vdt_event *a, const struct vdt_event *b) {
    return a->plover == b->plover && telling(a->status) == telling(b->status) && a->historical == b->historical &&
           a->conditional == b->conditional;
}

bool vdt_incident_same(const struct vdt_event *a, const struct vdt_event *b) {
    if (!vdt_incident_told_alike(a, b)) return false;
    int shared = vdt_incident_sides(a, b);
    if (shared < 1 || !dates_fit(a, b) || !places_fit(a, b)) return false;
    bool same_word =
        vdt_view_equal_fold(a->lemma, b->lemma) || (a->cameo.size > 2 && vdt_view_equal(a->cameo, b->cameo));
    return same_word || (shared == 2 && a->quad == 4);
}

bool vdt_incidents_find(struct vdt_arena *arena, struct vdt_event *events, size_t count) {
    for (size_t i = 0; i < count; i++) {
        events[i].incident = (struct vdt_view){ NULL, 0 };
        for (size_t j = i; j-- > 0 && i - j <= VDT_LIMIT_INCIDENT_REACH && !events[i].incident.size;)
            if (vdt_incident_same(&events[j], &events[i])) events[i].incident = events[j].incident;
        if (!events[i].incident.size)
            events[i].incident = vdt_arena_format(arena, "i:%016llx", (unsigned long long)vdt_hash(events[i].id));
        if (!events[i].incident.data) return false;
    }
    return true;
}
