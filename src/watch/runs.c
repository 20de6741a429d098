/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See runs.h. The numbers below were chosen once: hazards from 1/30 to 1/300, strays from 1/200 to 1/20 and priors from half to four
 * times as wide give the same alarms but for a few.
 */
#include "watch/runs.h"

#include <math.h>

enum { PATIENCE = 8 };                   /* steps without a row after which a level is no longer known */

static const double hazard = 1.0 / 200;  /* new levels a row */
static const double stray = 1.0 / 50;    /* values a row that say nothing of the level */
static const float unlikely = 1e-3F;     /* a run with so small a chance is left out */

static const double count_shape = 0.5;   /* what is known of a count's level beforehand: about half a value */
static const double sum_shape = 2, sum_rate = 2, sum_certainty = 0.1;

static const double slowly = 0.02;       /* what a row weighs in the means of level and dispersion */

/* The logarithm of Γ(a + x) / Γ(a): by Stirling's series where a is large enough for it, which it is made. */
static float log_rising(float a, float x) {
    float product = 1;
    for (; a < 4; a++) product *= (a + x) / a;
    float b = a + x;
    return (a - 0.5F) * log1pf(x / a) + x * logf(b) - x + (1 / b - 1 / a) / 12 - logf(product);
}

/* log(1 + x): what an old run asks for, thousands of times a series, is a small x. */
static float log_one_and(float x) {
    return x < 0.05F ? x * (1 - x * (0.5F - x * (1.0F / 3 - x * 0.25F))) : log1pf(x);
}

/* Logarithms of densities, without what is the same for all runs. An offset below zero: a sum. */
static float density(const struct vdt_run *run, float value, float offset) {
    if (offset > 0) {
        float none = -run->shape * log_one_and(offset / run->rate);
        return value > 0 ? none + log_rising(run->shape, value) + value * logf(offset / (run->rate + offset)) : none;
    }
    float scale = 2 * run->rate * (1 + 1 / run->certainty), off = value - run->mean;
    return log_rising(run->shape, 0.5F) - 0.5F * logf(scale) - (run->shape + 0.5F) * log_one_and(off * off / scale);
}

/* A value of which a share is believed. */
static void learn(struct vdt_run *run, double value, double offset, double share) {
    if (offset > 0) {
        run->shape += (float)(share * value);
        run->rate += (float)(share * offset);
        return;
    }
    double off = value - (double)run->mean, known = (double)run->certainty, certainty = known + share;
    run->shape += (float)(share / 2);
    run->rate += (float)(share * known / certainty * off * off / 2);
    run->mean += (float)(share * off / certainty);
    run->certainty = (float)certainty;
}

/* Leaves out what has become unlikely, and of too many the least likely: there must be room for one. */
static void prune(struct vdt_runs *runs) {
    int32_t kept = 0, least = 0;
    for (int32_t i = 0; i < runs->count; i++)
        if (runs->list[i].weight > unlikely || runs->list[i].rows < 2) runs->list[kept++] = runs->list[i];
    runs->count = kept;
    if (runs->count < VDT_RUNS_MOST) return;
    for (int32_t i = 1; i < runs->count; i++)
        if (runs->list[i].weight < runs->list[least].weight) least = i;
    memmove(runs->list + least, runs->list + least + 1, sizeof *runs->list * (size_t)(runs->count - least - 1));
    runs->count--;
}

/* `fresh` is a level of which nothing is known but what is usual. */
static void add(struct vdt_runs *runs, int32_t step, double value, double offset, struct vdt_run fresh) {
    if (runs->count && (int64_t)step - runs->last > PATIENCE) runs->count = 0;
    runs->last = step;
    double densities[VDT_RUNS_MOST], elsewhere = (double)density(&fresh, (float)value, (float)offset), top = elsewhere;
    for (int32_t i = 0; i < runs->count; i++) {
        densities[i] = (double)density(&runs->list[i], (float)value, (float)offset);
        if (densities[i] > top) top = densities[i];
    }
    elsewhere = (double)expf((float)(elsewhere - top));
    fresh.weight = runs->count ? (float)(hazard * elsewhere) : 1;
    for (int32_t i = 0; i < runs->count; i++) {
        struct vdt_run *run = &runs->list[i];
        double own = (1 - stray) * (double)expf((float)(densities[i] - top)), whole = own + stray * elsewhere;
        run->weight *= (float)((1 - hazard) * whole);
        run->rows++;
        learn(run, value, offset, whole > 0 ? own / whole : 0);
    }
    fresh.rows = 1;
    learn(&fresh, value, offset, 1);
    prune(runs);
    float sum = fresh.weight;
    for (int32_t i = 0; i < runs->count; i++) sum += runs->list[i].weight;
    if (!(sum > 0)) runs->count = 0, sum = fresh.weight = 1; /* nothing that was believed is possible any more */
    runs->list[runs->count++] = fresh;
    for (int32_t i = 0; i < runs->count; i++) runs->list[i].weight /= sum;
}

/* A count over its dispersion scatters as Poisson's do. The offset is what was expected over what was expected on the average. */
void vdt_runs_add_count(struct vdt_runs *runs, int32_t step, double value, double expected) {
    double level = (double)runs->level, dispersion = (double)runs->dispersion;
    if (!(dispersion > 0)) level = expected, dispersion = 1;
    double offset = (expected + 0.5) / (level + 0.5), mean = expected > 0.25 ? expected : 0.25;
    double ratio = (value - mean) * (value - mean) / mean, most = 9 * dispersion;
    level += slowly * (expected - level);
    dispersion += slowly * ((ratio < most ? ratio : most) - dispersion);
    if (dispersion < 1) dispersion = 1;
    runs->level = (float)level;
    runs->dispersion = (float)dispersion;
    double usual = level / dispersion;
    if (usual < 0.05) usual = 0.05;
    add(runs, step, value / dispersion, offset, (struct vdt_run){ .shape = (float)count_shape, .rate = (float)(count_shape / usual) });
}

void vdt_runs_add_sum(struct vdt_runs *runs, int32_t step, double score) {
    add(runs, step, score, -1, (struct vdt_run){ .shape = (float)sum_shape, .rate = (float)sum_rate, .certainty = (float)sum_certainty });
}

const struct vdt_run *vdt_runs_best(const struct vdt_runs *runs) {
    const struct vdt_run *best = runs->list;
    for (int32_t i = 1; i < runs->count; i++)
        if (runs->list[i].weight > best->weight) best = &runs->list[i];
    return best;
}

double vdt_runs_chance(const struct vdt_runs *runs, int rows) {
    double sum = 0;
    for (int32_t i = 0; i < runs->count; i++)
        if (runs->list[i].rows <= rows) sum += (double)runs->list[i].weight;
    return sum < 1e-6 ? 1e-6 : sum > 1 - 1e-6 ? 1 - 1e-6 : sum;
}

/* ---- as bytes ---- */

void vdt_runs_write(const struct vdt_runs *runs, struct vdt_buffer *out) {
    vdt_memory_put(out, (uint64_t)(int64_t)runs->count);
    vdt_memory_put(out, (uint64_t)(int64_t)runs->last);
    vdt_memory_put_shorts(out, runs->level, runs->dispersion);
    for (int32_t i = 0; i < runs->count; i++) {
        const struct vdt_run *run = &runs->list[i];
        vdt_memory_put(out, (uint64_t)(int64_t)run->rows);
        vdt_memory_put_shorts(out, run->weight, run->shape);
        vdt_memory_put_shorts(out, run->rate, run->mean);
        vdt_memory_put_shorts(out, run->certainty, 0);
    }
}

struct vdt_runs vdt_runs_read(struct vdt_memory_reader *from) {
    struct vdt_runs runs = { 0 };
    uint64_t count = vdt_memory_take(from);
    float none;
    runs.last = (int32_t)(int64_t)vdt_memory_take(from);
    vdt_memory_take_shorts(from, &runs.level, &runs.dispersion);
    if (count > VDT_RUNS_MOST) from->damaged = true, count = 0;
    runs.count = (int32_t)count;
    for (int32_t i = 0; i < runs.count; i++) {
        struct vdt_run *run = &runs.list[i];
        run->rows = (int32_t)(int64_t)vdt_memory_take(from);
        vdt_memory_take_shorts(from, &run->weight, &run->shape);
        vdt_memory_take_shorts(from, &run->rate, &run->mean);
        vdt_memory_take_shorts(from, &run->certainty, &none);
    }
    return runs;
}
