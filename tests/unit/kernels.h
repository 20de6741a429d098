/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: every kernel in turn. One that the processor should have and the program does not give is a failure. */
#ifndef VDT_TESTS_KERNELS_H
#define VDT_TESTS_KERNELS_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "language/kernel.h"

/* What the system says of the processor, not what the compiler's library says, which the program asks. */
static inline bool processor_has(const char *flag) {
    char line[8192], wanted[32];
    FILE *file = fopen("/proc/cpuinfo", "r");
    bool found = false;
    snprintf(wanted, sizeof wanted, " %s ", flag);
    while (file && !found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = ' ';
        found = strncmp(line, "flags", 5) == 0 && strstr(line, wanted);
    }
    if (file) fclose(file);
    return found;
}

/* The next kernel that there is; `kind` begins with 0. */
static inline bool next_kernel(int *kind, const struct vdt_kernel **out) {
    for (*out = NULL; *kind < VDT_KERNEL_COUNT && !*out; ++*kind) *out = vdt_kernel_of((enum vdt_kernel_kind)*kind);
    return *out != NULL;
}

#endif
