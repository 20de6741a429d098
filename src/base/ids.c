/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of 64-bit hashes with open addressing. Two different ids with one hash (one chance in 10^10 at a million
 * reports) make the second look repeated: it gets a `~2` that it did not need, and stays unique all the same.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/limit.h"
#include "vedette/report.h"

struct slot {
    uint64_t hash;  /* 0 is free */
    uint64_t count; /* the last number given out for this id */
};

struct vdt_ids {
    struct slot *slots;
    size_t mask, used;
    char made[VDT_LIMIT_ID_BYTES + 24];
};

enum { FIRST_SLOTS = 1024 };

enum vdt_status vdt_ids_new(struct vdt_ids **out, struct vdt_error *error) {
    struct vdt_ids *ids = calloc(1, sizeof *ids);
    if (ids) ids->slots = calloc(FIRST_SLOTS, sizeof *ids->slots);
    if (!ids || !ids->slots) {
        free(ids);
        return vdt_fail_memory(error, "making the set of ids");
    }
    ids->mask = FIRST_SLOTS - 1;
    *out = ids;
    return VDT_OK;
}

void vdt_ids_free(struct vdt_ids *ids) {
    if (!ids) return;
    free(ids->slots);
    free(ids);
}

static struct slot *find(struct slot *slots, size_t mask, uint64_t hash) {
    size_t at = hash & mask;
    while (slots[at].hash && slots[at].hash != hash) at = (at + 1) & mask;
    return &slots[at];
}

static bool grow(struct vdt_ids *ids) {
    size_t mask = ids->mask * 2 + 1;
    struct slot *slots = calloc(mask + 1, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i <= ids->mask; i++)
        if (ids->slots[i].hash) *find(slots, mask, ids->slots[i].hash) = ids->slots[i];
    free(ids->slots);
    ids->slots = slots;
    ids->mask = mask;
    return true;
}

static uint64_t hash_of(struct vdt_view id) {
    uint64_t hash = vdt_hash(id);
    return hash ? hash : 1;
}

enum vdt_status vdt_ids_unique(struct vdt_ids *ids, struct vdt_view id, struct vdt_view *out,
                               struct vdt_error *error) {
    if (id.size > VDT_LIMIT_ID_BYTES)
        return vdt_fail(error, VDT_ERROR_LIMIT, "an id of %zu bytes is longer than VDT_LIMIT_ID_BYTES (%d)", id.size,
                        VDT_LIMIT_ID_BYTES);
    /* room for two more at a load of one half: the id and what is made of it */
    if ((ids->used + 2) * 2 > ids->mask && !grow(ids)) return vdt_fail_memory(error, "remembering an id");
    struct slot *known = find(ids->slots, ids->mask, hash_of(id));
    if (!known->hash) {
        *known = (struct slot){ hash_of(id), 1 };
        ids->used++;
        *out = id;
        return VDT_OK;
    }
    for (;;) {
        /* a report may carry "x~2" as its own id: go on until one is free */
        int size = snprintf(ids->made, sizeof ids->made, "%.*s~%llu", (int)id.size, id.data,
                            (unsigned long long)++known->count);
        struct vdt_view made = { ids->made, (size_t)size };
        struct slot *free_slot = find(ids->slots, ids->mask, hash_of(made));
        if (free_slot->hash) continue;
        *free_slot = (struct slot){ hash_of(made), 1 };
        ids->used++;
        *out = made;
        return VDT_OK;
    }
}
