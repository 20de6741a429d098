/* SPDX-License-Identifier: Apache-2.0 */
/* What the record says of an event's place beyond its name: first-level division, GeoNames id, whose it is where that is disputed. */
#ifndef VDT_EVENT_WHERE_H
#define VDT_EVENT_WHERE_H

#include "know/disputed.h"
#include "know/gazetteer.h"
#include "vedette/event.h"

/* Completes the event's place; `disputed` may be NULL: every place keeps the country that its source gives. */
void vdt_where_settle(const struct vdt_gazetteer *gazetteer, const struct vdt_disputed *disputed, int32_t day, struct vdt_event *event);

#endif
