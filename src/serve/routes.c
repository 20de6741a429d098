/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes, and finding one. An id may hold any character: it is what is left when the rest has matched. */
#include "serve/routes.h"

#define BASE "/api/v1"

const struct route routes[] = {
    { "GET", BASE "/status", answer_status, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/events", answer_events, AS_CSV | AS_GEOJSON, TOKEN_READ, false, NULL },
    { "GET", BASE "/events/*/why", answer_event_why, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/events/*/parse", answer_event_parse, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/events/*", answer_event, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/reports", answer_reports, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/reports/*", answer_report, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/stories", answer_stories, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/stories/*", answer_story, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/incidents", answer_incidents, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/incidents/*", answer_incident, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/actors", answer_actors, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/actors/*", answer_actor, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/places", answer_places, AS_CSV | AS_GEOJSON, TOKEN_READ, false, NULL },
    { "GET", BASE "/dyads", answer_dyads, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/series", answer_series, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/today", answer_today, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/alarms", answer_alarms, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/alarms/*", answer_alarm, 0, TOKEN_READ, false, NULL },
    { "POST", BASE "/alarms/*", answer_judge, 0, TOKEN_WRITE, true, NULL },
    { "GET", BASE "/forecasts", answer_forecasts, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/changes", answer_changes, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/analogues", answer_analogues, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/ledger", answer_ledger, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/method", answer_method, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/scorecard", answer_scorecard, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/map", answer_map, AS_GEOJSON, TOKEN_READ, false, NULL },
    { "GET", BASE "/network", answer_network, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/search", answer_search, 0, TOKEN_READ, false, NULL },
    { "GET", BASE "/marks", answer_marks, AS_CSV, TOKEN_READ, false, NULL },
    { "POST", BASE "/marks", answer_mark, 0, TOKEN_WRITE, true, NULL },
    { "GET", BASE "/audit", answer_audit, AS_CSV, TOKEN_READ, false, NULL },
    { "GET", BASE "/stream", NULL, 0, TOKEN_READ, true, "text/event-stream" },
    { "GET", "/metrics", answer_metrics, 0, TOKEN_READ, true, "text/plain; version=0.0.4; charset=utf-8" },
    { "GET", "/healthz", answer_health, 0, TOKEN_NONE, true, NULL },
    { 0 },
};

/* The path without the suffix of a format that the route has. */
static struct vdt_view without_format(struct vdt_view path, unsigned formats, enum answer_format *format) {
    static const struct { unsigned bit; const char *suffix; enum answer_format format; } suffixes[] = {
        { AS_CSV, ".csv", ANSWER_CSV }, { AS_GEOJSON, ".geojson", ANSWER_GEOJSON }, { ~0u, ".json", ANSWER_JSON } };
    *format = ANSWER_JSON;
    for (size_t i = 0; formats && i < sizeof suffixes / sizeof *suffixes; i++) {
        struct vdt_view suffix = vdt_view_of(suffixes[i].suffix);
        if (!(formats & suffixes[i].bit) || !vdt_view_ends(path, suffix)) continue;
        *format = suffixes[i].format;
        return vdt_view_slice(path, 0, path.size - suffix.size);
    }
    return path;
}

static bool route_matches(const struct route *route, struct vdt_view path, struct vdt_view *tail) {
    const char *star = strchr(route->path, '*');
    if (!star) return vdt_view_is(path, route->path);
    struct vdt_view head = { route->path, (size_t)(star - route->path) }, rest = vdt_view_of(star + 1);
    if (path.size <= head.size + rest.size || !vdt_view_starts(path, head) || !vdt_view_ends(path, rest)) return false;
    *tail = vdt_view_slice(path, head.size, path.size - rest.size);
    return true;
}

const struct route *route_find(struct request *request, struct vdt_view path, const char *method, const char **allow) {
    bool gets = false, posts = false;
    for (const struct route *route = routes; route->method; route++) {
        enum answer_format format;
        struct vdt_view bare = without_format(path, route->formats, &format), tail = { 0 };
        if (!route_matches(route, bare, &tail)) continue;
        if (strcmp(route->method, method) == 0) {
            request->path = bare;
            request->tail = tail;
            request->format = format;
            return route;
        }
        gets = gets || strcmp(route->method, "GET") == 0;
        posts = posts || strcmp(route->method, "POST") == 0;
    }
    *allow = gets && posts ? "GET, HEAD, POST" : gets ? "GET, HEAD" : posts ? "POST" : NULL;
    return NULL;
}
