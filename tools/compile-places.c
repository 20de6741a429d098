/* SPDX-License-Identifier: Apache-2.0 */
/* compile-places DATA IMAGE: the build's step from the packed gazetteer to the image that the program maps. */
#include <stdio.h>

#include "know/gazetteer.h"

int main(int count, char **arguments) {
    if (count != 3) {
        fputs("usage: compile-places DATA IMAGE\n", stderr);
        return 2;
    }
    struct vdt_error error;
    if (vdt_gazetteer_compile(arguments[1], arguments[2], &error) == VDT_OK) return 0;
    char text[1024];
    vdt_error_format(&error, text, sizeof text);
    fprintf(stderr, "%s\n", text);
    return 1;
}
