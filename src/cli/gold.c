/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event that was given out is right if its type is one that the text tells; each told event is found by one given event, the one whose
 * parties fit before others. Parties and status are counted among the found, so that one mistake is not counted three times.
 */
#include "cli/gold.h"

#include <stdio.h>

#include "base/limit.h"
#include "cli/command.h"
#include "cli/sheet.h"

/* ---- reading -------------------------------------------------------------------------------------------------- */

static struct vdt_view next_word(struct vdt_view *rest) {
    size_t from = 0, to;
    while (from < rest->size && (rest->data[from] == ' ' || rest->data[from] == '\t')) from++;
    for (to = from; to < rest->size && rest->data[to] != ' ' && rest->data[to] != '\t';) to++;
    struct vdt_view word = vdt_view_slice(*rest, from, to);
    *rest = vdt_view_slice(*rest, to, rest->size);
    return word;
}

static bool type_named(struct vdt_view name, int *out) {
    for (int type = 0; type < VDT_PLOVER_COUNT; type++)
        if (vdt_view_is(name, vdt_plover_name((enum vdt_plover)type))) return *out = type, true;
    return false;
}

/* Is every part between the bars an event, a status? */
static bool all_known(struct vdt_view list, char between, bool (*known)(struct vdt_view part)) {
    if (!list.size) return false;
    while (list.size)
        if (!known(vdt_view_cut(&list, between))) return false;
    return true;
}

static bool known_type(struct vdt_view name) {
    int ignored;
    return vdt_view_is(name, "*") || type_named(name, &ignored);
}

static bool known_status(struct vdt_view name) {
    enum vdt_event_status ignored;
    for (int status = 0; status < VDT_EVENT_STATUS_COUNT; status++) {
        ignored = (enum vdt_event_status)status;
        if (vdt_view_is(name, vdt_event_status_name(ignored))) return true;
    }
    return false;
}

/* What is wrong with the line; NULL: nothing. */
static const char *read_event(struct vdt_view line, struct gold_event *out) {
    struct vdt_view word = next_word(&line);
    *out = (struct gold_event){ .optional = vdt_view_is(word, "?") };
    if (out->optional) word = next_word(&line);
    out->types = word;
    out->source = next_word(&line);
    struct vdt_view arrow = next_word(&line);
    out->target = next_word(&line);
    if (!all_known(out->types, '/', known_type)) return "begins with no event of PLOVER";
    if (!out->source.size || !vdt_view_is(arrow, ">") || !out->target.size) return "wants SOURCE > TARGET behind the event";
    for (word = next_word(&line); word.size; word = next_word(&line)) {
        if (vdt_view_is(word, "conditional")) out->conditional = true;
        else if (vdt_view_is(word, "historical")) out->historical = true;
        else if (vdt_view_starts(word, VDT_LITERAL("voice="))) out->voice = vdt_view_slice(word, 6, word.size);
        else if (all_known(word, '|', known_status)) out->status = word;
        else return "ends in a word that is no status, conditional, historical or voice=";
    }
    return NULL;
}

static bool add_text(struct vdt_arena *arena, struct gold *out, struct vdt_view line, uint64_t number) {
    struct gold_text *grown = vdt_arena_grow(arena, out->texts, out->count, &out->capacity, sizeof *grown);
    if (!grown) return false;
    out->texts = grown;
    grown[out->count++] = (struct gold_text){ .text = line, .line = number };
    return true;
}

static bool add_event(struct vdt_arena *arena, struct gold_text *text, const struct gold_event *event) {
    struct gold_event *grown = vdt_arena_grow(arena, text->events, text->event_count, &text->event_capacity, sizeof *grown);
    if (!grown) return false;
    text->events = grown;
    grown[text->event_count++] = *event;
    return true;
}

enum vdt_status gold_read(struct vdt_arena *arena, const char *name, struct vdt_view text, struct gold *out, struct vdt_error *error) {
    *out = (struct gold){ 0 };
    bool room = true;
    for (uint64_t number = 1; text.size && room; number++) {
        struct vdt_view line = vdt_view_cut(&text, '\n');
        while (line.size && (line.data[line.size - 1] == '\r' || line.data[line.size - 1] == ' ')) line.size--;
        if (!line.size || vdt_view_is(line, "#") || vdt_view_starts(line, VDT_LITERAL("# "))) continue;
        if (line.data[0] != ' ' && line.data[0] != '\t') {
            room = add_text(arena, out, line, number);
            continue;
        }
        struct gold_event event;
        const char *wrong = out->count ? read_event(line, &event) : "stands under no text";
        if (wrong) {
            out->wrong_lines++;
            complain("%s:%llu:1: the event %s", name, (unsigned long long)number, wrong);
        } else {
            room = add_event(arena, &out->texts[out->count - 1], &event);
        }
    }
    return room ? VDT_OK : vdt_fail_memory(error, "reading a gold standard");
}

/* ---- scoring -------------------------------------------------------------------------------------------------- */

/* Does a party fit one of the alternatives? */
static bool fits(const struct vdt_party *party, struct vdt_view alternatives) {
    while (alternatives.size) {
        struct vdt_view one = vdt_view_cut(&alternatives, '|');
        if (vdt_view_is(one, "*") || (vdt_view_is(one, "-") ? !party->code.size : vdt_view_starts(party->code, one))) return true;
    }
    return false;
}

static bool may_be_nobody(struct vdt_view alternatives) {
    while (alternatives.size) {
        struct vdt_view one = vdt_view_cut(&alternatives, '|');
        if (vdt_view_is(one, "*") || vdt_view_is(one, "-")) return true;
    }
    return false;
}

/* Every wanted party is there, and everybody there is wanted. */
static bool side_fits(const struct vdt_party *parties, size_t count, struct vdt_view wanted) {
    for (struct vdt_view rest = wanted; rest.size;) {
        struct vdt_view one = vdt_view_cut(&rest, '+');
        bool met = may_be_nobody(one);
        for (size_t i = 0; i < count && !met; i++) met = fits(&parties[i], one);
        if (!met) return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool met = false;
        for (struct vdt_view rest = wanted; rest.size && !met;) met = fits(&parties[i], vdt_view_cut(&rest, '+'));
        if (!met) return false;
    }
    return true;
}

static bool type_fits(const struct vdt_event *event, const struct gold_event *wanted) {
    if (vdt_view_is(wanted->types, "*")) return true;
    for (struct vdt_view rest = wanted->types; rest.size;)
        if (vdt_view_is(vdt_view_cut(&rest, '/'), vdt_plover_name(event->plover))) return true;
    return false;
}

static bool mutual(enum vdt_plover plover) {
    return plover == VDT_AGREE || plover == VDT_CONSULT || plover == VDT_COOPERATE || plover == VDT_SUPPORT;
}

static bool parties_fit(const struct vdt_event *event, const struct gold_event *wanted) {
    if (side_fits(event->sources, event->source_count, wanted->source) && side_fits(event->targets, event->target_count, wanted->target))
        return true;
    return mutual(event->plover) && side_fits(event->sources, event->source_count, wanted->target) &&
           side_fits(event->targets, event->target_count, wanted->source);
}

static bool voice_fits(const struct vdt_event *event, struct vdt_view wanted) {
    size_t at = 0;
    if (!wanted.size) return true;
    for (struct vdt_view rest = wanted; rest.size; at++)
        if (at >= event->voice_count || !fits(&event->voices[at], vdt_view_cut(&rest, '<'))) return false;
    return at == event->voice_count;
}

static bool status_fits(const struct vdt_event *event, const struct gold_event *wanted) {
    bool met = !wanted->status.size;
    for (struct vdt_view rest = wanted->status; rest.size && !met;)
        met = vdt_view_is(vdt_view_cut(&rest, '|'), vdt_event_status_name(event->status));
    return met && event->conditional == wanted->conditional && event->historical == wanted->historical && voice_fits(event, wanted->voice);
}

/* The event not taken yet that fits best; `count`: none has the type. */
static size_t best_for(const struct vdt_events *events, const bool *taken, const struct gold_event *wanted) {
    size_t best = events->count;
    int most = 0;
    for (size_t i = 0; i < events->count; i++) {
        if (taken[i] || !type_fits(&events->items[i], wanted)) continue;
        int score = 1 + 2 * parties_fit(&events->items[i], wanted) + status_fits(&events->items[i], wanted);
        if (score > most) most = score, best = i;
    }
    return best;
}

void gold_score(struct gold_tally *tally, const struct gold_text *text, const struct vdt_events *events) {
    bool taken[1024] = { false }, wrong = false;
    struct vdt_events some = *events;
    if (some.count > 1024) some.count = 1024; /* a text of one's own has a few */
    for (int optional = 0; optional < 2; optional++)
        for (size_t i = 0; i < text->event_count; i++) {
            const struct gold_event *wanted = &text->events[i];
            if (wanted->optional != (optional == 1)) continue;
            int type = 0;
            struct vdt_view rest = wanted->types;
            type_named(vdt_view_cut(&rest, '/'), &type);
            size_t at = best_for(&some, taken, wanted);
            if (!wanted->optional) tally->of[type][GOLD_TOLD]++;
            if (at == some.count) {
                wrong = wrong || !wanted->optional;
                continue;
            }
            taken[at] = true;
            if (wanted->optional) continue;
            const struct vdt_event *event = &some.items[at];
            tally->of[type][GOLD_FOUND]++;
            tally->of[event->plover][GOLD_GIVEN]++;
            tally->of[event->plover][GOLD_RIGHT]++;
            tally->matched++;
            bool parties = parties_fit(event, wanted), status = status_fits(event, wanted);
            tally->parties += parties;
            tally->status += status;
            wrong = wrong || !parties || !status;
        }
    for (size_t i = 0; i < some.count; i++)
        if (!taken[i]) {
            tally->of[some.items[i].plover][GOLD_GIVEN]++;
            wrong = true;
        }
    tally->texts++;
    tally->clean += !wrong;
}

static void print_share(uint64_t right, uint64_t all) {
    if (!all) {
        printf("  %7s %-15s", "-", "");
        return;
    }
    struct interval interval = wilson_interval(right, all);
    char text[32];
    snprintf(text, sizeof text, "(%.0f–%.0f)", 100 * interval.low, 100 * interval.high);
    printf("  %5.1f %% %-15s", 100.0 * (double)right / (double)all, text);
}

static void print_row(const char *name, const uint64_t counts[GOLD_COUNTS]) {
    printf("%-10s %6llu %6llu", name, (unsigned long long)counts[GOLD_TOLD], (unsigned long long)counts[GOLD_FOUND]);
    print_share(counts[GOLD_FOUND], counts[GOLD_TOLD]);
    printf(" %6llu %6llu", (unsigned long long)counts[GOLD_GIVEN], (unsigned long long)counts[GOLD_RIGHT]);
    print_share(counts[GOLD_RIGHT], counts[GOLD_GIVEN]);
    putchar('\n');
}

static void print_part(const char *name, uint64_t right, uint64_t all) {
    printf("%-34s %6llu of %6llu", name, (unsigned long long)right, (unsigned long long)all);
    print_share(right, all);
    putchar('\n');
}

void gold_print(const struct gold_tally *tally) {
    uint64_t all[GOLD_COUNTS] = { 0 };
    printf("%-10s %6s %6s  %-23s %6s %6s  %s\n", "", "told", "found", "recall (95 %)", "given", "right", "precision (95 %)");
    for (int type = 0; type < VDT_PLOVER_COUNT; type++) {
        for (int i = 0; i < GOLD_COUNTS; i++) all[i] += tally->of[type][i];
        if (tally->of[type][GOLD_TOLD] || tally->of[type][GOLD_GIVEN])
            print_row(vdt_plover_name((enum vdt_plover)type), tally->of[type]);
    }
    print_row("all", all);
    print_part("of those found, both parties right", tally->parties, tally->matched);
    print_part("of those found, status right", tally->status, tally->matched);
    print_part("texts without any mistake", tally->clean, tally->texts);
}
