/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work on many threads whose results come out in the order of the input.
 *
 * The caller's thread runs `next` (makes the next job) and `finish` (takes the done job, in order); the threads run
 * `work`. Jobs are slots that the caller gave, `slot_count` of them, reused round and round: memory does not grow with
 * the number of jobs. With one thread everything runs in the caller's own, in the same order.
 */
#ifndef VDT_BASE_POOL_H
#define VDT_BASE_POOL_H

#include "base/error.h"

struct vdt_pool_work {
    void *context;
    /* Fills `slot` with the next job; false: there is none. Caller's thread. */
    bool (*next)(void *context, void *slot);
    /* Does the job. Runs on thread number `thread`, 0 .. threads - 1. */
    void (*work)(void *context, unsigned thread, void *slot);
    /* Takes what was done, in the order of `next`; false stops early. Caller's thread. */
    bool (*finish)(void *context, void *slot);
};

/* `slots` are slot_count pieces of slot_size bytes; slot_count should be some four times `threads`. */
enum vdt_status vdt_pool_run(const struct vdt_pool_work *work, unsigned threads, void *slots, size_t slot_size,
                             size_t slot_count, struct vdt_error *error);

#endif
