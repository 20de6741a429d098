/* SPDX-License-Identifier: Apache-2.0 */
/* vedette places: one layer alone, names of places and where they lie, as JSON lines, one a report. Or a places image from a dump. */
#include <math.h>
#include <stdio.h>

#include "base/view.h"
#include "cli/layer.h"

static void write_text(struct vdt_json *json, const char *key, struct vdt_view text) {
    vdt_json_key(json, key);
    vdt_json_string_or_null(json, text);
}

static void write_position(struct vdt_json *json, const char *key, double degrees) {
    vdt_json_key(json, key);
    if (isnan(degrees)) vdt_json_null(json);
    else vdt_json_number(json, degrees, 4);
}

static void write_place(const struct invocation *run, const struct vdt_result *result, size_t number, struct vdt_json *json) {
    (void)run;
    const struct vdt_toponym *place = &vdt_result_toponyms(result).items[number];
    vdt_json_object(json);
    write_span(json, &place->span);
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
    if (place->disputed.size) {
        write_text(json, "disputed", place->disputed);
        write_text(json, "by", place->rule);
    }
    vdt_json_object_end(json);
}

static size_t count_places(const struct vdt_result *result) {
    return vdt_result_toponyms(result).count;
}

static int import(const struct invocation *run) {
    char base[4352];
    struct vdt_error error;
    struct vdt_gazetteer_imported done;
    const struct vdt_gazetteer_import options = { .size = sizeof options, .dump = run->operands[1], .image = run->operands[2],
                                                  .base = places_path(run, base, sizeof base), .remarks = remarks_of(run) };
    if (vdt_gazetteer_import(&options, &done, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    printf("%s: %llu places, %llu lines of other kinds, %llu wrong\n", run->operands[2], (unsigned long long)done.places,
           (unsigned long long)done.passed_over, (unsigned long long)done.wrong);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return done.wrong ? EXIT_SOME_FAILED : EXIT_DONE;
}

int cmd_places(const struct invocation *run) {
    if (run->operand_count == 3 && vdt_view_is(vdt_view_of(run->operands[0]), "import")) return import(run);
    static const struct layer layer = { "places", vdt_worker_places, count_places, write_place };
    return run_layer(run, &layer);
}
