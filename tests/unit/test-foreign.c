/* SPDX-License-Identifier: Apache-2.0 */
/* Actor lists of other coders: what is read of them, and what is said of a wrong line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "know/foreign.h"

struct taken {
    char text[1024];
};

static enum vdt_status take(void *context, const struct vdt_lines *lines, const struct vdt_foreign_actor *actor) {
    struct taken *taken = context;
    char from[11] = "-", to[11] = "-";
    if (actor->from != INT32_MIN + 1) vdt_day_write(actor->from, from);
    if (actor->to != INT32_MAX) vdt_day_write(actor->to, to);
    size_t size = strlen(taken->text);
    snprintf(taken->text + size, sizeof taken->text - size, "%d %.*s=%.*s %s..%s%s%s%s\n", (int)lines->number, (int)actor->phrase.size,
             actor->phrase.data, (int)actor->code.size, actor->code.data, from, to, actor->role ? " role" : "",
             actor->beginnings ? " beginnings" : "", actor->synonym ? " synonym" : "");
    return VDT_OK;
}

static void read_as(const char *text, const char *expected) {
    struct taken taken = { "" };
    struct vdt_error error;
    assert_true(vdt_foreign_is(vdt_view_of(text)));
    const struct vdt_foreign_sink sink = { take, NULL, &taken };
    assert_int_equal(vdt_foreign_read(vdt_view_of("own"), vdt_view_of(text), &sink, &error), VDT_OK);
    assert_string_equal(taken.text, expected);
}

static void tables_are_read(void **state) {
    (void)state;
    read_as("# phrase\tcode\nRURITANIA\tRUR\t\t\t0\nPRINCE\t~GOV\t\t\t1\nRUPERT\tRURGOV\t1990-01-01\t1994-12-31\t1\nNOBODY\t---\t\t\t1\n",
            "2 RURITANIA=RUR -..- beginnings\n3 PRINCE=GOV -..- role\n4 RUPERT=RURGOV 1990-01-01..1994-12-31\n");
}

static void brackets_are_read(void **state) {
    (void)state;
    read_as("RURITANIA_ [RUR]\n+STRELSAU_\nRUPERT [RURGOV 900101-941231][RURELI >950101]\n\t[RUROPP <891231]\nGUARD_ [~MIL] ; of the prince\n",
            "1 RURITANIA=RUR -..-\n2 STRELSAU= -..- synonym\n3 RUPERT=RURGOV 1990-01-01..1994-12-31 beginnings\n"
            "3 RUPERT=RURELI 1995-01-01..- beginnings\n4 RUPERT=RUROPP -..1989-12-31 beginnings\n5 GUARD=MIL -..- role\n");
}

static void wrong_lines_have_their_place(void **state) {
    (void)state;
    static const struct { const char *text; uint64_t line, column; } cases[] = {
        { "A\tABC\t\t\t1\nB\tab1\t\t\t1\n", 2, 3 }, { "A\tABC\t1990-13-01\t\t1\n", 1, 7 }, { "A_ [ABC 99]\n", 1, 9 }, { "[ABC]\n", 1, 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct taken taken = { "" };
        struct vdt_error error;
        const struct vdt_foreign_sink sink = { take, NULL, &taken };
        assert_int_equal(vdt_foreign_read(vdt_view_of("own"), vdt_view_of(cases[i].text), &sink, &error), VDT_ERROR_FORMAT);
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(error.column, cases[i].column);
    }
}

static void own_form_is_not_foreign(void **state) {
    (void)state;
    assert_false(vdt_foreign_is(vdt_view_of("RUR  Ruritania\n    people Ruritanians\n")));
    assert_false(vdt_foreign_is(vdt_view_of("")));
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(tables_are_read), cmocka_unit_test(brackets_are_read),
                                        cmocka_unit_test(wrong_lines_have_their_place), cmocka_unit_test(own_form_is_not_foreign) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
