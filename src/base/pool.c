/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of slots. Three counters walk round it: made ≥ taken ≥ finished. A slot is free again when it is finished,
 * so the caller fills at most slot_count jobs ahead, then waits for the oldest to be done.
 */
#include "base/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/limit.h"

struct ring {
    const struct vdt_pool_work *work;
    char *slots;
    size_t slot_size, slot_count;
    bool *done; /* by slot */
    size_t made, taken;
    bool closed;
    pthread_mutex_t lock;
    pthread_cond_t some_made, some_done;
};

struct seat {
    struct ring *ring;
    unsigned number;
};

static void *slot_of(struct ring *ring, size_t job) {
    return ring->slots + job % ring->slot_count * ring->slot_size;
}

static void *work_on(void *argument) {
    struct seat *seat = argument;
    struct ring *ring = seat->ring;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        while (ring->taken == ring->made && !ring->closed) pthread_cond_wait(&ring->some_made, &ring->lock);
        if (ring->taken == ring->made) break;
        size_t job = ring->taken++;
        pthread_mutex_unlock(&ring->lock);
        ring->work->work(ring->work->context, seat->number, slot_of(ring, job));
        pthread_mutex_lock(&ring->lock);
        ring->done[job % ring->slot_count] = true;
        pthread_cond_signal(&ring->some_done);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static void run_alone(const struct vdt_pool_work *work, void *slot) {
    while (work->next(work->context, slot)) {
        work->work(work->context, 0, slot);
        if (!work->finish(work->context, slot)) return;
    }
}

static void feed(struct ring *ring) {
    const struct vdt_pool_work *work = ring->work;
    size_t finished = 0;
    bool more = true, going = true;
    while (going && (more || finished < ring->made)) {
        if (more && ring->made - finished < ring->slot_count) {
            /* the slot is free: no thread looks at it until `made` says so */
            more = work->next(work->context, slot_of(ring, ring->made));
            if (!more) continue;
            pthread_mutex_lock(&ring->lock);
            ring->done[ring->made % ring->slot_count] = false;
            ring->made++;
            pthread_cond_signal(&ring->some_made);
            pthread_mutex_unlock(&ring->lock);
            continue;
        }
        pthread_mutex_lock(&ring->lock);
        while (!ring->done[finished % ring->slot_count]) pthread_cond_wait(&ring->some_done, &ring->lock);
        pthread_mutex_unlock(&ring->lock);
        going = work->finish(work->context, slot_of(ring, finished));
        finished++;
    }
}

enum vdt_status vdt_pool_run(const struct vdt_pool_work *work, unsigned threads, void *slots, size_t slot_size,
                             size_t slot_count, struct vdt_error *error) {
    if (threads > VDT_LIMIT_THREADS) threads = VDT_LIMIT_THREADS;
    if (threads <= 1 || slot_count < 2) {
        run_alone(work, slots);
        return VDT_OK;
    }
    struct ring ring = { .work = work, .slots = slots, .slot_size = slot_size, .slot_count = slot_count };
    pthread_t *ids = calloc(threads, sizeof *ids);
    struct seat *seats = calloc(threads, sizeof *seats);
    ring.done = calloc(slot_count, sizeof *ring.done);
    enum vdt_status status = VDT_OK;
    if (!ids || !seats || !ring.done) {
        status = vdt_fail_memory(error, "starting threads");
    } else {
        pthread_mutex_init(&ring.lock, NULL);
        pthread_cond_init(&ring.some_made, NULL);
        pthread_cond_init(&ring.some_done, NULL);
        unsigned started = 0;
        for (; started < threads; started++) {
            seats[started] = (struct seat){ &ring, started };
            if (pthread_create(&ids[started], NULL, work_on, &seats[started]) != 0) break;
        }
        if (started)
            feed(&ring);
        else
            status = vdt_fail(error, VDT_ERROR_SYSTEM, "cannot start a thread");
        pthread_mutex_lock(&ring.lock);
        ring.closed = true;
        pthread_cond_broadcast(&ring.some_made);
        pthread_mutex_unlock(&ring.lock);
        for (unsigned i = 0; i < started; i++) pthread_join(ids[i], NULL);
        pthread_cond_destroy(&ring.some_done);
        pthread_cond_destroy(&ring.some_made);
        pthread_mutex_destroy(&ring.lock);
    }
    free(ring.done);
    free(seats);
    free(ids);
    return status;
}
