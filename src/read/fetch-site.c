/* SPDX-License-Identifier: Apache-2.0 */
/* Flat arrays of pointers: there are few sites, and requests keep pointers to them. */
#include "read/fetch-site.h"

#include <stdlib.h>

#include "base/limit.h"

bool vdt_address_split(struct vdt_view url, struct vdt_view *origin, struct vdt_view *path) {
    size_t begin = vdt_view_starts(url, VDT_LITERAL("http://")) ? 7 : vdt_view_starts(url, VDT_LITERAL("https://")) ? 8 : 0;
    size_t end = begin;
    while (end < url.size && !strchr("/?#", url.data[end])) end++;
    *origin = vdt_view_slice(url, 0, end);
    *path = vdt_view_slice(url, end, url.size);
    *path = vdt_view_cut(path, '#');
    if (!path->size) *path = VDT_LITERAL("/");
    return begin && end > begin && url.size <= VDT_LIMIT_URL_BYTES;
}

/* "https://user@Host:8080" is on Host. */
static struct vdt_view host_of(struct vdt_view origin) {
    const char *begin = memmem(origin.data, origin.size, "//", 2);
    struct vdt_view host = vdt_view_slice(origin, begin ? (size_t)(begin - origin.data) + 2 : 0, origin.size);
    const char *at = host.size ? memrchr(host.data, '@', host.size) : NULL;
    if (at) host = vdt_view_slice(host, (size_t)(at - host.data) + 1, host.size);
    const char *port = host.size ? memrchr(host.data, ':', host.size) : NULL;
    bool within_brackets = port && memchr(port, ']', (size_t)(host.data + host.size - port));
    if (port && !within_brackets) host.size = (size_t)(port - host.data);
    return host;
}

static bool make_room(void *items, size_t count, size_t *capacity) {
    void **array = items;
    if (count < *capacity) return true;
    size_t more = *capacity ? 2 * *capacity : 64;
    void *grown = realloc(*array, more * sizeof(void *));
    if (!grown) return false;
    *array = grown;
    *capacity = more;
    return true;
}

static struct vdt_host *find_host(struct vdt_sites *sites, struct vdt_view name) {
    for (size_t i = 0; i < sites->host_count; i++)
        if (vdt_view_equal_fold(vdt_view_of(sites->hosts[i]->name), name)) return sites->hosts[i];
    struct vdt_host *host = calloc(1, sizeof *host);
    if (host) host->name = strndup(name.data, name.size);
    if (!host || !host->name || !make_room(&sites->hosts, sites->host_count, &sites->host_capacity)) {
        if (host) free(host->name);
        free(host);
        return NULL;
    }
    return sites->hosts[sites->host_count++] = host;
}

static void forget_host(struct vdt_sites *sites, struct vdt_host *host) {
    for (size_t i = 0; i < sites->host_count; i++)
        if (sites->hosts[i] == host) sites->hosts[i] = sites->hosts[--sites->host_count];
    free(host->name);
    free(host);
}

static void forget_site(struct vdt_sites *sites, size_t index) {
    struct vdt_site *site = sites->sites[index];
    sites->sites[index] = sites->sites[--sites->count];
    if (site->host && --site->host->sites == 0) forget_host(sites, site->host);
    free(site->origin);
    free(site->robots);
    free(site);
}

static void forget_oldest(struct vdt_sites *sites) {
    size_t oldest = SIZE_MAX;
    for (size_t i = 0; i < sites->count; i++)
        if (!sites->sites[i]->users && (oldest == SIZE_MAX || sites->sites[i]->robots_until < sites->sites[oldest]->robots_until))
            oldest = i;
    if (oldest != SIZE_MAX) forget_site(sites, oldest);
}

struct vdt_site *vdt_sites_find(struct vdt_sites *sites, struct vdt_view origin) {
    for (size_t i = 0; i < sites->count; i++)
        if (vdt_view_equal_fold(vdt_view_of(sites->sites[i]->origin), origin)) {
            sites->sites[i]->users++;
            return sites->sites[i];
        }
    if (sites->count >= VDT_LIMIT_SITES) forget_oldest(sites);
    struct vdt_site *site = calloc(1, sizeof *site);
    if (!site || !make_room(&sites->sites, sites->count, &sites->capacity)) {
        free(site);
        return NULL;
    }
    sites->sites[sites->count++] = site;
    site->origin = strndup(origin.data, origin.size);
    site->host = find_host(sites, host_of(origin));
    if (site->host) site->host->sites++;
    if (!site->origin || !site->host) {
        forget_site(sites, sites->count - 1);
        return NULL;
    }
    site->users = 1;
    return site;
}

void vdt_sites_leave(struct vdt_site *site) {
    site->users--;
}

void vdt_sites_done(struct vdt_sites *sites) {
    while (sites->count) forget_site(sites, sites->count - 1);
    free(sites->sites);
    free(sites->hosts);
}

bool vdt_site_learn(struct vdt_site *site, bool answered, long code, struct vdt_view body, int64_t now) {
    enum { DAY_MS = 24 * 3600 * 1000, HOUR_MS = 3600 * 1000 };
    free(site->robots);
    site->robots = NULL;
    site->robots_size = 0;
    site->closed = !answered || code >= 500;
    site->robots_until = now + (site->closed ? HOUR_MS : DAY_MS);
    if (site->closed || code != 200 || !body.size) return true;
    site->robots_size = body.size > VDT_LIMIT_ROBOTS_BYTES ? VDT_LIMIT_ROBOTS_BYTES : body.size;
    site->robots = malloc(site->robots_size);
    if (!site->robots) {
        site->robots_size = 0;
        return false;
    }
    memcpy(site->robots, body.data, site->robots_size);
    return true;
}
