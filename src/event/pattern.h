/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns: which words around which trigger make which event. Readable sources, data/verbs/ *.vp; their grammar stands
 * in data/verbs/README.md. Here they are compiled: an index by the trigger's lemma, so that the cost of matching does not
 * grow with the number of patterns, and restrictions that are only looked at where the lemma fits.
 *
 * Also in this room's sources: the codes of CAMEO and PLOVER, data/codes/codes.tsv (Schrodt 2012; Halterman et al. 2023), and
 * what an act of speech about an act is coded as, data/codes/nested.tsv.
 *
 * Thread rule: immutable after opening, shared by all threads.
 */
#ifndef VDT_EVENT_PATTERN_H
#define VDT_EVENT_PATTERN_H

#include "event/frame.h"
#include "vedette/event.h"

/* What may stand in a slot. */
enum vdt_test_kind {
    VDT_TEST_ANY,     /* *        something */
    VDT_TEST_LEMMA,   /* fire     this lemma (of the word, or of a conjunct) */
    VDT_TEST_CLASS,   /* #weapon  a lemma of the class */
    VDT_TEST_ACTOR,   /* @actor   somebody whom the knowledge knows */
    VDT_TEST_STATE,   /* @state   a country or its government */
    VDT_TEST_ARMED,   /* @armed   MIL, REB, COP, IMG or an alliance */
    VDT_TEST_HUMAN,   /* @human   a person, group, name or pronoun */
    VDT_TEST_PLACE,   /* @place   a place */
    VDT_TEST_NUMBER,  /* @number  a numeral, or counted by one */
    VDT_TEST_ORDER,   /* @order   an imperative */
};

struct vdt_test {
    enum vdt_test_kind kind;
    struct vdt_view lemma;      /* LEMMA */
    uint32_t class_number;      /* CLASS */
};

struct vdt_restriction {
    enum vdt_slot_kind slot;
    bool inner;                   /* two steps: the filler of a slot of the first one's filler, "ccomp.obj" */
    enum vdt_slot_kind inner_slot;
    struct vdt_view inner_name;
    const struct vdt_view *names; /* prepositions, any of them; for CCOMP, XCOMP, ADVCL: none */
    uint32_t name_count;
    bool negative;
    const struct vdt_test *tests; /* one must hold (none must, where negative) */
    uint32_t test_count;
    struct vdt_view text;         /* as its source has it: "obj=fire" */
};

/* A way from the trigger to a party: "obj", "against", "obj.of", "xcomp.obj". */
struct vdt_path {
    struct { enum vdt_slot_kind slot; struct vdt_view name; } steps[3];
    uint32_t step_count;
};

enum { VDT_PATTERN_PATHS = 24 };

struct vdt_pattern {
    char part;                    /* 'v' verb, 'n' noun, 'a' adjective */
    bool drop;                    /* code none: what fits is no event */
    bool reciprocal;              /* talks, clashes: coordinated or joint sources do it to each other */
    bool loose;                   /* an event even where no party is known */
    struct vdt_view lemma, particle;
    const struct vdt_restriction *restrictions;
    uint32_t restriction_count;
    const struct vdt_path *sources, *targets; /* at most VDT_PATTERN_PATHS each */
    uint32_t source_count, target_count;
    enum vdt_plover plover;
    struct vdt_view cameo, mode;
    struct vdt_view contexts[4];
    uint32_t context_count;
    bool conditional;             /* flag: a threat or warning whose if makes it conditional */
    struct vdt_view status;       /* overrides what the text's form says, empty: none */
    struct vdt_view by;           /* "data/verbs/mobilize.vp:41" */
    uint32_t specificity, order;
};

struct vdt_patterns;

/*
 * Reads DATA/codes/codes.tsv and DATA/verbs/ *.vp; then, where `user` is given, its verbs/ *.vp, which win among equals.
 * Errors name file, line and column. A wrong line of a user's file is told as a remark and passed over: the rest of it and
 * the built-in ones stay in force.
 */
enum vdt_status vdt_patterns_open(const char *data, const char *user, const struct vdt_remarks *remarks,
                                  struct vdt_patterns **out, struct vdt_error *error);
void vdt_patterns_close(struct vdt_patterns *patterns);
struct vdt_view vdt_patterns_version(const struct vdt_patterns *patterns); /* short hex of the sources' hash */

/* Is the lemma in the class? */
bool vdt_patterns_in_class(const struct vdt_patterns *patterns, uint32_t class_number, struct vdt_view lemma);
/* The number of a class by its name, false if there is none. */
bool vdt_patterns_class(const struct vdt_patterns *patterns, const char *name, uint32_t *out);

/* Whether a slot's filler passes a test that needs more than the lemma; asked of the coder. */
typedef bool vdt_test_fn(void *context, enum vdt_test_kind kind, int32_t word);

/* Is there any pattern for this lemma? Cheap: asked of every verb, noun and adjective. */
bool vdt_patterns_has(const struct vdt_patterns *patterns, char part, struct vdt_view lemma);

/*
 * The pattern of a word that stands in no text, "<refusal>": what the coder adds by construction, or the learned part proposes.
 * NULL: none.
 */
const struct vdt_pattern *vdt_patterns_named(const struct vdt_patterns *patterns, char part, const char *name);

/* Does any pattern or class name this lemma, in whatever part? */
bool vdt_patterns_knows(const struct vdt_patterns *patterns, struct vdt_view lemma);

/* The most specific pattern that fits the frame, NULL if none does. */
const struct vdt_pattern *vdt_patterns_match(const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                                             struct vdt_arena *arena, const struct vdt_frame *frame, char part,
                                             vdt_test_fn *test, void *context);

/* A closer code that the words around support ("141" for a resignation is "1411"): sets code and mode. False: there is none. */
bool vdt_patterns_closer(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena,
                         const struct vdt_frame *frame, vdt_test_fn *test, void *context, struct vdt_view *cameo,
                         struct vdt_view *mode);

/* How a pattern came off on a frame, for `explain`. */
struct vdt_trial {
    const struct vdt_pattern *pattern;
    bool fits, no_particle;
    uint32_t met;             /* restrictions that hold */
    struct vdt_view failed;   /* the first that does not, as its source has it */
    int32_t word;             /* what stands there instead (or must not stand there); -1: nothing */
};

/* The name that a slot has in a pattern, "subj"; a preposition's is its own. */
const char *vdt_slot_name(enum vdt_slot_kind slot);

/* Tries the patterns of the frame's lemma, those that win among equals first; at most `most`, returns how many. */
size_t vdt_patterns_try(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena,
                        const struct vdt_frame *frame, char part, vdt_test_fn *test, void *context, struct vdt_trial *out,
                        size_t most);

/* What the codes say. */
bool vdt_patterns_code(const struct vdt_patterns *patterns, struct vdt_view cameo, enum vdt_plover *plover,
                       struct vdt_view *mode, struct vdt_view *context, double *goldstein);
/* The code of an act of speech about an act, "130" about "190": "1384"; empty where there is none. */
struct vdt_view vdt_patterns_nested(const struct vdt_patterns *patterns, struct vdt_view outer, struct vdt_view inner);
int vdt_plover_quad(enum vdt_plover plover);

#endif
