/* SPDX-License-Identifier: Apache-2.0 */
/* The learned part: it overrules where it is sure, and leaves the climb's finer word where both mean the same. */
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
#include "event/learned.h"

static char folder[] = "/tmp/vedette-learned-XXXXXX";

static enum vdt_status opened(const char *text, struct vdt_learned **out, struct vdt_error *error) {
    char path[80];
    snprintf(path, sizeof path, "%s/status/learned.txt", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return vdt_learned_open(folder, out, error);
}

static int setup(void **state) {
    (void)state;
    char path[80];
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/status", folder);
    return mkdir(path, 0700);
}

static int teardown(void **state) {
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "%s/status/learned.txt", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/status", folder);
    rmdir(path);
    return rmdir(folder);
}

static void it_overrules_where_it_is_sure(void **state) {
    (void)state;
    struct vdt_learned *learned;
    assert_int_equal(opened("lemma=hope -2 2 0\nlemma=say 1 0 0\n", &learned, NULL), VDT_OK);
    const struct vdt_view hope[] = { VDT_LITERAL("lemma=hope") }, say[] = { VDT_LITERAL("lemma=say") },
                          unseen[] = { VDT_LITERAL("lemma=yodel") };
    assert_int_equal(vdt_learned_status(learned, hope, 1, VDT_ASSERTED), VDT_POSSIBLE);
    assert_int_equal(vdt_learned_status(learned, hope, 1, VDT_PLANNED), VDT_PLANNED);
    /* 0.58 is not sure, and of what it has not seen it knows nothing */
    assert_int_equal(vdt_learned_status(learned, say, 1, VDT_PLANNED), VDT_PLANNED);
    assert_int_equal(vdt_learned_status(learned, unseen, 1, VDT_NEGATED), VDT_NEGATED);
    /* surer than 0.8, not surer than 0.9: a negation that the climb has found stays */
    assert_int_equal(vdt_learned_status(learned, hope, 1, VDT_DENIED), VDT_DENIED);
    vdt_learned_close(learned);
}

static void a_wrong_line_is_told(void **state) {
    (void)state;
    struct vdt_learned *learned;
    struct vdt_error error = { 0 };
    assert_int_equal(opened("lemma=hope -2 2 0\nlemma=say 1 x 0\n", &learned, &error), VDT_ERROR_FORMAT);
    assert_int_equal(error.line, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(it_overrules_where_it_is_sure),
                                        cmocka_unit_test(a_wrong_line_is_told) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
