/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the room share: the desk itself. */
#ifndef VDT_SERVE_DESK_STATE_H
#define VDT_SERVE_DESK_STATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "serve/columns.h"
#include "serve/request.h"
#include "serve/serve.h"
#include "serve/rights.h"

enum {
    DESK_HANDLES = 8,        /* of the store at once: requests beyond wait for one */
    DESK_CACHED = 1024,      /* answers that are kept until the store changes */
    DESK_CACHED_BYTES = 32 << 20,
    DESK_ADDRESSES = 4096,   /* whose rate is kept */
    DESK_MESSAGES = 256,     /* of the stream, for listeners that were away */
    DESK_LISTENERS = 500,
};

struct cached {
    uint64_t key, generation;
    struct MHD_Response *response;
    unsigned status;
    size_t size;
};

struct message {
    uint64_t number;
    char *text;
    size_t size;
};

/* The model, opened when a parse is first asked for. */
struct desk_reader {
    bool tried;
    struct vdt_model *model;
    struct vdt_worker *worker;
    struct vdt_result *result;
};

struct desk {
    char *path;
    struct serve_options options;
    struct MHD_Daemon *daemon;
    char *certificate, *key;
    struct tokens tokens;
    char run_token[TOKEN_BYTES];
    bool loopback;
    time_t started;

    pthread_rwlock_t lock;       /* of the columns */
    struct columns columns;
    atomic_ullong generation;    /* rises whenever the store has changed */
    uint64_t epoch;              /* tells this run's tags from those of others */

    pthread_mutex_t handle_lock;
    pthread_cond_t handle_free;
    struct vdt_store *handles[DESK_HANDLES];
    int handle_count, handles_out;

    pthread_mutex_t cache_lock;
    struct cached cache[DESK_CACHED];
    size_t cache_bytes, cache_hand;

    pthread_mutex_t rate_lock;
    struct { uint64_t address; double left; double at; } rates[DESK_ADDRESSES];

    pthread_mutex_t reader_lock;
    struct desk_reader reader;

    pthread_mutex_t stream_lock;
    pthread_cond_t stream_news;
    struct message messages[DESK_MESSAGES]; /* a ring: message n stands at n % DESK_MESSAGES */
    uint64_t message_count;
    int listeners;

    pthread_mutex_t outlook_lock;
    struct outlook *outlook;     /* the last ones made; NULL: none yet */
    struct book *book;
    struct vdt_store *looking_at; /* what the looker reads now; NULL: nothing */
    pthread_t looker;
    bool looking;

    pthread_t watcher;
    bool watching;
    atomic_bool closing;
    atomic_bool store_lost;      /* the watcher could not read it the last time */

    atomic_ullong requests, answers[6], bytes, hits; /* answers by the hundreds of their status */
};

/* One request from the pool of handles; NULL with the error filled in. Given back in any case. */
struct vdt_store *desk_take_handle(struct desk *desk, struct vdt_error *error);
void desk_give_handle(struct desk *desk, struct vdt_store *store);

/* live.c */
bool desk_watch(struct desk *desk); /* starts the thread */
void desk_unwatch(struct desk *desk);
struct MHD_Response *desk_listen(struct desk *desk, uint64_t last_seen); /* NULL: too many listeners, or no memory */

/* Sends a message to all listeners: `kind` is "event", "alarm", "mark" or "made", `data` one line of JSON. */
void desk_tell(struct desk *desk, const char *kind, struct vdt_view data);

/* answer-parse.c */
void desk_close_reader(struct desk *desk);

double desk_now(void); /* seconds, monotonic */

#endif
