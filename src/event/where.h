/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a place beyond its name: first-level division, GeoNames id, whose it is where that is disputed. */
#ifndef VDT_EVENT_WHERE_H
#define VDT_EVENT_WHERE_H

#include "know/disputed.h"
#include "know/gazetteer.h"

/* Completes the event's place; `disputed` may be NULL: every place keeps the country that its source gives. */
void vdt_where_settle(const struct vdt_gazetteer *gazetteer, const struct vdt_disputed *disputed, int32_t day, struct vdt_event *event);

/* The country of disputed places of the layer, as things stand on that day. */
void vdt_where_settle_toponyms(const struct vdt_disputed *disputed, int32_t day, struct vdt_toponym *items, size_t count);

#endif
