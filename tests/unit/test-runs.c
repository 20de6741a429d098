/* SPDX-License-Identifier: Apache-2.0 */
/* Bayesian online change points: a new level is known soon and dated well, a stray value and a fuller corpus are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "watch/numbers.h"
#include "watch/runs.h"

enum { QUIET = 150 };

/* A count of this mean, drawn by summing exponential waits. */
static double count_of(uint64_t *dice, double mean) {
    double count = 0;
    for (double time = -log(vdt_random_unit(dice)); time < mean; time -= log(vdt_random_unit(dice))) count++;
    return count;
}

/* Rows of a mean of 4, of which 4 was expected. */
static struct vdt_runs quiet_counts(uint64_t *dice) {
    struct vdt_runs runs = { 0 };
    for (int32_t step = 0; step < QUIET; step++) vdt_runs_add_count(&runs, step, count_of(dice, 4), 4);
    return runs;
}

static void a_new_level_of_counts(void **state) {
    (void)state;
    uint64_t dice = 1;
    int dated = 0;
    for (int round = 0; round < 20; round++) {
        struct vdt_runs runs = quiet_counts(&dice);
        assert_true(vdt_runs_chance(&runs, 8) < 0.5);
        for (int32_t row = 0; row < 6; row++) vdt_runs_add_count(&runs, QUIET + row, 16 + row % 2, 4);
        const struct vdt_run *best = vdt_runs_best(&runs);
        assert_in_range(best->rows, 6, 8); /* a large value just before may belong to it */
        assert_true(vdt_runs_chance(&runs, 8) > 0.9 && vdt_runs_chance(&runs, 3) < 0.1);
        dated += best->rows == 6;
    }
    assert_true(dated >= 16);
}

static void a_stray_count(void **state) {
    (void)state;
    uint64_t dice = 2;
    for (int round = 0; round < 20; round++) {
        struct vdt_runs runs = quiet_counts(&dice);
        vdt_runs_add_count(&runs, QUIET, 40, 4);
        for (int32_t row = 1; row < 5; row++) vdt_runs_add_count(&runs, QUIET + row, 4, 4);
        assert_true(vdt_runs_chance(&runs, 5) < 0.5);
        assert_true(vdt_runs_best(&runs)->shape / vdt_runs_best(&runs)->rate < 6); /* it has taught next to nothing */
    }
}

/* Where four times as much is read, four times as much is expected: that is no new level; the same rise without it is. */
static void an_offset(void **state) {
    (void)state;
    uint64_t dice = 3;
    struct vdt_runs runs = quiet_counts(&dice), other = runs;
    for (int32_t row = 0; row < 6; row++) {
        vdt_runs_add_count(&runs, QUIET + row, 16, 16);
        vdt_runs_add_count(&other, QUIET + row, 16, 4);
    }
    assert_true(vdt_runs_chance(&runs, 8) < 0.1 && vdt_runs_chance(&other, 8) > 0.9);
}

static void a_new_level_of_sums(void **state) {
    (void)state;
    uint64_t dice = 4;
    struct vdt_runs runs = { 0 };
    for (int32_t step = 0; step < QUIET; step++)
        vdt_runs_add_sum(&runs, step, vdt_normal_quantile(vdt_random_unit(&dice)));
    assert_true(vdt_runs_chance(&runs, 8) < 0.5);
    for (int32_t row = 0; row < 6; row++) vdt_runs_add_sum(&runs, QUIET + row, 3.5 + 0.1 * row);
    assert_int_equal(vdt_runs_best(&runs)->rows, 6);
    assert_true(vdt_runs_chance(&runs, 6) > 0.9);
    vdt_runs_add_sum(&runs, QUIET + 60, 0); /* after so long a gap nothing is known any more */
    assert_int_equal(runs.count, 1);
}

static void extremes(void **state) {
    (void)state;
    static const double values[] = { 0, 1e18, 1e18, 0, 1, 1e300, 0 };
    struct vdt_runs runs = { 0 }, sums = { 0 };
    for (int32_t step = 0; step < 700; step++) {
        vdt_runs_add_count(&runs, step, values[step % 7], values[(step + 1) % 7]);
        vdt_runs_add_sum(&sums, step, step % 3 ? -values[step % 7] : values[step % 7]);
        for (int i = 0; i < 2; i++) {
            const struct vdt_runs *all = i ? &sums : &runs;
            double chance = vdt_runs_chance(all, 2);
            assert_true(chance > 0 && chance < 1 && all->count >= 1 && all->count <= VDT_RUNS_MOST);
        }
    }
}

static void goes_on_from_bytes(void **state) {
    (void)state;
    uint64_t dice = 5;
    struct vdt_runs runs = quiet_counts(&dice);
    struct vdt_buffer bytes;
    vdt_buffer_init(&bytes);
    vdt_runs_write(&runs, &bytes);
    struct vdt_memory_reader from = { vdt_buffer_view(&bytes), false };
    struct vdt_runs again = vdt_runs_read(&from);
    assert_true(!from.damaged && from.rest.size == 0);
    for (int32_t row = 0; row < 4; row++) {
        vdt_runs_add_count(&runs, QUIET + row, 12, 4);
        vdt_runs_add_count(&again, QUIET + row, 12, 4);
        assert_true(vdt_runs_chance(&runs, row + 1) == vdt_runs_chance(&again, row + 1));
        assert_int_equal(vdt_runs_best(&runs)->rows, vdt_runs_best(&again)->rows);
    }
    vdt_buffer_done(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_new_level_of_counts), cmocka_unit_test(a_stray_count),
                                        cmocka_unit_test(an_offset), cmocka_unit_test(a_new_level_of_sums),
                                        cmocka_unit_test(extremes), cmocka_unit_test(goes_on_from_bytes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
