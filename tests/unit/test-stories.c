/* SPDX-License-Identifier: Apache-2.0 */
/* Copies are named with their original, reports of one happening share a story, others do not. */
#include <assert.h>
#include <string.h>

#include "base/view.h"
#include "vedette/story.h"

static struct vdt_story place(struct vdt_stories *stories, const char *id, const char *title, const char *text) {
    struct vdt_report report = { .id = vdt_view_of(id), .title = vdt_view_of(title), .text = vdt_view_of(text) };
    struct vdt_story story;
    assert(vdt_stories_place(stories, &report, &story, NULL) == VDT_OK);
    return story;
}

int main(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    const char *flood = "The river Tamesi left its banks near Altamira on Monday and drove two hundred families from their houses.";
    struct vdt_story story = place(stories, "a", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_ORIGINAL && !story.copy_of.size && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "b", "Minister resigns", "Finance minister Olga Brandt gave up her office after a quarrel about pensions.");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("b")));
    story = place(stories, "c", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_COPY && story.similarity > 0.9);
    assert(vdt_view_equal(story.copy_of, vdt_view_of("a")) && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "d", "Altamira counts the damage", "Families in Altamira went home as the Tamesi fell. The flood of Monday had driven out two hundred.");
    assert(story.kind != VDT_KIN_COPY && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "e", "", "");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("e")));
    vdt_stories_free(stories);
    return 0;
}
