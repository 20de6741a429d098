/* SPDX-License-Identifier: Apache-2.0 */
/* vedette read: pages and texts to clean reports, as JSON lines; no model is needed. */
#include <stdio.h>

#include "base/json.h"
#include "cli/command.h"

struct reading {
    const struct invocation *run;
    struct vdt_reader_options options;
    struct vdt_ids *ids;
    struct vdt_buffer line;
    bool some_failed, broken; /* an input failed; the output did */
};

static enum vdt_status write_report(struct reading *self, struct vdt_reader *reader, const struct vdt_report *report,
                                    struct vdt_error *error) {
    const struct vdt_furniture_piece *pieces = NULL;
    size_t count = 0;
    struct vdt_view id;
    enum vdt_status status = vdt_ids_unique(self->ids, report->id, &id, error);
    if (status == VDT_OK) status = vdt_reader_furniture(reader, report, &pieces, &count, error);
    if (status != VDT_OK) return status;
    const struct { const char *key; struct vdt_view value; } fields[] = {
        { "file", report->file }, { "url", report->url }, { "title", report->title }, { "author", report->author },
        { "published", report->published }, { "updated", report->updated }, { "publisher", report->publisher },
        { "language", report->language },
    };
    struct vdt_json json;
    vdt_buffer_clear(&self->line);
    vdt_json_init(&json, &self->line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, id);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        vdt_json_key(&json, fields[i].key);
        vdt_json_string_or_null(&json, fields[i].value);
    }
    vdt_json_key(&json, "text");
    vdt_json_string(&json, report->text);
    vdt_json_key(&json, "furniture");
    vdt_json_array(&json);
    for (size_t i = 0; i < count; i++) {
        vdt_json_object(&json);
        vdt_json_key(&json, "kind");
        vdt_json_string(&json, vdt_view_of(pieces[i].kind));
        vdt_json_key(&json, "text");
        vdt_json_string(&json, pieces[i].text);
        vdt_json_object_end(&json);
    }
    vdt_json_array_end(&json);
    vdt_json_object_end(&json);
    vdt_buffer_char(&self->line, '\n');
    if (vdt_buffer_failed(&self->line)) return vdt_fail_memory(error, "writing a report");
    self->broken = fwrite(self->line.data, 1, self->line.size, stdout) != self->line.size;
    return VDT_OK;
}

/* False: the run ends (wrong options, or the output is broken). */
static bool read_file(struct reading *self, const char *path) {
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
        if (status == VDT_OK) status = write_report(self, reader, &report, &error);
        if (status == VDT_OK) continue;
        complain_error(&error);
        self->some_failed = true;
    }
    vdt_reader_close(reader);
    return !self->broken;
}

int cmd_read(const struct invocation *run) {
    struct reading self = { .run = run, .options = VDT_READER_OPTIONS_INIT };
    struct vdt_error error;
    if (!input_kind(run, &self.options.input)) return EXIT_USE;
    self.options.date = vdt_view_of(option_value(run, "date"));
    self.options.map = vdt_view_of(option_value(run, "map"));
    self.options.remarks = remarks_of(run);
    if (vdt_ids_new(&self.ids, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    vdt_buffer_init(&self.line);
    bool good = true;
    if (!run->operand_count) good = read_file(&self, "-");
    for (int i = 0; good && i < run->operand_count; i++) good = read_file(&self, run->operands[i]);
    vdt_buffer_done(&self.line);
    vdt_ids_free(self.ids);
    if (!good) return self.broken ? EXIT_CANNOT_RUN : EXIT_USE;
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return self.some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
