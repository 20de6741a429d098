/* SPDX-License-Identifier: Apache-2.0 */
/* The outbox: which alarms go out through which channel, when, and what became of it. */
#ifndef VDT_STORE_OUTBOX_H
#define VDT_STORE_OUTBOX_H

#include "base/arena.h"
#include "vedette/alarms.h"

/* Which alarms a channel takes. */
struct vdt_outbox_channel {
    struct vdt_view name, lists;  /* of lists: names with commas between; empty: all */
    struct vdt_view since;
    bool only_acknowledged;
    size_t together;              /* so many alarms are sent as one, and what is of the last one's group; 1: a group */
    int tries;
};

/* Alarms that are sent as one. Borrowed from the arena that they were taken into. */
struct vdt_parcel {
    struct vdt_view name;
    const int64_t *alarms;
    size_t count;
    int tries;                    /* until now */
};

/* Writes the alarms that the channel has not had yet into the outbox, those of a group as one, due at `now`, in one transaction. */
enum vdt_status vdt_store__enlist(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t now,
                                  struct vdt_error *error);
/* The parcels that are due, in the order of their alarms. */
enum vdt_status vdt_store__parcels(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t now,
                                   struct vdt_arena *arena, struct vdt_parcel **out, size_t *count, struct vdt_error *error);
/* Notes what became of a parcel: sent, or due again at `due` for the reason said. */
enum vdt_status vdt_store__note_parcel(struct vdt_store *store, const struct vdt_outbox_channel *channel, struct vdt_view name,
                                       bool sent, int64_t due, struct vdt_view said, struct vdt_error *error);
/* When the next parcel of the channel is due, 0 where none waits. */
enum vdt_status vdt_store__next_due(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t *out,
                                    struct vdt_error *error);

/* The first alarms of the other parcels in which the channel has sent some of this group before. */
enum vdt_status vdt_store__sent_before(struct vdt_store *store, const struct vdt_outbox_channel *channel, struct vdt_view group,
                                       struct vdt_view parcel, struct vdt_arena *arena, int64_t **out, size_t *count,
                                       struct vdt_error *error);

/* An alarm by its number, and all of the latest groups of which a channel has sent or is sending some. */
enum vdt_status vdt_store__alarm(struct vdt_store *store, int64_t number, vdt_alarm_fn *tell, void *context, struct vdt_error *error);
enum vdt_status vdt_store__enlisted(struct vdt_store *store, const struct vdt_outbox_channel *channel, int64_t limit,
                                    struct vdt_arena *arena, int64_t **out, size_t *count, struct vdt_error *error);

/* The sentence of an event and whose report it stands in; false: it is not there. Views live in the arena. */
struct vdt_told_sentence {
    struct vdt_view text, publisher, published, url;
};
bool vdt_store__sentence(struct vdt_store *store, struct vdt_view event, struct vdt_arena *arena, struct vdt_told_sentence *out);

#endif
