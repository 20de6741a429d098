/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hot loops. A tile of six rows by one panel of 16 columns stays in registers while the depth is walked once:
 *
 *                 w[k][0..15]           each weight is loaded once for six words; with AVX-512 a panel row is one
 *     x[0][k]  →  sum[0][0..15]         register, with AVX2 two (12 sums, 2 weights, 1 input: the 16 there are),
 *        …            …                 with plain SSE the compiler spills, which is slow and gives the same bits.
 *     x[5][k]  →  sum[5][0..15]
 *
 * The recurrent step takes six sentences together for the same reason: its 256 KB of weights stream from the second
 * cache once for six words rather than once for each.
 *
 * GCC makes one clone of each function for every processor worth it and chooses at load time. The file is compiled
 * with -ffp-contract=off as all others, so that the clones agree to the last bit (tests/unit/test-language-kernel.c).
 * tanh and the logistic function are our own rational approximations: libm's differ from version to version.
 */
#include "language/kernel.h"

#include <string.h>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define CLONES
#endif

typedef float v16 __attribute__((vector_size(64), aligned(4), may_alias));

/* ROWS sums in registers; the compiler unrolls the fixed loops. */
#define TILE(ROWS)                                                                                                     \
    do {                                                                                                               \
        v16 sum[ROWS];                                                                                                 \
        for (size_t r = 0; r < ROWS; r++) sum[r] = *(const v16 *)(start + r * start_stride + j);                       \
        const float *w = panel;                                                                                        \
        for (size_t k = 0; k < depth; k++, w += VDT_PANEL) {                                                           \
            v16 weight = *(const v16 *)w;                                                                              \
            for (size_t r = 0; r < ROWS; r++) sum[r] += weight * x[r * x_stride + k];                                  \
        }                                                                                                              \
        for (size_t r = 0; r < ROWS; r++) *(v16 *)(out + r * out_stride + j) = sum[r];                                 \
    } while (0)

CLONES
void vdt_kernel_matmul(const float *x, size_t x_stride, size_t rows, size_t depth, const float *panels, size_t columns,
                       const float *start, size_t start_stride, float *out, size_t out_stride) {
    columns = (columns + VDT_PANEL - 1) / VDT_PANEL * VDT_PANEL;
    while (rows) {
        size_t taken = rows >= 6 ? 6 : rows;
        const float *panel = panels;
        for (size_t j = 0; j < columns; j += VDT_PANEL, panel += depth * VDT_PANEL) {
            switch (taken) {
            case 6: TILE(6); break;
            case 5: TILE(5); break;
            case 4: TILE(4); break;
            case 3: TILE(3); break;
            case 2: TILE(2); break;
            default: TILE(1);
            }
        }
        x += taken * x_stride;
        start += taken * start_stride;
        out += taken * out_stride;
        rows -= taken;
    }
}

void vdt_kernel_pack(const float *x, size_t x_stride, size_t rows, size_t depth, float *panels) {
    size_t columns = vdt_panel_columns(rows);
    for (size_t j = 0; j < columns; j += VDT_PANEL, panels += depth * VDT_PANEL)
        for (size_t k = 0; k < depth; k++)
            for (size_t i = 0; i < VDT_PANEL; i++)
                panels[k * VDT_PANEL + i] = j + i < rows ? x[(j + i) * x_stride + k] : 0;
}

/* tanh by a rational function of degree 13 over 6, as in Eigen: within 5e-7 everywhere. A macro, to be cloned with its
 * user. */
#define TANH(out, in)                                                                                                  \
    do {                                                                                                               \
        float clamped = (in) > 7.9f ? 7.9f : (in) < -7.9f ? -7.9f : (in);                                              \
        float square = clamped * clamped;                                                                              \
        float upper = square * -2.76076847742355e-16f + 2.00018790482477e-13f;                                         \
        upper = square * upper + -8.60467152213735e-11f;                                                               \
        upper = square * upper + 5.12229709037114e-08f;                                                                \
        upper = square * upper + 1.48572235717979e-05f;                                                                \
        upper = square * upper + 6.37261928875436e-04f;                                                                \
        upper = square * upper + 4.89352455891786e-03f;                                                                \
        float lower = square * 1.19825839466702e-06f + 1.18534705686654e-04f;                                          \
        lower = square * lower + 2.26843463243900e-03f;                                                                \
        lower = square * lower + 4.89352518554385e-03f;                                                                \
        (out) = clamped * upper / lower;                                                                               \
    } while (0)

CLONES
void vdt_kernel_lstm(const float *restrict gates, float *restrict cell, float *restrict state, size_t units) {
    for (size_t i = 0; i < units; i++) {
        float in, forget, fresh, out, shown;
        TANH(in, gates[i] * 0.5f);
        TANH(forget, gates[units + i] * 0.5f);
        TANH(fresh, gates[2 * units + i]);
        TANH(out, gates[3 * units + i] * 0.5f);
        float kept = (forget * 0.5f + 0.5f) * cell[i] + (in * 0.5f + 0.5f) * fresh;
        cell[i] = kept;
        TANH(shown, kept);
        state[i] = (out * 0.5f + 0.5f) * shown;
    }
}

CLONES
void vdt_kernel_relu(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = x[i] > 0 ? x[i] : 0;
}

CLONES
void vdt_kernel_widen(const int8_t *restrict row, float scale, float *restrict out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = (float)row[i] * scale;
}

size_t vdt_kernel_argmax(const float *x, size_t count) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (x[i] > x[best]) best = i;
    return best;
}
