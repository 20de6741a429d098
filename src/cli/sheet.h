/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets of a hand check: drawing a sample, writing it as a page and as CSV, reading judged ones, shares with their
 * intervals. Nothing here knows of the command line, so that tests can use it alone.
 */
#ifndef VDT_CLI_SHEET_H
#define VDT_CLI_SHEET_H

#include "vedette/vedette.h"

/*
 * `number` of the asserted events of the store, in random order, as FILE.html and/or FILE.csv (NULL: not written).
 * The same events in the store and the same seed give the same sheet, on any machine and in whatever order the reports
 * were added. Returns how many events there were to draw from and how many the sheet has.
 */
struct sheet_counts {
    uint64_t population, drawn;
};
enum vdt_status sheet_write(struct vdt_store *store, uint64_t number, uint64_t seed, const char *html, const char *csv,
                            struct sheet_counts *out, struct vdt_error *error);

enum judged { JUDGED_TYPE, JUDGED_PARTIES, JUDGED_STATUS, JUDGED_ALL, JUDGED_COUNT };
extern const char *const judged_names[JUDGED_COUNT]; /* "type", "parties", "status", "all three" */

struct sheet_tally {
    uint64_t rows, unjudged;           /* unjudged: rows that have no judgement at all */
    uint64_t right[JUDGED_COUNT], judged[JUDGED_COUNT];
};

/* Adds the judgements of a CSV sheet to the tally; on a failure, which tells the line, the tally is as it was. */
enum vdt_status sheet_read(struct vdt_view csv, const char *name, struct sheet_tally *tally, struct vdt_error *error);

/* Wilson's interval for a share, at 95 %. `judged` must not be 0. */
struct interval {
    double low, high;
};
struct interval wilson_interval(uint64_t right, uint64_t judged);

#endif
