/* SPDX-License-Identifier: Apache-2.0 */
/* What the analyses tell, as the JSON lines that the commands print and the desk's server keeps: one form for both. */
#include "base/json.h"
#include "vedette/watch.h"

static void put_text(struct vdt_json *json, const char *key, struct vdt_view value) {
    vdt_json_key(json, key);
    vdt_json_string(json, value);
}

static void put_number(struct vdt_json *json, const char *key, double value, int digits) {
    vdt_json_key(json, key);
    vdt_json_number(json, value, digits);
}

static void put_values(struct vdt_json *json, const char *key, const double *values, size_t count) {
    vdt_json_key(json, key);
    vdt_json_array(json);
    for (size_t i = 0; i < count; i++) vdt_json_number(json, values[i], 4);
    vdt_json_array_end(json);
}

/* An object whose keys are numbers. */
static void put_at(struct vdt_json *json, const char *key, const double *at, const double *values, size_t count) {
    vdt_json_key(json, key);
    vdt_json_object(json);
    for (size_t i = 0; i < count; i++) {
        char name[32];
        vdt_number_text(at[i], name);
        put_number(json, name, values[i], 6);
    }
    vdt_json_object_end(json);
}

size_t vdt_forecast_write(const struct vdt_forecast *line, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    put_text(json, "unit", line->unit);
    put_text(json, "origin", vdt_view_of(line->origin.text));
    put_text(json, "target", vdt_view_of(line->target.text));
    vdt_json_key(json, "horizon");
    vdt_json_integer(json, line->horizon);
    put_number(json, "mean", line->mean, 4);
    put_at(json, "quantiles", line->quantile_at, line->quantiles, line->quantile_count);
    if (line->draw_count) put_values(json, "draws", line->draws, line->draw_count);
    put_at(json, "p_over", line->over, line->p_over, line->over_count);
    put_at(json, "p_any", line->over, line->p_any, line->over_count);
    put_text(json, "model", vdt_view_of(line->model));
    put_text(json, "bin", vdt_view_of(line->bin));
    return vdt_json_line_give(&text, out, size);
}

size_t vdt_change_write(const struct vdt_change *line, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    put_text(json, "unit", line->unit);
    put_text(json, "date", vdt_view_of(line->date.text));
    put_number(json, "probability", line->probability, 6);
    put_number(json, "before", line->before, 6);
    put_number(json, "after", line->after, 6);
    return vdt_json_line_give(&text, out, size);
}

size_t vdt_analogue_write(const struct vdt_analogue *line, char *out, size_t size) {
    struct vdt_json_line text;
    struct vdt_json *json = vdt_json_line_begin(&text);
    put_text(json, "unit", line->unit);
    put_text(json, "date", vdt_view_of(line->date.text));
    put_number(json, "similarity", line->similarity, 4);
    put_values(json, "before", line->before, line->before_count);
    put_values(json, "values", line->after, line->after_count);
    return vdt_json_line_give(&text, out, size);
}
