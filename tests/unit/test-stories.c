/* SPDX-License-Identifier: Apache-2.0 */
/* Copies are named with their original, reports of one happening share a story, others do not. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/view.h"
#include "vedette/story.h"

static struct vdt_story place(struct vdt_stories *stories, const char *id, const char *title, const char *text) {
    struct vdt_report report = { .id = vdt_view_of(id), .title = vdt_view_of(title), .text = vdt_view_of(text) };
    struct vdt_story story;
    assert(vdt_stories_place(stories, &report, &story, NULL) == VDT_OK);
    return story;
}

static const char *const flood = "The river Tamesi left its banks near Altamira on Monday and drove 200 families from their houses.";

/* What one run placed is recalled by the next, which then decides as one run would have. */
static void test_recall(void) {
    struct vdt_stories *first, *second;
    assert(vdt_stories_new(&first, NULL) == VDT_OK && vdt_stories_new(&second, NULL) == VDT_OK);
    place(first, "a", "Flood in Altamira", flood);
    struct vdt_story as = { .story = vdt_view_of("a") };
    assert(vdt_stories_recall(second, vdt_view_of("a"), &as, vdt_stories_sketch(first), NULL) == VDT_OK);
    struct vdt_story one = place(first, "b", "", flood), other = place(second, "b", "", flood);
    assert(one.kind == VDT_KIN_COPY && other.kind == VDT_KIN_COPY && one.similarity == other.similarity);
    assert(vdt_view_equal(one.copy_of, other.copy_of) && vdt_view_equal(one.story, other.story));
    struct vdt_error error;
    assert(vdt_stories_recall(second, vdt_view_of("c"), &as, vdt_view_of("\1broken"), &error) == VDT_ERROR_FORMAT);
    assert(vdt_stories_recall(second, vdt_view_of("c"), &as, (struct vdt_view){ NULL, 0 }, &error) == VDT_ERROR_FORMAT);
    vdt_stories_free(first);
    vdt_stories_free(second);
}

/* A story outlives the window of what is remembered, under its name, for as long as reports follow each other. */
static void test_window(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new_for(8, &stories, NULL) == VDT_OK);
    char id[16], text[160];
    for (int i = 0; i < 200; i++) {
        snprintf(id, sizeof id, "r%d", i);
        snprintf(text, sizeof text, i % 3 ? "Word%d%c about thing%d%c and matter%d%c was heard on day%d." : flood, i, 'a' + i % 7, i,
                 'b' + i % 9, i, 'c' + i % 5, i);
        struct vdt_story story = place(stories, id, "", text);
        assert(vdt_view_equal(story.story, vdt_view_of(i % 3 ? id : "r0")));
        assert((story.kind == VDT_KIN_ORIGINAL) == (i % 3 || !i));
    }
    vdt_stories_free(stories);
    assert(vdt_stories_new_for(0, &stories, NULL) == VDT_ERROR_USE);
}

/* Who copies a copy copies the original. */
static void test_chain(void) {
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    place(stories, "a", "", flood);
    place(stories, "b", "", flood);
    struct vdt_story story = place(stories, "c", "", flood);
    assert(story.kind == VDT_KIN_COPY && vdt_view_equal(story.copy_of, vdt_view_of("a")));
    vdt_stories_free(stories);
}

int main(void) {
    test_recall();
    test_window();
    test_chain();
    struct vdt_stories *stories;
    assert(vdt_stories_new(&stories, NULL) == VDT_OK);
    struct vdt_story story = place(stories, "a", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_ORIGINAL && !story.copy_of.size && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "b", "Minister resigns", "Finance minister Olga Brandt gave up her office after a quarrel about pensions.");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("b")));
    story = place(stories, "c", "Flood in Altamira", flood);
    assert(story.kind == VDT_KIN_COPY && story.similarity > 0.9);
    assert(vdt_view_equal(story.copy_of, vdt_view_of("a")) && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "d", "Altamira counts the damage", "Families in Altamira went home as the Tamesi fell. The flood of Monday had driven out 200.");
    assert(story.kind != VDT_KIN_COPY && vdt_view_equal(story.story, vdt_view_of("a")));
    story = place(stories, "e", "", "");
    assert(story.kind == VDT_KIN_ORIGINAL && vdt_view_equal(story.story, vdt_view_of("e")));
    vdt_stories_free(stories);
    return 0;
}
