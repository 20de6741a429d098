/* SPDX-License-Identifier: Apache-2.0 */
/* Confidence: a chance that moves with the evidence, and a file of weights that tells where it is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "event/confidence.h"
#include "sentence.h"

static struct vdt_confidence *opened(void) {
    struct vdt_confidence *confidence;
    assert_int_equal(vdt_confidence_open("data", NULL, &confidence, NULL), VDT_OK);
    return confidence;
}

/* "rebels attacked the base", with so many parties known. */
static double chance(const struct vdt_confidence *confidence, bool source, bool target) {
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    struct vdt_analysis analysis =
        sentence_of(&arena, "Chad/./PROPN/2/nsubj attacked/attack/VERB/0/root Libya/./PROPN/2/obj");
    struct vdt_tree tree;
    assert_true(vdt_tree_init(&tree, &arena, &analysis, &analysis.sentences[0]));
    struct vdt_frame frame;
    vdt_frame_build(&tree, &arena, 1, &frame);
    struct vdt_pattern pattern = { .part = 'v', .plover = VDT_ASSAULT };
    struct vdt_fact fact = { .status = VDT_ASSERTED };
    struct vdt_found known = { .link = { .code = VDT_LITERAL("TCD"), .country = VDT_LITERAL("TCD") } };
    struct vdt_evidence evidence = { &tree, &frame, &pattern, &known, &known, source, target, &fact, 0, 0, 0, 0 };
    struct vdt_evidence_sign signs[VDT_EVIDENCE_SIGNS];
    double out = vdt_confidence_of(confidence, signs, vdt_signs_of(&evidence, signs));
    vdt_arena_done(&arena);
    return out;
}

static void more_evidence_more_confidence(void **state) {
    (void)state;
    struct vdt_confidence *confidence = opened();
    double both = chance(confidence, true, true), one = chance(confidence, false, true),
           none = chance(confidence, false, false);
    assert_true(both > one && one > none);
    assert_true(both < 1 && none > 0);
    vdt_confidence_close(confidence);
}

static void a_wrong_line_is_told(void **state) {
    (void)state;
    char folder[] = "/tmp/vedette-confidence-XXXXXX", path[80];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/status", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/status/confidence.txt", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("always 1\nnoun much\n", file);
    assert_int_equal(fclose(file), 0);
    struct vdt_confidence *confidence;
    struct vdt_error error = { 0 };
    assert_int_equal(vdt_confidence_open("data", folder, &confidence, &error), VDT_ERROR_FORMAT);
    assert_int_equal(error.line, 2);
    unlink(path);
    snprintf(path, sizeof path, "%s/status", folder);
    rmdir(path);
    rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(more_evidence_more_confidence),
                                        cmocka_unit_test(a_wrong_line_is_told) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
