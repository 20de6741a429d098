/* SPDX-License-Identifier: Apache-2.0 */
/* See streams.h. */
#include "cli/streams.h"

#include <stdio.h>

struct stream_run {
    const struct stream *stream;
    struct vdt_reader_options options;
    struct vdt_ids *ids;
    struct vdt_buffer line;
    bool some_failed, broken; /* an input failed; the output did */
};

static enum vdt_status take_report(struct stream_run *self, struct vdt_reader *reader, const struct vdt_report *report,
                                   struct vdt_error *error) {
    struct vdt_report named = *report;
    vdt_buffer_clear(&self->line);
    enum vdt_status status = vdt_ids_unique(self->ids, report->id, &named.id, error);
    if (status == VDT_OK) status = self->stream->take(self->stream->context, reader, &named, &self->line, error);
    if (status != VDT_OK) return status;
    vdt_buffer_char(&self->line, '\n');
    if (vdt_buffer_failed(&self->line)) return vdt_fail_memory(error, "writing a line");
    self->broken = fwrite(self->line.data, 1, self->line.size, stdout) != self->line.size;
    return VDT_OK;
}

/* False: the run ends (wrong options, or the output is broken). */
static bool take_file(struct stream_run *self, const char *path) {
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
        if (status == VDT_OK) status = take_report(self, reader, &report, &error);
        if (status == VDT_OK) continue;
        complain_error(&error);
        self->some_failed = true;
    }
    vdt_reader_close(reader);
    return !self->broken;
}

int run_stream(const struct invocation *run, const struct stream *stream) {
    struct stream_run self = { .stream = stream, .options = VDT_READER_OPTIONS_INIT };
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
    bool good = run->operand_count || take_file(&self, "-");
    for (int i = 0; good && i < run->operand_count; i++) good = take_file(&self, run->operands[i]);
    vdt_buffer_done(&self.line);
    vdt_ids_free(self.ids);
    if (!good) return self.broken ? EXIT_CANNOT_RUN : EXIT_USE;
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return self.some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
