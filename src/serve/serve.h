/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The desk's server: the HTTP API and the page over one store.
 *
 *     struct serve_options options = SERVE_OPTIONS_INIT;
 *     struct desk *desk;
 *     if (desk_open("store.db", &options, &desk, &error) == VDT_OK) { …wait for a signal…; desk_close(desk); }
 *
 * Threads: one a connection, one that watches the store for what is new. All of them end before desk_close returns.
 */
#ifndef VDT_SERVE_SERVE_H
#define VDT_SERVE_SERVE_H

#include "vedette/vedette.h"

struct desk;

struct serve_options {
    const char *address;     /* "127.0.0.1", "::1", "0.0.0.0" … */
    const char *host;        /* the name that browsers use for it; NULL: only loopback's names */
    unsigned port;           /* 0: one that is free */
    const char *tokens;      /* a file of hashed tokens (rights.h); NULL: reading is free on loopback */
    const char *certificate, *key; /* PEM files; NULL: no TLS */
    double rate;             /* requests a second from one address */
    const char *origin;      /* whose scripts may ask (CORS), NULL: nobody's */
    unsigned connections;    /* at once */
    /* Opens the model that parses a sentence when one is asked for; NULL, or where it gives none: there are no parses. */
    struct vdt_model *(*open_model)(const void *context);
    const void *model_context;
};

#define SERVE_OPTIONS_INIT { .address = "127.0.0.1", .port = 8787, .rate = 1000, .connections = 1000 }

/* Opens the store, reads its events into memory and listens. */
enum vdt_status desk_open(const char *store, const struct serve_options *options, struct desk **out,
                          struct vdt_error *error);
void desk_close(struct desk *desk);
unsigned desk_port(const struct desk *desk);
/* A token that may write and is known to this run alone: made where no file of tokens was given; else "". */
const char *desk_run_token(const struct desk *desk);

#endif
