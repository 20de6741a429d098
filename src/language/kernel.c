/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hot loops. A tile of a few rows by a few panels of 16 columns stays in registers while the depth is walked once:
 *
 *                 w[k..k+3][0..15]      each weight is loaded once for all words of the tile
 *     x[0][k]  →  sum[0][0..15]
 *        …            …
 *     x[5][k]  →  sum[5][0..15]
 *
 * Bytes times bytes: with AVX-512 VNNI one instruction takes 64 products, six rows by two panels. AVX2 has no such
 * instruction that cannot overflow, so both sides are widened to 16 bits, the words once for all columns, and pairs of
 * products are added in 32 bits: six rows by half a panel, which is what its 16 registers hold; its own VNNI, where a
 * processor has that without AVX-512, takes six rows by a panel. The sums are exact either way, and what follows (a
 * scale, a start) is the same float arithmetic everywhere.
 *
 * The float functions are written once as plain loops; each kernel compiles them for its processor. The file is compiled
 * with -ffp-contract=off as all others, so that they agree to the last bit (tests/unit/test-language-kernel.c). tanh and
 * the logistic function are our own rational approximations: libm's differ from version to version.
 */
#include "language/kernel.h"

#include <stdbool.h>
#include <string.h>

#if defined(__GNUC__) && defined(__x86_64__)
#define INTEL 1
#include <immintrin.h>
#if !defined(__clang__) && __GNUC__ >= 12
#define AVXVNNI_THERE /* clang 14 does not tell whether the processor has it */
#endif
#else
#define INTEL 0
#endif
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3", "no-trapping-math") /* the plain loops become vectors */
#define APART _Pragma("GCC ivdep") /* inlining forgets `restrict` */
#else
#define APART
#endif

#define INLINE static inline __attribute__((always_inline))

typedef float v16 __attribute__((vector_size(64), aligned(4), may_alias));

/* ---- what all kernels share ---- */

INLINE void floats_tile(size_t rows, const float *x, size_t x_stride, size_t depth, const float *panel,
                        const float *start, float *out, size_t out_stride) {
    v16 sum[6];
    for (size_t r = 0; r < rows; r++) sum[r] = *(const v16 *)start;
    for (size_t k = 0; k < depth; k++, panel += VDT_PANEL) {
        v16 weight = *(const v16 *)panel;
        for (size_t r = 0; r < rows; r++) sum[r] += weight * x[r * x_stride + k];
    }
    for (size_t r = 0; r < rows; r++) *(v16 *)(out + r * out_stride) = sum[r];
}

INLINE void floats_any(const float *x, size_t x_stride, size_t rows, size_t depth, const float *panels, size_t columns,
                       const float *start, float *out, size_t out_stride) {
    for (size_t taken; rows; rows -= taken, x += taken * x_stride, out += taken * out_stride) {
        const float *panel = panels;
        taken = rows >= 6 ? 6 : rows >= 3 ? 3 : 1;
        for (size_t j = 0; j < columns; j += VDT_PANEL, panel += depth * VDT_PANEL) {
            if (taken == 6)
                floats_tile(6, x, x_stride, depth, panel, start + j, out + j, out_stride);
            else if (taken == 3)
                floats_tile(3, x, x_stride, depth, panel, start + j, out + j, out_stride);
            else
                floats_tile(1, x, x_stride, depth, panel, start + j, out + j, out_stride);
        }
    }
}

/* tanh by a rational function of degree 13 over 6, as in Eigen: within 5e-7 everywhere. */
INLINE float tanh_near(float x) {
    x = x > 7.9f ? 7.9f : x < -7.9f ? -7.9f : x;
    float square = x * x;
    float upper = square * -2.76076847742355e-16f + 2.00018790482477e-13f;
    upper = square * upper + -8.60467152213735e-11f;
    upper = square * upper + 5.12229709037114e-08f;
    upper = square * upper + 1.48572235717979e-05f;
    upper = square * upper + 6.37261928875436e-04f;
    upper = square * upper + 4.89352455891786e-03f;
    float lower = square * 1.19825839466702e-06f + 1.18534705686654e-04f;
    lower = square * lower + 2.26843463243900e-03f;
    lower = square * lower + 4.89352518554385e-03f;
    return x * upper / lower;
}

INLINE uint8_t byte_of(float x) {
    x += 0.5f;
    x = x > 0 ? x : 0;
    return (uint8_t)(int)(x < 255 ? x : 255);
}

INLINE void lstm_any(const float *restrict input, const float *restrict recurrent, float *restrict cell,
                     uint8_t *restrict state, size_t units) {
    APART
    for (size_t i = 0; i < units; i++) {
        float in = tanh_near((input[i] + recurrent[i]) * 0.5f);
        float forget = tanh_near((input[units + i] + recurrent[units + i]) * 0.5f);
        float fresh = tanh_near(input[2 * units + i] + recurrent[2 * units + i]);
        float out = tanh_near((input[3 * units + i] + recurrent[3 * units + i]) * 0.5f);
        float kept = (forget * 0.5f + 0.5f) * cell[i] + (in * 0.5f + 0.5f) * fresh;
        cell[i] = kept;
        state[i] = byte_of((out * 0.5f + 0.5f) * tanh_near(kept) * 127.0f + 128.0f);
    }
}

INLINE void narrow_any(const float *restrict x, const float *restrict scales, float zero, uint8_t *restrict out,
                       size_t count) {
    APART
    for (size_t i = 0; i < count; i++) out[i] = byte_of(x[i] * scales[i] + zero);
}

INLINE void widen_any(const int8_t *restrict row, float scale, float *restrict out, size_t count) {
    APART
    for (size_t i = 0; i < count; i++) out[i] = (float)row[i] * scale;
}

INLINE void relu_any(float *x, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = x[i] > 0 ? x[i] : 0;
}

/* The functions of a kernel that are plain loops, compiled for one processor, and its table. */
#define KERNEL(NAME, TARGET)                                                                                           \
    TARGET static void NAME##_floats(const float *x, size_t x_stride, size_t rows, size_t depth, const float *panels,  \
                                     size_t columns, const float *start, float *out, size_t out_stride) {              \
        floats_any(x, x_stride, rows, depth, panels, columns, start, out, out_stride);                                 \
    }                                                                                                                  \
    TARGET static void NAME##_lstm(const float *input, const float *recurrent, float *cell, uint8_t *state,            \
                                   size_t units) {                                                                     \
        lstm_any(input, recurrent, cell, state, units);                                                                \
    }                                                                                                                  \
    TARGET static void NAME##_narrow(const float *x, const float *scales, float zero, uint8_t *out, size_t count) {    \
        narrow_any(x, scales, zero, out, count);                                                                       \
    }                                                                                                                  \
    TARGET static void NAME##_widen(const int8_t *row, float scale, float *out, size_t count) {                        \
        widen_any(row, scale, out, count);                                                                             \
    }                                                                                                                  \
    TARGET static void NAME##_relu(float *x, size_t count) { relu_any(x, count); }                                     \
    static const struct vdt_kernel NAME##_kernel = {                                                                   \
        #NAME, NAME##_multiply, NAME##_floats, NAME##_lstm, NAME##_narrow, NAME##_widen, NAME##_relu,                  \
    };

/* ---- plain ---- */

static void plain_multiply(const uint8_t *x, size_t x_stride, size_t rows, const struct vdt_weights *matrix, float *out,
                           size_t out_stride) {
    for (size_t r = 0; r < rows; r++, x += x_stride, out += out_stride) {
        const int8_t *w = matrix->weights;
        for (size_t j = 0; j < matrix->columns; j += VDT_PANEL) {
            int32_t sum[VDT_PANEL] = { 0 };
            for (size_t k = 0; k < matrix->depth; k += 4, w += 4 * VDT_PANEL)
                for (size_t i = 0; i < VDT_PANEL; i++)
                    for (size_t part = 0; part < 4; part++) sum[i] += x[k + part] * w[4 * i + part];
            for (size_t i = 0; i < VDT_PANEL; i++)
                out[j + i] = (float)sum[i] * matrix->scales[j + i] + matrix->start[j + i];
        }
    }
}

KERNEL(plain, )

#if INTEL

/* Six rows together, and what is left: NAME_rows, made for each number of rows. */
#define MULTIPLY(NAME, TARGET)                                                                                         \
    TARGET static void NAME##_multiply(const uint8_t *x, size_t x_stride, size_t rows,                                 \
                                       const struct vdt_weights *matrix, float *out, size_t out_stride) {              \
        for (; rows >= 6; rows -= 6, x += 6 * x_stride, out += 6 * out_stride)                                         \
            NAME##_rows(6, x, x_stride, matrix, out, out_stride);                                                      \
        switch (rows) {                                                                                                \
        case 5: NAME##_rows(5, x, x_stride, matrix, out, out_stride); break;                                           \
        case 4: NAME##_rows(4, x, x_stride, matrix, out, out_stride); break;                                           \
        case 3: NAME##_rows(3, x, x_stride, matrix, out, out_stride); break;                                           \
        case 2: NAME##_rows(2, x, x_stride, matrix, out, out_stride); break;                                           \
        case 1: NAME##_rows(1, x, x_stride, matrix, out, out_stride); break;                                           \
        default: break;                                                                                                \
        }                                                                                                              \
    }

/* Makes the compiler finish a sum before it begins the next: left alone it begins all, and has no registers for them. */
#define KEPT(sum) __asm__ volatile("" : "+x"(sum))

/* ---- AVX2 ---- */

#define AVX2 __attribute__((target("avx2")))

/* Half a panel: eight columns in two registers, two sums a column. */
AVX2 INLINE void avx2_tile(size_t rows, const int16_t *x, size_t depth, const int8_t *w, const float *scales,
                           const float *start, float *out, size_t out_stride) {
    __m256i sum[6][2];
    for (size_t r = 0; r < rows; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
    for (size_t k = 0; k < depth; k += 4, w += 4 * VDT_PANEL) {
        __m256i low = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)w));
        __m256i high = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(w + 16)));
        for (size_t r = 0; r < rows; r++) {
            long long four;
            memcpy(&four, x + r * VDT_KERNEL_DEPTH + k, sizeof four);
            __m256i word = _mm256_set1_epi64x(four);
            sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(low, word));
            sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(high, word));
            KEPT(sum[r][0]);
            KEPT(sum[r][1]);
        }
    }
    for (size_t r = 0; r < rows; r++) {
        __m256i both = _mm256_hadd_epi32(sum[r][0], sum[r][1]);
        __m256 value = _mm256_cvtepi32_ps(_mm256_permute4x64_epi64(both, 0xd8));
        value = _mm256_mul_ps(value, _mm256_loadu_ps(scales));
        _mm256_storeu_ps(out + r * out_stride, _mm256_add_ps(value, _mm256_loadu_ps(start)));
    }
}

AVX2 INLINE void avx2_rows(size_t rows, const uint8_t *x, size_t x_stride, const struct vdt_weights *matrix, float *out,
                           size_t out_stride) {
    int16_t wide[6 * VDT_KERNEL_DEPTH];
    size_t depth = matrix->depth;
    for (size_t r = 0; r < rows; r++)
        for (size_t k = 0; k < depth; k++) wide[r * VDT_KERNEL_DEPTH + k] = x[r * x_stride + k];
    const int8_t *w = matrix->weights;
    for (size_t j = 0; j < matrix->columns; j += VDT_PANEL, w += depth * VDT_PANEL) {
        for (size_t half = 0; half < VDT_PANEL; half += 8)
            avx2_tile(rows, wide, depth, w + 4 * half, matrix->scales + j + half, matrix->start + j + half, out + j + half, out_stride);
    }
}

MULTIPLY(avx2, AVX2)
KERNEL(avx2, AVX2)

/* ---- AVX2 with VNNI: processors of desks and laptops without AVX-512 ---- */

#ifdef AVXVNNI_THERE

#define AVXVNNI __attribute__((target("avx2,avxvnni")))

AVXVNNI INLINE void avxvnni_tile(size_t rows, const uint8_t *x, size_t x_stride, size_t depth, const int8_t *w,
                                 const float *scales, const float *start, float *out, size_t out_stride) {
    __m256i sum[6][2];
    for (size_t r = 0; r < rows; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
    for (size_t k = 0; k < depth; k += 4, w += 4 * VDT_PANEL) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)w);
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(w + 32));
        for (size_t r = 0; r < rows; r++) {
            int four;
            memcpy(&four, x + r * x_stride + k, sizeof four);
            __m256i word = _mm256_set1_epi32(four);
            sum[r][0] = _mm256_dpbusd_avx_epi32(sum[r][0], word, low);
            sum[r][1] = _mm256_dpbusd_avx_epi32(sum[r][1], word, high);
            KEPT(sum[r][0]);
            KEPT(sum[r][1]);
        }
    }
    for (size_t r = 0; r < rows; r++) {
        for (size_t half = 0; half < 2; half++) {
            __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][half]), _mm256_loadu_ps(scales + 8 * half));
            _mm256_storeu_ps(out + r * out_stride + 8 * half, _mm256_add_ps(value, _mm256_loadu_ps(start + 8 * half)));
        }
    }
}

AVXVNNI INLINE void avxvnni_rows(size_t rows, const uint8_t *x, size_t x_stride, const struct vdt_weights *matrix,
                                 float *out, size_t out_stride) {
    size_t depth = matrix->depth;
    const int8_t *w = matrix->weights;
    for (size_t j = 0; j < matrix->columns; j += VDT_PANEL, w += depth * VDT_PANEL)
        avxvnni_tile(rows, x, x_stride, depth, w, matrix->scales + j, matrix->start + j, out + j, out_stride);
}

MULTIPLY(avxvnni, AVXVNNI)
KERNEL(avxvnni, AVXVNNI)

#endif

/* ---- AVX-512 with VNNI ---- */

#ifdef __clang__ /* which knows no preferred width, and would take none of the others either */
#define VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")))
#else
#define VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,prefer-vector-width=512")))
#endif

/* `panels` (1 or 2) panels from `w` on, each `size` bytes. */
VNNI INLINE void vnni_tile(size_t rows, size_t panels, const uint8_t *x, size_t x_stride, size_t depth, const int8_t *w,
                           size_t size, const float *scales, const float *start, float *out, size_t out_stride) {
    __m512i sum[6][2];
    for (size_t r = 0; r < rows; r++)
        for (size_t p = 0; p < panels; p++) sum[r][p] = _mm512_setzero_si512();
    for (size_t k = 0; k < depth; k += 4, w += 4 * VDT_PANEL) {
        __m512i weight[2];
        for (size_t p = 0; p < panels; p++) weight[p] = _mm512_loadu_si512(w + p * size);
        for (size_t r = 0; r < rows; r++) {
            int four;
            memcpy(&four, x + r * x_stride + k, sizeof four);
            __m512i word = _mm512_set1_epi32(four);
            for (size_t p = 0; p < panels; p++) sum[r][p] = _mm512_dpbusd_epi32(sum[r][p], word, weight[p]);
        }
    }
    for (size_t r = 0; r < rows; r++) {
        for (size_t p = 0; p < panels; p++) {
            __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(sum[r][p]), _mm512_loadu_ps(scales + p * VDT_PANEL));
            _mm512_storeu_ps(out + r * out_stride + p * VDT_PANEL,
                             _mm512_add_ps(value, _mm512_loadu_ps(start + p * VDT_PANEL)));
        }
    }
}

VNNI INLINE void vnni_rows(size_t rows, const uint8_t *x, size_t x_stride, const struct vdt_weights *matrix, float *out,
                           size_t out_stride) {
    size_t depth = matrix->depth, size = depth * VDT_PANEL, columns = vdt_panel_columns(matrix->columns), j = 0;
    const int8_t *w = matrix->weights;
    for (; j + 2 * VDT_PANEL <= columns; j += 2 * VDT_PANEL, w += 2 * size)
        vnni_tile(rows, 2, x, x_stride, depth, w, size, matrix->scales + j, matrix->start + j, out + j, out_stride);
    if (j < columns)
        vnni_tile(rows, 1, x, x_stride, depth, w, size, matrix->scales + j, matrix->start + j, out + j, out_stride);
}

MULTIPLY(vnni, VNNI)
KERNEL(vnni, VNNI)

#endif

const struct vdt_kernel *vdt_kernel_of(enum vdt_kernel_kind kind) {
    if (kind == VDT_KERNEL_PLAIN) return &plain_kernel;
#if INTEL
    if (kind == VDT_KERNEL_AVX2 && __builtin_cpu_supports("avx2")) return &avx2_kernel;
#ifdef AVXVNNI_THERE
    if (kind == VDT_KERNEL_AVXVNNI && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avxvnni"))
        return &avxvnni_kernel;
#endif
    if (kind == VDT_KERNEL_VNNI && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vnni"))
        return &vnni_kernel;
#endif
    return NULL;
}

const struct vdt_kernel *vdt_kernel_best(void) {
    for (int kind = VDT_KERNEL_COUNT - 1; kind > VDT_KERNEL_PLAIN; kind--)
        if (vdt_kernel_of((enum vdt_kernel_kind)kind)) return vdt_kernel_of((enum vdt_kernel_kind)kind);
    return &plain_kernel;
}

void vdt_kernel_pack(const float *x, size_t x_stride, size_t rows, size_t depth, float *panels) {
    size_t columns = vdt_panel_columns(rows);
    for (size_t j = 0; j < columns; j += VDT_PANEL, panels += depth * VDT_PANEL)
        for (size_t k = 0; k < depth; k++)
            for (size_t i = 0; i < VDT_PANEL; i++)
                panels[k * VDT_PANEL + i] = j + i < rows ? x[(j + i) * x_stride + k] : 0;
}

size_t vdt_kernel_argmax(const float *x, size_t count) {
    enum { LANES = 8 };
    float most[LANES];
    for (size_t lane = 0; lane < LANES; lane++) most[lane] = x[0];
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) most[lane] = x[i + lane] > most[lane] ? x[i + lane] : most[lane];
    for (; i < count; i++) most[0] = x[i] > most[0] ? x[i] : most[0];
    for (size_t lane = 1; lane < LANES; lane++) most[0] = most[lane] > most[0] ? most[lane] : most[0];
    size_t best = 0;
    while (best + 1 < count && x[best] < most[0]) best++;
    return best;
}
