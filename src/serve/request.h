/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request, and the answer to it while it is written. A handler reads parameters, writes into `out`, and returns the
 * HTTP status; what goes wrong is a problem document (RFC 9457).
 */
#ifndef VDT_SERVE_REQUEST_H
#define VDT_SERVE_REQUEST_H

#include "base/arena.h"
#include "base/json.h"
#include "base/view.h"
#include "vedette/desk.h"

struct desk;
struct columns;

enum answer_format { ANSWER_JSON, ANSWER_CSV, ANSWER_GEOJSON };

struct parameter {
    struct vdt_view name, value;
    bool used; /* one that no handler asked for is an error: a misspelt filter must not look like an empty one */
};

enum { MOST_PARAMETERS = 32 };

struct request {
    struct desk *desk;
    const struct columns *columns; /* locked for reading while the handler runs */
    struct vdt_store *store;       /* this request's alone */
    struct vdt_arena arena;
    struct vdt_view path;          /* behind the base, without the suffix of a format */
    struct vdt_view tail;          /* what stands where the route has "*" */
    struct parameter parameters[MOST_PARAMETERS];
    size_t parameter_count;
    enum answer_format format;
    struct vdt_view body;
    const char *who;               /* name of the token, "" without one */
    struct vdt_buffer out;
    struct vdt_json json;
    struct vdt_buffer columns_line; /* CSV: the names of the columns, before the first row is whole */
    size_t row_count;
    bool in_row_before;            /* CSV: a cell of this row stands already */
    bool making;                   /* what is asked for is being made: the list is empty until then, and says so */
};

/* The value of a parameter; empty where it was not given. */
struct vdt_view parameter_of(struct request *request, const char *name);
/* A whole number in [low, high]; false: a problem was written, its status is in `status`. */
bool number_of_parameter(struct request *request, const char *name, int64_t low, int64_t high, int64_t otherwise,
                         int64_t *out, unsigned *status);

/* Writes a problem document over what stands in `out`, and returns its status. */
__attribute__((format(printf, 3, 4)))
unsigned problem(struct request *request, unsigned status, const char *format, ...);
/* The same from a failure of the library. */
unsigned problem_of(struct request *request, const struct vdt_error *error);

/* ---- lists: the same rows as JSON or as CSV ---- */

void list_begin(struct request *request);
void row_begin(struct request *request);
void row_text(struct request *request, const char *name, struct vdt_view value); /* empty is null */
void row_integer(struct request *request, const char *name, int64_t value);
void row_number(struct request *request, const char *name, double value, int digits);
void row_day(struct request *request, const char *name, int32_t day); /* INT32_MIN and INT32_MAX are null */
void row_end(struct request *request);
/* `next`: the cursor of the next page, empty where this is the last. Returns 200, or the problem's status. */
unsigned list_end(struct request *request, struct vdt_view next, uint64_t total);

/* GeoJSON (RFC 7946): opens a collection, and a point up to its properties, which come next. */
void features_begin(struct vdt_json *json);
void feature_begin(struct vdt_json *json, double latitude, double longitude);

/* One cell of CSV (RFC 4180); what a spreadsheet would take for a formula is made text. */
void put_csv(struct vdt_buffer *out, struct vdt_view value);

/* ---- pages of lists ---- */

struct paging {
    int64_t limit;
    struct vdt_view cursor;
};
bool paging_of(struct request *request, struct paging *out, unsigned *status);
/* A cursor of two numbers, as text that nobody needs to understand. */
struct vdt_view cursor_text(struct request *request, int64_t first, int64_t second);
/* False: it is no cursor of ours (a problem was written). An empty one leaves the numbers as they are. */
bool cursor_read(struct request *request, struct vdt_view cursor, int64_t *first, int64_t *second, unsigned *status);

#endif
