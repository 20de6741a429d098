/* SPDX-License-Identifier: Apache-2.0 */
/* vedette evaluate: the shares judged right in sheets of "vedette sample", with 95 % intervals (Wilson 1927). */
#include <stdio.h>

#include "base/limit.h"
#include "cli/command.h"
#include "cli/sheet.h"

static enum vdt_status read_file(const char *path, struct vdt_buffer *out, struct vdt_error *error) {
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file) return vdt_fail_errno(error, vdt_view_of(path), "open the sheet");
    enum vdt_status status = VDT_OK;
    for (;;) {
        char *room = vdt_buffer_room(out, 1 << 16);
        if (!room) {
            status = vdt_fail_memory(error, "reading a sheet");
            break;
        }
        size_t got = fread(room, 1, 1 << 16, file);
        out->size += got;
        if (got) continue;
        if (ferror(file)) status = vdt_fail_errno(error, vdt_view_of(path), "read the sheet");
        break;
    }
    if (!standard) fclose(file);
    return status;
}

int cmd_evaluate(const struct invocation *run) {
    struct sheet_tally tally = { 0 };
    bool some_failed = false;
    for (int i = 0; i < run->operand_count; i++) {
        struct vdt_error error;
        struct vdt_buffer csv;
        vdt_buffer_init(&csv);
        enum vdt_status status = read_file(run->operands[i], &csv, &error);
        if (status == VDT_OK) status = sheet_read(vdt_buffer_view(&csv), run->operands[i], &tally, &error);
        if (status != VDT_OK) {
            complain_error(&error);
            some_failed = true;
        }
        vdt_buffer_done(&csv);
    }
    printf("%-10s %7s %7s %8s   %s\n", "", "right", "judged", "share", "95 % interval");
    for (int part = 0; part < JUDGED_COUNT; part++) {
        printf("%-10s %7llu %7llu ", judged_names[part], (unsigned long long)tally.right[part],
               (unsigned long long)tally.judged[part]);
        if (!tally.judged[part]) {
            printf("%8s   %s\n", "-", "-");
            continue;
        }
        struct interval interval = wilson_interval(tally.right[part], tally.judged[part]);
        printf("%6.1f %%   %.1f–%.1f %%\n", 100.0 * (double)tally.right[part] / (double)tally.judged[part],
               100 * interval.low, 100 * interval.high);
    }
    printf("%llu of %llu rows are not judged\n", (unsigned long long)tally.unjudged, (unsigned long long)tally.rows);
    if (!finish_output()) return EXIT_CANNOT_RUN;
    return some_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}
