/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is remembered of those who are asked: of a host, whether it is being asked and when it may be asked again; of a
 * site, which is a scheme, a host and a port, its robots.txt.
 */
#ifndef VDT_READ_FETCH_SITE_H
#define VDT_READ_FETCH_SITE_H

#include "base/view.h"

struct vdt_host {
    char *name;
    size_t sites;           /* that are kept of it */
    bool busy;              /* it is being asked */
    int64_t next;           /* the earliest next request, in ms */
};

struct vdt_site {
    char *origin;           /* "https://host:port" */
    struct vdt_host *host;
    size_t users;           /* requests that are on their way to it: it is not forgotten */
    const void *learner;    /* the request that asks for its robots.txt; NULL: nobody does */
    char *robots;
    size_t robots_size;
    bool closed;            /* its robots.txt could not be had: nothing may be asked */
    int64_t robots_until;   /* when it is asked anew, in ms; 0: it was not asked yet */
    long delay_ms;          /* what its robots.txt wants between two requests */
};

struct vdt_sites {
    struct vdt_site **sites;
    struct vdt_host **hosts;
    size_t count, capacity, host_count, host_capacity;
};

/* "https://host:port" and where the path begins; false for what is no web address. */
bool vdt_address_split(struct vdt_view url, struct vdt_view *origin, struct vdt_view *path);

/*
 * The site of an origin, known or new, with one user more; NULL when memory is out. Of more than VDT_LIMIT_SITES the
 * one whose robots.txt is oldest and that nobody uses is forgotten.
 */
struct vdt_site *vdt_sites_find(struct vdt_sites *sites, struct vdt_view origin);
void vdt_sites_leave(struct vdt_site *site);
void vdt_sites_done(struct vdt_sites *sites);

/* Keeps the answer to a request for robots.txt: what is not there forbids nothing, a server in trouble everything. */
bool vdt_site_learn(struct vdt_site *site, bool answered, long code, struct vdt_view body, int64_t now);

#endif
