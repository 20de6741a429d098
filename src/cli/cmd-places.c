/* SPDX-License-Identifier: Apache-2.0 */
/* vedette places: one layer alone, names of places and where they lie, as JSON lines, one a report. */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "base/view.h"
#include "cli/command.h"

static enum vdt_status read_places(void *context, struct vdt_worker *worker, struct job *job) {
    (void)context;
    return vdt_worker_places(worker, &job->report, job->result, &job->error);
}

static void write_text(struct vdt_json *json, const char *key, struct vdt_view text) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, text);
}

static void write_position(struct vdt_json *json, const char *key, double degrees) {
    vdt_json_key(json, key);
    if (isnan(degrees)) vdt_json_null(json);
    else vdt_json_number(json, degrees, 4);
}

static void write_place(struct vdt_json *json, const struct vdt_toponym *place) {
    vdt_json_object(json);
    vdt_json_key(json, "text");
    vdt_json_string(json, place->span.text);
    vdt_json_key(json, "begin");
    vdt_json_integer(json, place->span.begin);
    vdt_json_key(json, "end");
    vdt_json_integer(json, place->span.end);
    vdt_json_key(json, "use");
    vdt_json_string(json, vdt_view_of(place->use));
    write_text(json, "name", place->name);
    write_text(json, "country", place->country);
    write_text(json, "admin1", place->division);
    write_position(json, "latitude", place->latitude);
    write_position(json, "longitude", place->longitude);
    vdt_json_key(json, "geonames");
    if (place->geonames) vdt_json_integer(json, place->geonames);
    else vdt_json_null(json);
    vdt_json_object_end(json);
}

static bool print_places(void *context, struct job *job) {
    (void)context;
    struct vdt_toponyms places = vdt_result_toponyms(job->result);
    struct vdt_buffer line;
    struct vdt_json json;
    vdt_buffer_init(&line);
    vdt_json_init(&json, &line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, job->report.id);
    vdt_json_key(&json, "places");
    vdt_json_array(&json);
    for (size_t i = 0; i < places.count; i++) write_place(&json, &places.items[i]);
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&line, '\n');
    struct vdt_view text = vdt_buffer_view(&line);
    bool written = !vdt_buffer_failed(&line) && fwrite(text.data, 1, text.size, stdout) == text.size;
    vdt_buffer_done(&line);
    return written;
}

int cmd_places(const struct invocation *run) {
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct reports_work work = { NULL, read_places, print_places, VDT_INPUT_GUESS };
    int status = run_reports(run, model, 0, &work);
    vdt_model_close(model);
    return status;
}
