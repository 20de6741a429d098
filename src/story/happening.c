/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nearer the reports, the less the events must say: in a copy the same word of the same type is the same event
 * unless something contradicts; in one story events must be the same by what they say, on days that touch; between
 * strangers both sides must be known and the same, on the same days, and the place, the number or the very code must
 * agree. It errs towards several incidents, as within a report.
 */
#include "story/happening.h"

#include "base/calendar.h"
#include "base/hash.h"
#include "event/incident.h"

static bool days_touch(const struct vdt_event *a, const struct vdt_event *b, int32_t slack) {
    int32_t a_from, a_to, b_from, b_to;
    if (!vdt_day_read(a->date_from, &a_from) || !vdt_day_read(b->date_from, &b_from)) return false;
    if (!vdt_day_read(a->date_to, &a_to)) a_to = a_from;
    if (!vdt_day_read(b->date_to, &b_to)) b_to = b_from;
    return a_from <= b_to + slack && b_from <= a_to + slack;
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

static bool places_agree(const struct vdt_event *a, const struct vdt_event *b) {
    return a->place_name.size && vdt_view_equal(a->place_name, b->place_name);
}

static bool coded(const struct vdt_party *parties, size_t count) {
    return count && parties[0].code.size;
}

bool vdt_happening_same(const struct vdt_event *a, const struct vdt_event *b, enum vdt_kin_of_reports kin) {
    if (kin == VDT_KIN_TEXT && vdt_incident_told_alike(a, b) && same_word(a, b) && vdt_incident_sides(a, b) >= 0 &&
        (vdt_view_equal(a->evidence.text, b->evidence.text) || days_touch(a, b, VDT_HAPPENING_DAYS)))
        return true;
    if (!vdt_incident_same(a, b) || !days_touch(a, b, VDT_HAPPENING_DAYS)) return false;
    if (kin != VDT_KIN_NONE) return true;
    return coded(a->sources, a->source_count) && coded(a->targets, a->target_count) && vdt_incident_sides(a, b) == 2 &&
           days_touch(a, b, 0) && (places_agree(a, b) || amounts_agree(a, b) || (a->cameo.size > 2 && same_word(a, b)));
}

uint32_t vdt_happening_key(const struct vdt_event *event) {
    if (!coded(event->sources, event->source_count) || !coded(event->targets, event->target_count)) return 0;
    uint64_t source = vdt_hash(event->sources[0].code), target = vdt_hash(event->targets[0].code);
    /* agreements and talks have no direction */
    bool symmetric = event->plover == VDT_AGREE || event->plover == VDT_CONSULT || event->plover == VDT_COOPERATE;
    uint64_t pair = symmetric ? source + target : source * 3 + target;
    uint32_t key = (uint32_t)((pair * 0x9e3779b97f4a7c15u + (uint64_t)event->plover * 0xd6e8feb86659fd93u) >> 33);
    return key ? key : 1;
}
