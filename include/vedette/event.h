/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events: who did what to whom, when and where, on whose word, how certain, with the evidence.
 *
 * Codes are those of PLOVER (16 events with modes and contexts) and of CAMEO (Schrodt 2012); status is event
 * factuality (Saurí and Pustejovsky 2009) folded to five values; voice is the chain of attribution, outermost first.
 *
 * Offsets count Unicode code points in the report's text, end-exclusive. All views and arrays are borrowed from the
 * result (or store cursor) that gave the events, until its next use.
 */
#ifndef VEDETTE_EVENT_H
#define VEDETTE_EVENT_H

#include "vedette/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define VDT_PLOVER_EVENTS(X)                                                                                    \
    X(AGREE) X(CONSULT) X(SUPPORT) X(CONCEDE) X(COOPERATE) X(AID) X(RETREAT) X(REQUEST) X(ACCUSE) X(REJECT)     \
    X(THREATEN) X(PROTEST) X(SANCTION) X(MOBILIZE) X(COERCE) X(ASSAULT)

enum vdt_plover {
#define X(name) VDT_##name,
    VDT_PLOVER_EVENTS(X)
#undef X
    VDT_PLOVER_COUNT
};

enum vdt_event_status { VDT_ASSERTED, VDT_PLANNED, VDT_POSSIBLE, VDT_DENIED, VDT_NEGATED, VDT_EVENT_STATUS_COUNT };

enum vdt_date_basis { VDT_DATE_NONE, VDT_DATE_TEXT, VDT_DATE_REPORT };

/* A stretch of the report's text, with its code points. */
struct vdt_span {
    struct vdt_view text;
    uint32_t begin, end;
};

/* A party of an event, or a voice (then `cue` is the word that attributes). */
struct vdt_party {
    struct vdt_view code;    /* CAMEO actor code, empty for an unknown actor */
    struct vdt_view name;    /* what the knowledge calls it, else empty */
    struct vdt_view country; /* ISO 3166 alpha-3 or empty */
    struct vdt_view entry;   /* FILE:LINE of the knowledge entry, or how the code was put together */
    struct vdt_span mention;
    struct vdt_view cue;
};

struct vdt_amount {
    struct vdt_view what;     /* killed, wounded, troops, ... */
    double low, high;         /* -1: open on that side */
    struct vdt_view currency; /* for money, ISO 4217 */
    struct vdt_span mention;
    struct vdt_view of;       /* code of those who are counted, empty where the text does not say whose they are */
};

struct vdt_event {
    struct vdt_view id;       /* "e:" and 16 hexadecimal digits */
    struct vdt_view report, story, incident; /* ids; empty where there is none */
    uint32_t sentence;        /* number of the sentence in the report, from 0 */
    struct vdt_span evidence; /* the sentence */
    struct vdt_span trigger;
    struct vdt_view lemma;    /* of the trigger */
    enum vdt_plover plover;
    struct vdt_view mode;     /* empty where the text does not say enough */
    const struct vdt_view *contexts;
    size_t context_count;
    struct vdt_view cameo;    /* two to four digits, or empty */
    int quad;                 /* 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict */
    double goldstein;         /* Goldstein (1992) as CAMEO carries it; NAN where unknown */
    const struct vdt_party *sources, *targets, *voices;
    size_t source_count, target_count, voice_count;
    enum vdt_event_status status;
    bool conditional, historical;
    struct vdt_view date_from, date_to; /* YYYY-MM-DD or empty */
    struct vdt_span date_mention;
    enum vdt_date_basis date_basis;
    struct vdt_view place_name, place_country; /* empty where the text gives none */
    struct vdt_view place_admin1;              /* the first-level division's name, or empty */
    struct vdt_view place_disputed, place_rule; /* a disputed area that it lies in, and the rule by which it has its country */
    uint32_t place_geonames;                   /* 0 where there is none */
    double latitude, longitude;                /* NAN where unknown */
    struct vdt_span place_mention;
    const struct vdt_amount *amounts;
    size_t amount_count;
    double confidence;        /* chance that type and parties are right */
    struct vdt_view by;       /* FILE:LINE of the pattern */
    struct vdt_view version;
    struct vdt_view why;      /* JSON object: each attribute's reason, for `vedette why` */
};

/* A predicate, verb or event noun, whether an event was coded of it or not. */
struct vdt_predicate {
    struct vdt_span span;
    struct vdt_view lemma;
    enum vdt_event_status status;
    bool conditional;
    const struct vdt_party *voices; /* outermost first */
    size_t voice_count;
    const struct vdt_view *signs;   /* what the learned part saw */
    size_t sign_count;
};

VDT_API const char *vdt_plover_name(enum vdt_plover plover);              /* "ASSAULT" */
VDT_API bool vdt_plover_parse(struct vdt_view name, enum vdt_plover *out);
VDT_API const char *vdt_event_status_name(enum vdt_event_status status);  /* "asserted" */
VDT_API bool vdt_event_status_parse(struct vdt_view name, enum vdt_event_status *out);

enum vdt_event_format { VDT_FORMAT_TABLE, VDT_FORMAT_NDJSON, VDT_FORMAT_CSV };

/*
 * Writes one event as a line of the given format into `out` (at most `size` bytes; returns the length that the whole
 * line has, so that a caller may ask again with more room). The header line of CSV and of the table is written for
 * a NULL event. `width` is the terminal's for the table, 0 for no cutting.
 */
VDT_API size_t vdt_event_write(const struct vdt_event *event, enum vdt_event_format format, size_t width,
                               char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
