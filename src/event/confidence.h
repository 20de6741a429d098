/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Confidence: the chance that an event is right in type and parties. A logistic model over signs that a reader would
 * name too: what kind of pattern spoke, whether the parties are known and by what, how far from the sentence's main
 * clause it stands. The weights, fitted by train/confidence.py on labelled sentences, stand in
 * data/status/confidence.txt.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_CONFIDENCE_H
#define VDT_EVENT_CONFIDENCE_H

#include "event/factuality.h"
#include "event/party.h"

struct vdt_confidence;

/* Reads DATA/status/confidence.txt, then USER/status/confidence.txt where there is one. */
enum vdt_status vdt_confidence_open(const char *data, const char *user, struct vdt_confidence **out,
                                    struct vdt_error *error);
void vdt_confidence_close(struct vdt_confidence *confidence);
struct vdt_view vdt_confidence_version(const struct vdt_confidence *confidence);

/* What an event rests on. */
struct vdt_evidence {
    const struct vdt_tree *tree;
    const struct vdt_frame *frame;
    const struct vdt_pattern *pattern;
    const struct vdt_found *sources, *targets;
    uint32_t source_count, target_count;
    const struct vdt_fact *fact;
    uint32_t siblings; /* other events of the sentence */
    double proposed;   /* how sure the learned part is that proposed it, 0: a pattern fired */
    double none;       /* how sure the learned part is that there is no event */
    double agrees;     /* how sure it is of the event that the pattern told */
};

struct vdt_evidence_sign {
    const char *name;
    double value;
};

enum { VDT_EVIDENCE_SIGNS = 64 };

/* The signs that are there (value not 0); returns how many. */
size_t vdt_signs_of(const struct vdt_evidence *evidence, struct vdt_evidence_sign out[VDT_EVIDENCE_SIGNS]);

/* Strictly between 0 and 1. */
double vdt_confidence_of(const struct vdt_confidence *confidence, const struct vdt_evidence_sign *signs, size_t count);

#endif
