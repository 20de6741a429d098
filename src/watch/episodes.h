/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Episodes: stretches of raised scores. The highest score of each goes into a pool of what has been seen, and alarms are held
 * to a budget by rank: after y unit-years a budget of b has room for b·y alarms, so the bound is the b·y-th highest episode
 * of the past. That keeps the budget whatever the scores' distribution is, which no nominal level was ever seen to do.
 */
#ifndef VDT_WATCH_EPISODES_H
#define VDT_WATCH_EPISODES_H

#include "watch/remembered.h"

/* How many scores lie at or above one: a Fenwick tree (1994) over steps of 1/64, up to 1,024. */
struct vdt_pool {
    uint32_t *sums;
    uint64_t total;
};

/* Where episodes begin, how long they last, what counts against the budget. */
struct vdt_habit {
    double raised;      /* a score that begins an episode */
    double first_bound; /* until there is a past to speak of */
    double certain;     /* beyond this an episode is hardly a false alarm, at a budget of one, and does not spend it */
    int calm_steps;     /* an episode ends after so many steps below */
    bool steps_up;      /* within an episode a higher value is a new alarm */
    int32_t memory;     /* steps after which an episode is forgotten, with the unit-years of its time; 0: never */
};

/* The running episode of a unit, and its running alarm; their last steps are INT32_MIN where there is none. */
struct vdt_episode {
    int32_t raised_at, alarm_at;
    double peak, peak_value, alarm_value;
    size_t place;       /* among the remembered */
};

/* The scores of all units together. */
struct vdt_track {
    struct vdt_habit habit;
    double budget, spent;      /* alarms a unit and year, alarms until now */
    struct vdt_pool scores, peaks;
    struct vdt_peak *remembered; /* in the pool, by the step of their last peak; those before `forgotten` are out of it */
    size_t count, capacity, forgotten;
};

/* False when memory is out; vdt_track_end may be called all the same. */
bool vdt_track_begin(struct vdt_track *track, struct vdt_habit habit, double budget);
void vdt_track_end(struct vdt_track *track);

/* The share of past scores at or above this one, never 0 or 1. */
double vdt_track_chance(const struct vdt_track *track, double score);

/* The score that spends the budget after so many unit-years: of those remembered, and of all. */
double vdt_track_bound(const struct vdt_track *track, double unit_years, double all_years);

/* Takes a score into the pool of scores; into the running episode, or a new one; false when memory is out. */
void vdt_track_note(struct vdt_track *track, double score);
bool vdt_track_raise(struct vdt_track *track, struct vdt_episode *episode, int32_t step, double value, double score);

/* Is this score a new alarm? */
bool vdt_track_alarm(struct vdt_track *track, struct vdt_episode *episode, int32_t step, double value, double score, double bound);

/* Does the unit's last alarm go on at this step? */
bool vdt_track_runs(const struct vdt_track *track, const struct vdt_episode *episode, int32_t step);

/* What lies further back than the habit remembers goes out of the pool. */
void vdt_track_forget(struct vdt_track *track, int32_t step);

void vdt_track_write(const struct vdt_track *track, struct vdt_buffer *out);
bool vdt_track_read(struct vdt_track *track, struct vdt_memory_reader *from);
void vdt_episode_write(const struct vdt_episode *episode, struct vdt_buffer *out);
struct vdt_episode vdt_episode_read(struct vdt_memory_reader *from);

#endif
