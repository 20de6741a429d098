/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is new. One thread asks the store four times a second whether anybody has written; if so it reads the new rows,
 * lets go of the answers that are kept, and tells the listeners of the stream.
 *
 * Messages stand in a ring with numbers: a listener that was away asks for those after the last it has seen, and one that
 * is too slow for the ring misses some rather than holding up the others.
 */
#include "serve/desk-state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/calendar.h"
#include "base/view.h"

enum { NEWS_AT_ONCE = 50 }; /* events of one look that are told singly; the page asks for the rest */

static struct timespec seconds_from_now(double seconds) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)seconds;
    at.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (at.tv_nsec >= 1000000000) at.tv_sec++, at.tv_nsec -= 1000000000;
    return at;
}

/* ---- the ring ---- */

void desk_tell(struct desk *desk, const char *kind, struct vdt_view data) {
    struct vdt_buffer text;
    vdt_buffer_init(&text);
    pthread_mutex_lock(&desk->stream_lock);
    uint64_t number = desk->message_count + 1;
    vdt_buffer_format(&text, "id: %" PRIu64 "\nevent: %s\ndata: ", number, kind);
    vdt_buffer_add(&text, data);
    vdt_buffer_text(&text, "\n\n");
    if (!vdt_buffer_failed(&text)) {
        struct message *message = &desk->messages[number % DESK_MESSAGES];
        free(message->text);
        *message = (struct message){ number, text.data, text.size };
        desk->message_count = number;
        pthread_cond_broadcast(&desk->stream_news);
    } else {
        vdt_buffer_done(&text);
    }
    pthread_mutex_unlock(&desk->stream_lock);
}

struct listener {
    struct desk *desk;
    uint64_t seen;
    char *rest;      /* of a message that did not fit */
    size_t rest_size, rest_at;
    bool greeted;
};

/* Waits for a message after the last seen; NULL: none came in time, or the desk closes. */
static char *next_message(struct listener *listener, size_t *size) {
    static const char greeting[] = "retry: 2000\n\n", quiet[] = ": still here\n\n";
    struct desk *desk = listener->desk;
    struct timespec until = seconds_from_now(10);
    char *copy = NULL;
    *size = 0;
    pthread_mutex_lock(&desk->stream_lock);
    while (listener->greeted && listener->seen >= desk->message_count && !atomic_load(&desk->closing))
        if (pthread_cond_timedwait(&desk->stream_news, &desk->stream_lock, &until) == ETIMEDOUT) break;
    if (!atomic_load(&desk->closing)) {
        const char *text = listener->greeted ? quiet : greeting;
        *size = strlen(text);
        if (listener->greeted && listener->seen < desk->message_count) {
            if (desk->message_count - listener->seen >= DESK_MESSAGES)
                listener->seen = desk->message_count - DESK_MESSAGES;
            const struct message *message = &desk->messages[++listener->seen % DESK_MESSAGES];
            text = message->text;
            *size = message->size;
        }
        listener->greeted = true;
        copy = malloc(*size);
        if (copy) memcpy(copy, text, *size);
    }
    pthread_mutex_unlock(&desk->stream_lock);
    return copy;
}

static ssize_t give_stream(void *context, uint64_t position, char *out, size_t most) {
    (void)position;
    struct listener *listener = context;
    if (!listener->rest) {
        listener->rest = next_message(listener, &listener->rest_size);
        listener->rest_at = 0;
        if (!listener->rest) return MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t size = listener->rest_size - listener->rest_at;
    if (size > most) size = most;
    memcpy(out, listener->rest + listener->rest_at, size);
    listener->rest_at += size;
    if (listener->rest_at == listener->rest_size) {
        free(listener->rest);
        listener->rest = NULL;
    }
    return (ssize_t)size;
}

static void end_stream(void *context) {
    struct listener *listener = context;
    pthread_mutex_lock(&listener->desk->stream_lock);
    listener->desk->listeners--;
    pthread_mutex_unlock(&listener->desk->stream_lock);
    free(listener->rest);
    free(listener);
}

struct MHD_Response *desk_listen(struct desk *desk, uint64_t last_seen) {
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener) return NULL;
    pthread_mutex_lock(&desk->stream_lock);
    bool full = desk->listeners >= DESK_LISTENERS;
    if (!full) desk->listeners++;
    listener->desk = desk;
    listener->seen = last_seen < desk->message_count ? last_seen : desk->message_count;
    pthread_mutex_unlock(&desk->stream_lock);
    struct MHD_Response *response =
        full ? NULL : MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 << 10, give_stream, listener, end_stream);
    if (!response && !full) end_stream(listener);
    if (full) free(listener);
    return response;
}

/* ---- the watcher ---- */

/* The rows that came with the last look are those with the greatest numbers. */
static void tell_new_events(struct desk *desk, int64_t after) {
    const struct columns *columns = &desk->columns;
    int64_t from = columns->last_event - after > NEWS_AT_ONCE ? columns->last_event - NEWS_AT_ONCE : after;
    for (int64_t number = from + 1; number <= columns->last_event; number++) {
        uint32_t at = columns->row_of[number];
        char id[24], day[11] = "", data[160];
        if (at == UINT32_MAX || !column_id(&columns->rows[at], id)) continue;
        if (columns->rows[at].day != NO_DAY) vdt_day_write(columns->rows[at].day, day);
        int size = snprintf(data, sizeof data, "{\"id\":\"%s\",\"plover\":\"%s\",\"quad\":%u,\"day\":\"%s\"}", id,
                            vdt_plover_name((enum vdt_plover)columns->rows[at].plover), columns->rows[at].quad, day);
        desk_tell(desk, "event", (struct vdt_view){ data, (size_t)size });
    }
}

/* Reads all rows anew, because some were forgotten. Requests see the old ones until the new ones are whole. */
static bool read_anew(struct desk *desk, struct vdt_store *store) {
    struct columns fresh;
    size_t added;
    bool read = columns_init(&fresh) && columns_update(&fresh, store, &added, NULL) == VDT_OK;
    if (read) {
        pthread_rwlock_wrlock(&desk->lock);
        struct columns old = desk->columns;
        desk->columns = fresh;
        fresh = old;
        pthread_rwlock_unlock(&desk->lock);
    }
    columns_done(&fresh);
    return read;
}

/* One look at the store: false where it could not be read. */
static bool look(struct desk *desk, struct vdt_store *store, int64_t *version) {
    int64_t now;
    uint64_t reports, events;
    if (vdt_store_version(store, &now, NULL) != VDT_OK) return false;
    if (now == *version) return true;
    *version = now;
    if (vdt_store_totals(store, &reports, &events, NULL) != VDT_OK) return false;
    size_t added = 0;
    int64_t before = desk->columns.last_event; /* only this thread writes the columns: it may read them without the lock */
    bool read;
    if (reports < desk->columns.report_count || events < desk->columns.count) {
        read = read_anew(desk, store);
    } else {
        pthread_rwlock_wrlock(&desk->lock);
        read = columns_update(&desk->columns, store, &added, NULL) == VDT_OK;
        pthread_rwlock_unlock(&desk->lock);
    }
    atomic_fetch_add(&desk->generation, 1);
    if (read && added) tell_new_events(desk, before);
    return read;
}

static void *watch_store(void *context) {
    struct desk *desk = context;
    struct vdt_error error;
    struct vdt_store *store = NULL;
    int64_t version = -1;
    while (!atomic_load(&desk->closing)) {
        if (!store && vdt_store_open(desk->path, VDT_STORE_READ, &store, &error) != VDT_OK) store = NULL;
        bool read = store && look(desk, store, &version);
        if (!read && store) {
            vdt_store_close(store);
            store = NULL;
            version = -1;
        }
        atomic_store(&desk->store_lost, !read);
        struct timespec until = seconds_from_now(0.25);
        pthread_mutex_lock(&desk->stream_lock);
        while (!atomic_load(&desk->closing))
            if (pthread_cond_timedwait(&desk->stream_news, &desk->stream_lock, &until) == ETIMEDOUT) break;
        pthread_mutex_unlock(&desk->stream_lock);
    }
    vdt_store_close(store);
    return NULL;
}

bool desk_watch(struct desk *desk) {
    desk->watching = pthread_create(&desk->watcher, NULL, watch_store, desk) == 0;
    return desk->watching;
}

void desk_unwatch(struct desk *desk) {
    pthread_mutex_lock(&desk->stream_lock);
    atomic_store(&desk->closing, true);
    pthread_cond_broadcast(&desk->stream_news);
    pthread_mutex_unlock(&desk->stream_lock);
    if (desk->watching) pthread_join(desk->watcher, NULL);
    desk->watching = false;
}
