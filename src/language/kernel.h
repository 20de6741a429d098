/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All arithmetic of the network goes through here, by one of several kernels for what a processor can do.
 *
 * Every kernel gives the same bits. Sums of products of bytes are exact in 32 bits, so their order is free; every float
 * sum is taken in the order of the inputs, one output at a time, and no product is fused with a sum. So neither the
 * width of the processor's vectors nor the number of rows taken together changes a result. Thread rule: pure functions.
 *
 * A float matrix is stored in panels of VDT_PANEL columns, [columns / 16][depth][16], filled up with zeros; one of bytes
 * with four rows of a column together, [columns / 16][depth / 4][16][4].
 */
#ifndef VDT_LANGUAGE_KERNEL_H
#define VDT_LANGUAGE_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum {
    VDT_PANEL = 16,
    VDT_KERNEL_DEPTH = 512, /* of a matrix of bytes, at most; a multiple of 4 */
};

static inline size_t vdt_panel_columns(size_t columns) { return (columns + VDT_PANEL - 1) / VDT_PANEL * VDT_PANEL; }

/* A matrix of bytes: the value at (k, j) is weights · scales[j]. */
struct vdt_weights {
    const int8_t *weights;
    const float *scales, *start;
    uint32_t depth, columns;
};

struct vdt_kernel {
    const char *name;

    /* out[r][j] = (Σ_k x[r][k] · weights[k][j]) · scales[j] + start[j] for all columns, the filling included. */
    void (*multiply)(const uint8_t *x, size_t x_stride, size_t rows, const struct vdt_weights *matrix, float *out,
                     size_t out_stride);

    /* out[r][j] = start[j] + Σ_k x[r][k] · w[k][j] for all columns, the filling included. Strides are in floats. */
    void (*multiply_floats)(const float *x, size_t x_stride, size_t rows, size_t depth, const float *panels,
                            size_t columns, const float *start, float *out, size_t out_stride);

    /*
     * One step of an LSTM: its gates (input, forget, cell, output; `units` each) are the sums of the input's side and
     * the recurrent side. The state goes out as bytes: -1 is 1, 0 is 128, 1 is 255.
     */
    void (*lstm)(const float *input, const float *recurrent, float *cell, uint8_t *state, size_t units);

    /* out[i] = the byte nearest to x[i] · scales[i] + zero: 128 keeps the sign, 0 makes what is negative 0. */
    void (*narrow)(const float *x, const float *scales, float zero, uint8_t *out, size_t count);

    /* out[i] = row[i] · scale */
    void (*widen)(const int8_t *row, float scale, float *out, size_t count);

    /* x = max(x, 0) */
    void (*relu)(float *x, size_t count);
};

enum vdt_kernel_kind { VDT_KERNEL_PLAIN, VDT_KERNEL_AVX2, VDT_KERNEL_AVXVNNI, VDT_KERNEL_VNNI, VDT_KERNEL_COUNT };

/* The kernel of a kind, or NULL where the processor lacks what it needs. The plain one is always there. */
const struct vdt_kernel *vdt_kernel_of(enum vdt_kernel_kind kind);

/* The fastest that the processor has. */
const struct vdt_kernel *vdt_kernel_best(void);

/* Lays `rows` vectors of `depth` floats as the columns of a matrix in panels. */
void vdt_kernel_pack(const float *x, size_t x_stride, size_t rows, size_t depth, float *panels);

/* The place of the greatest of `count` values, the first among equals. */
size_t vdt_kernel_argmax(const float *x, size_t count);

#endif
