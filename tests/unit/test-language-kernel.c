/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel against plain loops: the same bits, whatever rows are taken together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "language/kernel.h"

enum { ROWS = 13, DEPTH = 37, COLUMNS = 40, WIDE = 48 };

static uint32_t seed = 1;
static float any(void) {
    seed = seed * 1664525u + 1013904223u;
    return (float)(seed >> 8) / 8388608.0f - 1.0f;
}

static void product_is_the_plain_loop(void **state) {
    (void)state;
    static float x[ROWS * DEPTH], weights[DEPTH][WIDE], columns[WIDE * DEPTH], panels[WIDE * DEPTH], bias[WIDE];
    static float wanted[ROWS * WIDE], said[ROWS * WIDE];
    for (size_t i = 0; i < ROWS * DEPTH; i++) x[i] = any();
    for (size_t j = 0; j < WIDE; j++) {
        bias[j] = j < COLUMNS ? any() : 0;
        for (size_t k = 0; k < DEPTH; k++) columns[j * DEPTH + k] = weights[k][j] = j < COLUMNS ? any() : 0;
    }
    vdt_kernel_pack(columns, DEPTH, COLUMNS, DEPTH, panels);
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t j = 0; j < WIDE; j++) {
            volatile float sum = bias[j]; /* volatile: no fused product, no wider sum */
            for (size_t k = 0; k < DEPTH; k++) {
                volatile float product = weights[k][j] * x[r * DEPTH + k];
                sum = sum + product;
            }
            wanted[r * WIDE + j] = sum;
        }
    }
    vdt_kernel_matmul(x, DEPTH, ROWS, DEPTH, panels, COLUMNS, bias, 0, said, WIDE);
    assert_memory_equal(said, wanted, sizeof wanted);
    for (size_t r = 0; r < ROWS; r++) {
        memset(said, 0, sizeof said);
        vdt_kernel_matmul(x + r * DEPTH, DEPTH, 1, DEPTH, panels, COLUMNS, bias, 0, said, WIDE);
        assert_memory_equal(said, wanted + r * WIDE, sizeof *said * WIDE);
    }
}

static void cell_is_near_libm(void **state) {
    (void)state;
    for (float at = -12; at < 12; at += 0.0137f) {
        float gates[16 * 4], cell[16], out[16];
        for (size_t i = 0; i < 16; i++)
            gates[i] = at, gates[16 + i] = -at, gates[32 + i] = at * 0.5f, gates[48 + i] = at, cell[i] = 0.3f;
        vdt_kernel_lstm(gates, cell, out, 16);
        double kept = 0.3 / (1 + exp((double)at)) + tanh((double)at * 0.5) / (1 + exp(-(double)at));
        for (size_t i = 0; i < 16; i++) {
            assert_true(fabs((double)cell[i] - kept) < 2e-6);
            assert_true(fabs((double)out[i] - tanh(kept) / (1 + exp(-(double)at))) < 2e-6);
        }
    }
}

static void the_first_among_equals(void **state) {
    (void)state;
    const float values[] = { -1, 3, 2, 3 };
    assert_int_equal(vdt_kernel_argmax(values, 4), 1);
    float some[] = { -1, 0.5f };
    vdt_kernel_relu(some, 2);
    assert_true(some[0] == 0 && some[1] == 0.5f);
    const int8_t row[] = { -127, 0, 64 };
    float wide[3];
    vdt_kernel_widen(row, 0.5f, wide, 3);
    assert_true(wide[0] == -63.5f && wide[1] == 0 && wide[2] == 32);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_is_the_plain_loop),
        cmocka_unit_test(cell_is_near_libm),
        cmocka_unit_test(the_first_among_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
