/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Following feeds: what is subscribed to (OPML), polite fetching, and what a store remembers of each feed.
 *
 * Thread rule: a fetcher belongs to one thread at a time.
 */
#ifndef VEDETTE_FOLLOW_H
#define VEDETTE_FOLLOW_H

#include "vedette/error.h"
#include "vedette/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- subscriptions --- */

struct vdt_subscription {
    struct vdt_view url, title, page; /* of the feed; its name; the page it belongs to, empty where that is not told */
};

struct vdt_subscriptions;

/* All outlines with an xmlUrl, each address once, in the order of the file. VDT_ERROR_FORMAT where it is no OPML. */
VDT_API enum vdt_status vdt_subscriptions_read(const char *path, const struct vdt_remarks *remarks, struct vdt_subscriptions **out,
                                               struct vdt_error *error);
/* A list of one's own: none at first; an address that is there already is not added again. */
VDT_API enum vdt_status vdt_subscriptions_new(struct vdt_subscriptions **out, struct vdt_error *error);
VDT_API enum vdt_status vdt_subscriptions_add(struct vdt_subscriptions *subscriptions, const struct vdt_subscription *one, struct vdt_error *error);
VDT_API void vdt_subscriptions_free(struct vdt_subscriptions *subscriptions);
VDT_API size_t vdt_subscriptions_count(const struct vdt_subscriptions *subscriptions);
/* Borrowed until they are freed. */
VDT_API struct vdt_subscription vdt_subscriptions_at(const struct vdt_subscriptions *subscriptions, size_t index);

/* --- fetching --- */

struct vdt_fetch_options {
    size_t size;              /* sizeof this struct */
    struct vdt_view contact;  /* stands in the user agent: whom a server's keeper may write to */
    long delay_ms;            /* between two requests to one host; robots.txt may ask for more */
    bool allow_private;       /* addresses of this machine and of inner networks */
    bool (*stop)(void *context); /* asked while waiting; true ends with VDT_END; may be NULL */
    void *context;
};

#define VDT_FETCH_OPTIONS_INIT { .size = sizeof(struct vdt_fetch_options), .delay_ms = 2000 }

struct vdt_fetched {
    int status;               /* 200, 304, 404 … */
    struct vdt_view url;      /* where it was found, after redirects */
    bool moved;               /* all redirects were permanent: `url` is the new address */
    struct vdt_view etag, modified, charset; /* as the server gave them; may be empty */
    struct vdt_view body;     /* content coding undone; at most VDT_LIMIT_FETCH_BYTES */
    int64_t retry_after;      /* seconds that the server asks to wait; 0: it does not ask */
};

struct vdt_fetcher;

VDT_API enum vdt_status vdt_fetcher_new(const struct vdt_fetch_options *options, struct vdt_fetcher **out,
                                        struct vdt_error *error);
/* With whatever is under way. */
VDT_API void vdt_fetcher_free(struct vdt_fetcher *fetcher);

/*
 * One address over HTTP or HTTPS. `etag` and `modified` are what the server gave last time, or empty: it may then say 304 and
 * send nothing. Nothing is asked before somebody waits.
 */
struct vdt_fetch;

VDT_API enum vdt_status vdt_fetch_begin(struct vdt_fetcher *fetcher, struct vdt_view url, struct vdt_view etag, struct vdt_view modified,
                                        struct vdt_fetch **out, struct vdt_error *error);
VDT_API bool vdt_fetch_done(const struct vdt_fetch *fetch);
/*
 * What a fetch that is done has brought; borrowed until it is freed. VDT_OK whatever the server says; VDT_ERROR_FORMAT where
 * nothing can be had from it: robots.txt forbids it, a private address, too many redirects, too large, too slow, no answer.
 */
VDT_API enum vdt_status vdt_fetch_take(struct vdt_fetch *fetch, struct vdt_fetched *out, struct vdt_error *error);
/* One that is not done is broken off. */
VDT_API void vdt_fetch_free(struct vdt_fetch *fetch);

/*
 * Until one fetch more is done. Up to VDT_LIMIT_FETCHES hosts are asked at the same time; one host is asked for one thing at
 * a time, in the order in which the fetches began, with its pause in between. VDT_END: stopped. At least one must be under way.
 */
VDT_API enum vdt_status vdt_fetcher_wait(struct vdt_fetcher *fetcher, struct vdt_error *error);

/* --- what a store remembers of a feed; times are seconds since 1970, 0 for never --- */

struct vdt_followed {
    struct vdt_view url, title, moved_to, etag, modified;
    int64_t asked;            /* the last request */
    int64_t gave;             /* when something new last came */
    int64_t next;             /* not to be asked before */
    int64_t failures;         /* in a row */
    int64_t reports;          /* new ones, in all */
    int64_t status;           /* of HTTP, the last; 0: no answer */
    struct vdt_view message;  /* what went wrong last; empty where nothing did */
};

/* VDT_END where the store knows no such feed; borrowed until the next call on the store. */
VDT_API enum vdt_status vdt_store_followed(struct vdt_store *store, struct vdt_view url, struct vdt_followed *out,
                                           struct vdt_error *error);
VDT_API enum vdt_status vdt_store_set_followed(struct vdt_store *store, const struct vdt_followed *feed, struct vdt_error *error);
/* All of them in the order of their addresses; `take` is called once each, and false ends it. */
VDT_API enum vdt_status vdt_store_each_followed(struct vdt_store *store, bool (*take)(void *context, const struct vdt_followed *feed),
                                                void *context, struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
