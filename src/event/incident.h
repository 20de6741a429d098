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

/* Gives every event, in the order of the text and with its id, an incident. False when memory is out. */
bool vdt_incidents_find(struct vdt_arena *arena, struct vdt_event *events, size_t count);

#endif
