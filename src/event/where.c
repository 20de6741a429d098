/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places come from several lists, not all of which have ids and divisions: the gazetteer's place of the same name in the same
 * country, near enough to be the same, lends them.
 */
#include "event/where.h"

#include <math.h>

#include "base/hash.h"
#include "know/know-image.h"

enum { NEAR = 60 /* kilometres */ };

static double kilometres(const struct vdt_event *event, const struct vdt_gazetteer_place *place) {
    const double degree = 0.017453292519943295;
    double x = (event->longitude - place->longitude) * degree * cos(event->latitude * degree);
    double y = (event->latitude - place->latitude) * degree;
    return 6371 * sqrt(x * x + y * y);
}

static const struct vdt_gazetteer_place *same_place(const struct vdt_gazetteer *gazetteer, const struct vdt_event *event) {
    struct vdt_phrase_key key;
    vdt_phrase_normalise(event->place_name, &key);
    size_t count;
    const struct vdt_gazetteer_name *names = vdt_gazetteer_find(gazetteer, vdt_hash((struct vdt_view){ key.text, key.size }), &count);
    const struct vdt_gazetteer_place *best = NULL;
    double nearest = NEAR;
    for (size_t i = 0; i < count; i++) {
        const struct vdt_gazetteer_place *place = vdt_gazetteer_place_at(gazetteer, names[i].place);
        if (!place || names[i].demonym || strncmp(place->country, event->place_country.data ? event->place_country.data : "", 3) != 0) continue;
        double far = isnan(event->latitude) ? NEAR - 1 : kilometres(event, place);
        /* a state is no town of its name; a capital, which the lists of actors give without its position, is one */
        if (isnan(event->latitude) && place->kind == VDT_PLACE_STATE) return place;
        /* of the town and the division around it the town is named more often */
        if (place->kind == VDT_PLACE_TOWN) far /= 2;
        if (!place->geonames) far += 5;
        if (far < nearest) nearest = far, best = place;
    }
    return best;
}

static void settle_dispute(const struct vdt_disputed *disputed, int32_t day, struct vdt_event *event) {
    const struct vdt_dispute_place place = { event->place_name, event->place_country, event->place_admin1, event->latitude, event->longitude };
    struct vdt_dispute found = vdt_disputed_find(disputed, &place, day);
    if (!found.area.size) return;
    event->place_disputed = found.area;
    event->place_rule = found.rule;
    event->place_country = found.country;
}

void vdt_where_settle_toponyms(const struct vdt_disputed *disputed, int32_t day, struct vdt_toponym *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct vdt_toponym *item = &items[i];
        const struct vdt_dispute_place place = { item->name, item->country, item->division, item->latitude, item->longitude };
        struct vdt_dispute found = vdt_disputed_find(disputed, &place, day);
        if (!found.area.size) continue;
        item->disputed = found.area;
        item->rule = found.rule;
        item->country = found.country;
    }
}

void vdt_where_settle(const struct vdt_gazetteer *gazetteer, const struct vdt_disputed *disputed, int32_t day, struct vdt_event *event) {
    if (!event->place_name.size) return;
    const struct vdt_gazetteer_place *place = gazetteer ? same_place(gazetteer, event) : NULL;
    if (place) {
        const struct vdt_gazetteer_place *division = vdt_gazetteer_place_at(gazetteer, place->division);
        event->place_geonames = place->geonames;
        if (division && division != place) event->place_admin1 = vdt_gazetteer_string(gazetteer, division->name);
        if (isnan(event->latitude)) event->latitude = round(place->latitude * 1e4) / 1e4, event->longitude = round(place->longitude * 1e4) / 1e4;
    }
    if (disputed) settle_dispute(disputed, day, event);
}
