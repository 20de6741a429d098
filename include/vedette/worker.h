/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workers: what codes and parses reports. One worker a thread, many workers over one model.
 *
 * A worker holds the scratch memory of a thread; a result holds what came of one report, and may be read long after
 * the worker went on to the next. The same report gives the same bytes whatever the worker did before, on any number
 * of threads and any processor.
 */
#ifndef VEDETTE_WORKER_H
#define VEDETTE_WORKER_H

#include "vedette/event.h"
#include "vedette/model.h"
#include "vedette/names.h"
#include "vedette/places.h"
#include "vedette/quotes.h"
#include "vedette/report.h"
#include "vedette/times.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_worker;

VDT_API enum vdt_status vdt_worker_new(const struct vdt_model *model, const struct vdt_remarks *remarks,
                                       struct vdt_worker **out, struct vdt_error *error);
VDT_API void vdt_worker_free(struct vdt_worker *worker);

/* What came of one report; reused by the next call that is given it. Owned by the caller. */
struct vdt_result;

VDT_API enum vdt_status vdt_result_new(struct vdt_result **out, struct vdt_error *error);
VDT_API void vdt_result_free(struct vdt_result *result);

struct vdt_events {
    const struct vdt_event *items;
    size_t count;
};

/* Codes a report. The report's views must live as long as the result is read. */
VDT_API enum vdt_status vdt_worker_code(struct vdt_worker *worker, const struct vdt_report *report,
                                        struct vdt_result *result, struct vdt_error *error);
/* Analyses a report into CoNLL-U; `conllu` true: the text is CoNLL-U whose tokens and sentences are kept. */
VDT_API enum vdt_status vdt_worker_parse(struct vdt_worker *worker, const struct vdt_report *report, bool conllu,
                                         struct vdt_result *result, struct vdt_error *error);

/*
 * Codes a report and says as text which patterns fired, which nearly did, and what decided. `signs`: a JSON line instead, with what
 * the learned part sees of each word; train/events.py reads it.
 */
VDT_API enum vdt_status vdt_worker_explain(struct vdt_worker *worker, const struct vdt_report *report, bool signs,
                                           struct vdt_result *result, struct vdt_error *error);

/* Says of every predicate of a report how certain it is and on whose word. */
VDT_API enum vdt_status vdt_worker_facts(struct vdt_worker *worker, const struct vdt_report *report,
                                         struct vdt_result *result, struct vdt_error *error);

/* Finds the names of a report, and whom its pronouns and descriptions mean. */
VDT_API enum vdt_status vdt_worker_names(struct vdt_worker *worker, const struct vdt_report *report,
                                         struct vdt_result *result, struct vdt_error *error);

/* Finds who says, thinks, promises or wants what in a report. */
VDT_API enum vdt_status vdt_worker_quotes(struct vdt_worker *worker, const struct vdt_report *report,
                                          struct vdt_result *result, struct vdt_error *error);

struct vdt_quotes {
    const struct vdt_quote *items;
    size_t count;
};

/* Finds the expressions of time of a report. */
VDT_API enum vdt_status vdt_worker_timexes(struct vdt_worker *worker, const struct vdt_report *report,
                                           struct vdt_result *result, struct vdt_error *error);

struct vdt_timexes {
    const struct vdt_timex *items;
    size_t count;
};

/* Finds the names of places of a report, or takes the spans that it gives, and says where they lie. */
VDT_API enum vdt_status vdt_worker_places(struct vdt_worker *worker, const struct vdt_report *report,
                                          struct vdt_result *result, struct vdt_error *error);

struct vdt_toponyms {
    const struct vdt_toponym *items;
    size_t count;
};

struct vdt_names {
    const struct vdt_name *items;
    size_t count;
};

struct vdt_predicates {
    const struct vdt_predicate *items;
    size_t count;
};

/* Borrowed from the result. Events come in the order of their triggers. */
VDT_API struct vdt_events vdt_result_events(const struct vdt_result *result);
VDT_API struct vdt_predicates vdt_result_predicates(const struct vdt_result *result);
VDT_API struct vdt_names vdt_result_names(const struct vdt_result *result); /* in the order of the text */
VDT_API struct vdt_quotes vdt_result_quotes(const struct vdt_result *result); /* in the order of their cues */
VDT_API struct vdt_timexes vdt_result_timexes(const struct vdt_result *result);
VDT_API struct vdt_toponyms vdt_result_toponyms(const struct vdt_result *result);
VDT_API struct vdt_view vdt_result_explanation(const struct vdt_result *result);
VDT_API struct vdt_view vdt_result_conllu(const struct vdt_result *result);
VDT_API uint64_t vdt_result_words(const struct vdt_result *result);

/* CPU seconds by stage over the worker's life, for `make bench`. Names are static. */
struct vdt_stage_time {
    const char *name;
    double seconds;
};
VDT_API size_t vdt_worker_times(const struct vdt_worker *worker, struct vdt_stage_time *out, size_t most);

#ifdef __cplusplus
}
#endif
#endif
