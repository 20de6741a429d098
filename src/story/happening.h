/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Incidents across reports: whether events of two reports are one happening. Within a report that is
 * event/incident.h's; between reports two more things count, whether the reports tell one story, and how far the days
 * lie apart. Thread rule: pure functions.
 */
#ifndef VDT_STORY_HAPPENING_H
#define VDT_STORY_HAPPENING_H

#include "vedette/event.h"

enum vdt_kin_of_reports { VDT_KIN_NONE, VDT_KIN_STORY, VDT_KIN_TEXT }; /* strangers; of one story; one made from the other */

/* `a` and `b` are events of two reports that are of that kin. */
bool vdt_happening_same(const struct vdt_event *a, const struct vdt_event *b, enum vdt_kin_of_reports kin);

/*
 * A number that events of one happening share when their reports do not share a story: of type and parties of both
 * sides. 0: the event does not say enough to be found so.
 */
uint32_t vdt_happening_key(const struct vdt_event *event);

enum { VDT_HAPPENING_DAYS = 2 }; /* between what two reports say of one happening */

#endif
