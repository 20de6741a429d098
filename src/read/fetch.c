/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Polite fetching over libcurl's multi interface. A request goes through these states, some of them more than once:
 *
 *   WAITING   for its turn: the host is asked for something else, has its pause, or somebody else asks for the site's robots.txt
 *   ASKING    the host is busy with it: for robots.txt first where that is not known, then for the address itself
 *   DONE      there is an answer, or none can be had
 *
 * A redirect makes it wait again, at another host: each has its own robots.txt and pause, so they are followed here and
 * not by libcurl. Where a request goes is checked on the very address that is connected to, so that no name can be made
 * to point inwards between the look-up and the request. No proxy is used: it would hide that address.
 */
#include <curl/curl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/limit.h"
#include "read/fetch-address.h"
#include "read/fetch-site.h"
#include "read/http.h"
#include "read/robots.h"
#include "vedette/follow.h"

static const char agent_name[] = "vedette";

enum { LONGEST_WAIT_MS = 100 };

struct vdt_fetcher {
    struct vdt_fetch_options options;
    struct vdt_sites sites;
    CURLM *multi;
    struct vdt_fetch *first, *last; /* in the order of their begin */
    size_t asking;                  /* requests that hosts are busy with */
    size_t finished;                /* so far */
    char agent[256];
};

enum state { WAITING, ASKING, DONE };

struct vdt_fetch {
    struct vdt_fetcher *fetcher;
    struct vdt_fetch *before, *after;
    struct vdt_arena arena;
    struct vdt_buffer body;
    enum state state;
    struct vdt_view here, path;         /* what is wanted: the address, or where it was redirected to */
    struct vdt_site *site;              /* of it */
    struct vdt_view etag, modified;     /* given by the caller */
    int hops;
    bool moved, permanent;
    bool learning;                      /* the site's robots.txt is asked for first ... */
    struct vdt_view robots;             /* ... which is here, or where it was redirected to */
    struct vdt_site *robots_site;
    int robots_hops;
    CURL *curl;                         /* while ASKING */
    struct curl_slist *headers;
    bool refused, too_large;            /* why it ended */
    struct vdt_view got_etag, got_modified, retry_after;
    enum vdt_status status;             /* once DONE */
    struct vdt_error error;
    struct vdt_fetched fetched;
};

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool stopped(const struct vdt_fetcher *fetcher) {
    return fetcher->options.stop && fetcher->options.stop(fetcher->options.context);
}

/* --- what libcurl calls --- */

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct vdt_fetch *fetch = context;
    (void)purpose;
    if (!fetch->fetcher->options.allow_private && vdt_address_private(&address->addr)) {
        fetch->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct vdt_fetch *fetch = context;
    if (fetch->body.size + size * count > VDT_LIMIT_FETCH_BYTES) {
        fetch->too_large = true;
        return 0;
    }
    vdt_buffer_add(&fetch->body, (struct vdt_view){ bytes, size * count });
    return vdt_buffer_failed(&fetch->body) ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    enum { LONGEST = 512 };
    struct vdt_fetch *fetch = context;
    struct vdt_view value = { bytes, size * count }, name = vdt_view_trim(vdt_view_cut(&value, ':'));
    value = vdt_view_trim(value);
    if (value.size > LONGEST) return size * count;
    struct vdt_view *out = vdt_view_equal_fold(name, VDT_LITERAL("etag"))            ? &fetch->got_etag
                           : vdt_view_equal_fold(name, VDT_LITERAL("last-modified")) ? &fetch->got_modified
                           : vdt_view_equal_fold(name, VDT_LITERAL("retry-after"))   ? &fetch->retry_after
                                                                                     : NULL;
    if (out) *out = vdt_arena_copy(&fetch->arena, value);
    return size * count;
}

/* --- the end of a request --- */

static void leave(struct vdt_site **site) {
    if (*site) vdt_sites_leave(*site);
    *site = NULL;
}

static void stop_learning(struct vdt_fetch *fetch) {
    if (!fetch->learning) return;
    fetch->site->learner = NULL;
    leave(&fetch->robots_site);
    fetch->learning = false;
}

static void finish(struct vdt_fetch *fetch, enum vdt_status status) {
    stop_learning(fetch);
    leave(&fetch->site);
    fetch->state = DONE;
    fetch->status = status;
    fetch->fetcher->finished++;
}

/* Ends a request with what went wrong: a message for its address. */
static void give_up(struct vdt_fetch *fetch, const char *message) {
    finish(fetch, vdt_fail_at(&fetch->error, VDT_ERROR_FORMAT, fetch->here, 0, 0, "%s", message));
}

static void give_up_for_memory(struct vdt_fetch *fetch) {
    finish(fetch, vdt_fail_memory(&fetch->error, "fetching"));
}

static void give_up_for(struct vdt_fetch *fetch, CURLcode code) {
    struct vdt_error *error = &fetch->error;
    enum vdt_status status;
    if (vdt_buffer_failed(&fetch->body)) {
        status = vdt_fail_memory(error, "fetching");
    } else if (fetch->refused) {
        vdt_fail_at(error, VDT_ERROR_FORMAT, fetch->here, 0, 0, "a private address: not asked");
        status = vdt_hint(error, VDT_ERROR_FORMAT, "--allow-private asks addresses of this machine and of inner networks");
    } else if (fetch->too_large || code == CURLE_FILESIZE_EXCEEDED) {
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, fetch->here, 0, 0, "larger than VDT_LIMIT_FETCH_BYTES (%d MiB)",
                             VDT_LIMIT_FETCH_BYTES >> 20);
    } else {
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, fetch->here, 0, 0, "cannot be had: %s", curl_easy_strerror(code));
    }
    finish(fetch, status);
}

/* --- asking --- */

static struct curl_slist *condition(struct curl_slist *list, const char *name, struct vdt_view value) {
    char line[600];
    if (!value.size || value.size > 512 || memchr(value.data, '\n', value.size) || memchr(value.data, '\r', value.size)) return list;
    snprintf(line, sizeof line, "%s: %.*s", name, (int)value.size, value.data);
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer ? longer : list;
}

static void set_up(struct vdt_fetch *fetch, struct vdt_view url) {
    CURL *curl = fetch->curl;
    curl_easy_setopt(curl, CURLOPT_URL, url.data);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fetch->headers);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, fetch);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, fetch->fetcher->agent);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)VDT_LIMIT_FETCH_SECONDS);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)VDT_LIMIT_FETCH_BYTES);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, fetch);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetch);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, fetch);
}

/* Whose turn it is that the request needs. */
static struct vdt_site *asked_site(const struct vdt_fetch *fetch) {
    return fetch->learning ? fetch->robots_site : fetch->site;
}

static void start(struct vdt_fetch *fetch) {
    struct vdt_fetcher *fetcher = fetch->fetcher;
    vdt_buffer_clear(&fetch->body);
    fetch->got_etag = fetch->got_modified = fetch->retry_after = (struct vdt_view){ NULL, 0 };
    fetch->refused = fetch->too_large = false;
    /* what was given for one address means nothing at another */
    if (!fetch->learning && !fetch->hops)
        fetch->headers = condition(condition(NULL, "If-None-Match", fetch->etag), "If-Modified-Since", fetch->modified);
    fetch->curl = curl_easy_init();
    if (!fetch->curl) {
        give_up_for_memory(fetch);
        return;
    }
    set_up(fetch, fetch->learning ? fetch->robots : fetch->here);
    if (curl_multi_add_handle(fetcher->multi, fetch->curl) != CURLM_OK) {
        curl_easy_cleanup(fetch->curl);
        fetch->curl = NULL;
        give_up_for_memory(fetch);
        return;
    }
    fetch->state = ASKING;
    asked_site(fetch)->host->busy = true;
    fetcher->asking++;
}

/* The host is free again, and has its pause. */
static void stop(struct vdt_fetch *fetch) {
    struct vdt_fetcher *fetcher = fetch->fetcher;
    struct vdt_site *site = asked_site(fetch);
    long delay = site->delay_ms > fetcher->options.delay_ms ? site->delay_ms : fetcher->options.delay_ms;
    long sent = 0;
    curl_easy_getinfo(fetch->curl, CURLINFO_REQUEST_SIZE, &sent);
    if (fetch->refused && !sent) delay = 0; /* nobody was asked */
    curl_multi_remove_handle(fetcher->multi, fetch->curl);
    curl_easy_cleanup(fetch->curl);
    curl_slist_free_all(fetch->headers);
    fetch->curl = NULL;
    fetch->headers = NULL;
    site->host->busy = false;
    site->host->next = now_ms() + delay;
    fetcher->asking--;
    fetch->state = WAITING;
}

/* --- before a request: may it be made, and is it its turn? --- */

/* Makes the request one for the robots.txt of its site. */
static void begin_learning(struct vdt_fetch *fetch) {
    fetch->robots = vdt_arena_format(&fetch->arena, "%s/robots.txt", fetch->site->origin);
    fetch->robots_site = fetch->site;
    fetch->robots_site->users++;
    fetch->robots_hops = 0;
    fetch->site->learner = fetch;
    fetch->learning = true;
    if (!fetch->robots.data) give_up_for_memory(fetch);
}

/* Is it known what the site wants? A request that is forbidden is done with that. */
static bool is_allowed(struct vdt_fetch *fetch) {
    struct vdt_site *site = fetch->site;
    if (fetch->learning) return true;
    if (site->robots_until <= now_ms()) {
        if (site->learner) return false;
        begin_learning(fetch);
        return fetch->state == WAITING;
    }
    if (site->closed) {
        give_up(fetch, "the site's robots.txt cannot be had: not asked");
        return false;
    }
    struct vdt_robots robots = vdt_robots_ask((struct vdt_view){ site->robots, site->robots_size }, agent_name, fetch->path);
    site->delay_ms = robots.delay_ms;
    if (!robots.allowed) give_up(fetch, "the site's robots.txt forbids it: not asked");
    return robots.allowed;
}

/* Starts whatever has its turn; the ms until the next turn, at most LONGEST_WAIT_MS. */
static int start_all(struct vdt_fetcher *fetcher) {
    int64_t wait = LONGEST_WAIT_MS;
    for (struct vdt_fetch *fetch = fetcher->first; fetch && fetcher->asking < VDT_LIMIT_FETCHES; fetch = fetch->after) {
        if (fetch->state != WAITING || !is_allowed(fetch)) continue;
        struct vdt_host *host = asked_site(fetch)->host;
        int64_t left = host->next - now_ms();
        if (host->busy) continue;
        if (left <= 0) start(fetch);
        else if (left < wait) wait = left;
    }
    return (int)wait;
}

/* --- after a request --- */

/* Retry-After: seconds, or a date. */
static int64_t seconds_to_wait(struct vdt_view text) {
    int64_t seconds = 0, at;
    for (size_t i = 0; i < text.size && i < 9 && text.data[i] >= '0' && text.data[i] <= '9'; i++) seconds = seconds * 10 + (text.data[i] - '0');
    if (seconds) return seconds;
    struct vdt_error ignored;
    if (text.size && vdt_time_parse(text, &at, NULL, &ignored) == VDT_OK && at > time(NULL)) return at - time(NULL);
    return 0;
}

static bool is_redirect(long code) {
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

/* What libcurl knows of an answer, kept before it forgets. */
struct answer {
    long code;
    struct vdt_view next; /* of a redirect */
    struct vdt_view charset;
};

static struct answer read_answer(struct vdt_fetch *fetch) {
    struct answer answer = { .code = 0 };
    char *type = NULL, *next = NULL;
    curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &answer.code);
    curl_easy_getinfo(fetch->curl, CURLINFO_CONTENT_TYPE, &type);
    if (is_redirect(answer.code)) curl_easy_getinfo(fetch->curl, CURLINFO_REDIRECT_URL, &next);
    struct vdt_view media;
    if (type) vdt_media_type(vdt_arena_copy(&fetch->arena, vdt_view_of(type)), &media, &answer.charset);
    if (next) answer.next = vdt_arena_copy(&fetch->arena, vdt_view_of(next));
    return answer;
}

/* Turns a request, for the address or for robots.txt, to where it was redirected. */
static bool turn_to(struct vdt_fetch *fetch, struct vdt_view url, struct vdt_view *where, struct vdt_view *path, struct vdt_site **site) {
    struct vdt_view origin;
    *where = url;
    if (!vdt_address_split(url, &origin, path)) {
        give_up(fetch, "no web address");
        return false;
    }
    struct vdt_site *other = vdt_sites_find(&fetch->fetcher->sites, origin);
    if (!other) {
        give_up_for_memory(fetch);
        return false;
    }
    leave(site);
    *site = other;
    return true;
}

static void after_robots(struct vdt_fetch *fetch, bool answered, const struct answer *answer) {
    struct vdt_view path, origin;
    bool web = answer->next.size && vdt_address_split(answer->next, &origin, &path);
    if (web && fetch->robots_hops++ < VDT_LIMIT_REDIRECTS) {
        turn_to(fetch, answer->next, &fetch->robots, &path, &fetch->robots_site);
        return;
    }
    bool kept = vdt_site_learn(fetch->site, answered, answer->code, vdt_buffer_view(&fetch->body), now_ms());
    stop_learning(fetch);
    if (!kept) give_up_for_memory(fetch);
}

static void after_answer(struct vdt_fetch *fetch, const struct answer *answer) {
    if (!answer->next.size) {
        fetch->fetched = (struct vdt_fetched){ .status = (int)answer->code, .url = fetch->here, .moved = fetch->moved && fetch->permanent,
                                               .etag = fetch->got_etag, .modified = fetch->got_modified, .charset = answer->charset,
                                               .body = vdt_buffer_view(&fetch->body), .retry_after = seconds_to_wait(fetch->retry_after) };
        finish(fetch, VDT_OK);
        return;
    }
    if (fetch->hops++ == VDT_LIMIT_REDIRECTS) {
        finish(fetch, vdt_fail_at(&fetch->error, VDT_ERROR_FORMAT, fetch->here, 0, 0, "more than %d redirects", VDT_LIMIT_REDIRECTS));
        return;
    }
    fetch->moved = true;
    fetch->permanent = fetch->permanent && (answer->code == 301 || answer->code == 308);
    turn_to(fetch, answer->next, &fetch->here, &fetch->path, &fetch->site);
}

static void take_answer(struct vdt_fetch *fetch, CURLcode code) {
    struct answer answer = { .code = 0 };
    if (code == CURLE_OK) answer = read_answer(fetch);
    stop(fetch);
    if (code != CURLE_OK && (!fetch->learning || fetch->refused || vdt_buffer_failed(&fetch->body))) give_up_for(fetch, code);
    else if (fetch->learning) after_robots(fetch, code == CURLE_OK, &answer);
    else after_answer(fetch, &answer);
}

static void take_answers(struct vdt_fetcher *fetcher) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(fetcher->multi, &left));) {
        char *fetch = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &fetch);
        take_answer((struct vdt_fetch *)(void *)fetch, code);
    }
}

/* --- the public face --- */

enum vdt_status vdt_fetch_begin(struct vdt_fetcher *fetcher, struct vdt_view url, struct vdt_view etag, struct vdt_view modified,
                                struct vdt_fetch **out, struct vdt_error *error) {
    struct vdt_fetch *fetch = calloc(1, sizeof *fetch);
    if (!fetch) return vdt_fail_memory(error, "fetching");
    fetch->fetcher = fetcher;
    fetch->permanent = true;
    vdt_arena_init(&fetch->arena);
    vdt_buffer_init(&fetch->body);
    fetch->before = fetcher->last;
    if (fetcher->last) fetcher->last->after = fetch;
    else fetcher->first = fetch;
    fetcher->last = fetch;
    fetch->etag = vdt_arena_copy(&fetch->arena, etag);
    fetch->modified = vdt_arena_copy(&fetch->arena, modified);
    url = vdt_arena_copy(&fetch->arena, vdt_view_trim(url));
    if (url.data) turn_to(fetch, url, &fetch->here, &fetch->path, &fetch->site);
    else give_up_for_memory(fetch);
    *out = fetch;
    return VDT_OK;
}

bool vdt_fetch_done(const struct vdt_fetch *fetch) {
    return fetch->state == DONE;
}

enum vdt_status vdt_fetch_take(struct vdt_fetch *fetch, struct vdt_fetched *out, struct vdt_error *error) {
    if (fetch->state != DONE) return vdt_fail(error, VDT_ERROR_USE, "the answer is not there yet");
    *out = fetch->fetched;
    if (fetch->status != VDT_OK && error) *error = fetch->error;
    return fetch->status;
}

void vdt_fetch_free(struct vdt_fetch *fetch) {
    if (!fetch) return;
    if (fetch->state == ASKING) stop(fetch);
    if (fetch->state != DONE) stop_learning(fetch), leave(&fetch->site);
    if (fetch->before) fetch->before->after = fetch->after;
    else fetch->fetcher->first = fetch->after;
    if (fetch->after) fetch->after->before = fetch->before;
    else fetch->fetcher->last = fetch->before;
    vdt_buffer_done(&fetch->body);
    vdt_arena_done(&fetch->arena);
    free(fetch);
}

enum vdt_status vdt_fetcher_wait(struct vdt_fetcher *fetcher, struct vdt_error *error) {
    size_t before = fetcher->finished;
    while (!stopped(fetcher)) {
        int running, wait = start_all(fetcher);
        if (curl_multi_perform(fetcher->multi, &running) != CURLM_OK) return vdt_fail(error, VDT_ERROR_SYSTEM, "libcurl fails");
        take_answers(fetcher);
        if (fetcher->finished != before) return VDT_OK;
        if (curl_multi_poll(fetcher->multi, NULL, 0, wait, NULL) != CURLM_OK) return vdt_fail(error, VDT_ERROR_SYSTEM, "libcurl fails");
    }
    return VDT_END;
}

enum vdt_status vdt_fetcher_new(const struct vdt_fetch_options *options, struct vdt_fetcher **out, struct vdt_error *error) {
    struct vdt_fetcher *fetcher = calloc(1, sizeof *fetcher);
    if (!fetcher) return vdt_fail_memory(error, "fetching");
    fetcher->options = *options;
    fetcher->multi = curl_multi_init();
    if (!fetcher->multi) {
        vdt_fetcher_free(fetcher);
        return vdt_fail(error, VDT_ERROR_SYSTEM, "libcurl does not start");
    }
    struct vdt_view contact = options->contact;
    bool clean = contact.size < 128 && !(contact.size && (memchr(contact.data, '\n', contact.size) || memchr(contact.data, '\r', contact.size)));
    snprintf(fetcher->agent, sizeof fetcher->agent, "%s/%s%s%.*s%s", agent_name, VDT_VERSION, clean && contact.size ? " (" : "",
             clean ? (int)contact.size : 0, contact.size ? contact.data : "", clean && contact.size ? ")" : "");
    *out = fetcher;
    return VDT_OK;
}

void vdt_fetcher_free(struct vdt_fetcher *fetcher) {
    if (!fetcher) return;
    while (fetcher->first) vdt_fetch_free(fetcher->first);
    vdt_sites_done(&fetcher->sites);
    if (fetcher->multi) curl_multi_cleanup(fetcher->multi);
    free(fetcher);
}
