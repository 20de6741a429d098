/* SPDX-License-Identifier: Apache-2.0 */
/* See scan.h. */
#include "watch/scan.h"

void vdt_scan_settle(struct vdt_scan_sizes *sizes) {
    double single = sizes->counts[0] > 0 ? sizes->sums[0] / sizes->counts[0] : 0;
    for (int i = 0; i < VDT_SCAN_WINDOWS; i++) {
        double size = sizes->counts[i] > 0 ? sizes->sums[i] / sizes->counts[i] : 0;
        sizes->ratios[i] = size > single ? size / single : 1;
    }
}

struct vdt_finding vdt_scan_add(struct vdt_scan *scan, struct vdt_scan_sizes *sizes, int32_t step, double score, double expected,
                                enum vdt_watch_side side) {
    if (scan->count && step - scan->last > VDT_SCAN_WIDEST) scan->count = 0;
    if (scan->count == VDT_SCAN_WIDEST) {
        memmove(scan->scores, scan->scores + 1, sizeof *scan->scores * (VDT_SCAN_WIDEST - 1));
        memmove(scan->expected, scan->expected + 1, sizeof *scan->expected * (VDT_SCAN_WIDEST - 1));
        scan->count--;
    }
    scan->scores[scan->count] = score;
    scan->expected[scan->count++] = expected;
    scan->last = step;
    struct vdt_finding most = { score, 1, expected, score };
    double sum = 0, level = 0;
    for (int rows = 1, window = 0; rows <= scan->count; rows++) {
        sum += scan->scores[scan->count - rows];
        level += scan->expected[scan->count - rows];
        if (rows & (rows - 1)) continue;
        double size = sum / sqrt(rows);
        struct vdt_finding found = { size / sizes->ratios[window], rows, level / rows, 0 };
        most.level = found.level = found.score;
        sizes->sums[window] += fabs(size);
        sizes->counts[window++]++;
        if (vdt_scan_towards(found.score, side) > vdt_scan_towards(most.score, side)) most = found;
    }
    return most;
}

struct vdt_finding vdt_scan_last(const struct vdt_scan *scan, const struct vdt_scan_sizes *sizes, int rows) {
    struct vdt_finding found = { .rows = rows };
    int window = 0;
    while (window + 1 < VDT_SCAN_WINDOWS && rows >= 2 << window) window++;
    for (int i = scan->count - rows; i < scan->count; i++) {
        found.score += scan->scores[i];
        found.expected += scan->expected[i] / rows;
    }
    found.score /= sqrt(rows) * sizes->ratios[window];
    return found;
}

void vdt_scan_write(const struct vdt_scan *scan, struct vdt_buffer *out) {
    for (int i = 0; i < VDT_SCAN_WIDEST; i++) {
        vdt_memory_put_real(out, scan->scores[i]);
        vdt_memory_put_real(out, scan->expected[i]);
    }
    vdt_memory_put(out, (uint64_t)(int64_t)scan->count);
    vdt_memory_put(out, (uint64_t)(int64_t)scan->last);
}

struct vdt_scan vdt_scan_read(struct vdt_memory_reader *from) {
    struct vdt_scan scan = { 0 };
    for (int i = 0; i < VDT_SCAN_WIDEST; i++) {
        scan.scores[i] = vdt_memory_take_real(from);
        scan.expected[i] = vdt_memory_take_real(from);
    }
    uint64_t count = vdt_memory_take(from);
    scan.count = count > VDT_SCAN_WIDEST ? 0 : (int32_t)count;
    scan.last = (int32_t)(int64_t)vdt_memory_take(from);
    return scan;
}

void vdt_scan_sizes_write(const struct vdt_scan_sizes *sizes, struct vdt_buffer *out) {
    for (int i = 0; i < VDT_SCAN_WINDOWS; i++) {
        vdt_memory_put_real(out, sizes->sums[i]);
        vdt_memory_put_real(out, sizes->counts[i]);
    }
}

struct vdt_scan_sizes vdt_scan_sizes_read(struct vdt_memory_reader *from) {
    struct vdt_scan_sizes sizes = { 0 };
    for (int i = 0; i < VDT_SCAN_WINDOWS; i++) {
        sizes.sums[i] = vdt_memory_take_real(from);
        sizes.counts[i] = vdt_memory_take_real(from);
    }
    vdt_scan_settle(&sizes);
    return sizes;
}
