/* SPDX-License-Identifier: Apache-2.0 */
/* The named detectors: alarms by a published rule and its nominal level, with no budget. */
#ifndef VDT_WATCH_DETECTOR_H
#define VDT_WATCH_DETECTOR_H

#include "watch/series.h"

/* Lines by unit and date, as vdt_watch tells them. */
enum vdt_status vdt_detect(const struct vdt_series *series, const struct vdt_watch_options *options, vdt_alert_fn *tell,
                           void *context, struct vdt_error *error);

#endif
