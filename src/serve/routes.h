/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of what the API answers; data/openapi.json describes it, and tools/check-api holds the two together. */
#ifndef VDT_SERVE_ROUTES_H
#define VDT_SERVE_ROUTES_H

#include "serve/request.h"
#include "serve/rights.h"

enum { AS_CSV = 1, AS_GEOJSON = 2 };

struct route {
    const char *method;
    const char *path;   /* "*" stands for one id */
    unsigned (*answer)(struct request *); /* NULL: the stream */
    unsigned formats;   /* beside JSON, by suffix */
    enum token_right right;
    bool fresh;         /* changes without the store: never kept */
    const char *type;   /* of the content, NULL: by format */
};

extern const struct route routes[]; /* ends with a NULL method */

/* Fills in the request's format and tail. NULL: none; `allow` then names the methods that the path would take. */
const struct route *route_find(struct request *request, struct vdt_view path, const char *method, const char **allow);

unsigned answer_actor(struct request *);
unsigned answer_actors(struct request *);
unsigned answer_alarm(struct request *);
unsigned answer_alarms(struct request *);
unsigned answer_audit(struct request *);
unsigned answer_dyads(struct request *);
unsigned answer_event(struct request *);
unsigned answer_event_why(struct request *);
unsigned answer_event_parse(struct request *);
unsigned answer_events(struct request *);
unsigned answer_health(struct request *);
unsigned answer_incident(struct request *);
unsigned answer_incidents(struct request *);
unsigned answer_changes(struct request *);
unsigned answer_analogues(struct request *);
unsigned answer_forecasts(struct request *);
unsigned answer_ledger(struct request *);
unsigned answer_method(struct request *);
unsigned answer_scorecard(struct request *);
unsigned answer_today(struct request *);
unsigned answer_judge(struct request *);
unsigned answer_map(struct request *);
unsigned answer_mark(struct request *);
unsigned answer_marks(struct request *);
unsigned answer_metrics(struct request *);
unsigned answer_network(struct request *);
unsigned answer_places(struct request *);
unsigned answer_report(struct request *);
unsigned answer_reports(struct request *);
unsigned answer_search(struct request *);
unsigned answer_series(struct request *);
unsigned answer_status(struct request *);
unsigned answer_stories(struct request *);
unsigned answer_story(struct request *);

/* How many events make a pair of countries one of the `most` with the most events. */
uint32_t pair_threshold(struct request *request, size_t most);

/* The number of the event that the path names; false: a problem was written. */
bool event_of_tail(struct request *request, int64_t *number, unsigned *status);

struct outlook;
/* "alarms": those of the last weeks by score, each with its series; 200, or the status of the problem. */
unsigned put_alarms_of_today(struct request *request, const struct outlook *outlook);

/* Events of these numbers as rows of a list, in this order; false: a problem was written. */
/* One report as a row, by its place in the columns; 200, or the status of the problem. */
unsigned put_report_row(struct request *request, size_t at);
bool put_events(struct request *request, const int64_t *numbers, size_t count, unsigned *status);

#endif
