/* SPDX-License-Identifier: Apache-2.0 */
/* Every kernel against plain loops: the same bits, whatever rows are taken together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"
#include "language/kernel.h"

enum { ROWS = 13, DEPTH = 44, COLUMNS = 40, WIDE = 48, UNITS = 48 };

static uint32_t seed = 1;
static float any(void) {
    seed = seed * 1664525u + 1013904223u;
    return (float)(seed >> 8) / 8388608.0f - 1.0f;
}

static void product_is_the_plain_loop(void **state) {
    (void)state;
    static float x[ROWS * DEPTH], weights[DEPTH][WIDE], columns[WIDE * DEPTH], panels[WIDE * DEPTH], start[WIDE];
    static float wanted[ROWS * WIDE], said[ROWS * WIDE];
    for (size_t i = 0; i < ROWS * DEPTH; i++) x[i] = any();
    for (size_t j = 0; j < WIDE; j++) {
        start[j] = j < COLUMNS ? any() : 0;
        for (size_t k = 0; k < DEPTH; k++) columns[j * DEPTH + k] = weights[k][j] = j < COLUMNS ? any() : 0;
    }
    vdt_kernel_pack(columns, DEPTH, COLUMNS, DEPTH, panels);
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t j = 0; j < WIDE; j++) {
            volatile float sum = start[j]; /* volatile: no fused product, no wider sum */
            for (size_t k = 0; k < DEPTH; k++) {
                volatile float product = weights[k][j] * x[r * DEPTH + k];
                sum = sum + product;
            }
            wanted[r * WIDE + j] = sum;
        }
    }
    const struct vdt_kernel *kernel;
    for (int kind = 0; next_kernel(&kind, &kernel);) {
        for (size_t rows = 1; rows <= ROWS; rows++) {
            memset(said, 0, sizeof said);
            kernel->multiply_floats(x, DEPTH, rows, DEPTH, panels, COLUMNS, start, said, WIDE);
            assert_memory_equal(said, wanted, sizeof *said * WIDE * rows);
        }
    }
}

/* The extremes among them: 255 · 127 · 512 must not overflow on its way. */
static void bytes_are_exact(void **state) {
    (void)state;
    enum { DEEP = VDT_KERNEL_DEPTH };
    static uint8_t x[ROWS * DEEP];
    static int8_t plain[DEEP][WIDE], packed[WIDE * DEEP];
    static float scales[WIDE], start[WIDE], wanted[ROWS * WIDE], said[ROWS * WIDE];
    for (size_t i = 0; i < ROWS * DEEP; i++) x[i] = i < 2 * DEEP ? 255 : (uint8_t)(any() * 127 + 128);
    for (size_t j = 0; j < WIDE; j++) {
        scales[j] = any();
        start[j] = any();
        for (size_t k = 0; k < DEEP; k++) {
            plain[k][j] = j == 0 ? 127 : j == 1 ? -127 : (int8_t)(any() * 127);
            packed[(j / 16 * DEEP + k / 4 * 4) * 16 + j % 16 * 4 + k % 4] = plain[k][j];
        }
    }
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t j = 0; j < WIDE; j++) {
            int32_t sum = 0;
            for (size_t k = 0; k < DEEP; k++) sum += x[r * DEEP + k] * plain[k][j];
            volatile float scaled = (float)sum * scales[j];
            wanted[r * WIDE + j] = scaled + start[j];
        }
    }
    struct vdt_weights matrix = { packed, scales, start, DEEP, COLUMNS };
    const struct vdt_kernel *kernel;
    for (int kind = 0; next_kernel(&kind, &kernel);) {
        for (size_t rows = 1; rows <= ROWS; rows++) {
            memset(said, 0, sizeof said);
            kernel->multiply(x, DEEP, rows, &matrix, said, WIDE);
            assert_memory_equal(said, wanted, sizeof *said * WIDE * rows);
        }
    }
}

static void cell_is_near_libm(void **state) {
    (void)state;
    const struct vdt_kernel *kernel;
    for (int kind = 0; next_kernel(&kind, &kernel);) {
        for (float at = -12; at < 12; at += 0.0137f) {
            float input[16 * 4], recurrent[16 * 4] = { 0 }, cell[16];
            uint8_t out[16];
            for (size_t i = 0; i < 16; i++)
                input[i] = at, input[16 + i] = -at, input[32 + i] = at * 0.5f, input[48 + i] = at, cell[i] = 0.3f;
            kernel->lstm(input, recurrent, cell, out, 16);
            double kept = 0.3 / (1 + exp((double)at)) + tanh((double)at * 0.5) / (1 + exp(-(double)at));
            for (size_t i = 0; i < 16; i++) {
                assert_true(fabs((double)cell[i] - kept) < 2e-6);
                assert_true(fabs((out[i] - 128) / 127.0 - tanh(kept) / (1 + exp(-(double)at))) < 0.5 / 127 + 1e-5);
            }
        }
    }
}

static void all_kernels_agree(void **state) {
    (void)state;
    float input[4 * UNITS], recurrent[4 * UNITS], first[UNITS], cell[UNITS], wanted_cell[UNITS], scales[UNITS];
    uint8_t out[UNITS], wanted[UNITS];
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < 4 * UNITS; i++) input[i] = any() * 9, recurrent[i] = any() * 9;
        for (size_t i = 0; i < UNITS; i++) first[i] = any() * 3, scales[i] = any() * 100;
        const struct vdt_kernel *kernel;
        for (int kind = 0; next_kernel(&kind, &kernel);) {
            bool plain = kernel == vdt_kernel_of(VDT_KERNEL_PLAIN);
            memcpy(cell, first, sizeof cell);
            kernel->lstm(input, recurrent, cell, plain ? wanted : out, UNITS);
            if (plain) memcpy(wanted_cell, cell, sizeof cell);
            assert_memory_equal(cell, wanted_cell, sizeof cell);
            if (!plain) assert_memory_equal(out, wanted, sizeof out);
        }
        for (int kind = 0; next_kernel(&kind, &kernel);) {
            bool plain = kernel == vdt_kernel_of(VDT_KERNEL_PLAIN);
            kernel->narrow(input, scales, 128, plain ? wanted : out, UNITS);
            if (!plain) assert_memory_equal(out, wanted, sizeof out);
        }
    }
}

static void small_things(void **state) {
    (void)state;
    const float values[] = { -1, 3, 2, 3 };
    assert_int_equal(vdt_kernel_argmax(values, 4), 1);
    float many[21] = { 0 };
    for (size_t most = 0; most < 21; most++) {
        many[most] = 2;
        many[20] = 2; /* the first of those that are equal */
        assert_int_equal(vdt_kernel_argmax(many, 21), most);
        many[most] = many[20] = 0;
    }
    const struct vdt_kernel *kernel;
    for (int kind = 0; next_kernel(&kind, &kernel);) {
        float some[] = { -1, 0.5f };
        kernel->relu(some, 2);
        assert_true(some[0] == 0 && some[1] == 0.5f);
        const int8_t row[] = { -127, 0, 64 };
        float wide[3];
        kernel->widen(row, 0.5f, wide, 3);
        assert_true(wide[0] == -63.5f && wide[1] == 0 && wide[2] == 32);
        const float x[] = { -1, 1, -9, 9, 0 }, scales[] = { 127, 127, 127, 127, 127 };
        uint8_t out[5];
        kernel->narrow(x, scales, 128, out, 5);
        assert_memory_equal(out, ((const uint8_t[]){ 1, 255, 0, 255, 128 }), 5);
    }
}

static void the_processor_has_its_kernel(void **state) {
    (void)state;
    assert_non_null(vdt_kernel_of(VDT_KERNEL_PLAIN));
    assert_int_equal(processor_has("avx2"), vdt_kernel_of(VDT_KERNEL_AVX2) != NULL);
#ifndef __clang__
    assert_int_equal(processor_has("avx_vnni"), vdt_kernel_of(VDT_KERNEL_AVXVNNI) != NULL);
#endif
    assert_int_equal(processor_has("avx512_vnni") && processor_has("avx512vl") && processor_has("avx512bw"),
                     vdt_kernel_of(VDT_KERNEL_VNNI) != NULL);
    const struct vdt_kernel *best = NULL, *kernel;
    for (int kind = 0; next_kernel(&kind, &kernel);) best = kernel;
    assert_ptr_equal(vdt_kernel_best(), best);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_is_the_plain_loop), cmocka_unit_test(bytes_are_exact),
        cmocka_unit_test(cell_is_near_libm),         cmocka_unit_test(all_kernels_agree),
        cmocka_unit_test(small_things),              cmocka_unit_test(the_processor_has_its_kernel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
