/* SPDX-License-Identifier: Apache-2.0 */
/* A round over the feeds that are due: hosts are asked at the same time, and what they give is stored in the feeds' order. */
#ifndef VDT_CLI_FOLLOWING_H
#define VDT_CLI_FOLLOWING_H

#include "cli/command.h"

struct following {
    struct vdt_store *store;
    struct vdt_fetcher *fetcher;
    struct vdt_worker *worker;
    struct vdt_result *result;
    struct vdt_reader_options options;
    bool pages;               /* the whole report behind each entry is fetched */
    bool quiet;
    bool some_failed;
    long every;               /* seconds between two questions to a feed */
    bool (*interrupted)(void);
    uint64_t new_reports, known, events, asked;
};

/* *soonest is when the next feed will be due. VDT_END: interrupted; what was not done is asked again. */
enum vdt_status follow_round(struct following *self, const struct vdt_subscriptions *subscriptions, int64_t *soonest,
                             struct vdt_error *error);

#endif
