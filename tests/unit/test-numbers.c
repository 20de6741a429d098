/* SPDX-License-Identifier: Apache-2.0 */
/* The distributions that the analyses rest on, against printed tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "watch/numbers.h"

static void normal_quantiles(void **state) {
    (void)state;
    static const double table[][2] = { { 0.5, 0 }, { 0.8, 0.8416212336 }, { 0.975, 1.9599639845 }, { 0.999, 3.0902323062 },
                                       { 0.9999999, 5.1993375822 }, { 1e-12, -7.0344838254 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_true(fabs(vdt_normal_quantile(table[i][0]) - table[i][1]) < 1e-8);
    assert_true(fabs(vdt_normal_quantile(0.1) + vdt_normal_quantile(0.9)) < 1e-12);
}

static void student_tails(void **state) {
    (void)state;
    static const struct { double t; int degrees; double tails; } table[] = {
        { 12.7062047, 1, 0.05 }, { 4.3026527, 2, 0.05 }, { 3.1824463, 3, 0.05 }, { 2.7764451, 4, 0.05 }, { 2.2281389, 10, 0.05 },
        { 2.7874358, 25, 0.01 }, { 1.9759053, 150, 0.05 }, { 63.6567412, 1, 0.01 } };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_true(fabs(vdt_student_tails(table[i].t, table[i].degrees) - table[i].tails) < 1e-6);
    assert_true(vdt_student_tails(0, 7) == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(normal_quantiles), cmocka_unit_test(student_tails) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
