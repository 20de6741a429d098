/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories: which reports tell the same happening, and which one is a copy of which. One pass in the order given; each
 * decision is made from what came before and stays.
 *
 * Thread rule: one thread at a time. Memory is bounded, and grows only as it is needed: the oldest reports are forgotten
 * when as many as was said have come after them, or earlier where reports are long. src/story/README.md has the
 * arithmetic.
 */
#ifndef VEDETTE_STORY_H
#define VEDETTE_STORY_H

#include "vedette/report.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_kinship { VDT_KIN_ORIGINAL, VDT_KIN_COPY, VDT_KIN_REWRITE, VDT_KIN_FOLLOW_UP };

struct vdt_story {
    struct vdt_view story;   /* the id of its first report */
    struct vdt_view copy_of; /* the id of the likely original; empty: none */
    double similarity;       /* 0 to 1, one scale for every kinship */
    enum vdt_kinship kind;
};

struct vdt_stories;

enum { VDT_STORIES_USUAL = 1 << 18 };

/* For the usual window, or for the latest `reports`, at most VDT_LIMIT_STORY_REPORTS. */
VDT_API enum vdt_status vdt_stories_new(struct vdt_stories **out, struct vdt_error *error);
VDT_API enum vdt_status vdt_stories_new_for(uint32_t reports, struct vdt_stories **out, struct vdt_error *error);
VDT_API void vdt_stories_free(struct vdt_stories *stories);
/* Places one report. The views of `out` are borrowed until the next call. */
VDT_API enum vdt_status vdt_stories_place(struct vdt_stories *stories, const struct vdt_report *report,
                                          struct vdt_story *out, struct vdt_error *error);
/*
 * What the stories remember of the report that was placed last, to be kept and given to vdt_stories_recall in a later
 * run; borrowed until the next call. Empty: out of memory.
 */
VDT_API struct vdt_view vdt_stories_sketch(struct vdt_stories *stories);
/* Remembers a report as it was placed in an earlier run. Recalled in their order, they leave the stories as they were. */
VDT_API enum vdt_status vdt_stories_recall(struct vdt_stories *stories, struct vdt_view id, const struct vdt_story *as,
                                           struct vdt_view sketch, struct vdt_error *error);
/* "original", "copy", "rewrite" or "follow-up". */
VDT_API const char *vdt_kinship_name(enum vdt_kinship kind);

/*
 * Publishers: where they are at home and whose state owns or directs them, ISO 3166 alpha-3, empty where that is not known
 * or no state does. A list of facts, never a judgement of one report; data/publishers.txt says what is in it.
 */
struct vdt_publisher {
    struct vdt_view name, home, state;
};

struct vdt_publishers;

/*
 * publishers.txt in the folder `own` (NULL, or it need not have one), which comes first, and in `data`. A failure names file
 * and line. Thread rule: immutable, shared.
 */
VDT_API enum vdt_status vdt_publishers_open(const char *data, const char *own, struct vdt_publishers **out, struct vdt_error *error);
VDT_API void vdt_publishers_close(struct vdt_publishers *publishers);
/* By its name, else by the host of its pages; all empty where it is none of them, or `publishers` NULL. Lives as long as they do. */
VDT_API struct vdt_publisher vdt_publishers_find(const struct vdt_publishers *publishers, struct vdt_view name, struct vdt_view url);
/* "example.org" of "https://www.example.org/news"; empty where there is none. A part of `url`. */
VDT_API struct vdt_view vdt_publisher_host(struct vdt_view url);

#ifdef __cplusplus
}
#endif
#endif
