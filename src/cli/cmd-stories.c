/* SPDX-License-Identifier: Apache-2.0 */
/* vedette stories: copies and stories over a stream of reports, in its order; no model is needed. */
#include <stdio.h>

#include "base/json.h"
#include "cli/command.h"

struct placing {
    struct vdt_reader_options options;
    struct vdt_ids *ids;
    struct vdt_stories *stories;
    struct vdt_buffer line;
    bool some_failed, broken; /* an input failed; the output did */
};

static enum vdt_status place_report(struct placing *self, const struct vdt_report *report, struct vdt_error *error) {
    struct vdt_report named = *report;
    struct vdt_story story;
    enum vdt_status status = vdt_ids_unique(self->ids, report->id, &named.id, error);
    if (status == VDT_OK) status = vdt_stories_place(self->stories, &named, &story, error);
    if (status != VDT_OK) return status;
    struct vdt_json json;
    vdt_buffer_clear(&self->line);
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, named.id);
    vdt_json_key(&json, "story");
    vdt_json_string(&json, story.story);
    vdt_json_key(&json, "copy_of");
    vdt_json_string_or_null(&json, story.copy_of);
    vdt_json_key(&json, "similarity");
    vdt_json_number(&json, story.similarity, 4);
    vdt_json_key(&json, "kind");
    vdt_json_string(&json, vdt_view_of(vdt_kinship_name(story.kind)));
    vdt_json_object_end(&json);
    vdt_buffer_char(&self->line, '\n');
    if (vdt_buffer_failed(&self->line)) return vdt_fail_memory(error, "writing a story");
    self->broken = fwrite(self->line.data, 1, self->line.size, stdout) != self->line.size;
    return VDT_OK;
}

/* False: the run ends (wrong options, or the output is broken). */
static bool read_file(struct placing *self, const char *path) {
    struct vdt_reader *reader;
    struct vdt_error error;
    enum vdt_status status = vdt_reader_open(path, &self->options, &reader, &error);
    if (status != VDT_OK) {
        complain_error(&error);
        self->some_failed = true;
        return status != VDT_ERROR_USE;
    }
    while (!self->broken) {
        struct vdt_report report = { 0 };
        status = vdt_reader_next(reader, &report, &error);
        if (status == VDT_END) break;
        if (status == VDT_OK) status = place_report(self, &report, &error);
        if (status == VDT_OK) continue;
        complain_error(&error);
        self->some_failed = true;
    }
    vdt_reader_close(reader);
    return !self->broken;
}

int cmd_stories(const struct invocation *run) {
    struct placing self = { .options = VDT_READER_OPTIONS_INIT };
    struct vdt_error error;
    if (!input_kind(run, &self.options.input)) return EXIT_USE;
    self.options.date = vdt_view_of(option_value(run, "date"));
    self.options.map = vdt_view_of(option_value(run, "map"));
    self.options.remarks = remarks_of(run);
    if (vdt_ids_new(&self.ids, &error) != VDT_OK || vdt_stories_new(&self.stories, &error) != VDT_OK) {
        complain_error(&error);
        vdt_ids_free(self.ids);
        return EXIT_CANNOT_RUN;
    }
    vdt_buffer_init(&self.line);
    bool good = true;
    if (!run->operand_count) good = read_file(&self, "-");
    for (int i = 0; good && i < run->operand_count; i++) good = read_file(&self, run->operands[i]);
    vdt_buffer_done(&self.line);
    vdt_ids_free(self.ids);
    vdt_stories_free(self.stories);
    if (!good) return self.broken ? EXIT_CANNOT_RUN : EXIT_USE;
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return self.some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
