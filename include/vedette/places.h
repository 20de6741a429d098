/* SPDX-License-Identifier: Apache-2.0 */
/* Names of places as the layer `vedette places` tells them. */
#ifndef VEDETTE_PLACES_H
#define VEDETTE_PLACES_H

#include "vedette/event.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_toponym {
    struct vdt_span span;         /* code points of the report's text */
    const char *use;              /* literal, metonym or demonym */
    struct vdt_view name;         /* of the gazetteer, empty where it is not known */
    struct vdt_view country;      /* ISO alpha-3 */
    struct vdt_view division;     /* the first-level one's name */
    double latitude, longitude;   /* NAN where not known */
    uint32_t geonames;            /* 0 where there is none */
    struct vdt_view disputed, rule; /* a disputed area that it lies in, and the rule by which it has its country */
    bool dateline;                /* the report begins with it: written from there */
    bool capital;                 /* the town is the capital of its state, whose government its name may stand for */
    bool stray;                   /* the only name of its country in a report that is dated from another */
};

/*
 * A places image from a dump of GeoNames (19 columns, plain or gzip): towns, divisions, counties, regions and islands. States,
 * regions and words for peoples come from `base`, a places image of the program. Wrong lines are told with line, column and
 * offset (the first hundred) and left out. Memory does not grow with the dump.
 */
struct vdt_gazetteer_import {
    size_t size;              /* sizeof this struct */
    const char *dump, *base, *image;
    struct vdt_remarks remarks;
};

struct vdt_gazetteer_imported {
    uint64_t places, passed_over, wrong; /* taken; of kinds that reports do not name; left out */
};

VDT_API enum vdt_status vdt_gazetteer_import(const struct vdt_gazetteer_import *options, struct vdt_gazetteer_imported *out,
                                             struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
