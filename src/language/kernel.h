/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All arithmetic of the network on floats goes through here.
 *
 * Every sum is taken in the order of the inputs, one output at a time ("output-stationary"), and no product is fused
 * with a sum, so that the width of the processor's vectors and the number of rows taken together never change a bit of
 * the result. Thread rule: pure functions.
 *
 * A weight matrix is stored in panels of VDT_PANEL columns, [columns / 16][depth][16], filled up with zeros.
 */
#ifndef VDT_LANGUAGE_KERNEL_H
#define VDT_LANGUAGE_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum { VDT_PANEL = 16 };

static inline size_t vdt_panel_columns(size_t columns) { return (columns + VDT_PANEL - 1) / VDT_PANEL * VDT_PANEL; }

/*
 * out[r][j] = start[r][j] + Σ_k x[r][k] · w[k][j] for all columns, the filling included. `start` has `start_stride`
 * floats a row: 0 repeats one row, as for a bias. `out` may be `start`. Strides are in floats.
 */
void vdt_kernel_matmul(const float *x, size_t x_stride, size_t rows, size_t depth, const float *panels, size_t columns,
                       const float *start, size_t start_stride, float *out, size_t out_stride);

/* Lays `rows` vectors of `depth` floats as the columns of a matrix in panels. */
void vdt_kernel_pack(const float *x, size_t x_stride, size_t rows, size_t depth, float *panels);

/* One step of an LSTM: gates (input, forget, cell, output; `units` each) and the cell give the new cell and state. */
void vdt_kernel_lstm(const float *gates, float *cell, float *state, size_t units);

/* x = max(x, 0) */
void vdt_kernel_relu(float *x, size_t count);

/* out[i] = row[i] · scale */
void vdt_kernel_widen(const int8_t *row, float scale, float *out, size_t count);

/* The place of the greatest of `count` values, the first among equals. */
size_t vdt_kernel_argmax(const float *x, size_t count);

#endif
