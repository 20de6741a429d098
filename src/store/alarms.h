/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms, the memory of watch lists, and scorecards in the store. */
#ifndef VDT_STORE_ALARMS_H
#define VDT_STORE_ALARMS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "vedette/alarms.h"

/* What a watch list remembers; `about` are the options that it was made with. VDT_END: nothing yet. */
enum vdt_status vdt_store__memory(struct vdt_store *store, struct vdt_view list, struct vdt_buffer *about,
                                  struct vdt_buffer *memory, struct vdt_error *error);

/* An alarm that may be new. Its `evidence` is made of the numbers of events; its group is found by all that it rests on. */
struct vdt_new_alarm {
    struct vdt_alert alert;
    const int64_t *events;
    size_t event_count, publishers, stories;
    const int64_t *resting_on;   /* all events, borrowed */
    size_t resting_count;
    int32_t first_day, last_day; /* of its date */
};

/* Keeps what is new of the alarms, and the memory, in one transaction; tells those that were new. */
enum vdt_status vdt_store__keep_alarms(struct vdt_store *store, struct vdt_view list, struct vdt_view about,
                                       struct vdt_view memory, const struct vdt_new_alarm *alarms, size_t count,
                                       vdt_alarm_fn *tell, void *context, struct vdt_error *error);

/* A copy whose texts live in the arena; false when memory is out. */
bool vdt_store__copy_alarm(struct vdt_arena *arena, const struct vdt_alarm *from, struct vdt_alarm *to);

/* Keeps a scorecard: its sections (JSON), and the units that it leaves to the plain benchmark, each between line ends. */
enum vdt_status vdt_store__keep_scorecard(struct vdt_store *store, struct vdt_view about, struct vdt_view body,
                                          struct vdt_view plain, struct vdt_error *error);
/* Those of the newest scorecard about the same; empty: there is none. Borrowed until the next call on the store. */
enum vdt_status vdt_store__plain_units(struct vdt_store *store, struct vdt_view about, struct vdt_view *out,
                                       struct vdt_error *error);

#endif
