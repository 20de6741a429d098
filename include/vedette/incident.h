/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Incidents: one happening as all reports of a store tell it. Who tells it independently, and what numbers they give:
 * conflicting ones are kept as a range, each with whoever says so.
 *
 * Copies and rewrites are evidence of spread, not of truth: they do not count as independent.
 */
#ifndef VEDETTE_INCIDENT_H
#define VEDETTE_INCIDENT_H

#include "vedette/store.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_telling_publisher {
    struct vdt_view name;     /* as the reports give it, else the host of their pages; empty: unknown */
    struct vdt_view home;     /* where it is at home, empty where that is not known */
    struct vdt_view state;    /* the state that owns or directs it, else empty */
    uint64_t reports, copies; /* that tell the incident; how many of them are copies or rewrites */
};

/* One number as one event tells it. */
struct vdt_claim {
    double low, high;               /* -1: open on that side */
    struct vdt_view event, report, publisher;
    const struct vdt_party *voices; /* on whose word; none: the publisher's own */
    size_t voice_count;
};

struct vdt_incident_amount {
    struct vdt_view what, currency;
    double low, high; /* the least and the greatest that anybody says; -1: nobody bounds it on that side */
    double best;      /* what most of the claims say, the middle of a range; of several said as often the one told last */
    const struct vdt_claim *claims;
    size_t claim_count;
};

struct vdt_incident {
    struct vdt_view id;
    struct vdt_event first;                /* the event that told it first */
    uint64_t events, reports, copies;      /* copies: of the reports */
    uint64_t independent;                  /* publishers with a report of their own */
    uint64_t state_owned;                  /* of them, owned or directed by a state */
    const struct vdt_telling_publisher *publishers; /* in the order in which they came in */
    size_t publisher_count;
    const struct vdt_incident_amount *amounts;
    size_t amount_count;
};

/*
 * One incident by its id (an event's `incident`), borrowed until the next call on the store. VDT_END: there is none.
 * `publishers` NULL: nothing is known of them.
 */
VDT_API enum vdt_status vdt_store_incident(struct vdt_store *store, struct vdt_view id, const struct vdt_publishers *publishers,
                                           struct vdt_incident *out, struct vdt_error *error);

/* Writes it as a line of JSON, as vdt_event_write does. */
VDT_API size_t vdt_incident_write(const struct vdt_incident *incident, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
