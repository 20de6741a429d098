/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vedette reads the news and keeps watch. This header includes all the others; the shortest whole use:
 *
 *   struct vdt_model_options options = VDT_MODEL_OPTIONS_INIT;
 *   options.language = "models/english.image";
 *   options.knowledge = "build/knowledge.image";
 *   options.patterns = "data";
 *   struct vdt_error error;
 *   struct vdt_model *model;
 *   struct vdt_worker *worker;
 *   struct vdt_result *result;
 *   if (vdt_model_open(&options, &model, &error) != VDT_OK) ...
 *   vdt_worker_new(model, NULL, &worker, &error);
 *   vdt_result_new(&result, &error);
 *   struct vdt_report report = { .id = ..., .published = ..., .text = ... };
 *   vdt_worker_code(worker, &report, result, &error);
 *   struct vdt_events events = vdt_result_events(result);
 *   for (size_t i = 0; i < events.count; i++) ... events.items[i].plover ...
 *   vdt_result_free(result);
 *   vdt_worker_free(worker);
 *   vdt_model_close(model);
 */
#ifndef VEDETTE_VEDETTE_H
#define VEDETTE_VEDETTE_H

#include "vedette/actors.h"
#include "vedette/alarms.h"
#include "vedette/backtest.h"
#include "vedette/delivery.h"
#include "vedette/desk.h"
#include "vedette/ledger.h"
#include "vedette/error.h"
#include "vedette/event.h"
#include "vedette/follow.h"
#include "vedette/incident.h"
#include "vedette/model.h"
#include "vedette/names.h"
#include "vedette/places.h"
#include "vedette/report.h"
#include "vedette/store.h"
#include "vedette/story.h"
#include "vedette/times.h"
#include "vedette/view.h"
#include "vedette/watch.h"
#include "vedette/worker.h"

#endif
