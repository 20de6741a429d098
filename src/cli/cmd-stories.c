/* SPDX-License-Identifier: Apache-2.0 */
/* vedette stories: copies and stories over a stream of reports, in its order; no model is needed. */
#include "base/limit.h"
#include "cli/streams.h"

static enum vdt_status place_report(void *context, struct vdt_reader *reader, const struct vdt_report *report,
                                    struct vdt_buffer *line, struct vdt_error *error) {
    (void)reader;
    struct vdt_story story;
    enum vdt_status status = vdt_stories_place(context, report, &story, error);
    if (status != VDT_OK) return status;
    struct vdt_json json;
    vdt_json_init(&json, line);
    vdt_json_object(&json);
    vdt_json_key(&json, "id");
    vdt_json_string(&json, report->id);
    vdt_json_key(&json, "story");
    vdt_json_string(&json, story.story);
    vdt_json_key(&json, "copy_of");
    vdt_json_string_or_null(&json, story.copy_of);
    vdt_json_key(&json, "similarity");
    vdt_json_number(&json, story.similarity, 4);
    vdt_json_key(&json, "kind");
    vdt_json_string(&json, vdt_view_of(vdt_kinship_name(story.kind)));
    vdt_json_object_end(&json);
    return VDT_OK;
}

int cmd_stories(const struct invocation *run) {
    struct vdt_stories *stories;
    struct vdt_error error;
    long reports;
    if (!option_number(run, "window", 1, VDT_LIMIT_STORY_REPORTS, VDT_STORIES_USUAL, &reports)) return EXIT_USE;
    if (vdt_stories_new_for((uint32_t)reports, &stories, &error) != VDT_OK) {
        complain_error(&error);
        return EXIT_CANNOT_RUN;
    }
    const struct stream stream = { stories, place_report };
    int status = run_stream(run, &stream);
    vdt_stories_free(stories);
    return status;
}
