/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Polite fetching over libcurl: one request at a time, a pause for each host, robots.txt asked before anything else of a site.
 * Redirects are followed here and not by libcurl, since each of them may lead to another host with its own robots.txt and
 * pause. Where a request goes is checked on the very address that is connected to, so that no name can be made to point
 * inwards between the look-up and the request. No proxy is used: it would hide that address.
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/limit.h"
#include "read/http.h"
#include "read/robots.h"
#include "vedette/follow.h"

static const char agent_name[] = "vedette";

/* A scheme, host and port that was asked before. */
struct site {
    char *origin;
    char *robots;          /* NULL: not asked yet */
    size_t robots_size;
    bool closed;           /* its robots.txt could not be had: nothing may be asked */
    int64_t robots_until;  /* when it is asked anew, in ms */
    int64_t next;          /* the earliest next request, in ms */
    long delay_ms;
};

struct vdt_fetcher {
    struct vdt_fetch_options options;
    struct vdt_arena arena; /* the last answer */
    struct vdt_buffer body;
    struct site *sites;
    size_t site_count, site_capacity;
    CURL *curl;
    char agent[256];
    bool refused, too_large, stopped; /* why the last request ended */
    struct vdt_view etag, modified, retry_after; /* of the answer that is coming in */
};

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- where requests may go --- */

static bool private_ipv4(uint32_t a) {
    return a >> 24 == 0 || a >> 24 == 10 || a >> 24 == 127 || a >> 20 == 0xAC1 || a >> 16 == 0xC0A8 || a >> 16 == 0xA9FE ||
           a >> 22 == (0x64400000 >> 22) || a >> 8 == 0xC00000 || a >> 17 == (0xC6120000 >> 17) || a >> 28 >= 14;
}

/* This machine, inner networks, link-local, shared, multicast, and the same behind the mappings of IPv4 into IPv6. */
static bool private_address(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return private_ipv4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return true;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    const uint8_t *b = six.sin6_addr.s6_addr;
    uint32_t last = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];
    bool zeros = true;
    for (int i = 0; i < 10; i++) zeros &= b[i] == 0;
    if (zeros) return b[10] == 0xFF && b[11] == 0xFF ? private_ipv4(last) : true; /* ::1, ::, ::a.b.c.d */
    if (b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B) return private_ipv4(last);
    if (b[0] == 0x20 && b[1] == 0x02)
        return private_ipv4((uint32_t)b[2] << 24 | (uint32_t)b[3] << 16 | (uint32_t)b[4] << 8 | b[5]);
    return (b[0] & 0xFE) == 0xFC || (b[0] == 0xFE && (b[1] & 0x80)) || b[0] == 0xFF;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct vdt_fetcher *fetcher = context;
    (void)purpose;
    if (!fetcher->options.allow_private && private_address(&address->addr)) {
        fetcher->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* --- one request --- */

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct vdt_fetcher *fetcher = context;
    if (fetcher->body.size + size * count > VDT_LIMIT_FETCH_BYTES) {
        fetcher->too_large = true;
        return 0;
    }
    vdt_buffer_add(&fetcher->body, (struct vdt_view){ bytes, size * count });
    return vdt_buffer_failed(&fetcher->body) ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    struct vdt_fetcher *fetcher = context;
    struct vdt_view value = { bytes, size * count }, name = vdt_view_trim(vdt_view_cut(&value, ':'));
    value = vdt_view_trim(value);
    if (value.size > 512) return size * count;
    if (vdt_view_equal_fold(name, VDT_LITERAL("etag"))) fetcher->etag = vdt_arena_copy(&fetcher->arena, value);
    else if (vdt_view_equal_fold(name, VDT_LITERAL("last-modified"))) fetcher->modified = vdt_arena_copy(&fetcher->arena, value);
    else if (vdt_view_equal_fold(name, VDT_LITERAL("retry-after"))) fetcher->retry_after = vdt_arena_copy(&fetcher->arena, value);
    return size * count;
}

static bool stopped(struct vdt_fetcher *fetcher) {
    if (fetcher->options.stop && fetcher->options.stop(fetcher->options.context)) fetcher->stopped = true;
    return fetcher->stopped;
}

static int take_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    return stopped(context) ? 1 : 0;
}

static void set_up(struct vdt_fetcher *fetcher) {
    CURL *curl = fetcher->curl;
    curl_easy_setopt(curl, CURLOPT_USERAGENT, fetcher->agent);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)VDT_LIMIT_FETCH_SECONDS);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)VDT_LIMIT_FETCH_BYTES);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, fetcher);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetcher);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, fetcher);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, take_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, fetcher);
}

static enum vdt_status trouble(struct vdt_fetcher *fetcher, const char *url, CURLcode code, struct vdt_error *error) {
    if (fetcher->stopped) return VDT_END;
    if (fetcher->refused) {
        vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(url), 0, 0, "a private address: not asked");
        return vdt_hint(error, VDT_ERROR_FORMAT, "--allow-private asks addresses of this machine and of inner networks");
    }
    if (fetcher->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(url), 0, 0, "larger than VDT_LIMIT_FETCH_BYTES (%d MiB)",
                           VDT_LIMIT_FETCH_BYTES >> 20);
    return vdt_fail_at(error, VDT_ERROR_FORMAT, vdt_view_of(url), 0, 0, "cannot be had: %s", curl_easy_strerror(code));
}

/* Waits for the site's turn; false: stopped. */
static bool wait_turn(struct vdt_fetcher *fetcher, const struct site *site) {
    while (now_ms() < site->next) {
        if (stopped(fetcher)) return false;
        int64_t left = site->next - now_ms();
        usleep((useconds_t)(left > 100 ? 100 : left > 0 ? left : 1) * 1000);
    }
    return !stopped(fetcher);
}

static enum vdt_status request(struct vdt_fetcher *fetcher, struct site *site, const char *url, struct curl_slist *headers,
                               long *status, struct vdt_error *error) {
    if (!wait_turn(fetcher, site)) return VDT_END;
    vdt_buffer_clear(&fetcher->body);
    fetcher->etag = fetcher->modified = fetcher->retry_after = (struct vdt_view){ NULL, 0 };
    fetcher->refused = fetcher->too_large = false;
    curl_easy_setopt(fetcher->curl, CURLOPT_URL, url);
    curl_easy_setopt(fetcher->curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(fetcher->curl);
    site->next = now_ms() + site->delay_ms;
    if (code != CURLE_OK) return trouble(fetcher, url, code, error);
    curl_easy_getinfo(fetcher->curl, CURLINFO_RESPONSE_CODE, status);
    return VDT_OK;
}

/* --- sites --- */

/* "https://host:port" and where the path begins; false for what is no web address. */
static bool split(struct vdt_view url, struct vdt_view *origin, struct vdt_view *path) {
    size_t begin = vdt_view_starts(url, VDT_LITERAL("http://")) ? 7 : vdt_view_starts(url, VDT_LITERAL("https://")) ? 8 : 0;
    size_t end = begin;
    while (end < url.size && !strchr("/?#", url.data[end])) end++;
    *origin = vdt_view_slice(url, 0, end);
    *path = vdt_view_slice(url, end, url.size);
    *path = vdt_view_cut(path, '#');
    if (!path->size) *path = VDT_LITERAL("/");
    return begin && end > begin && url.size <= VDT_LIMIT_URL_BYTES;
}

/* Gives the place of the site that was learnt about first to another. */
static struct site *forget_one(struct vdt_fetcher *fetcher, struct vdt_view origin) {
    struct site *oldest = &fetcher->sites[0];
    for (size_t i = 1; i < fetcher->site_count; i++)
        if (fetcher->sites[i].robots_until < oldest->robots_until) oldest = &fetcher->sites[i];
    char *name = strndup(origin.data, origin.size);
    if (!name) return NULL;
    free(oldest->origin);
    free(oldest->robots);
    *oldest = (struct site){ .origin = name, .delay_ms = fetcher->options.delay_ms };
    return oldest;
}

static struct site *find_site(struct vdt_fetcher *fetcher, struct vdt_view origin) {
    for (size_t i = 0; i < fetcher->site_count; i++)
        if (vdt_view_equal_fold(vdt_view_of(fetcher->sites[i].origin), origin)) return &fetcher->sites[i];
    if (fetcher->site_count == VDT_LIMIT_SITES) return forget_one(fetcher, origin);
    if (fetcher->site_count == fetcher->site_capacity) {
        size_t capacity = fetcher->site_capacity ? 2 * fetcher->site_capacity : 64;
        struct site *sites = realloc(fetcher->sites, capacity * sizeof *sites);
        if (!sites) return NULL;
        fetcher->sites = sites;
        fetcher->site_capacity = capacity;
    }
    struct site *site = &fetcher->sites[fetcher->site_count];
    *site = (struct site){ .origin = strndup(origin.data, origin.size), .delay_ms = fetcher->options.delay_ms };
    if (!site->origin) return NULL;
    fetcher->site_count++;
    return site;
}

/* Asks for robots.txt where it is not known or a day old: what is not there forbids nothing, a server in trouble everything. */
static enum vdt_status learn_robots(struct vdt_fetcher *fetcher, struct site *site, struct vdt_error *error) {
    enum { DAY_MS = 24 * 3600 * 1000, HOUR_MS = 3600 * 1000, HOPS = 5 };
    if (site->robots_until > now_ms()) return VDT_OK;
    struct vdt_view url = vdt_arena_format(&fetcher->arena, "%s/robots.txt", site->origin);
    if (!url.data) return vdt_fail_memory(error, "asking for robots.txt");
    long code = 0;
    curl_easy_setopt(fetcher->curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(fetcher->curl, CURLOPT_MAXREDIRS, (long)HOPS);
    curl_easy_setopt(fetcher->curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    enum vdt_status status = request(fetcher, site, url.data, NULL, &code, error);
    curl_easy_setopt(fetcher->curl, CURLOPT_FOLLOWLOCATION, 0L);
    if (status == VDT_END || status == VDT_ERROR_MEMORY || fetcher->refused) return status;
    free(site->robots);
    site->robots = NULL;
    site->robots_size = 0;
    site->closed = status != VDT_OK || code >= 500;
    site->robots_until = now_ms() + (site->closed ? HOUR_MS : DAY_MS);
    if (!site->closed && code == 200 && fetcher->body.size) {
        site->robots_size = fetcher->body.size > VDT_LIMIT_ROBOTS_BYTES ? VDT_LIMIT_ROBOTS_BYTES : fetcher->body.size;
        site->robots = malloc(site->robots_size);
        if (!site->robots) return vdt_fail_memory(error, "keeping robots.txt");
        memcpy(site->robots, fetcher->body.data, site->robots_size);
    }
    return VDT_OK;
}

static enum vdt_status may_ask(struct vdt_fetcher *fetcher, struct site *site, struct vdt_view url, struct vdt_view path,
                               struct vdt_error *error) {
    enum vdt_status status = learn_robots(fetcher, site, error);
    if (status != VDT_OK) return status;
    if (site->closed) return vdt_fail_at(error, VDT_ERROR_FORMAT, url, 0, 0, "the site's robots.txt cannot be had: not asked");
    struct vdt_robots robots = vdt_robots_ask((struct vdt_view){ site->robots, site->robots_size }, agent_name, path);
    site->delay_ms = robots.delay_ms > fetcher->options.delay_ms ? robots.delay_ms : fetcher->options.delay_ms;
    if (!robots.allowed) return vdt_fail_at(error, VDT_ERROR_FORMAT, url, 0, 0, "the site's robots.txt forbids it: not asked");
    return VDT_OK;
}

/* --- fetching --- */

static struct curl_slist *condition(struct curl_slist *list, const char *name, struct vdt_view value) {
    char line[600];
    if (!value.size || value.size > 512 || memchr(value.data, '\n', value.size) || memchr(value.data, '\r', value.size)) return list;
    snprintf(line, sizeof line, "%s: %.*s", name, (int)value.size, value.data);
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer ? longer : list;
}

/* Retry-After: seconds, or a date. */
static int64_t seconds_to_wait(struct vdt_view text) {
    int64_t seconds = 0, at;
    for (size_t i = 0; i < text.size && i < 9 && text.data[i] >= '0' && text.data[i] <= '9'; i++) seconds = seconds * 10 + (text.data[i] - '0');
    if (seconds) return seconds;
    struct vdt_error ignored;
    if (text.size && vdt_time_parse(text, &at, NULL, &ignored) == VDT_OK && at > time(NULL)) return at - time(NULL);
    return 0;
}

static bool is_redirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static void fill_in(struct vdt_fetcher *fetcher, struct vdt_view url, long code, bool moved, struct vdt_fetched *out) {
    char *type = NULL;
    *out = (struct vdt_fetched){ .status = (int)code, .url = url, .moved = moved, .etag = fetcher->etag, .modified = fetcher->modified,
                                 .body = vdt_buffer_view(&fetcher->body), .retry_after = seconds_to_wait(fetcher->retry_after) };
    curl_easy_getinfo(fetcher->curl, CURLINFO_CONTENT_TYPE, &type);
    struct vdt_view media;
    if (type) vdt_media_type(vdt_arena_copy(&fetcher->arena, vdt_view_of(type)), &media, &out->charset);
}

enum vdt_status vdt_fetch(struct vdt_fetcher *fetcher, struct vdt_view url, struct vdt_view etag, struct vdt_view modified,
                          struct vdt_fetched *out, struct vdt_error *error) {
    enum { HOPS = 5 };
    vdt_arena_reset(&fetcher->arena);
    struct vdt_view here = vdt_arena_copy(&fetcher->arena, vdt_view_trim(url));
    bool moved = false, permanent = true;
    for (int hop = 0; hop <= HOPS; hop++) {
        struct vdt_view origin, path;
        if (!here.data) return vdt_fail_memory(error, "fetching");
        if (!split(here, &origin, &path)) return vdt_fail_at(error, VDT_ERROR_FORMAT, here, 0, 0, "no web address");
        struct site *site = find_site(fetcher, origin);
        if (!site) return vdt_fail_memory(error, "fetching");
        enum vdt_status status = may_ask(fetcher, site, here, path, error);
        if (status != VDT_OK) return status;
        /* what was given for one address means nothing at another */
        struct curl_slist *headers = hop ? NULL : condition(condition(NULL, "If-None-Match", etag), "If-Modified-Since", modified);
        long code = 0;
        status = request(fetcher, site, here.data, headers, &code, error);
        curl_easy_setopt(fetcher->curl, CURLOPT_HTTPHEADER, NULL);
        curl_slist_free_all(headers);
        if (status != VDT_OK) return status;
        char *next = NULL;
        if (is_redirect(code)) curl_easy_getinfo(fetcher->curl, CURLINFO_REDIRECT_URL, &next);
        if (!next) {
            fill_in(fetcher, here, code, moved && permanent, out);
            return VDT_OK;
        }
        moved = true;
        permanent = permanent && (code == 301 || code == 308);
        here = vdt_arena_copy(&fetcher->arena, vdt_view_of(next));
    }
    return vdt_fail_at(error, VDT_ERROR_FORMAT, url, 0, 0, "more than %d redirects", HOPS);
}

enum vdt_status vdt_fetcher_new(const struct vdt_fetch_options *options, struct vdt_fetcher **out, struct vdt_error *error) {
    struct vdt_fetcher *fetcher = calloc(1, sizeof *fetcher);
    if (!fetcher) return vdt_fail_memory(error, "fetching");
    fetcher->options = *options;
    vdt_arena_init(&fetcher->arena);
    vdt_buffer_init(&fetcher->body);
    fetcher->curl = curl_easy_init();
    if (!fetcher->curl) {
        vdt_fetcher_free(fetcher);
        return vdt_fail(error, VDT_ERROR_SYSTEM, "libcurl does not start");
    }
    struct vdt_view contact = options->contact;
    bool clean = contact.size < 128 && !(contact.size && (memchr(contact.data, '\n', contact.size) || memchr(contact.data, '\r', contact.size)));
    snprintf(fetcher->agent, sizeof fetcher->agent, "%s/%s%s%.*s%s", agent_name, VDT_VERSION, clean && contact.size ? " (" : "",
             clean ? (int)contact.size : 0, contact.size ? contact.data : "", clean && contact.size ? ")" : "");
    set_up(fetcher);
    *out = fetcher;
    return VDT_OK;
}

void vdt_fetcher_free(struct vdt_fetcher *fetcher) {
    if (!fetcher) return;
    for (size_t i = 0; i < fetcher->site_count; i++) {
        free(fetcher->sites[i].origin);
        free(fetcher->sites[i].robots);
    }
    free(fetcher->sites);
    if (fetcher->curl) curl_easy_cleanup(fetcher->curl);
    vdt_buffer_done(&fetcher->body);
    vdt_arena_done(&fetcher->arena);
    free(fetcher);
}
