/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose the police, a court, a government or an army is that is told by this name alone. "In Chad, police …", "Unrest in Chad: the
 * president …", "Chad's army dissolves parliament", "Chad's cabinet declares a truce. The government urges …".
 *
 * Thread rule: as the finder's.
 */
#ifndef VDT_EVENT_HOME_H
#define VDT_EVENT_HOME_H

#include "event/party.h"

/* The sentence that is asked. */
struct vdt_home {
    struct vdt_arena *arena;
    struct vdt_linker *linker;
    struct vdt_finder *finder;
    const struct vdt_patterns *patterns;
    const struct vdt_tree *tree;
    uint32_t sentence;
};

/* Gives such parties of an event their country, where the words tell it. `place`: where the event happened, NULL: unknown. */
void vdt_home_give(const struct vdt_home *home, enum vdt_plover plover, const struct vdt_place_link *place, struct vdt_found *sources,
                   uint32_t source_count, struct vdt_found *targets, uint32_t target_count);

#endif
