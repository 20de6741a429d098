/* SPDX-License-Identifier: Apache-2.0 */
/* See episodes.h. */
#include "watch/episodes.h"

#include <math.h>
#include <stdlib.h>

enum { BUCKETS = 1 << 16, A_UNIT = 64 };

/*
 * Where violence falls, the past's episodes lie higher than those to come, and the budget is not spent: what is unspent
 * comes back as ranks, four for one, until it is.
 */
static const double catching_up = 4;

/* Unit-years before the past says more than the first bound. */
static const double years_before_ranks = 30;

struct vdt_peak {
    int32_t step;
    double score;  /* below zero: taken back */
};

static size_t bucket_of(double score) {
    return score <= 0 ? 0 : score * A_UNIT >= BUCKETS - 1 ? BUCKETS - 1 : (size_t)(score * A_UNIT);
}

static void pool_add(struct vdt_pool *pool, double score, int change) {
    for (size_t at = BUCKETS - bucket_of(score); at <= BUCKETS; at += at & -at) pool->sums[at] += (uint32_t)change;
    pool->total += (uint64_t)(int64_t)change;
}

static uint64_t pool_above(const struct vdt_pool *pool, double score) {
    uint64_t sum = 0;
    for (size_t at = BUCKETS - bucket_of(score); at > 0; at -= at & -at) sum += pool->sums[at];
    return sum;
}

/* The score that `rank` pooled ones lie above. */
static double pool_rank(const struct vdt_pool *pool, uint64_t rank) {
    size_t at = 0;
    uint64_t sum = 0;
    for (size_t step = BUCKETS; step; step /= 2)
        if (at + step <= BUCKETS && sum + pool->sums[at + step] <= rank) at += step, sum += pool->sums[at];
    return at >= BUCKETS ? 0 : (double)(BUCKETS - at) / A_UNIT;
}

/*
 * Chance alone goes beyond what is certain now and then, the seldomer the further, by so much less a unit of score (seen in weekly
 * counts without outbreaks, of many dispersions). A small budget must not be spent several times over by it.
 */
static const double tail = 0.6;

bool vdt_track_begin(struct vdt_track *track, struct vdt_habit habit, double budget) {
    *track = (struct vdt_track){ .habit = habit, .budget = budget };
    if (budget < 1) track->habit.certain -= log(budget) / tail;
    track->scores.sums = calloc(BUCKETS + 1, sizeof *track->scores.sums);
    track->peaks.sums = calloc(BUCKETS + 1, sizeof *track->peaks.sums);
    return track->scores.sums && track->peaks.sums;
}

void vdt_track_end(struct vdt_track *track) {
    free(track->scores.sums);
    free(track->peaks.sums);
    free(track->remembered);
}

double vdt_track_chance(const struct vdt_track *track, double score) {
    return ((double)pool_above(&track->scores, score) + 0.5) / ((double)track->scores.total + 1);
}

double vdt_track_bound(const struct vdt_track *track, double unit_years, double all_years) {
    const struct vdt_habit *habit = &track->habit;
    double room = track->budget * unit_years, unspent = track->budget * all_years - track->spent;
    bool early = unit_years < years_before_ranks;
    room += habit->memory && unspent > 0 ? catching_up * unspent : unspent < 0 ? unspent : 0;
    if (room < 0) room = 0;
    double bound = pool_rank(&track->peaks, (uint64_t)room);
    return early && bound < habit->first_bound ? habit->first_bound : bound > habit->raised ? bound : habit->raised;
}

void vdt_track_note(struct vdt_track *track, double score) {
    pool_add(&track->scores, score, 1);
}

static bool remember(struct vdt_track *track, struct vdt_episode *episode, int32_t step, double score) {
    if (track->count == track->capacity) {
        size_t capacity = track->capacity ? 2 * track->capacity : 256;
        struct vdt_peak *grown = realloc(track->remembered, capacity * sizeof *grown);
        if (!grown) return false;
        track->remembered = grown;
        track->capacity = capacity;
    }
    pool_add(&track->peaks, score, 1);
    episode->place = track->count;
    track->remembered[track->count++] = (struct vdt_peak){ step, score };
    return true;
}

/* Takes the peak of the running episode out of the pool, where it has not been forgotten. */
static void take_back(struct vdt_track *track, const struct vdt_episode *episode) {
    if (episode->place < track->forgotten || episode->place >= track->count || track->remembered[episode->place].score < 0) return;
    pool_add(&track->peaks, episode->peak, -1);
    track->remembered[episode->place].score = -1;
}

bool vdt_track_raise(struct vdt_track *track, struct vdt_episode *episode, int32_t step, double value, double score) {
    const struct vdt_habit *habit = &track->habit;
    if (score < habit->raised) return true;
    bool goes_on = episode->raised_at != INT32_MIN && step - episode->raised_at <= habit->calm_steps;
    bool higher = goes_on && habit->steps_up && fabs(value) >= fabs(episode->peak_value);
    episode->raised_at = step;
    if (goes_on && !higher && score <= episode->peak) return true;
    if (goes_on && !higher && episode->peak < habit->certain) take_back(track, episode);
    episode->peak = score;
    episode->peak_value = value;
    return score >= habit->certain || remember(track, episode, step, score);
}

bool vdt_track_runs(const struct vdt_track *track, const struct vdt_episode *episode, int32_t step) {
    return episode->alarm_at != INT32_MIN && step - episode->alarm_at <= track->habit.calm_steps;
}

bool vdt_track_alarm(struct vdt_track *track, struct vdt_episode *episode, int32_t step, double value, double score, double bound) {
    if (score <= bound) return false;
    bool runs = vdt_track_runs(track, episode, step);
    episode->alarm_at = step;
    if (runs && !(track->habit.steps_up && fabs(value) >= fabs(episode->alarm_value))) return false;
    episode->alarm_value = value;
    track->spent += score < track->habit.certain;
    return true;
}

void vdt_track_forget(struct vdt_track *track, int32_t step) {
    if (!track->habit.memory) return;
    for (; track->forgotten < track->count && track->remembered[track->forgotten].step <= step - track->habit.memory; track->forgotten++)
        if (track->remembered[track->forgotten].score >= 0) pool_add(&track->peaks, track->remembered[track->forgotten].score, -1);
}

/* ---- as bytes ---- */

static void write_pool(struct vdt_buffer *out, const struct vdt_pool *pool) {
    uint64_t used = 0;
    for (size_t i = 0; i <= BUCKETS; i++) used += pool->sums[i] != 0;
    vdt_memory_put(out, pool->total);
    vdt_memory_put(out, used);
    for (size_t i = 0; i <= BUCKETS; i++)
        if (pool->sums[i]) vdt_memory_put(out, (uint64_t)i << 32 | pool->sums[i]);
}

static void read_pool(struct vdt_memory_reader *from, struct vdt_pool *pool) {
    pool->total = vdt_memory_take(from);
    for (uint64_t used = vdt_memory_take(from); used && !from->damaged; used--) {
        uint64_t entry = vdt_memory_take(from);
        if (entry >> 32 <= BUCKETS) pool->sums[entry >> 32] = (uint32_t)entry;
    }
}

void vdt_track_write(const struct vdt_track *track, struct vdt_buffer *out) {
    vdt_memory_put_real(out, track->spent);
    write_pool(out, &track->scores);
    write_pool(out, &track->peaks);
    vdt_memory_put(out, track->forgotten);
    vdt_memory_put(out, track->count);
    for (size_t i = track->forgotten; i < track->count; i++) {
        vdt_memory_put(out, (uint64_t)(int64_t)track->remembered[i].step);
        vdt_memory_put_real(out, track->remembered[i].score);
    }
}

bool vdt_track_read(struct vdt_track *track, struct vdt_memory_reader *from) {
    track->spent = vdt_memory_take_real(from);
    read_pool(from, &track->scores);
    read_pool(from, &track->peaks);
    size_t forgotten = (size_t)vdt_memory_take(from), count = (size_t)vdt_memory_take(from);
    if (from->damaged || forgotten > count || count - forgotten > from->rest.size) return false;
    struct vdt_peak *remembered = calloc(count + 1, sizeof *remembered);
    if (!remembered) return false;
    for (size_t i = forgotten; i < count; i++) {
        remembered[i].step = (int32_t)(int64_t)vdt_memory_take(from);
        remembered[i].score = vdt_memory_take_real(from);
    }
    track->remembered = remembered;
    track->forgotten = forgotten;
    track->count = count;
    track->capacity = count + 1;
    return !from->damaged;
}

void vdt_episode_write(const struct vdt_episode *episode, struct vdt_buffer *out) {
    vdt_memory_put(out, (uint64_t)(int64_t)episode->raised_at);
    vdt_memory_put(out, (uint64_t)(int64_t)episode->alarm_at);
    vdt_memory_put(out, episode->place);
    vdt_memory_put_real(out, episode->peak);
    vdt_memory_put_real(out, episode->peak_value);
    vdt_memory_put_real(out, episode->alarm_value);
}

struct vdt_episode vdt_episode_read(struct vdt_memory_reader *from) {
    struct vdt_episode episode = { .raised_at = (int32_t)(int64_t)vdt_memory_take(from) };
    episode.alarm_at = (int32_t)(int64_t)vdt_memory_take(from);
    episode.place = (size_t)vdt_memory_take(from);
    episode.peak = vdt_memory_take_real(from);
    episode.peak_value = vdt_memory_take_real(from);
    episode.alarm_value = vdt_memory_take_real(from);
    return episode;
}
