/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A place lies in an area by its name, by its first-level division or by its coordinates. There are some thirty areas, and only
 * places of events are asked for, so that they are gone through one by one.
 */
#include "know/disputed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/lines.h"

struct box {
    double south, west, north, east;
    struct vdt_view country; /* of the gazetteer; empty: any */
};

struct division {
    struct vdt_view country, name;
};

struct control {
    struct vdt_view country;
    int32_t from, to;
};

enum { MOST_PARTS = 8, MOST_AREAS = 256 };

struct area {
    struct vdt_view names; /* joined by "|" */
    struct vdt_view recognised, claim;
    struct box boxes[MOST_PARTS];
    struct division divisions[MOST_PARTS];
    struct control controls[MOST_PARTS];
    size_t box_count, division_count, control_count;
};

struct vdt_disputed {
    struct vdt_arena arena;
    struct area areas[MOST_AREAS];
    size_t count;
    enum vdt_dispute_rule rule;
};

static const char *const rule_names[VDT_DISPUTE_RULES] = { "recognised", "control", "claim", "none" };

bool vdt_dispute_rule_parse(struct vdt_view text, enum vdt_dispute_rule *out) {
    for (int r = 0; r < VDT_DISPUTE_RULES; r++)
        if (vdt_view_is(text, rule_names[r])) {
            *out = (enum vdt_dispute_rule)r;
            return true;
        }
    return false;
}

struct vdt_view vdt_dispute_rule_name(enum vdt_dispute_rule rule) {
    return vdt_view_of(rule_names[rule]);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static enum vdt_status wrong(const struct vdt_lines *lines, struct vdt_view at, const char *what, struct vdt_error *error) {
    return vdt_fail_at(error, VDT_ERROR_FORMAT, lines->name, lines->number, vdt_lines_column(lines, at), "%s: \"%.*s\"", what,
                       (int)(at.size < 60 ? at.size : 60), at.data);
}

static bool read_country(struct vdt_view text, struct vdt_view *out) {
    *out = vdt_view_is(text, "-") ? (struct vdt_view){ text.data, 0 } : text;
    for (size_t i = 0; i < out->size; i++)
        if (out->data[i] < 'A' || out->data[i] > 'Z') return false;
    return out->size == 0 || out->size == 3;
}

static bool read_number(struct vdt_view text, double *out) {
    char digits[32] = "", *end = digits;
    if (!text.size || text.size >= sizeof digits) return false;
    memcpy(digits, text.data, text.size);
    *out = strtod(digits, &end);
    return !*end && fabs(*out) <= 180;
}

static enum vdt_status read_box(struct vdt_lines *lines, struct vdt_view first, struct area *area, struct vdt_error *error) {
    if (area->box_count == MOST_PARTS) return wrong(lines, first, "more than eight boxes", error);
    struct box *box = &area->boxes[area->box_count];
    double *const sides[] = { &box->south, &box->west, &box->north, &box->east };
    for (int i = 0; i < 4; i++) {
        struct vdt_view word = vdt_lines_word(lines);
        if (!read_number(word, sides[i])) return wrong(lines, word.size ? word : first, "a box is south, west, north, east in degrees", error);
    }
    if (!read_country(vdt_lines_word(lines), &box->country) || box->south > box->north || box->west > box->east)
        return wrong(lines, first, "a box is south, west, north, east in degrees and a country", error);
    area->box_count++;
    return VDT_OK;
}

static enum vdt_status read_division(struct vdt_lines *lines, struct vdt_view first, struct area *area, struct vdt_error *error) {
    if (area->division_count == MOST_PARTS) return wrong(lines, first, "more than eight divisions", error);
    struct division *division = &area->divisions[area->division_count];
    if (!read_country(vdt_lines_word(lines), &division->country)) return wrong(lines, first, "a division is a country and a name", error);
    division->name = vdt_view_trim(lines->line);
    if (!division->name.size) return wrong(lines, first, "a division is a country and a name", error);
    area->division_count++;
    return VDT_OK;
}

static enum vdt_status read_control(struct vdt_lines *lines, struct vdt_view first, struct area *area, struct vdt_error *error) {
    if (area->control_count == MOST_PARTS) return wrong(lines, first, "more than eight lines of control", error);
    struct control *control = &area->controls[area->control_count];
    if (!read_country(vdt_lines_word(lines), &control->country)) return wrong(lines, first, "no country of three capitals", error);
    struct vdt_view from = vdt_lines_word(lines), to = vdt_lines_word(lines);
    control->from = INT32_MIN + 1;
    control->to = INT32_MAX;
    bool good = (vdt_view_is(from, "-") || vdt_day_read(from, &control->from)) && (vdt_view_is(to, "-") || vdt_day_read(to, &control->to));
    if (!good || control->to < control->from) return wrong(lines, from.size ? from : first, "control is a country, from a day to a day", error);
    area->control_count++;
    return VDT_OK;
}

static enum vdt_status read_detail(struct vdt_lines *lines, struct area *area, struct vdt_error *error) {
    struct vdt_view first = vdt_lines_word(lines);
    if (vdt_view_is(first, "box")) return read_box(lines, first, area, error);
    if (vdt_view_is(first, "division")) return read_division(lines, first, area, error);
    if (vdt_view_is(first, "control")) return read_control(lines, first, area, error);
    bool recognised = vdt_view_is(first, "recognised");
    if (!recognised && !vdt_view_is(first, "claim")) return wrong(lines, first, "neither division, box, recognised, control nor claim", error);
    struct vdt_view country = vdt_lines_word(lines);
    return read_country(country, recognised ? &area->recognised : &area->claim) ? VDT_OK : wrong(lines, country, "no country of three capitals", error);
}

static enum vdt_status read_areas(struct vdt_disputed *disputed, const char *folder, bool must, struct vdt_error *error) {
    char path[4400];
    struct vdt_view text;
    struct vdt_error missing;
    struct vdt_lines lines;
    snprintf(path, sizeof path, "%s/places/disputed.txt", folder);
    enum vdt_status status = vdt_file_read(path, &disputed->arena, &text, must ? error : &missing);
    if (status == VDT_ERROR_SYSTEM && !must) return VDT_OK;
    if (status == VDT_OK) vdt_lines_init(&lines, vdt_arena_copy(&disputed->arena, vdt_view_of(path)), text);
    bool inside = false;
    while (status == VDT_OK && vdt_lines_next(&lines)) {
        if (lines.indented) {
            status = inside ? read_detail(&lines, &disputed->areas[disputed->count - 1], error)
                            : wrong(&lines, lines.line, "an indented line belongs to an area", error);
            continue;
        }
        if (disputed->count == MOST_AREAS) return wrong(&lines, lines.line, "more than 256 areas", error);
        disputed->areas[disputed->count++].names = vdt_view_trim(lines.line);
        inside = true;
    }
    return status;
}

enum vdt_status vdt_disputed_open(const char *data, const char *own, enum vdt_dispute_rule rule, struct vdt_disputed **out,
                                  struct vdt_error *error) {
    struct vdt_disputed *disputed = calloc(1, sizeof *disputed);
    if (!disputed) return vdt_fail_memory(error, "opening disputed territory");
    vdt_arena_init(&disputed->arena);
    disputed->rule = rule;
    enum vdt_status status = own ? read_areas(disputed, own, false, error) : VDT_OK;
    if (status == VDT_OK) status = read_areas(disputed, data, true, error);
    if (status != VDT_OK) {
        vdt_disputed_close(disputed);
        return status;
    }
    *out = disputed;
    return VDT_OK;
}

void vdt_disputed_close(struct vdt_disputed *disputed) {
    if (!disputed) return;
    vdt_arena_done(&disputed->arena);
    free(disputed);
}

/* ---- finding --------------------------------------------------------------------------------------------------- */

static bool has_name(const struct area *area, struct vdt_view name) {
    struct vdt_view rest = area->names;
    while (rest.size && name.size)
        if (vdt_view_equal_fold(vdt_view_trim(vdt_view_cut(&rest, '|')), name)) return true;
    return false;
}

static bool lies_in(const struct area *area, const struct vdt_dispute_place *place) {
    for (size_t d = 0; d < area->division_count; d++) {
        const struct division *division = &area->divisions[d];
        if (!vdt_view_equal(division->country, place->country)) continue;
        if (vdt_view_equal(division->name, place->division) || vdt_view_equal(division->name, place->name)) return true;
    }
    for (size_t b = 0; b < area->box_count && !isnan(place->latitude); b++) {
        const struct box *box = &area->boxes[b];
        if (box->country.size && !vdt_view_equal(box->country, place->country)) continue;
        if (box->south <= place->latitude && place->latitude <= box->north && box->west <= place->longitude && place->longitude <= box->east)
            return true;
    }
    return has_name(area, place->name);
}

static struct vdt_view in_control(const struct area *area, int32_t day) {
    for (size_t c = 0; c < area->control_count; c++) {
        const struct control *control = &area->controls[c];
        if (day == VDT_NO_DAY ? control->to == INT32_MAX : control->from <= day && day <= control->to) return control->country;
    }
    return area->recognised;
}

struct vdt_dispute vdt_disputed_find(const struct vdt_disputed *disputed, const struct vdt_dispute_place *place, int32_t day) {
    for (size_t a = 0; a < disputed->count; a++) {
        const struct area *area = &disputed->areas[a];
        if (!lies_in(area, place)) continue;
        struct vdt_view names = area->names;
        struct vdt_dispute out = { .area = vdt_view_trim(vdt_view_cut(&names, '|')), .rule = vdt_dispute_rule_name(disputed->rule) };
        switch (disputed->rule) {
        case VDT_DISPUTE_CONTROL: out.country = in_control(area, day); break;
        case VDT_DISPUTE_CLAIM: out.country = area->claim.size ? area->claim : area->recognised; break;
        case VDT_DISPUTE_NONE: break;
        default: out.country = area->recognised;
        }
        return out;
    }
    return (struct vdt_dispute){ .area = { NULL, 0 } };
}
