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
};

#ifdef __cplusplus
}
#endif
#endif
