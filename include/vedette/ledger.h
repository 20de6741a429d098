/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: speech that commits somebody to something, and what became of it. Warnings, threats, demands, promises,
 * denials and agreements are taken from the events of a store; later events change their state, and each change names
 * the events that made it. "Who has threatened whom with what, if what, and how did it end" is one call.
 *
 *     struct vdt_ledger_options options = VDT_LEDGER_OPTIONS_INIT;
 *     vdt_ledger_read(store, &options, tell, context, &error);
 *
 * An entry comes of an event that is asserted (the speech was made) and news of its report. What the same sentence tells
 * beside it fills it in: the act announced, demanded or denied is its content, an if is its condition, a date ahead its
 * deadline. A statement by the same to the same about the same, made while the entry is young, joins it.
 *
 * How an entry changes (only by what is asserted, told in another sentence, not before it):
 *
 *     threat     carried-out  the issuer did what was announced to the addressee; any material conflict where the text
 *                             did not say what;  met  the condition came about
 *     warning    carried-out  what was warned of happened
 *     demand     met          the addressee did what was demanded
 *     promise    met          the issuer did it;  contradicted  it is told that he did not, or he did the contrary
 *     denial     contradicted it is asserted, not only claimed by others, that he did it
 *     agreement  met          it was carried through;  contradicted  one of the parties attacked or coerced the other, or broke it
 *     any        withdrawn    the issuer took it back;  expired  the deadline passed, or `keep_days` without a deadline
 *
 * A statement made again opens its entry again. Nothing is deleted. The same store and options give the same lines.
 *
 * Thread rule: as the store's: one thread at a time.
 */
#ifndef VEDETTE_LEDGER_H
#define VEDETTE_LEDGER_H

#include "vedette/store.h"

#ifdef __cplusplus
extern "C" {
#endif

enum vdt_ledger_kind {
    VDT_LEDGER_WARNING,   /* of another's act, or of danger */
    VDT_LEDGER_THREAT,    /* of harm that the issuer himself would do */
    VDT_LEDGER_DEMAND,
    VDT_LEDGER_PROMISE,
    VDT_LEDGER_DENIAL,
    VDT_LEDGER_AGREEMENT,
    VDT_LEDGER_KIND_COUNT
};

enum vdt_ledger_state {
    VDT_LEDGER_OPEN,
    VDT_LEDGER_MET,
    VDT_LEDGER_CARRIED_OUT,
    VDT_LEDGER_WITHDRAWN,
    VDT_LEDGER_CONTRADICTED,
    VDT_LEDGER_EXPIRED,
    VDT_LEDGER_STATE_COUNT
};

struct vdt_ledger_change {
    enum vdt_ledger_state to;
    struct vdt_view on;          /* YYYY-MM-DD */
    struct vdt_view by;          /* the id of the event that made it; empty: time did */
    double confidence;           /* that the change is right: of the event, times how well its parties fit */
};

struct vdt_ledger_entry {
    struct vdt_view id;          /* "l:" and 16 hexadecimal digits, of its first event */
    enum vdt_ledger_kind kind;
    const struct vdt_view *issuers, *addressees, *voices; /* actor codes; an addressee that the text does not give is none */
    size_t issuer_count, addressee_count, voice_count;
    bool has_content;
    enum vdt_plover content;     /* what is announced, demanded, denied */
    struct vdt_view condition, consequence; /* the text's words, or empty */
    struct vdt_view deadline_from, deadline_to; /* YYYY-MM-DD or empty: the text gives none */
    struct vdt_view stated_on;   /* when it was first stated */
    enum vdt_ledger_state state;
    const struct vdt_ledger_change *changes; /* the first opens it */
    size_t change_count;
    const struct vdt_view *events; /* ids of the statements, the first first */
    size_t event_count;
    struct vdt_view text;        /* the sentence of the first statement */
};

struct vdt_ledger_options {
    size_t size;                 /* sizeof this struct */
    const enum vdt_ledger_state *state; /* NULL: all */
    const enum vdt_ledger_kind *kind;   /* NULL: all */
    struct vdt_view issuer, addressee;  /* prefixes of codes */
    struct vdt_view due_before;  /* a day: entries that are open and whose deadline is before it */
    struct vdt_view as_of;       /* what had come into the store by then, YYYY-MM-DD or a UTC time; empty: everything */
    struct vdt_view on;          /* the day on which one looks; empty: that of the newest report, or of `as_of` */
    int keep_days;               /* how long an entry without a deadline stands */
};

#define VDT_LEDGER_OPTIONS_INIT { .size = sizeof(struct vdt_ledger_options), .keep_days = 180 }

/* Valid for the call. False ends the run, which then is VDT_END. */
typedef bool vdt_ledger_fn(void *context, const struct vdt_ledger_entry *entry);

/* The entries in the order of their first statements. VDT_ERROR_USE: a day that is none. */
VDT_API enum vdt_status vdt_ledger_read(struct vdt_store *store, const struct vdt_ledger_options *options,
                                        vdt_ledger_fn *tell, void *context, struct vdt_error *error);

VDT_API const char *vdt_ledger_kind_name(enum vdt_ledger_kind kind);    /* "threat" */
VDT_API const char *vdt_ledger_state_name(enum vdt_ledger_state state); /* "carried-out" */
VDT_API bool vdt_ledger_kind_parse(struct vdt_view name, enum vdt_ledger_kind *out);
VDT_API bool vdt_ledger_state_parse(struct vdt_view name, enum vdt_ledger_state *out);

/* The entry as one JSON object, without a line's end; as vdt_event_write, the whole length comes back. */
VDT_API size_t vdt_ledger_write(const struct vdt_ledger_entry *entry, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
