/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sources are read line by line:
 *
 *   class weapon = missile rocket drone              a class of lemmas, usable as #weapon from here on
 *   code 190 [EVENT] [mode=M] [context=A,B]          what the patterns below are coded as; "code none": no event
 *   default verb|noun|adj source=… target=…          where parties are looked for if a pattern does not say
 *   verb open obj=fire target=on|at                  a pattern: triggers, restrictions, ways to the parties
 *   noun attack strike !mod=heart
 *
 * All patterns of a lemma are chained in one bucket of a hash table; the first test of any pattern is the lemma.
 */
#include "event/pattern.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limit.h"
#include "base/lines.h"

struct word_class {
    struct vdt_view name;
    struct vdt_view *lemmas; /* sorted */
    size_t count, capacity;
};

struct code {
    struct vdt_view cameo, mode, context;
    enum vdt_plover plover;
    double goldstein;
};

/* An event of the code `base` that meets all this has the code `code`. */
struct closer {
    struct vdt_view base, code, mode, lemma; /* lemma empty: any */
    const struct vdt_restriction *restrictions;
    uint32_t count;
};

/* "threatened to attack": the root of the one, the beginning of the other, the code of the whole. */
struct nesting {
    struct vdt_view outer, inner, whole;
};

struct bucket {
    uint64_t hash; /* 0: empty */
    uint32_t first; /* pattern number + 1 */
};

struct vdt_patterns {
    struct vdt_arena arena;
    struct vdt_pattern *items;
    size_t count, capacity;
    uint32_t *next; /* chains, pattern number + 1 */
    struct bucket *buckets;
    size_t bucket_count; /* a power of two */
    struct word_class *classes;
    size_t class_count, class_capacity;
    struct code *codes; /* sorted by code */
    size_t code_count, code_capacity;
    struct closer *closers;
    size_t closer_count, closer_capacity;
    struct nesting *nestings;
    size_t nesting_count, nesting_capacity;
    uint64_t *known; /* hashes of all lemmas that stand anywhere, open addressing */
    size_t known_count;
    size_t own_from; /* the user's own patterns begin here */
    uint64_t hash;
    char version[9];
};

/* While reading. */
struct reading {
    struct vdt_patterns *patterns;
    struct vdt_lines lines;
    struct vdt_error *error;
    struct vdt_pattern model;            /* what `code` and `default` said */
    struct vdt_pattern defaults[3];      /* verb, noun, adjective: only their paths */
    bool code_given;
    const struct vdt_remarks *remarks;   /* of a user's own source: what is wrong is told and passed over; else NULL */
};

static const char *const slot_names[VDT_SLOT_KINDS] = {
    [VDT_SLOT_SUBJECT] = "subj", [VDT_SLOT_OBJECT] = "obj", [VDT_SLOT_INDIRECT] = "iobj", [VDT_SLOT_POSSESSOR] = "poss",
    [VDT_SLOT_MODIFIER] = "mod", [VDT_SLOT_XCOMP] = "xcomp", [VDT_SLOT_CCOMP] = "ccomp", [VDT_SLOT_ADVCL] = "advcl",
    [VDT_SLOT_ACL] = "acl", [VDT_SLOT_ADVERB] = "adv", [VDT_SLOT_PARTICLE] = "prt", [VDT_SLOT_DETERMINER] = "det",
    [VDT_SLOT_AUXILIARY] = "aux", [VDT_SLOT_GOVERNOR] = "gov",
};

const char *vdt_slot_name(enum vdt_slot_kind slot) {
    return slot < VDT_SLOT_KINDS && slot_names[slot] ? slot_names[slot] : "";
}

static enum vdt_status wrong(struct reading *reading, struct vdt_view word, const char *what) {
    return vdt_fail_at(reading->error, VDT_ERROR_FORMAT, reading->lines.name, reading->lines.number,
                       vdt_lines_column(&reading->lines, word), "%s: \"%.*s\"", what,
                       (int)(word.size < 60 ? word.size : 60), word.data);
}

static enum vdt_status no_memory(struct reading *reading) {
    return vdt_fail_memory(reading->error, "reading patterns");
}

static void slot_of(struct vdt_view name, enum vdt_slot_kind *kind, struct vdt_view *preposition) {
    *preposition = (struct vdt_view){ NULL, 0 };
    for (int k = 0; k < VDT_SLOT_KINDS; k++)
        if (slot_names[k] && vdt_view_is(name, slot_names[k])) {
            *kind = (enum vdt_slot_kind)k;
            return;
        }
    *kind = VDT_SLOT_PREPOSITION;
    *preposition = name;
}

static int compare_views(const void *a, const void *b) {
    return vdt_view_compare(*(const struct vdt_view *)a, *(const struct vdt_view *)b);
}

static bool find_class(const struct vdt_patterns *patterns, struct vdt_view name, uint32_t *out) {
    for (size_t i = 0; i < patterns->class_count; i++)
        if (vdt_view_equal(patterns->classes[i].name, name)) {
            *out = (uint32_t)i;
            return true;
        }
    return false;
}

bool vdt_patterns_class(const struct vdt_patterns *patterns, const char *name, uint32_t *out) {
    return find_class(patterns, vdt_view_of(name), out);
}

bool vdt_patterns_in_class(const struct vdt_patterns *patterns, uint32_t number, struct vdt_view lemma) {
    const struct word_class *class = &patterns->classes[number];
    return class->count && bsearch(&lemma, class->lemmas, class->count, sizeof lemma, compare_views);
}

static enum vdt_status read_class(struct reading *reading) {
    struct vdt_patterns *patterns = reading->patterns;
    struct vdt_view name = vdt_lines_word(&reading->lines);
    struct vdt_view equals = vdt_lines_word(&reading->lines);
    if (!name.size || !vdt_view_is(equals, "=")) return wrong(reading, name, "a class is written: class NAME = WORD …");
    uint32_t number;
    if (!find_class(patterns, name, &number)) {
        struct word_class *grown = vdt_arena_grow(&patterns->arena, patterns->classes, patterns->class_count,
                                                  &patterns->class_capacity, sizeof *grown);
        if (!grown) return no_memory(reading);
        patterns->classes = grown;
        number = (uint32_t)patterns->class_count++;
        grown[number] = (struct word_class){ .name = name };
    }
    struct word_class *class = &patterns->classes[number];
    for (struct vdt_view word; (word = vdt_lines_word(&reading->lines)).size;) {
        if (word.data[0] == '#') {
            uint32_t other;
            if (!find_class(patterns, vdt_view_slice(word, 1, word.size), &other))
                return wrong(reading, word, "no such class yet");
            if (other == number) return wrong(reading, word, "a class cannot hold itself");
            for (size_t i = 0; i < patterns->classes[other].count; i++) {
                struct vdt_view *grown = vdt_arena_grow(&patterns->arena, class->lemmas, class->count, &class->capacity,
                                                        sizeof *grown);
                if (!grown) return no_memory(reading);
                class->lemmas = grown;
                grown[class->count++] = patterns->classes[other].lemmas[i];
            }
            continue;
        }
        struct vdt_view *grown = vdt_arena_grow(&patterns->arena, class->lemmas, class->count, &class->capacity,
                                                sizeof *grown);
        if (!grown) return no_memory(reading);
        class->lemmas = grown;
        grown[class->count++] = word;
    }
    qsort(class->lemmas, class->count, sizeof *class->lemmas, compare_views);
    return VDT_OK;
}

static const struct code *find_code(const struct vdt_patterns *patterns, struct vdt_view cameo) {
    for (size_t size = cameo.size; size >= 2; size--) {
        struct vdt_view prefix = vdt_view_slice(cameo, 0, size);
        size_t low = 0, high = patterns->code_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            int order = vdt_view_compare(patterns->codes[middle].cameo, prefix);
            if (order == 0) return &patterns->codes[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle;
        }
    }
    return NULL;
}

bool vdt_patterns_code(const struct vdt_patterns *patterns, struct vdt_view cameo, enum vdt_plover *plover,
                       struct vdt_view *mode, struct vdt_view *context, double *goldstein) {
    const struct code *code = find_code(patterns, cameo);
    if (!code) return false;
    *plover = code->plover;
    *mode = code->mode;
    *context = code->context;
    *goldstein = code->goldstein;
    return true;
}

int vdt_plover_quad(enum vdt_plover plover) {
    switch (plover) {
    case VDT_AGREE: case VDT_CONSULT: case VDT_SUPPORT: return 1;
    case VDT_COOPERATE: case VDT_AID: case VDT_CONCEDE: case VDT_RETREAT: return 2;
    case VDT_REQUEST: case VDT_ACCUSE: case VDT_REJECT: case VDT_THREATEN: return 3;
    default: return 4;
    }
}

static bool take_key(struct vdt_view word, const char *key, struct vdt_view *value) {
    size_t size = strlen(key);
    if (word.size <= size || memcmp(word.data, key, size) != 0 || word.data[size] != '=') return false;
    *value = vdt_view_slice(word, size + 1, word.size);
    return true;
}

static enum vdt_status read_code(struct reading *reading) {
    struct vdt_pattern *model = &reading->model;
    *model = (struct vdt_pattern){ 0 };
    memset(reading->defaults, 0, sizeof reading->defaults);
    struct vdt_view cameo = vdt_lines_word(&reading->lines);
    reading->code_given = true;
    if (vdt_view_is(cameo, "none")) {
        model->drop = true;
        return VDT_OK;
    }
    const struct code *code = find_code(reading->patterns, cameo);
    if (!code || cameo.size < 2 || cameo.size > 4) return wrong(reading, cameo, "no CAMEO code of data/codes/codes.tsv");
    model->cameo = cameo;
    model->plover = code->plover;
    model->mode = code->mode;
    if (code->context.size) model->contexts[model->context_count++] = code->context;
    for (struct vdt_view word, value; (word = vdt_lines_word(&reading->lines)).size;) {
        if (take_key(word, "mode", &value)) {
            model->mode = vdt_view_is(value, "-") ? (struct vdt_view){ NULL, 0 } : value;
        } else if (take_key(word, "context", &value)) {
            model->context_count = 0;
            while (value.size && !vdt_view_is(value, "-")) {
                if (model->context_count == 4) return wrong(reading, word, "more than four contexts");
                model->contexts[model->context_count++] = vdt_view_cut(&value, ',');
            }
        } else if (!vdt_plover_parse(word, &model->plover)) {
            return wrong(reading, word, "no PLOVER event, mode= or context=");
        }
    }
    return VDT_OK;
}

static enum vdt_status read_paths(struct reading *reading, struct vdt_view value, const struct vdt_path **out, uint32_t *count) {
    struct vdt_path paths[VDT_PATTERN_PATHS];
    *count = 0;
    while (value.size) {
        struct vdt_view one = vdt_view_cut(&value, '|');
        if (vdt_view_is(one, "-")) continue; /* nobody */
        if (*count == VDT_PATTERN_PATHS) return wrong(reading, one, "too many ways to a party");
        struct vdt_path *path = &paths[(*count)++];
        *path = (struct vdt_path){ 0 };
        while (one.size) {
            struct vdt_view step = vdt_view_cut(&one, '.');
            if (!step.size || path->step_count == 3) return wrong(reading, step, "a way has one to three steps");
            slot_of(step, &path->steps[path->step_count].slot, &path->steps[path->step_count].name);
            path->step_count++;
        }
    }
    struct vdt_path *kept = vdt_arena_array(&reading->patterns->arena, *count + 1, sizeof *kept);
    if (!kept) return no_memory(reading);
    memcpy(kept, paths, *count * sizeof *kept);
    *out = kept;
    return VDT_OK;
}

static enum vdt_status read_default(struct reading *reading) {
    struct vdt_view part = vdt_lines_word(&reading->lines);
    int which = vdt_view_is(part, "verb") ? 0 : vdt_view_is(part, "noun") ? 1 : vdt_view_is(part, "adj") ? 2 : -1;
    if (which < 0) return wrong(reading, part, "default is for verb, noun or adj");
    struct vdt_pattern *target = &reading->defaults[which];
    for (struct vdt_view word, value; (word = vdt_lines_word(&reading->lines)).size;) {
        enum vdt_status status;
        if (take_key(word, "source", &value))
            status = read_paths(reading, value, &target->sources, &target->source_count);
        else if (take_key(word, "target", &value))
            status = read_paths(reading, value, &target->targets, &target->target_count);
        else if (vdt_view_is(word, "reciprocal"))
            target->reciprocal = true, status = VDT_OK;
        else if (vdt_view_is(word, "loose"))
            target->loose = true, status = VDT_OK;
        else
            return wrong(reading, word, "default takes source=, target=, reciprocal and loose");
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static enum vdt_status read_tests(struct reading *reading, struct vdt_view value, struct vdt_restriction *restriction) {
    static const struct { const char *name; enum vdt_test_kind kind; } kinds[] = {
        { "@actor", VDT_TEST_ACTOR }, { "@state", VDT_TEST_STATE }, { "@armed", VDT_TEST_ARMED },
        { "@human", VDT_TEST_HUMAN }, { "@place", VDT_TEST_PLACE }, { "@number", VDT_TEST_NUMBER },
        { "@order", VDT_TEST_ORDER } };
    struct vdt_test *tests = NULL;
    size_t count = 0, capacity = 0;
    while (value.size) {
        struct vdt_view one = vdt_view_cut(&value, '|');
        tests = vdt_arena_grow(&reading->patterns->arena, tests, count, &capacity, sizeof *tests);
        if (!tests) return no_memory(reading);
        struct vdt_test *test = &tests[count++];
        *test = (struct vdt_test){ .kind = VDT_TEST_LEMMA, .lemma = one };
        if (!one.size) return wrong(reading, one, "an empty alternative");
        if (vdt_view_is(one, "*")) {
            test->kind = VDT_TEST_ANY;
        } else if (one.data[0] == '#') {
            test->kind = VDT_TEST_CLASS;
            if (!find_class(reading->patterns, vdt_view_slice(one, 1, one.size), &test->class_number))
                return wrong(reading, one, "no such class");
        } else if (one.data[0] == '@') {
            size_t k = 0;
            while (k < sizeof kinds / sizeof *kinds && !vdt_view_is(one, kinds[k].name)) k++;
            if (k == sizeof kinds / sizeof *kinds) return wrong(reading, one, "no such kind of filler");
            test->kind = kinds[k].kind;
        }
    }
    restriction->tests = tests;
    restriction->test_count = (uint32_t)count;
    return count ? VDT_OK : wrong(reading, value, "a restriction without a value");
}

/* "!SLOT.SLOT=FILLER|FILLER" or "on,against=FILLER". */
static enum vdt_status read_restriction(struct reading *reading, struct vdt_view word, struct vdt_restriction *restriction) {
    *restriction = (struct vdt_restriction){ .text = word };
    struct vdt_view value = word, key = vdt_view_cut(&value, '=');
    if (key.size && key.data[0] == '!') {
        restriction->negative = true;
        key = vdt_view_slice(key, 1, key.size);
    }
    const char *dot = key.size ? memchr(key.data, '.', key.size) : NULL;
    if (dot) {
        size_t size = (size_t)(dot - key.data);
        struct vdt_view second = vdt_view_slice(key, size + 1, key.size);
        key = vdt_view_slice(key, 0, size);
        restriction->inner = true;
        slot_of(second, &restriction->inner_slot, &restriction->inner_name);
    }
    if (!key.size) return wrong(reading, word, "a restriction without a slot");
    struct vdt_view names[16];
    uint32_t name_count = 0;
    while (key.size) {
        struct vdt_view one = vdt_view_cut(&key, ','), preposition;
        enum vdt_slot_kind kind;
        slot_of(one, &kind, &preposition);
        if (name_count == 16) return wrong(reading, word, "more than 16 slots");
        if (name_count && kind != restriction->slot) return wrong(reading, one, "slots of different kinds in one restriction");
        restriction->slot = kind;
        names[name_count++] = preposition;
    }
    if (restriction->slot == VDT_SLOT_PREPOSITION) {
        struct vdt_view *kept = vdt_arena_array(&reading->patterns->arena, name_count, sizeof *kept);
        if (!kept) return no_memory(reading);
        memcpy(kept, names, name_count * sizeof *kept);
        restriction->names = kept;
        restriction->name_count = name_count;
    }
    return read_tests(reading, value, restriction);
}

/* closer BASE CODE RESTRICTION…: an event of the one code that meets this has the other. */
static enum vdt_status read_closer(struct reading *reading) {
    struct vdt_patterns *patterns = reading->patterns;
    struct vdt_restriction restrictions[VDT_LIMIT_PATTERN_ITEMS];
    struct closer closer = { .base = vdt_lines_word(&reading->lines), .code = vdt_lines_word(&reading->lines) };
    const struct code *code = find_code(patterns, closer.code);
    if (!find_code(patterns, closer.base)) return wrong(reading, closer.base, "no CAMEO code of data/codes/codes.tsv");
    if (!code || !vdt_view_equal(code->cameo, closer.code)) return wrong(reading, closer.code, "no CAMEO code of data/codes/codes.tsv");
    if (!vdt_view_starts(closer.code, vdt_view_slice(closer.base, 0, 2))) return wrong(reading, closer.code, "a closer code has the same root");
    for (struct vdt_view word; (word = vdt_lines_word(&reading->lines)).size;) {
        if (closer.count == VDT_LIMIT_PATTERN_ITEMS) return wrong(reading, word, "too many restrictions");
        if (!memchr(word.data, '=', word.size)) {
            closer.lemma = word;
            continue;
        }
        enum vdt_status status = read_restriction(reading, word, &restrictions[closer.count++]);
        if (status != VDT_OK) return status;
    }
    if (!closer.count && !closer.lemma.size) return wrong(reading, closer.code, "a closer code asks for something");
    struct vdt_restriction *kept = vdt_arena_array(&patterns->arena, closer.count + 1, sizeof *kept);
    struct closer *grown = vdt_arena_grow(&patterns->arena, patterns->closers, patterns->closer_count, &patterns->closer_capacity,
                                          sizeof *grown);
    if (!kept || !grown) return no_memory(reading);
    memcpy(kept, restrictions, closer.count * sizeof *kept);
    closer.restrictions = kept;
    closer.mode = code->mode;
    patterns->closers = grown;
    grown[patterns->closer_count++] = closer;
    return VDT_OK;
}

static enum vdt_status add_pattern(struct reading *reading, const struct vdt_pattern *pattern) {
    struct vdt_patterns *patterns = reading->patterns;
    struct vdt_pattern *grown = vdt_arena_grow(&patterns->arena, patterns->items, patterns->count, &patterns->capacity,
                                               sizeof *grown);
    if (!grown) return no_memory(reading);
    patterns->items = grown;
    grown[patterns->count] = *pattern;
    grown[patterns->count].order = (uint32_t)patterns->count;
    patterns->count++;
    return VDT_OK;
}

static enum vdt_status read_pattern(struct reading *reading, char part) {
    struct vdt_arena *arena = &reading->patterns->arena;
    struct vdt_pattern pattern = reading->model;
    const struct vdt_pattern *defaults = &reading->defaults[part == 'v' ? 0 : part == 'n' ? 1 : 2];
    if (!reading->code_given)
        return wrong(reading, reading->lines.line, "a pattern before any code line");
    pattern.part = part;
    pattern.sources = defaults->sources;
    pattern.targets = defaults->targets;
    pattern.source_count = defaults->source_count;
    pattern.target_count = defaults->target_count;
    pattern.reciprocal = defaults->reciprocal;
    pattern.loose = defaults->loose;
    pattern.by = vdt_arena_format(arena, "%.*s:%llu", (int)reading->lines.name.size, reading->lines.name.data,
                                  (unsigned long long)reading->lines.number);
    struct vdt_restriction restrictions[VDT_LIMIT_PATTERN_ITEMS];
    struct vdt_view triggers[64];
    uint32_t trigger_count = 0;
    bool sources_said = defaults->sources != NULL, targets_said = defaults->targets != NULL;
    for (struct vdt_view word; (word = vdt_lines_word(&reading->lines)).size;) {
        const char *equals = memchr(word.data, '=', word.size);
        enum vdt_status status = VDT_OK;
        struct vdt_view value;
        if (!equals) {
            if (vdt_view_is(word, "reciprocal"))
                pattern.reciprocal = true;
            else if (vdt_view_is(word, "loose"))
                pattern.loose = true;
            else if (trigger_count == sizeof triggers / sizeof *triggers)
                return wrong(reading, word, "more than 64 triggers in a line");
            else if (word.data[0] == '#') {
                uint32_t number;
                if (!find_class(reading->patterns, vdt_view_slice(word, 1, word.size), &number))
                    return wrong(reading, word, "no such class");
                const struct word_class *class = &reading->patterns->classes[number];
                for (size_t i = 0; i < class->count && trigger_count < sizeof triggers / sizeof *triggers; i++)
                    triggers[trigger_count++] = class->lemmas[i];
            } else
                triggers[trigger_count++] = word;
            continue;
        }
        if (take_key(word, "source", &value)) {
            status = read_paths(reading, value, &pattern.sources, &pattern.source_count);
            sources_said = true;
        } else if (take_key(word, "target", &value)) {
            status = read_paths(reading, value, &pattern.targets, &pattern.target_count);
            targets_said = true;
        } else if (take_key(word, "mode", &value)) {
            pattern.mode = value;
        } else if (take_key(word, "status", &value)) {
            enum vdt_event_status known;
            if (!vdt_event_status_parse(value, &known)) return wrong(reading, value, "no status");
            pattern.status = value;
        } else {
            if (pattern.restriction_count == VDT_LIMIT_PATTERN_ITEMS) return wrong(reading, word, "too many restrictions");
            struct vdt_restriction *restriction = &restrictions[pattern.restriction_count++];
            status = read_restriction(reading, word, restriction);
            pattern.specificity += restriction->negative ? 1 : 4;
        }
        if (status != VDT_OK) return status;
    }
    if (!trigger_count) return wrong(reading, reading->lines.line, "a pattern without a trigger");
    if (!pattern.drop && !pattern.loose && !sources_said && !targets_said)
        return wrong(reading, triggers[0], "no line says where the parties of this pattern stand: source=, target= or default");
    struct vdt_restriction *kept = vdt_arena_array(arena, pattern.restriction_count, sizeof *kept);
    if (!kept || !pattern.by.data) return no_memory(reading);
    if (pattern.restriction_count) memcpy(kept, restrictions, pattern.restriction_count * sizeof *kept);
    pattern.restrictions = kept;
    for (uint32_t i = 0; i < trigger_count; i++) {
        struct vdt_pattern one = pattern;
        struct vdt_view rest = triggers[i];
        one.lemma = vdt_view_cut(&rest, '+');
        one.particle = rest;
        if (rest.size) one.specificity += 4;
        enum vdt_status status = add_pattern(reading, &one);
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static enum vdt_status read_line(struct reading *reading) {
    if (reading->lines.line.size > VDT_LIMIT_PATTERN_LINE)
        return wrong(reading, vdt_view_slice(reading->lines.line, 0, 20), "a line that is too long");
    struct vdt_view first = vdt_lines_word(&reading->lines);
    if (vdt_view_is(first, "verb")) return read_pattern(reading, 'v');
    if (vdt_view_is(first, "noun")) return read_pattern(reading, 'n');
    if (vdt_view_is(first, "adj")) return read_pattern(reading, 'a');
    if (vdt_view_is(first, "code")) return read_code(reading);
    if (vdt_view_is(first, "default")) return read_default(reading);
    if (vdt_view_is(first, "class")) return read_class(reading);
    if (vdt_view_is(first, "closer")) return read_closer(reading);
    return wrong(reading, first, "a line begins with class, code, closer, default, verb, noun or adj, not");
}

static enum vdt_status read_source(struct vdt_patterns *patterns, struct vdt_view name, struct vdt_view text,
                                   const struct vdt_remarks *remarks, struct vdt_error *error) {
    struct reading reading = { .patterns = patterns, .error = error, .remarks = remarks };
    vdt_lines_init(&reading.lines, name, text);
    while (vdt_lines_next(&reading.lines)) {
        enum vdt_status status = read_line(&reading);
        if (status == VDT_ERROR_FORMAT && remarks) {
            if (remarks->tell) remarks->tell(remarks->context, VDT_REMARK_ERROR, error);
            status = VDT_OK;
        }
        if (status != VDT_OK) return status;
    }
    return VDT_OK;
}

static enum vdt_status read_codes(struct vdt_patterns *patterns, const char *data, struct vdt_error *error) {
    char path[4200];
    struct vdt_view text;
    snprintf(path, sizeof path, "%s/codes/codes.tsv", data);
    enum vdt_status status = vdt_file_read(path, &patterns->arena, &text, error);
    if (status != VDT_OK) return status;
    patterns->hash = vdt_hash_seeded(text, patterns->hash);
    struct vdt_lines lines;
    vdt_lines_init(&lines, vdt_view_of(path), text);
    while (vdt_lines_next(&lines)) {
        struct vdt_view rest = lines.line, start = lines.line;
        struct code code = { .cameo = vdt_view_cut(&rest, '\t') };
        struct vdt_view event = vdt_view_cut(&rest, '\t');
        code.mode = vdt_view_cut(&rest, '\t');
        code.context = vdt_view_cut(&rest, '\t');
        struct vdt_view number = vdt_view_cut(&rest, '\t');
        char digits[32] = "";
        if (number.size && number.size < sizeof digits) memcpy(digits, number.data, number.size);
        char *end = digits;
        code.goldstein = number.size ? strtod(digits, &end) : (double)NAN;
        struct code *grown = vdt_arena_grow(&patterns->arena, patterns->codes, patterns->code_count,
                                            &patterns->code_capacity, sizeof *grown);
        if (!grown) return vdt_fail_memory(error, "reading codes");
        patterns->codes = grown;
        if (!vdt_plover_parse(event, &code.plover) || *end ||
            (patterns->code_count && vdt_view_compare(grown[patterns->code_count - 1].cameo, code.cameo) >= 0))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines.name, lines.number, vdt_lines_column(&lines, start),
                               "no line of code, event, mode, context and value, sorted by code");
        grown[patterns->code_count++] = code;
    }
    return VDT_OK;
}

static enum vdt_status read_nestings(struct vdt_patterns *patterns, const char *data, struct vdt_error *error) {
    char path[4200];
    struct vdt_view text;
    snprintf(path, sizeof path, "%s/codes/nested.tsv", data);
    enum vdt_status status = vdt_file_read(path, &patterns->arena, &text, error);
    if (status != VDT_OK) return status;
    patterns->hash = vdt_hash_seeded(text, patterns->hash);
    struct vdt_lines lines;
    vdt_lines_init(&lines, vdt_view_of(path), text);
    while (vdt_lines_next(&lines)) {
        struct vdt_view rest = lines.line, start = lines.line;
        struct nesting one = { .outer = vdt_view_cut(&rest, '\t'), .inner = vdt_view_cut(&rest, '\t') };
        one.whole = vdt_view_cut(&rest, '\t');
        if (!find_code(patterns, one.outer) || !find_code(patterns, one.inner) || !find_code(patterns, one.whole))
            return vdt_fail_at(error, VDT_ERROR_FORMAT, lines.name, lines.number, vdt_lines_column(&lines, start),
                               "no line of three codes: a root, a beginning, the code of the whole");
        struct nesting *grown = vdt_arena_grow(&patterns->arena, patterns->nestings, patterns->nesting_count,
                                               &patterns->nesting_capacity, sizeof *grown);
        if (!grown) return vdt_fail_memory(error, "reading codes");
        patterns->nestings = grown;
        grown[patterns->nesting_count++] = one;
    }
    return VDT_OK;
}

struct vdt_view vdt_patterns_nested(const struct vdt_patterns *patterns, struct vdt_view outer, struct vdt_view inner) {
    const struct nesting *best = NULL;
    for (size_t i = 0; i < patterns->nesting_count; i++) {
        const struct nesting *one = &patterns->nestings[i];
        if (vdt_view_starts(outer, one->outer) && vdt_view_starts(inner, one->inner) && (!best || one->inner.size > best->inner.size))
            best = one;
    }
    return best ? best->whole : (struct vdt_view){ NULL, 0 };
}

/* `shown` is how `by` calls the folder: "data/verbs" for the built-in one wherever it lies. `remarks`: it is a user's. */
static enum vdt_status read_folder(struct vdt_patterns *patterns, const char *folder, const char *shown,
                                   const struct vdt_remarks *remarks, struct vdt_error *error) {
    struct vdt_view *names;
    size_t count;
    enum vdt_status status = vdt_folder_list(folder, ".vp", &patterns->arena, &names, &count, error);
    for (size_t i = 0; i < count && status == VDT_OK; i++) {
        char path[4500];
        snprintf(path, sizeof path, "%s/%.*s", folder, (int)names[i].size, names[i].data);
        struct vdt_view text;
        status = vdt_file_read(path, &patterns->arena, &text, error);
        struct vdt_view name = vdt_arena_format(&patterns->arena, "%s/%.*s", shown, (int)names[i].size, names[i].data);
        if (status == VDT_OK && !name.data) status = vdt_fail_memory(error, "reading patterns");
        if (status != VDT_OK) break;
        patterns->hash = vdt_hash_seeded(text, patterns->hash);
        status = read_source(patterns, name, text, remarks, error);
    }
    return status;
}

static uint64_t key_of(char part, struct vdt_view lemma) {
    uint64_t hash = vdt_hash_seeded(lemma, (uint64_t)(unsigned char)part);
    return hash ? hash : 1;
}

static void add_known(struct vdt_patterns *patterns, struct vdt_view lemma) {
    uint64_t hash = key_of(0, lemma);
    size_t at = hash & (patterns->known_count - 1);
    while (patterns->known[at] && patterns->known[at] != hash) at = (at + 1) & (patterns->known_count - 1);
    patterns->known[at] = hash;
}

static bool build_known(struct vdt_patterns *patterns) {
    size_t count = patterns->count;
    for (size_t c = 0; c < patterns->class_count; c++) count += patterns->classes[c].count;
    for (size_t i = 0; i < patterns->count; i++)
        for (uint32_t r = 0; r < patterns->items[i].restriction_count; r++)
            count += patterns->items[i].restrictions[r].test_count;
    patterns->known_count = 64;
    while (patterns->known_count < count * 2) patterns->known_count *= 2;
    patterns->known = vdt_arena_array(&patterns->arena, patterns->known_count, sizeof *patterns->known);
    if (!patterns->known) return false;
    for (size_t c = 0; c < patterns->class_count; c++)
        for (size_t i = 0; i < patterns->classes[c].count; i++) add_known(patterns, patterns->classes[c].lemmas[i]);
    for (size_t i = 0; i < patterns->count; i++) {
        const struct vdt_pattern *pattern = &patterns->items[i];
        add_known(patterns, pattern->lemma);
        for (uint32_t r = 0; r < pattern->restriction_count; r++)
            for (uint32_t t = 0; t < pattern->restrictions[r].test_count; t++)
                if (pattern->restrictions[r].tests[t].kind == VDT_TEST_LEMMA)
                    add_known(patterns, pattern->restrictions[r].tests[t].lemma);
    }
    return true;
}

bool vdt_patterns_knows(const struct vdt_patterns *patterns, struct vdt_view lemma) {
    uint64_t hash = key_of(0, lemma);
    for (size_t at = hash & (patterns->known_count - 1); patterns->known[at]; at = (at + 1) & (patterns->known_count - 1))
        if (patterns->known[at] == hash) return true;
    return false;
}

static enum vdt_status build_index(struct vdt_patterns *patterns, struct vdt_error *error) {
    if (!build_known(patterns)) return vdt_fail_memory(error, "indexing patterns");
    patterns->bucket_count = 64;
    while (patterns->bucket_count < patterns->count * 2) patterns->bucket_count *= 2;
    patterns->buckets = vdt_arena_array(&patterns->arena, patterns->bucket_count, sizeof *patterns->buckets);
    patterns->next = vdt_arena_array(&patterns->arena, patterns->count, sizeof *patterns->next);
    if (!patterns->buckets || !patterns->next) return vdt_fail_memory(error, "indexing patterns");
    for (size_t i = 0; i < patterns->count; i++) {
        uint64_t hash = key_of(patterns->items[i].part, patterns->items[i].lemma);
        size_t at = hash & (patterns->bucket_count - 1);
        while (patterns->buckets[at].hash && patterns->buckets[at].hash != hash)
            at = (at + 1) & (patterns->bucket_count - 1);
        patterns->buckets[at].hash = hash;
        patterns->next[i] = patterns->buckets[at].first;
        patterns->buckets[at].first = (uint32_t)i + 1;
    }
    return VDT_OK;
}

/* A user's own folder; it may hold actors only. */
static enum vdt_status read_own(struct vdt_patterns *patterns, const char *user, const struct vdt_remarks *remarks,
                                struct vdt_error *error) {
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/verbs", user);
    struct vdt_error none;
    struct vdt_view *names;
    size_t count;
    patterns->own_from = patterns->count;
    if (vdt_folder_list(folder, ".vp", &patterns->arena, &names, &count, &none) != VDT_OK) return VDT_OK;
    if (!count) vdt_remark(remarks, VDT_REMARK_WARNING, vdt_view_of(folder), 0, 0, "no patterns there: their files end in .vp");
    return read_folder(patterns, folder, folder, remarks, error);
}

static bool same_restrictions(const struct vdt_pattern *a, const struct vdt_pattern *b) {
    if (a->restriction_count != b->restriction_count || !vdt_view_equal(a->particle, b->particle)) return false;
    for (uint32_t r = 0; r < a->restriction_count; r++)
        if (!vdt_view_equal(a->restrictions[r].text, b->restrictions[r].text)) return false;
    return true;
}

/* Two of a user's patterns that ask for the same and say different things: the later wins, and he is told. */
static void tell_contradictions(const struct vdt_patterns *patterns, const struct vdt_remarks *remarks) {
    for (size_t i = patterns->own_from; i < patterns->count; i++) {
        const struct vdt_pattern *one = &patterns->items[i];
        for (uint32_t at = patterns->next[i]; at > patterns->own_from; at = patterns->next[at - 1]) {
            const struct vdt_pattern *other = &patterns->items[at - 1];
            if (!vdt_view_equal(one->lemma, other->lemma) || !same_restrictions(one, other)) continue;
            if (one->drop == other->drop && one->plover == other->plover && vdt_view_equal(one->cameo, other->cameo)) continue;
            vdt_remark(remarks, VDT_REMARK_WARNING, one->by, 0, 0, "contradicts %.*s: \"%.*s\" with the same restrictions is another event there; this line wins",
                       (int)other->by.size, other->by.data, (int)one->lemma.size, one->lemma.data);
        }
    }
}

enum vdt_status vdt_patterns_open(const char *data, const char *user, const struct vdt_remarks *remarks,
                                  struct vdt_patterns **out, struct vdt_error *error) {
    struct vdt_patterns *patterns = calloc(1, sizeof *patterns);
    if (!patterns) return vdt_fail_memory(error, "opening patterns");
    vdt_arena_init(&patterns->arena);
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/verbs", data);
    enum vdt_status status = read_codes(patterns, data, error);
    if (status == VDT_OK) status = read_nestings(patterns, data, error);
    if (status == VDT_OK) status = read_folder(patterns, folder, "data/verbs", NULL, error);
    if (status == VDT_OK && user) status = read_own(patterns, user, remarks, error);
    if (status == VDT_OK) status = build_index(patterns, error);
    if (status == VDT_OK && user) tell_contradictions(patterns, remarks);
    if (status != VDT_OK) {
        vdt_patterns_close(patterns);
        return status;
    }
    snprintf(patterns->version, sizeof patterns->version, "%04x", (unsigned)(patterns->hash & 0xFFFF));
    *out = patterns;
    return VDT_OK;
}

void vdt_patterns_close(struct vdt_patterns *patterns) {
    if (!patterns) return;
    vdt_arena_done(&patterns->arena);
    free(patterns);
}

struct vdt_view vdt_patterns_version(const struct vdt_patterns *patterns) {
    return vdt_view_of(patterns->version);
}

/* The chain of a lemma: pattern number + 1, 0: none. */
static uint32_t chain_of(const struct vdt_patterns *patterns, char part, struct vdt_view lemma) {
    char folded[64];
    if (lemma.size > sizeof folded) return 0;
    for (size_t i = 0; i < lemma.size; i++) folded[i] = vdt_lower(lemma.data[i]);
    uint64_t hash = key_of(part, (struct vdt_view){ folded, lemma.size });
    for (size_t at = hash & (patterns->bucket_count - 1); patterns->buckets[at].hash;
         at = (at + 1) & (patterns->bucket_count - 1))
        if (patterns->buckets[at].hash == hash) return patterns->buckets[at].first;
    return 0;
}

bool vdt_patterns_has(const struct vdt_patterns *patterns, char part, struct vdt_view lemma) {
    return chain_of(patterns, part, lemma) != 0;
}

const struct vdt_pattern *vdt_patterns_named(const struct vdt_patterns *patterns, char part, const char *name) {
    uint32_t at = chain_of(patterns, part, vdt_view_of(name));
    return at ? &patterns->items[at - 1] : NULL;
}

struct matching {
    const struct vdt_patterns *patterns;
    const struct vdt_tree *tree;
    struct vdt_arena *arena;
    vdt_test_fn *test;
    void *context;
};

static bool word_passes(const struct matching *m, const struct vdt_test *test, int32_t word) {
    struct vdt_view lemma = m->tree->words[word].lemma;
    char folded[64];
    if (lemma.size <= sizeof folded) {
        for (size_t i = 0; i < lemma.size; i++) folded[i] = vdt_lower(lemma.data[i]);
        lemma.data = folded;
    }
    switch (test->kind) {
    case VDT_TEST_ANY: return true;
    case VDT_TEST_LEMMA: return vdt_view_equal(lemma, test->lemma);
    case VDT_TEST_CLASS: return vdt_patterns_in_class(m->patterns, test->class_number, lemma);
    default: return m->test(m->context, test->kind, word);
    }
}

static bool filler_passes(const struct matching *m, const struct vdt_restriction *restriction, int32_t word) {
    /* "40 tonnes of food": what is measured */
    int32_t measured = vdt_tree_measured(m->tree, word);
    if (measured >= 0 && filler_passes(m, restriction, measured)) return true;
    for (uint32_t t = 0; t < restriction->test_count; t++) {
        if (word_passes(m, &restriction->tests[t], word)) return true;
        for (int32_t child = m->tree->first_child[word]; child >= 0; child = m->tree->next_sibling[child])
            if (m->tree->words[child].relation == VDT_REL_conj && word_passes(m, &restriction->tests[t], child))
                return true;
    }
    return false;
}

static bool slot_named(const struct vdt_slot *slot, const struct vdt_restriction *restriction) {
    if (slot->kind != restriction->slot) return false;
    if (!restriction->name_count) return true;
    for (uint32_t n = 0; n < restriction->name_count; n++)
        if (vdt_view_equal(slot->name, restriction->names[n])) return true;
    return false;
}

/* "*" in a preposition is met by the word's own phrases only: "called him on the border" calls on nothing. */
static bool only_any(const struct vdt_restriction *restriction) {
    return restriction->slot == VDT_SLOT_PREPOSITION && !restriction->inner && restriction->tests[0].kind == VDT_TEST_ANY;
}

static bool inner_passes(const struct matching *m, const struct vdt_restriction *restriction, int32_t word) {
    struct vdt_frame inner;
    vdt_frame_build(m->tree, m->arena, word, &inner);
    for (uint32_t j = 0; j < inner.slot_count; j++)
        if (inner.slots[j].kind == restriction->inner_slot &&
            (!restriction->inner_name.size || vdt_view_equal(inner.slots[j].name, restriction->inner_name)) &&
            filler_passes(m, restriction, inner.slots[j].word))
            return true;
    return false;
}

/* `decider`: the filler that met a test, else the first that did not; -1: the slot is empty. */
static bool holds(const struct matching *m, const struct vdt_frame *frame, const struct vdt_restriction *restriction, int32_t *decider) {
    bool found = false;
    *decider = -1;
    for (uint32_t i = 0; i < frame->slot_count && !found; i++) {
        const struct vdt_slot *slot = &frame->slots[i];
        if (!slot_named(slot, restriction) || (slot->inherited && only_any(restriction))) continue;
        found = restriction->inner ? inner_passes(m, restriction, slot->word) : filler_passes(m, restriction, slot->word);
        if (found || *decider < 0) *decider = slot->word;
    }
    return found != restriction->negative;
}

static bool has_particle(const struct matching *m, const struct vdt_frame *frame, const struct vdt_pattern *pattern) {
    if (!pattern->particle.size) return true;
    for (uint32_t i = 0; i < frame->slot_count; i++) {
        const struct vdt_slot *slot = &frame->slots[i];
        if (slot->kind == VDT_SLOT_PREPOSITION ? vdt_view_equal(slot->name, pattern->particle)
                                               : (slot->kind == VDT_SLOT_PARTICLE || slot->kind == VDT_SLOT_ADVERB) &&
                                                     vdt_view_equal_fold(m->tree->words[slot->word].lemma, pattern->particle))
            return true;
    }
    return false;
}

const struct vdt_pattern *vdt_patterns_match(const struct vdt_patterns *patterns, const struct vdt_tree *tree,
                                             struct vdt_arena *arena, const struct vdt_frame *frame, char part,
                                             vdt_test_fn *test, void *context) {
    const struct matching m = { patterns, tree, arena, test, context };
    const struct vdt_pattern *best = NULL;
    int32_t ignored;
    for (uint32_t at = chain_of(patterns, part, tree->words[frame->word].lemma); at; at = patterns->next[at - 1]) {
        const struct vdt_pattern *pattern = &patterns->items[at - 1];
        /* chains run from the last read to the first: among equals the later source wins */
        if ((best && pattern->specificity <= best->specificity) || !has_particle(&m, frame, pattern)) continue;
        bool fits = true;
        for (uint32_t r = 0; r < pattern->restriction_count && fits; r++)
            fits = holds(&m, frame, &pattern->restrictions[r], &ignored);
        if (fits) best = pattern;
    }
    return best;
}

static struct vdt_trial try_pattern(const struct matching *m, const struct vdt_frame *frame, const struct vdt_pattern *pattern) {
    struct vdt_trial trial = { .pattern = pattern, .no_particle = !has_particle(m, frame, pattern), .word = -1 };
    for (uint32_t r = 0; r < pattern->restriction_count; r++) {
        int32_t decider;
        if (holds(m, frame, &pattern->restrictions[r], &decider)) {
            trial.met++;
        } else if (!trial.failed.size) {
            trial.failed = pattern->restrictions[r].text;
            trial.word = decider;
        }
    }
    trial.fits = !trial.no_particle && !trial.failed.size;
    return trial;
}

size_t vdt_patterns_try(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena,
                        const struct vdt_frame *frame, char part, vdt_test_fn *test, void *context, struct vdt_trial *out,
                        size_t most) {
    const struct matching m = { patterns, tree, arena, test, context };
    size_t count = 0;
    for (uint32_t at = chain_of(patterns, part, tree->words[frame->word].lemma); at && count < most; at = patterns->next[at - 1])
        out[count++] = try_pattern(&m, frame, &patterns->items[at - 1]);
    return count;
}

static bool is_closer(const struct matching *m, const struct vdt_frame *frame, const struct closer *closer, struct vdt_view cameo) {
    int32_t ignored;
    if (!vdt_view_equal(closer->base, cameo)) return false;
    if (closer->lemma.size && !vdt_view_equal_fold(m->tree->words[frame->word].lemma, closer->lemma)) return false;
    for (uint32_t r = 0; r < closer->count; r++)
        if (!holds(m, frame, &closer->restrictions[r], &ignored)) return false;
    return true;
}

bool vdt_patterns_closer(const struct vdt_patterns *patterns, const struct vdt_tree *tree, struct vdt_arena *arena,
                         const struct vdt_frame *frame, vdt_test_fn *test, void *context, struct vdt_view *cameo,
                         struct vdt_view *mode) {
    const struct matching m = { patterns, tree, arena, test, context };
    for (size_t i = 0; i < patterns->closer_count; i++)
        if (is_closer(&m, frame, &patterns->closers[i], *cameo)) {
            *cameo = patterns->closers[i].code;
            *mode = patterns->closers[i].mode;
            return true;
        }
    return false;
}
