/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of time as the layer `vedette times` tells them. */
#ifndef VEDETTE_TIMES_H
#define VEDETTE_TIMES_H

#include "vedette/event.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_timex {
    struct vdt_span span;   /* code points of the report's text */
    const char *type;       /* DATE, TIME, DURATION or SET */
    struct vdt_view value;  /* as in TIMEX3; "XXXX" stands for what the text does not say, and nothing is invented */
    struct vdt_view mod;    /* START, MID, END, APPROX, MORE_THAN … as in TIMEX3; empty for none */
};

#ifdef __cplusplus
}
#endif
#endif
