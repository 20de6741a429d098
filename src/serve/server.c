/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server: what stands between libmicrohttpd and the handlers. A request passes, in this order: its host, its rate,
 * its route and method, its token, its parameters, the tag that the browser holds, the answers that are kept, and only
 * then a handler with a handle of the store.
 *
 * One thread a connection: a slow client or a listener of the stream holds its own thread and nobody else's. The handler
 * must not answer on its first call, or libmicrohttpd closes the connection (measured: a fifth of the requests a second).
 *
 * Whole answers are kept with their headers until the store changes: a page that twenty people look at is made once.
 */
#include "serve/desk-state.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <inttypes.h>
#include <malloc.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>
#include <zlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/limit.h"
#include "serve/coding.h"
#include "serve/embedded.h"
#include "serve/outlook.h"
#include "serve/routes.h"

double desk_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- handles of the store ---- */

struct vdt_store *desk_take_handle(struct desk *desk, struct vdt_error *error) {
    pthread_mutex_lock(&desk->handle_lock);
    while (!desk->handle_count && desk->handles_out >= DESK_HANDLES)
        pthread_cond_wait(&desk->handle_free, &desk->handle_lock);
    struct vdt_store *store = desk->handle_count ? desk->handles[--desk->handle_count] : NULL;
    desk->handles_out++;
    pthread_mutex_unlock(&desk->handle_lock);
    if (!store && vdt_store_open(desk->path, VDT_STORE_READ, &store, error) != VDT_OK) desk_give_handle(desk, NULL);
    return store;
}

void desk_give_handle(struct desk *desk, struct vdt_store *store) {
    pthread_mutex_lock(&desk->handle_lock);
    desk->handles_out--;
    if (store) desk->handles[desk->handle_count++] = store;
    pthread_cond_signal(&desk->handle_free);
    pthread_mutex_unlock(&desk->handle_lock);
}

/* ---- answers that are kept ---- */

static uint64_t key_of(const struct request *request, const char *url, enum coding coding) {
    uint64_t key = vdt_hash_seeded(vdt_view_of(url), coding);
    for (size_t i = 0; i < request->parameter_count; i++) {
        key = vdt_hash_seeded(request->parameters[i].name, key);
        key = vdt_hash_seeded(request->parameters[i].value, key ^ 0x9E3779B97F4A7C15u);
    }
    return key ? key : 1;
}

static void forget(struct desk *desk, struct cached *cached) {
    if (!cached->response) return;
    MHD_destroy_response(cached->response);
    desk->cache_bytes -= cached->size;
    *cached = (struct cached){ 0 };
}

/* Queues the answer, if it is kept and the store has not changed since. */
static bool answer_from_cache(struct desk *desk, struct MHD_Connection *connection, uint64_t key, uint64_t generation,
                              enum MHD_Result *result) {
    pthread_mutex_lock(&desk->cache_lock);
    struct cached *cached = &desk->cache[key % DESK_CACHED];
    bool found = cached->response && cached->key == key && cached->generation == generation;
    if (found) {
        *result = MHD_queue_response(connection, cached->status, cached->response);
        atomic_fetch_add(&desk->hits, 1);
        atomic_fetch_add(&desk->answers[cached->status / 100], 1);
        atomic_fetch_add(&desk->bytes, cached->size);
    }
    pthread_mutex_unlock(&desk->cache_lock);
    return found;
}

/* Takes the response over, or leaves it to the caller (false). */
static bool keep_answer(struct desk *desk, uint64_t key, uint64_t generation, unsigned status, struct MHD_Response *response,
                        size_t size) {
    if (size > DESK_CACHED_BYTES / 8) return false;
    pthread_mutex_lock(&desk->cache_lock);
    struct cached *cached = &desk->cache[key % DESK_CACHED];
    forget(desk, cached);
    for (size_t tried = 0; desk->cache_bytes + size > DESK_CACHED_BYTES && tried < DESK_CACHED; tried++)
        forget(desk, &desk->cache[desk->cache_hand++ % DESK_CACHED]);
    *cached = (struct cached){ key, generation, response, status, size };
    desk->cache_bytes += size;
    pthread_mutex_unlock(&desk->cache_lock);
    return true;
}

/* ---- who asks ---- */

static uint64_t address_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (!address) return 1;
    struct vdt_view bytes = { 0 };
    if (address->sa_family == AF_INET) {
        bytes = (struct vdt_view){ (const char *)&((const struct sockaddr_in *)(const void *)address)->sin_addr, 4 };
    } else if (address->sa_family == AF_INET6) {
        /* whoever has one address has 2^64 of them */
        bytes = (struct vdt_view){ (const char *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 8 };
    }
    return vdt_hash(bytes) | 1;
}

/* A bucket that fills at the rate and holds two seconds of it. */
static bool within_rate(struct desk *desk, struct MHD_Connection *connection) {
    if (desk->options.rate <= 0) return true;
    uint64_t address = address_of(connection);
    double now = desk_now(), most = desk->options.rate * 2;
    pthread_mutex_lock(&desk->rate_lock);
    size_t at = (size_t)(address >> 1) % DESK_ADDRESSES;
    if (desk->rates[at].address != address) {
        desk->rates[at].address = address;
        desk->rates[at].left = most;
        desk->rates[at].at = now;
    }
    double left = desk->rates[at].left + (now - desk->rates[at].at) * desk->options.rate;
    if (left > most) left = most;
    bool within = left >= 1;
    desk->rates[at].left = within ? left - 1 : left;
    desk->rates[at].at = now;
    pthread_mutex_unlock(&desk->rate_lock);
    return within;
}

static struct vdt_view header_of(struct MHD_Connection *connection, const char *name) {
    return vdt_view_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* "name:port", "[::1]:port" without the port. */
static struct vdt_view host_name(struct vdt_view host) {
    if (host.size && host.data[0] == '[') {
        const char *end = memchr(host.data, ']', host.size);
        return end ? vdt_view_slice(host, 1, (size_t)(end - host.data)) : host;
    }
    return vdt_view_cut(&host, ':');
}

/*
 * A page of somebody else's whose name was made to point at this machine asks with that name: it is refused, or it could
 * read what stands on loopback (DNS rebinding).
 */
static bool known_host(const struct desk *desk, struct MHD_Connection *connection) {
    struct vdt_view name = host_name(header_of(connection, MHD_HTTP_HEADER_HOST));
    if (desk->options.host && vdt_view_is_fold(name, desk->options.host)) return true;
    if (!desk->loopback && !desk->options.host) return true;
    return vdt_view_equal_fold(name, VDT_LITERAL("localhost")) || vdt_view_is(name, "127.0.0.1") || vdt_view_is(name, "::1");
}

/* Whether the request's token gives the right; fills in who it is. */
static unsigned check_token(struct request *request, struct MHD_Connection *connection, enum token_right wanted) {
    const struct desk *desk = request->desk;
    struct vdt_view header = header_of(connection, MHD_HTTP_HEADER_AUTHORIZATION);
    const struct token *token = NULL;
    if (vdt_view_starts(header, VDT_LITERAL("Bearer ")))
        token = tokens_find(&desk->tokens, vdt_view_trim(vdt_view_slice(header, 7, header.size)));
    request->who = token ? token->name : "";
    if (wanted == TOKEN_NONE || (wanted == TOKEN_READ && !desk->options.tokens)) return 200;
    if (!token) return problem(request, 401, "send it as \"Authorization: Bearer TOKEN\"");
    if (token->right < wanted) return problem(request, 403, "it may read, not write");
    return 200;
}

/* ---- what was asked ---- */

/* UTF-8 without control characters. */
static bool clean_text(struct vdt_view text) {
    for (size_t at = 0; at < text.size;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
                                                   (utf8proc_ssize_t)(text.size - at), &point);
        if (length <= 0 || point < 0x20 || point == 0x7F) return false;
        at += (size_t)length;
    }
    return true;
}

struct gathering {
    struct request *request;
    unsigned status;
};

static enum MHD_Result gather(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                              const char *value, size_t value_size) {
    (void)kind;
    struct gathering *gathering = context;
    struct request *request = gathering->request;
    struct vdt_view key = { name, name_size }, text = { value, value_size };
    if (request->parameter_count == MOST_PARAMETERS)
        gathering->status = problem(request, 400, "more than %d parameters", MOST_PARAMETERS);
    else if (key.size > 64 || text.size > 2048)
        gathering->status = problem(request, 414, "a parameter is longer than 2048 bytes");
    else if (!clean_text(key) || !clean_text(text))
        gathering->status = problem(request, 400, "a parameter is no UTF-8, or has control characters");
    else
        for (size_t i = 0; i < request->parameter_count; i++)
            if (vdt_view_equal(request->parameters[i].name, key))
                gathering->status = problem(request, 400, "a parameter stands there twice");
    if (gathering->status != 200) return MHD_NO;
    request->parameters[request->parameter_count++] = (struct parameter){ key, text, false };
    return MHD_YES;
}

static unsigned gather_parameters(struct request *request, struct MHD_Connection *connection) {
    struct gathering gathering = { request, 200 };
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, gather, &gathering);
    return gathering.status;
}

static unsigned unused_parameter(struct request *request) {
    for (size_t i = 0; i < request->parameter_count; i++)
        if (!request->parameters[i].used)
            return problem(request, 400, "there is no parameter \"%.*s\" here", (int)request->parameters[i].name.size,
                           request->parameters[i].name.data);
    return 200;
}

/* ---- answers ---- */

static struct vdt_view accepted(struct MHD_Connection *connection) {
    return header_of(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING);
}

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static void add_headers(const struct desk *desk, struct MHD_Response *response, const char *policy) {
    MHD_add_response_header(response, "Content-Security-Policy", policy);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", desk->options.origin ? "cross-origin" : "same-origin");
    MHD_add_response_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    if (!desk->options.origin) return;
    MHD_add_response_header(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, desk->options.origin);
    MHD_add_response_header(response, "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
    MHD_add_response_header(response, "Access-Control-Allow-Methods", "GET, HEAD, POST");
}

static void count_answer(struct desk *desk, unsigned status, size_t size) {
    atomic_fetch_add(&desk->answers[status / 100], 1);
    atomic_fetch_add(&desk->bytes, size);
}

/* What a request's answer is sent with. */
struct sending {
    struct MHD_Connection *connection;
    const char *type, *policy, *tag, *allow;
    unsigned status;
    enum coding coding;
    bool keep;
    uint64_t key, generation;
};

static const char nothing_policy[] = "default-src 'none'; frame-ancestors 'none'";

static enum MHD_Result send_body(struct desk *desk, struct vdt_buffer *body, const struct sending *sending) {
    bool packed = body->size > 1024 && coding_pack(sending->coding, body);
    size_t size = body->size;
    struct MHD_Response *response = MHD_create_response_from_buffer(size, body->data, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        vdt_buffer_done(body);
        return MHD_NO;
    }
    vdt_buffer_init(body); /* the response has it now */
    add_headers(desk, response, sending->policy ? sending->policy : nothing_policy);
    if (sending->type) MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, sending->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, sending->tag ? "private, no-cache" : "no-store");
    if (packed) MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, coding_name(sending->coding));
    if (sending->tag) MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, sending->tag);
    if (sending->allow) MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, sending->allow);
    if (sending->status == 401) MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    if (sending->status == 429 || sending->status == 503)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    count_answer(desk, sending->status, size);
    enum MHD_Result result = MHD_queue_response(sending->connection, sending->status, response);
    if (!sending->keep || !keep_answer(desk, sending->key, sending->generation, sending->status, response, size))
        MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_problem(struct request *request, struct MHD_Connection *connection, unsigned status,
                                    const char *allow) {
    struct sending sending = { .connection = connection, .type = "application/problem+json", .status = status,
                               .allow = allow };
    return send_body(request->desk, &request->out, &sending);
}

/* A browser lays the headers of a 304 over those of what it has kept: the policy must be the same. */
static enum MHD_Result send_unchanged(struct desk *desk, struct MHD_Connection *connection, const char *tag,
                                      const char *policy) {
    struct vdt_buffer none;
    vdt_buffer_init(&none);
    struct sending sending = { .connection = connection, .status = 304, .tag = tag, .policy = policy };
    return send_body(desk, &none, &sending);
}

static bool holds_tag(struct MHD_Connection *connection, const char *tag) {
    struct vdt_view rest = header_of(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
    while (rest.size)
        if (vdt_view_is(vdt_view_trim(vdt_view_cut(&rest, ',')), tag)) return true;
    return false;
}

/* ---- files of the page ---- */

static enum MHD_Result send_file(struct request *request, struct MHD_Connection *connection, const struct embedded *file) {
    char tag[32];
    snprintf(tag, sizeof tag, "W/\"%016" PRIx64 "\"", vdt_hash((struct vdt_view){ (const char *)file->packed, file->packed_size }));
    if (holds_tag(connection, tag)) return send_unchanged(request->desk, connection, tag, page_policy);
    bool gzip = coding_takes_gzip(accepted(connection));
    size_t size = gzip ? file->packed_size : file->size;
    char *room = vdt_buffer_room(&request->out, size + 1);
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)file->packed, .avail_in = (uInt)file->packed_size,
                        .next_out = (Bytef *)room, .avail_out = (uInt)size };
    if (room && gzip) memcpy(room, file->packed, size);
    if (room && !gzip && (inflateInit2(&stream, 15 + 16) != Z_OK || inflate(&stream, Z_FINISH) < 0)) room = NULL;
    if (!gzip) inflateEnd(&stream);
    if (!room) return send_problem(request, connection, problem(request, 503, "the server is out of memory"), NULL);
    request->out.size = size;
    struct MHD_Response *response = MHD_create_response_from_buffer(size, request->out.data, MHD_RESPMEM_MUST_FREE);
    if (!response) return MHD_NO;
    vdt_buffer_init(&request->out);
    add_headers(request->desk, response, page_policy);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, file->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, tag);
    if (gzip) MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, coding_name(CODING_GZIP));
    count_answer(request->desk, 200, size);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- the stream ---- */

static enum MHD_Result send_stream(struct request *request, struct MHD_Connection *connection) {
    struct vdt_view last = header_of(connection, "Last-Event-ID");
    uint64_t seen = UINT64_MAX;
    if (last.size && last.size < 20) seen = strtoull(last.data, NULL, 10);
    struct MHD_Response *response = desk_listen(request->desk, seen);
    if (!response) return send_problem(request, connection, problem(request, 503, "too many listeners"), NULL);
    add_headers(request->desk, response, nothing_policy);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(response, "X-Accel-Buffering", "no");
    count_answer(request->desk, 200, 0);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- one request ---- */

static const char *type_of(const struct request *request, const struct route *route) {
    if (route->type) return route->type;
    switch (request->format) {
    case ANSWER_CSV: return "text/csv; charset=utf-8";
    case ANSWER_GEOJSON: return "application/geo+json";
    default: return "application/json";
    }
}

static unsigned run_handler(struct request *request, const struct route *route) {
    struct vdt_error error;
    struct desk *desk = request->desk;
    request->store = desk_take_handle(desk, &error);
    if (!request->store) return problem_of(request, &error);
    pthread_rwlock_rdlock(&desk->lock);
    request->columns = &desk->columns;
    unsigned status = route->answer(request);
    pthread_rwlock_unlock(&desk->lock);
    desk_give_handle(desk, request->store);
    if (status < 300) {
        unsigned unused = unused_parameter(request);
        if (unused != 200) status = unused;
    }
    if (vdt_buffer_failed(&request->out)) status = problem(request, 503, "the server is out of memory");
    return status;
}

static enum MHD_Result answer_route(struct request *request, struct MHD_Connection *connection, const char *url,
                                    const struct route *route) {
    struct desk *desk = request->desk;
    unsigned status = check_token(request, connection, route->right);
    if (status == 200) status = gather_parameters(request, connection);
    if (status != 200) return send_problem(request, connection, status, NULL);
    if (!route->answer) return send_stream(request, connection);

    bool reads = route->right != TOKEN_WRITE && !route->fresh;
    struct sending sending = { .connection = connection, .coding = coding_wanted(accepted(connection)),
                               .generation = atomic_load(&desk->generation) };
    char tag[40];
    if (reads) {
        sending.key = key_of(request, url, sending.coding);
        snprintf(tag, sizeof tag, "W/\"%016" PRIx64 "\"",
                 vdt_hash_seeded((struct vdt_view){ (const char *)&sending.key, sizeof sending.key },
                                 desk->epoch + sending.generation));
        enum MHD_Result result;
        if (holds_tag(connection, tag)) return send_unchanged(desk, connection, tag, nothing_policy);
        if (answer_from_cache(desk, connection, sending.key, sending.generation, &result)) return result;
    }
    status = run_handler(request, route);
    if (status >= 400) return send_problem(request, connection, status, NULL);
    sending.status = status;
    sending.type = type_of(request, route);
    sending.tag = reads ? tag : NULL;
    sending.keep = reads;
    return send_body(desk, &request->out, &sending);
}

static enum MHD_Result answer_request(struct request *request, struct MHD_Connection *connection, const char *url,
                                      const char *method) {
    struct desk *desk = request->desk;
    atomic_fetch_add(&desk->requests, 1);
    if (!known_host(desk, connection))
        return send_problem(request, connection,
                            problem(request, 421, "it is asked by a name that it does not know; --host gives it one"), NULL);
    if (!within_rate(desk, connection))
        return send_problem(request, connection, problem(request, 429, "wait a second"), NULL);
    struct vdt_view path = vdt_view_of(url);
    if (path.size > VDT_LIMIT_ID_BYTES * 2)
        return send_problem(request, connection, problem(request, 414, "no address here is so long"), NULL);
    if (!clean_text(path))
        return send_problem(request, connection, problem(request, 400, "the address is no UTF-8, or has control characters"),
                            NULL);
    bool head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
    if (desk->options.origin && strcmp(method, MHD_HTTP_METHOD_OPTIONS) == 0) {
        struct sending sending = { .connection = connection, .status = 204 };
        return send_body(desk, &request->out, &sending);
    }
    const char *allow = NULL;
    const struct route *route = route_find(request, path, head ? MHD_HTTP_METHOD_GET : method, &allow);
    if (route) return answer_route(request, connection, url, route);
    const struct embedded *file = embedded_find(path.size == 1 ? VDT_LITERAL("index.html") : vdt_view_slice(path, 1, path.size));
    if (file && !allow) {
        if (head || strcmp(method, MHD_HTTP_METHOD_GET) == 0) return send_file(request, connection, file);
        allow = "GET, HEAD";
    }
    if (allow) return send_problem(request, connection, problem(request, 405, "it takes %s", allow), allow);
    return send_problem(request, connection, problem(request, 404, "/openapi.json tells what there is"), NULL);
}

/* What of a request's body has come so far. */
struct exchange {
    struct vdt_buffer body;
    bool too_large;
};

static enum MHD_Result take_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                    const char *version, const char *upload, size_t *upload_size, void **state) {
    (void)version;
    struct exchange *exchange = *state;
    if (!exchange) {
        *state = calloc(1, sizeof *exchange);
        return *state ? MHD_YES : MHD_NO; /* not a word yet: see above */
    }
    if (*upload_size) {
        exchange->too_large = exchange->too_large || exchange->body.size + *upload_size > VDT_LIMIT_REQUEST_BYTES;
        if (!exchange->too_large) vdt_buffer_add(&exchange->body, (struct vdt_view){ upload, *upload_size });
        *upload_size = 0;
        return MHD_YES;
    }
    struct request request = { .desk = context, .body = vdt_buffer_view(&exchange->body), .who = "" };
    vdt_arena_init(&request.arena);
    vdt_buffer_init(&request.out);
    vdt_buffer_init(&request.columns_line);
    vdt_json_init(&request.json, &request.out);
    enum MHD_Result result = exchange->too_large
        ? send_problem(&request, connection, problem(&request, 413, "at most %d bytes", VDT_LIMIT_REQUEST_BYTES), NULL)
        : answer_request(&request, connection, url, method);
    vdt_buffer_done(&request.out);
    vdt_buffer_done(&request.columns_line);
    vdt_arena_done(&request.arena);
    return result;
}

static void end_request(void *context, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode code) {
    (void)context;
    (void)connection;
    (void)code;
    struct exchange *exchange = *state;
    if (!exchange) return;
    vdt_buffer_done(&exchange->body);
    free(exchange);
    *state = NULL;
}

/* ---- opening and closing ---- */

static enum vdt_status read_pem(const char *path, char **out, struct vdt_error *error) {
    gnutls_datum_t data;
    if (gnutls_load_file(path, &data) != 0) return vdt_fail_errno(error, vdt_view_of(path), "read the PEM file");
    *out = calloc(1, data.size + 1);
    if (*out) memcpy(*out, data.data, data.size);
    gnutls_free(data.data);
    return *out ? VDT_OK : vdt_fail_memory(error, "reading a PEM file");
}

/* The address with the port; `loopback` says whether only this machine reaches it. */
static enum vdt_status resolve(const struct serve_options *options, struct sockaddr_storage *out, bool *loopback,
                               struct vdt_error *error) {
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
    *out = (struct sockaddr_storage){ 0 };
    if (inet_pton(AF_INET, options->address, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)options->port);
        *loopback = ntohl(four->sin_addr.s_addr) >> 24 == 127;
        return VDT_OK;
    }
    if (inet_pton(AF_INET6, options->address, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)options->port);
        *loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
        return VDT_OK;
    }
    enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "\"%s\" is no address", options->address);
    return vdt_hint(error, status, "127.0.0.1, ::1, or the number of a network interface");
}

static enum vdt_status prepare_tokens(struct desk *desk, struct vdt_error *error) {
    if (desk->options.tokens) return tokens_read(desk->options.tokens, &desk->tokens, error);
    if (!desk->loopback) {
        enum vdt_status status = vdt_fail(error, VDT_ERROR_USE, "others could read the store on %s", desk->options.address);
        return vdt_hint(error, status, "give --tokens FILE; --new-token makes one");
    }
    if (!token_make(desk->run_token)) return vdt_fail(error, VDT_ERROR_SYSTEM, "the system gives no randomness");
    return tokens_add(&desk->tokens, "desk", TOKEN_WRITE, vdt_view_of(desk->run_token), error);
}

static enum vdt_status listen_on(struct desk *desk, struct sockaddr_storage *address, struct vdt_error *error) {
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC;
    struct MHD_OptionItem items[16];
    int count = 0;
    if (address->ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_SOCK_ADDR, 0, address };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_LIMIT, (intptr_t)desk->options.connections, NULL };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_TIMEOUT, 30, NULL };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_CONNECTION_MEMORY_LIMIT, 32 << 10, NULL };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_STACK_SIZE, 512 << 10, NULL };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_LISTENING_ADDRESS_REUSE, 1, NULL };
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_LISTEN_BACKLOG_SIZE, 512, NULL };
    if (!desk->loopback) items[count++] = (struct MHD_OptionItem){ MHD_OPTION_PER_IP_CONNECTION_LIMIT, 64, NULL };
    if (desk->certificate) {
        flags |= MHD_USE_TLS;
        items[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, desk->certificate };
        items[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, desk->key };
    }
    items[count++] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    errno = 0;
    desk->daemon = MHD_start_daemon(flags, (uint16_t)desk->options.port, NULL, NULL, take_request, desk,
                                    MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
    if (desk->daemon) return VDT_OK;
    enum vdt_status status = vdt_fail(error, VDT_ERROR_SYSTEM, "cannot listen on %s, port %u%s%s", desk->options.address,
                                      desk->options.port, errno ? ": " : "", errno ? strerror(errno) : "");
    return vdt_hint(error, status, desk->certificate ? "is the port free, and do certificate and key belong together?"
                                                     : "--port gives another, 0 one that is free");
}

static void make_locks(struct desk *desk) {
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    /* or new events would wait for as long as readers come one after another */
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&desk->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    pthread_mutex_init(&desk->handle_lock, NULL);
    pthread_cond_init(&desk->handle_free, NULL);
    pthread_mutex_init(&desk->cache_lock, NULL);
    pthread_mutex_init(&desk->rate_lock, NULL);
    pthread_mutex_init(&desk->outlook_lock, NULL);
    pthread_mutex_init(&desk->reader_lock, NULL);
    pthread_mutex_init(&desk->stream_lock, NULL);
    pthread_condattr_t clock;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&desk->stream_news, &clock);
    pthread_condattr_destroy(&clock);
}

static enum vdt_status open_desk(struct desk *desk, struct vdt_error *error) {
    struct sockaddr_storage address;
    enum vdt_status status = resolve(&desk->options, &address, &desk->loopback, error);
    if (status == VDT_OK) status = prepare_tokens(desk, error);
    if (status == VDT_OK && desk->options.certificate) {
        status = read_pem(desk->options.certificate, &desk->certificate, error);
        if (status == VDT_OK) status = read_pem(desk->options.key, &desk->key, error);
    }
    if (status == VDT_OK && gnutls_rnd(GNUTLS_RND_NONCE, &desk->epoch, sizeof desk->epoch) != 0) desk->epoch = 1;
    if (status != VDT_OK) return status;
    struct vdt_store *store = desk_take_handle(desk, error);
    if (!store) return error->status;
    size_t added;
    status = columns_init(&desk->columns) ? columns_update(&desk->columns, store, &added, error)
                                          : vdt_fail_memory(error, "opening the desk");
    desk_give_handle(desk, store);
    malloc_trim(0); /* reading took some more than what is kept */
    if (status == VDT_OK && (!desk_watch(desk) || !outlook_start(desk))) status = vdt_fail(error, VDT_ERROR_SYSTEM, "cannot start a thread");
    return status == VDT_OK ? listen_on(desk, &address, error) : status;
}

enum vdt_status desk_open(const char *store, const struct serve_options *options, struct desk **out,
                          struct vdt_error *error) {
    struct vdt_error own;
    if (!error) error = &own;
    struct desk *desk = calloc(1, sizeof *desk);
    char *path = strdup(store);
    if (!desk || !path) {
        free(desk);
        free(path);
        return vdt_fail_memory(error, "opening the desk");
    }
    desk->path = path;
    desk->options = *options;
    desk->started = time(NULL);
    make_locks(desk);
    enum vdt_status status = open_desk(desk, error);
    if (status != VDT_OK)
        desk_close(desk);
    else
        *out = desk;
    return status;
}

void desk_close(struct desk *desk) {
    if (!desk) return;
    desk_unwatch(desk); /* listeners hear of it and let go of their threads */
    if (desk->daemon) MHD_stop_daemon(desk->daemon);
    outlook_stop(desk);
    for (int i = 0; i < DESK_CACHED; i++) forget(desk, &desk->cache[i]);
    for (int i = 0; i < desk->handle_count; i++) vdt_store_close(desk->handles[i]);
    for (int i = 0; i < DESK_MESSAGES; i++) free(desk->messages[i].text);
    desk_close_reader(desk);
    columns_done(&desk->columns);
    tokens_done(&desk->tokens);
    pthread_rwlock_destroy(&desk->lock);
    pthread_mutex_destroy(&desk->handle_lock);
    pthread_cond_destroy(&desk->handle_free);
    pthread_mutex_destroy(&desk->cache_lock);
    pthread_mutex_destroy(&desk->rate_lock);
    pthread_mutex_destroy(&desk->outlook_lock);
    pthread_mutex_destroy(&desk->reader_lock);
    pthread_mutex_destroy(&desk->stream_lock);
    pthread_cond_destroy(&desk->stream_news);
    free(desk->certificate);
    free(desk->key);
    free(desk->path);
    free(desk);
}

unsigned desk_port(const struct desk *desk) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(desk->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : desk->options.port;
}

const char *desk_run_token(const struct desk *desk) {
    return desk->run_token;
}
