/* SPDX-License-Identifier: Apache-2.0 */
/* vedette read: pages, feeds and texts to clean reports, as JSON lines; no model is needed. */
#include "cli/streams.h"

static void write_captions(struct vdt_json *json, const struct vdt_report *report) {
    vdt_json_key(json, "captions");
    vdt_json_array(json);
    for (size_t i = 0; i < report->caption_count; i++) {
        vdt_json_object(json);
        vdt_json_key(json, "text");
        vdt_json_string_or_null(json, report->captions[i].text);
        vdt_json_key(json, "credit");
        vdt_json_string_or_null(json, report->captions[i].credit);
        vdt_json_object_end(json);
    }
    vdt_json_array_end(json);
}

static enum vdt_status write_report(void *context, struct vdt_reader *reader, const struct vdt_report *report,
                                    struct vdt_buffer *line, struct vdt_error *error) {
    (void)context;
    const struct vdt_furniture_piece *pieces = NULL;
    size_t count = 0;
    enum vdt_status status = vdt_reader_furniture(reader, report, &pieces, &count, error);
    if (status != VDT_OK) return status;
    const struct { const char *key; struct vdt_view value; } fields[] = {
        { "file", report->file }, { "url", report->url }, { "title", report->title }, { "author", report->author },
        { "published", report->published }, { "updated", report->updated }, { "publisher", report->publisher },
        { "language", report->language },
    };
    struct vdt_json json;
    vdt_json_init(&json, line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, report->id);
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
    write_captions(&json, report);
    vdt_json_object_end(&json);
    return VDT_OK;
}

int cmd_read(const struct invocation *run) {
    static const struct stream stream = { NULL, write_report };
    return run_stream(run, &stream);
}
