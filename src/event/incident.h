/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Incidents within a report: mentions of the same happening get the same `incident`. "Rebels attacked a convoy on
 * Monday. The attack, by the M23, killed four" is one incident with several mentions.
 *
 * Thread rule: pure but for the arena.
 */
#ifndef VDT_EVENT_INCIDENT_H
#define VDT_EVENT_INCIDENT_H

#include "base/arena.h"
#include "vedette/event.h"

/* Whether two events can be the same happening by what they say: they do not contradict, and enough binds them. */
bool vdt_incident_same(const struct vdt_event *a, const struct vdt_event *b);
/* How many sides they share, 0 to 2; -1: one contradicts. */
int vdt_incident_sides(const struct vdt_event *a, const struct vdt_event *b);
/* Agreements, talks and joint action have no direction. */
bool vdt_incident_symmetric(enum vdt_plover plover);
/* They are told alike: of one type, as done, as to come or as not done, of today or of the past, with or without an if. */
bool vdt_incident_told_alike(const struct vdt_event *a, const struct vdt_event *b);

/* Gives every event, in the order of the text and with its id, an incident. False when memory is out. */
bool vdt_incidents_find(struct vdt_arena *arena, struct vdt_event *events, size_t count);

#endif
