/* SPDX-License-Identifier: Apache-2.0 */
/* What series are counted from: every report and every event, without their texts, in the order of arrival. */
#ifndef VDT_STORE_COUNTING_H
#define VDT_STORE_COUNTING_H

#include "base/error.h"
#include "vedette/store.h"

/* Views are valid for the call. */
struct vdt_counted_report {
    int64_t number;
    struct vdt_view published, arrived, story, publisher;
};

struct vdt_counted_party {
    bool target;
    struct vdt_view code, country;
};

struct vdt_counted_event {
    int64_t number, report, sentence;
    int32_t first_day, last_day;         /* without a date the first is greater than the last */
    struct vdt_view incident, place, country;
    bool historical;
    double goldstein, confidence;        /* NAN where unknown */
    double killed;                       /* NAN where not told */
    const struct vdt_counted_party *parties; /* sources and targets with a code */
    size_t party_count;
};

/* False ends the scan, which then is VDT_END. */
typedef bool vdt_counted_report_fn(void *context, const struct vdt_counted_report *report);
typedef bool vdt_counted_event_fn(void *context, const struct vdt_counted_event *event);

/* `since`, a day: only reports that were published then or later, or, where that is unknown, arrived; empty: all. */
enum vdt_status vdt_store__counted_reports(struct vdt_store *store, struct vdt_view since, vdt_counted_report_fn *tell,
                                           void *context, struct vdt_error *error);
/* Where the query has a `from`, events whose range is longer than `longest` days may be left out. */
enum vdt_status vdt_store__counted_events(struct vdt_store *store, const struct vdt_query *query, int32_t longest,
                                          vdt_counted_event_fn *tell, void *context, struct vdt_error *error);

#endif
