/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nearer the reports, the less the events must say: in a copy the same word of the same type is the same event
 * unless something contradicts; in one story events must be the same by what they say, on days that touch, and more than
 * "civilians" must bind them: the word with somebody who is named or the place, or the very day with one of them; between
 * strangers both sides must be known and the same, on the same days, and the place, the number or the very code must
 * agree. It errs towards several incidents, as within a report.
 */
#include "story/happening.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "event/incident.h"

struct days {
    int32_t from, to;
};

static bool days_of(const struct vdt_event *event, struct days *out) {
    if (!vdt_day_read(event->date_from, &out->from)) return false;
    if (!vdt_day_read(event->date_to, &out->to)) out->to = out->from;
    return true;
}

/* "The war of 2008" holds every day of the year and is none of them: what is told of a season meets only its like. */
static bool days_touch(const struct vdt_event *a, const struct vdt_event *b, int32_t slack) {
    enum { SEASON = 31 };
    struct days x, y;
    if (!days_of(a, &x) || !days_of(b, &y)) return false;
    if (x.to - x.from > SEASON || y.to - y.from > SEASON) return x.from == y.from && x.to == y.to;
    return x.from <= y.to + slack && y.from <= x.to + slack;
}

static bool same_word(const struct vdt_event *a, const struct vdt_event *b) {
    return vdt_view_equal_fold(a->lemma, b->lemma) && vdt_view_equal(a->cameo, b->cameo);
}

/* Some number of the same thing that both can mean. */
static bool amounts_agree(const struct vdt_event *a, const struct vdt_event *b) {
    for (size_t i = 0; i < a->amount_count; i++)
        for (size_t j = 0; j < b->amount_count; j++) {
            const struct vdt_amount *x = &a->amounts[i], *y = &b->amounts[j];
            if (vdt_view_equal(x->what, y->what) && (x->low < 0 || y->high < 0 || x->low <= y->high) &&
                (y->low < 0 || x->high < 0 || y->low <= x->high))
                return true;
        }
    return false;
}

/* Of a later day fewer are told than of an earlier one. A toll rises; where it falls, others have died. */
static bool toll_falls(const struct vdt_event *a, const struct vdt_event *b) {
    int order = vdt_view_compare(a->date_from, b->date_from);
    const struct vdt_event *first = order < 0 ? a : b, *later = order < 0 ? b : a;
    for (size_t i = 0; i < first->amount_count && order; i++)
        for (size_t j = 0; j < later->amount_count; j++) {
            const struct vdt_amount *x = &first->amounts[i], *y = &later->amounts[j];
            if (vdt_view_equal(x->what, y->what) && y->high >= 0 && y->high < x->low) return true;
        }
    return false;
}

static bool places_agree(const struct vdt_event *a, const struct vdt_event *b) {
    return a->place_name.size && vdt_view_equal(a->place_name, b->place_name);
}

static bool coded(const struct vdt_party *parties, size_t count) {
    return count && parties[0].code.size;
}

/* A state as a place, which holds all that is in it. */
static bool whole_state(const struct vdt_event *event) {
    return !event->place_geonames && !event->place_admin1.size;
}

static bool places_differ(const struct vdt_event *a, const struct vdt_event *b) {
    if (!a->place_name.size || !b->place_name.size || vdt_view_equal(a->place_name, b->place_name)) return false;
    bool holds = a->place_country.size && vdt_view_equal(a->place_country, b->place_country) && whole_state(a) != whole_state(b);
    return !holds;
}

/* The word, or the code where it says more than that somebody speaks: "030" is any promise, "042" a visit. Between the
   same two it is enough. */
static bool word_binds(const struct vdt_event *a, const struct vdt_event *b, int sides) {
    if (vdt_view_equal_fold(a->lemma, b->lemma)) return true;
    bool done = a->quad == 2 || a->quad == 4;
    return a->cameo.size > 2 && vdt_view_equal(a->cameo, b->cameo) &&
           (done || sides == 2 || a->cameo.data[a->cameo.size - 1] != '0');
}

/* More than a role: "civilians", "police" may be anybody. Who has no code is known by the same mention. */
static bool named(const struct vdt_party *a, const struct vdt_party *b) {
    if (!a->code.size || !b->code.size) return vdt_view_equal_fold(a->mention.text, b->mention.text);
    enum { ROLE = 3 };
    bool roles = !a->name.size && !a->country.size && a->code.size == ROLE;
    return !roles && (vdt_view_starts(a->code, b->code) || vdt_view_starts(b->code, a->code));
}

static bool share_named(const struct vdt_party *a, size_t a_count, const struct vdt_party *b, size_t b_count) {
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++)
            if (named(&a[i], &b[j])) return true;
    return false;
}

/* Sides, 0 to 2, on which both events have somebody who is named; those of talks may be turned. */
static int named_sides(const struct vdt_event *a, const struct vdt_event *b) {
    int straight = share_named(a->sources, a->source_count, b->sources, b->source_count) +
                   share_named(a->targets, a->target_count, b->targets, b->target_count);
    int turned = share_named(a->sources, a->source_count, b->targets, b->target_count) +
                 share_named(a->targets, a->target_count, b->sources, b->source_count);
    return turned > straight && vdt_incident_symmetric(a->plover) ? turned : straight;
}

static bool same_in_story(const struct vdt_event *a, const struct vdt_event *b) {
    int sides = named_sides(a, b);
    bool word = word_binds(a, b, sides), place = places_agree(a, b);
    if (toll_falls(a, b)) return false;
    if (word && (sides || place)) return days_touch(a, b, VDT_HAPPENING_DAYS);
    return days_touch(a, b, 0) && (sides == 2 || place || amounts_agree(a, b) || (word && !places_differ(a, b)));
}

/* Somebody must be named; where one side is only a role, the place or a number must say the rest. */
static bool same_to_strangers(const struct vdt_event *a, const struct vdt_event *b) {
    if (!coded(a->sources, a->source_count) || !coded(a->targets, a->target_count)) return false;
    int sides = named_sides(a, b);
    return sides && vdt_incident_sides(a, b) == 2 && days_touch(a, b, 0) &&
           (places_agree(a, b) || amounts_agree(a, b) || (sides == 2 && a->cameo.size > 2 && same_word(a, b)));
}

bool vdt_happening_same(const struct vdt_event *a, const struct vdt_event *b, enum vdt_kin_of_reports kin) {
    if (kin == VDT_KIN_TEXT && vdt_incident_told_alike(a, b) && same_word(a, b) && vdt_incident_sides(a, b) >= 0 &&
        (vdt_view_equal(a->evidence.text, b->evidence.text) || days_touch(a, b, VDT_HAPPENING_DAYS)))
        return true;
    if (!vdt_incident_same(a, b)) return false;
    return kin == VDT_KIN_NONE ? same_to_strangers(a, b) : same_in_story(a, b);
}

uint32_t vdt_happening_key(const struct vdt_event *event) {
    if (!coded(event->sources, event->source_count) || !coded(event->targets, event->target_count)) return 0;
    uint64_t source = vdt_hash(event->sources[0].code), target = vdt_hash(event->targets[0].code);
    uint64_t pair = vdt_incident_symmetric(event->plover) ? source + target : source * 3 + target;
    uint32_t key = (uint32_t)((pair * 0x9e3779b97f4a7c15u + (uint64_t)event->plover * 0xd6e8feb86659fd93u) >> 33);
    return key ? key : 1;
}
