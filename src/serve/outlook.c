/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making the outlook. A store with a million events takes seconds to gather, so it is made by a thread that gives way to
 * all others, at most once in ten times of what it took, and never while a request waits for it. Only the dyads with the
 * most events are looked at: what one asks about others is answered without a baseline.
 */
#include "serve/outlook.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "serve/book.h"
#include "serve/desk-state.h"
#include "serve/routes.h"

enum { OUTLOOK_UNITS = 300, OUTLOOK_LEAST = 5, OUTLOOK_STEPS = 3 };

struct line {
    uint32_t unit;
    struct vdt_view text;
};

struct level {
    int32_t day;
    float expected, bound;
};

/* What there is for one step. Lines and levels are sorted by unit. */
struct outlook_step {
    struct line *lines[2];      /* by enum outlook_kind */
    size_t line_count[2], line_capacity[2];
    struct level *levels;
    size_t level_count, level_capacity;
    size_t *level_begin;        /* by unit, one more than there are */
    size_t begin_count, begin_capacity;
    struct dictionary units;
};

struct outlook {
    atomic_int holders;
    struct vdt_arena arena;
    struct outlook_step steps[OUTLOOK_STEPS];
    struct vdt_series *weeks;   /* kept for analogues, which are found when they are asked for */
    struct vdt_buffer line;     /* while it is made */
    enum desk_step at;
    bool failed;
};

/* ---- holding ---- */

struct outlook *outlook_hold(struct desk *desk) {
    pthread_mutex_lock(&desk->outlook_lock);
    struct outlook *outlook = desk->outlook;
    if (outlook) atomic_fetch_add(&outlook->holders, 1);
    pthread_mutex_unlock(&desk->outlook_lock);
    return outlook;
}

void outlook_release(struct outlook *outlook) {
    if (!outlook || atomic_fetch_sub(&outlook->holders, 1) != 1) return;
    for (int i = 0; i < OUTLOOK_STEPS; i++) {
        struct outlook_step *step = &outlook->steps[i];
        free(step->lines[0]);
        free(step->lines[1]);
        free(step->levels);
        free(step->level_begin);
        dictionary_done(&step->units);
    }
    vdt_series_close(outlook->weeks);
    vdt_buffer_done(&outlook->line);
    vdt_arena_done(&outlook->arena);
    free(outlook);
}

/* ---- taking lines ---- */

static bool give_up(struct outlook *outlook) {
    outlook->failed = true;
    return false;
}

/* The line in the buffer, kept under its unit. */
static bool keep_line(struct outlook *outlook, enum outlook_kind kind, struct vdt_view unit) {
    struct outlook_step *step = &outlook->steps[outlook->at];
    struct vdt_view text = vdt_arena_copy(&outlook->arena, vdt_buffer_view(&outlook->line));
    uint32_t number = dictionary_number(&step->units, unit);
    if (!text.data || vdt_buffer_failed(&outlook->line) || number == UINT32_MAX ||
        !vdt_array_room(&step->lines[kind], step->line_count[kind], &step->line_capacity[kind], sizeof **step->lines))
        return give_up(outlook);
    step->lines[kind][step->line_count[kind]++] = (struct line){ number, text };
    return true;
}

static bool take_forecast(void *context, const struct vdt_forecast *line) {
    struct outlook *outlook = context;
    vdt_buffer_clear(&outlook->line);
    VDT_BUFFER_PUT(&outlook->line, vdt_forecast_write, line);
    return keep_line(outlook, OUTLOOK_FORECAST, line->unit);
}

static bool take_change(void *context, const struct vdt_change *line) {
    struct outlook *outlook = context;
    vdt_buffer_clear(&outlook->line);
    VDT_BUFFER_PUT(&outlook->line, vdt_change_write, line);
    return keep_line(outlook, OUTLOOK_CHANGE, line->unit);
}

/* A date of a series as a day: of a month its first. */
static bool day_of_step(struct vdt_view text, int32_t *day) {
    char whole[16];
    if (text.size == 7) {
        snprintf(whole, sizeof whole, "%.7s-01", text.data);
        text = vdt_view_of(whole);
    }
    return vdt_day_read(text, day);
}

static bool take_level(void *context, const struct vdt_alert *line) {
    struct outlook *outlook = context;
    struct outlook_step *step = &outlook->steps[outlook->at];
    uint32_t unit = dictionary_number(&step->units, line->unit);
    int32_t day;
    if (unit == UINT32_MAX) return give_up(outlook);
    if (!day_of_step(vdt_view_of(line->date.text), &day)) return true;
    while (step->begin_count <= unit) {
        if (!vdt_array_room(&step->level_begin, step->begin_count + 1, &step->begin_capacity, sizeof *step->level_begin))
            return give_up(outlook);
        step->level_begin[step->begin_count++] = step->level_count;
    }
    /* a date may have two lines, an alarm and a gap: the first has the level */
    if (step->level_count > step->level_begin[unit] && step->levels[step->level_count - 1].day == day) return true;
    if (!vdt_array_room(&step->levels, step->level_count, &step->level_capacity, sizeof *step->levels)) return give_up(outlook);
    step->levels[step->level_count++] = (struct level){ day, (float)line->expected, (float)line->bound };
    return true;
}

/* ---- making ---- */

static bool make_step(struct outlook *outlook, struct vdt_store *store, enum desk_step at, double least, struct vdt_error *error) {
    static const enum vdt_series_step steps[] = { VDT_STEP_OF_DAY, VDT_STEP_OF_WEEK, VDT_STEP_OF_MONTH };
    struct vdt_gather_options gather = VDT_GATHER_OPTIONS_INIT;
    struct vdt_watch_options watch = VDT_WATCH_OPTIONS_INIT;
    struct vdt_forecast_options forecast = VDT_FORECAST_OPTIONS_INIT;
    struct vdt_series *series = NULL;
    outlook->at = at;
    gather.by = VDT_BY_DYAD;
    gather.step = steps[at];
    gather.least = least;
    gather.without_evidence = true;
    watch.all = true;
    if (at == DESK_DAY) forecast.horizon_to = 14;
    enum vdt_status status = vdt_series_gather(store, &gather, &series, error);
    /* levels first: they number the units in order */
    if (status == VDT_OK && vdt_series_units(series)) {
        status = vdt_watch(series, &watch, take_level, outlook, error);
        if (status == VDT_OK) status = vdt_forecast(series, &forecast, take_forecast, outlook, error);
        if (status == VDT_OK) status = vdt_changes(series, 0.5, take_change, outlook, error);
    }
    if (status == VDT_OK && at == DESK_WEEK)
        outlook->weeks = series;
    else
        vdt_series_close(series);
    return status == VDT_OK && !outlook->failed;
}

static struct outlook *make_outlook(struct vdt_store *store, double least) {
    struct outlook *outlook = calloc(1, sizeof *outlook);
    struct vdt_error error;
    if (!outlook) return NULL;
    atomic_init(&outlook->holders, 1);
    vdt_arena_init(&outlook->arena);
    vdt_buffer_init(&outlook->line);
    bool made = true;
    for (int i = 0; i < OUTLOOK_STEPS && made; i++)
        made = dictionary_init(&outlook->steps[i].units, false) &&
               make_step(outlook, store, (enum desk_step)i, least, &error);
    if (made) return outlook;
    outlook_release(outlook);
    return NULL;
}

/* How many events a dyad needs to be among the OUTLOOK_UNITS with the most. */
static double least_of(struct desk *desk) {
    struct request request = { .desk = desk, .who = "" };
    vdt_arena_init(&request.arena);
    pthread_rwlock_rdlock(&desk->lock);
    request.columns = &desk->columns;
    uint32_t least = pair_threshold(&request, OUTLOOK_UNITS);
    pthread_rwlock_unlock(&desk->lock);
    vdt_arena_done(&request.arena);
    /* in powers of two, so that a list does not begin anew whenever the store has grown */
    double rounded = OUTLOOK_LEAST;
    while (rounded < least) rounded = rounded == OUTLOOK_LEAST ? 8 : rounded * 2;
    return rounded;
}

/* Opens the store for the looker, where outlook_stop can break off what it does. */
static struct vdt_store *open_store(struct desk *desk, enum vdt_store_mode mode) {
    struct vdt_store *store = NULL;
    if (vdt_store_open(desk->path, mode, &store, NULL) != VDT_OK) return NULL;
    pthread_mutex_lock(&desk->outlook_lock);
    desk->looking_at = store;
    pthread_mutex_unlock(&desk->outlook_lock);
    return store;
}

static void close_store(struct desk *desk, struct vdt_store *store) {
    pthread_mutex_lock(&desk->outlook_lock);
    desk->looking_at = NULL;
    pthread_mutex_unlock(&desk->outlook_lock);
    vdt_store_close(store);
}

static bool tell_alarm(void *context, const struct vdt_alarm *alarm) {
    struct vdt_buffer line;
    vdt_buffer_init(&line);
    VDT_BUFFER_PUT(&line, vdt_alarm_write, alarm);
    if (!vdt_buffer_failed(&line)) desk_tell(context, "alarm", vdt_buffer_view(&line));
    vdt_buffer_done(&line);
    return true;
}

/* Watches what is new and keeps the alarms, as `vedette watch STORE` does: the same list. A store that cannot be written to keeps those that it has. */
static void watch_dyads(struct desk *desk, double least) {
    struct vdt_watch_list list = VDT_WATCH_LIST_INIT;
    struct vdt_store *store = open_store(desk, VDT_STORE_WRITE);
    if (!store) return;
    list.gather.by = VDT_BY_DYAD;
    /* a series a dyad a day: of tens of thousands of them only those with the most events are held at once */
    if (least > OUTLOOK_LEAST) list.gather.least = least;
    vdt_watch_store(store, &list, tell_alarm, desk, NULL);
    close_store(desk, store);
}

/* What was made is shown: answers that are kept show it not, and the page asks again. */
static void show(struct desk *desk, const char *what) {
    char line[32];
    malloc_trim(0);
    atomic_fetch_add(&desk->generation, 1);
    snprintf(line, sizeof line, "{\"what\":\"%s\"}", what);
    desk_tell(desk, "made", vdt_view_of(line));
}

static void refresh(struct desk *desk) {
    double least = least_of(desk);
    watch_dyads(desk, least);
    struct vdt_store *store = open_store(desk, VDT_STORE_READ);
    if (!store) return;
    book_make(desk, store);
    show(desk, "ledger");
    struct outlook *made = make_outlook(store, least);
    close_store(desk, store);
    if (!made) return;
    pthread_mutex_lock(&desk->outlook_lock);
    struct outlook *before = desk->outlook;
    desk->outlook = made;
    pthread_mutex_unlock(&desk->outlook_lock);
    outlook_release(before);
    show(desk, "outlook");
}

/* Waits so long, or until the desk closes. */
static void wait_seconds(struct desk *desk, double seconds) {
    double until = desk_now() + seconds;
    pthread_mutex_lock(&desk->stream_lock);
    while (!atomic_load(&desk->closing) && desk_now() < until) {
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_nsec += 200000000;
        if (at.tv_nsec >= 1000000000) at.tv_sec++, at.tv_nsec -= 1000000000;
        pthread_cond_timedwait(&desk->stream_news, &desk->stream_lock, &at);
    }
    pthread_mutex_unlock(&desk->stream_lock);
}

static void *keep_outlook(void *context) {
    struct desk *desk = context;
    int64_t seen = -1;
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 15);
    while (!atomic_load(&desk->closing)) {
        pthread_rwlock_rdlock(&desk->lock);
        int64_t now = desk->columns.last_event;
        pthread_rwlock_unlock(&desk->lock);
        double pause = 1;
        if (now != seen) {
            double began = desk_now();
            refresh(desk);
            seen = now;
            pause += 10 * (desk_now() - began);
        }
        wait_seconds(desk, pause);
    }
    return NULL;
}

bool outlook_start(struct desk *desk) {
    desk->looking = pthread_create(&desk->looker, NULL, keep_outlook, desk) == 0;
    return desk->looking;
}

/* What it reads is broken off, again and again: a look begins with the next thing that it reads. */
static bool join_soon(struct desk *desk) {
    struct timespec until;
    pthread_mutex_lock(&desk->outlook_lock);
    if (desk->looking_at) vdt_store_interrupt(desk->looking_at);
    pthread_mutex_unlock(&desk->outlook_lock);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 100000000;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    return pthread_timedjoin_np(desk->looker, NULL, &until) != ETIMEDOUT;
}

void outlook_stop(struct desk *desk) {
    while (desk->looking && !join_soon(desk)) continue;
    desk->looking = false;
    outlook_release(desk->outlook);
    book_release(desk->book);
    desk->outlook = NULL;
    desk->book = NULL;
}

/* ---- asking ---- */

void outlook_lines(const struct outlook *outlook, enum outlook_kind kind, enum desk_step step, struct vdt_view unit,
                   outlook_line_fn *tell, void *context) {
    const struct outlook_step *at = &outlook->steps[step];
    uint32_t number = dictionary_find(&at->units, unit);
    for (size_t i = 0; i < at->line_count[kind]; i++)
        if (at->lines[kind][i].unit == number && !tell(context, at->lines[kind][i].text)) return;
}

static bool pass_outcome(void *context, const struct vdt_analogue_outcome *outcome) {
    (void)context, (void)outcome;
    return true;
}

bool outlook_analogues(const struct outlook *outlook, struct vdt_view unit, vdt_analogue_fn *tell, void *context) {
    struct vdt_analogue_options options = VDT_ANALOGUE_OPTIONS_INIT;
    options.unit = unit;
    return outlook->weeks && vdt_analogues(outlook->weeks, &options, tell, pass_outcome, context, NULL) != VDT_ERROR_USE;
}

bool outlook_level(const struct outlook *outlook, enum desk_step step, struct vdt_view unit, struct vdt_view date,
                   double *expected, double *bound) {
    const struct outlook_step *at = &outlook->steps[step];
    uint32_t number = dictionary_find(&at->units, unit);
    int32_t day;
    if (number == UINT32_MAX || number >= at->begin_count || !day_of_step(date, &day)) return false;
    size_t low = at->level_begin[number], high = number + 1 < at->begin_count ? at->level_begin[number + 1] : at->level_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (at->levels[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= at->level_count || at->levels[low].day != day) return false;
    *expected = (double)at->levels[low].expected;
    *bound = (double)at->levels[low].bound;
    return true;
}
