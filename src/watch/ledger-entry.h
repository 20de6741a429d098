/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the ledger share: an entry, the lists in which it is found, and what acts make of it.
 *
 * Each entry stands in lists under the keys of all that may change it: who it is by, and the acts that would fulfil or
 * contradict it, each with the roots of both sides. An act looks only at the lists of its own keys.
 *
 * Thread rule: one ledger, one thread.
 */
#ifndef VDT_WATCH_LEDGER_ENTRY_H
#define VDT_WATCH_LEDGER_ENTRY_H

#include "base/arena.h"
#include "vedette/ledger.h"

/* The codes of one side. Each list of codes is kept once: entries of the same parties point to the same. */
struct parties {
    const struct vdt_view *codes;
    size_t count;
    bool only_roles;              /* "CVL", "MIL" without a country say too little to tell two acts apart */
    uint64_t key;
    struct parties *next;         /* in the table of all */
};

/* What an event is about, as an entry remembers it. */
struct act {
    bool there;
    enum vdt_plover plover;
    const struct parties *sources, *targets;
};

/* An event's id: "e:" and sixteen digits as the number that they write; any other as its text. */
struct event_name {
    uint64_t digits;
    const char *text;
};

struct change {
    struct change *next;
    enum vdt_ledger_state to;
    int32_t on;
    struct event_name by;         /* no digits and no text: time did it */
    double confidence;
};

struct statement {
    struct statement *next;
    struct event_name event;
};

/* Bytes of the entry's text. */
struct stretch {
    uint32_t begin, size;
};

/* A store of a million events has tens of thousands: so an entry holds what it needs to be changed, and is told whole at the end. */
struct entry {
    enum vdt_ledger_kind kind;
    enum vdt_ledger_state state;
    const struct parties *issuers, *addressees, *voices;
    struct act content, condition;
    bool truce;                   /* an agreement to stop fighting */
    int32_t stated, last, due;    /* days: first and last statement, the deadline or VDT_NO_DAY */
    struct change *changes, *last_change;
    struct statement *statements, *last_statement;
    struct vdt_view text;
    struct stretch condition_words, consequence_words;
    size_t number;                /* in the order of first statements */
    uint64_t seen;                /* the act that looked at it last */
};

/* What a list is of. */
enum ledger_list {
    LEDGER_BY,      /* entries of a kind, by a party that may take them back */
    LEDGER_ACT,     /* which an act of this PLOVER event from one to the other may change */
    LEDGER_HARM,    /* which any material conflict from one to the other may change */
    LEDGER_UNDONE,  /* promises of an act, by whom */
    LEDGER_SAID_TO, /* of a kind, by one to the other, or to nobody */
    LEDGER_SAID_OF, /* of a kind, by one, of this content */
    LEDGER_TEXT     /* warnings and threats of one sentence, by who has to do with them */
};

struct member {
    struct entry *entry;
    uint64_t key;
    struct member *next;
};

enum { LEDGER_LISTS = 1 << 16, LEDGER_PARTIES = 1 << 12 };

struct ledger {
    struct vdt_arena arena;
    const struct vdt_ledger_options *options;
    struct entry **entries;
    size_t count, room;
    struct member *lists[LEDGER_LISTS]; /* by key, the newest entry first */
    struct member *spare;
    struct parties *parties[LEDGER_PARTIES];
    uint64_t acts;
    int32_t today;
    bool failed; /* memory */
};

/* ---- lists: ledger-lists.c */

/* The country of a code, or the whole code of an organisation: what an army does answers to what its state announced. */
struct vdt_view vdt_ledger_root(struct vdt_view code);

/* `what` is a kind, a PLOVER event or a hash; the sides are codes, and empty where it may be anybody. */
uint64_t vdt_ledger_key(enum ledger_list list, uint64_t what, struct vdt_view one, struct vdt_view other);
void vdt_ledger_enter(struct ledger *ledger, struct entry *entry, uint64_t key);

/*
 * The next entry under the key, from *at on (at first NULL), brought up to the day; NULL: that was all. What nothing can
 * change any more is left out and taken off the list.
 */
struct entry *vdt_ledger_next(struct ledger *ledger, uint64_t key, struct member **at);

/* The codes of these parties, those without one left out; never NULL. */
const struct parties *vdt_ledger_parties(struct ledger *ledger, const struct vdt_party *parties, size_t count);

struct event_name vdt_ledger_name(struct ledger *ledger, struct vdt_view id);
/* `by` is empty where time did it. */
void vdt_ledger_change(struct ledger *ledger, struct entry *entry, enum vdt_ledger_state to, int32_t on, struct vdt_view by,
                       double confidence);
/* An open entry expires once the day is past its end. */
void vdt_ledger_pass_time(struct ledger *ledger, struct entry *entry, int32_t day);

/* ---- statements: ledger-statements.c */

/* Is the event a statement that commits somebody, and to what kind of thing? */
bool vdt_ledger_is_statement(const struct vdt_event *event, enum vdt_ledger_kind *out);
/* Opens an entry, or joins the one that says the same. */
enum vdt_status vdt_ledger_state_it(struct ledger *ledger, struct vdt_store *store, const struct vdt_event *event,
                                    enum vdt_ledger_kind kind, int32_t day, struct vdt_error *error);

/* ---- acts: ledger-acts.c */

/* One of these answers for one of those; both empty do so too. */
bool vdt_ledger_share(const struct parties *one, const struct parties *other);

/* Enters a new entry into the lists of what may change it. */
void vdt_ledger_expect(struct ledger *ledger, struct entry *entry);
/* What is asserted that day changes the entries that it fits. */
void vdt_ledger_act(struct ledger *ledger, const struct vdt_event *event);
/* It is told that somebody did not do this: a promise of it is contradicted. */
void vdt_ledger_undone(struct ledger *ledger, const struct vdt_event *event);

#endif
