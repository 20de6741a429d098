/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model: the language image, the knowledge and the patterns, opened once and immutable from then on.
 *
 * Thread rule: shared by all threads without locks; it must outlive its workers.
 */
#ifndef VEDETTE_MODEL_H
#define VEDETTE_MODEL_H

#include "vedette/error.h"

#ifdef __cplusplus
extern "C" {
#endif

struct vdt_model;

struct vdt_model_options {
    size_t size;              /* sizeof this struct */
    const char *language;     /* path of the language image */
    const char *knowledge;    /* path of the knowledge image */
    const char *places;       /* path of the places image */
    const char *patterns;     /* the folder with the built-in patterns, embedders and codes: data */
    const char *data;         /* a user's folder read after the built-in knowledge and overriding it, or NULL */
    const char *actors;       /* a user's file of actors, or NULL */
    struct vdt_remarks remarks;
    const char *disputed;     /* whose disputed territory is: recognised (or NULL), control, claim, none */
};

#define VDT_MODEL_OPTIONS_INIT { .size = sizeof(struct vdt_model_options) }

VDT_API enum vdt_status vdt_model_open(const struct vdt_model_options *options, struct vdt_model **out,
                                       struct vdt_error *error);
VDT_API void vdt_model_close(struct vdt_model *model);

/* "0.1.0+m3f9a+p41c2": program, language image, knowledge and patterns. Borrowed from the model. */
VDT_API struct vdt_view vdt_model_version(const struct vdt_model *model);

/* What the language image is. Views are borrowed from the model. */
struct vdt_model_info {
    size_t size;             /* sizeof this struct */
    struct vdt_view version; /* of the image: eight hexadecimal digits */
    struct vdt_view licence; /* of the image, which is not the program's */
    struct vdt_view kernel;  /* what computes here: plain, avx2, avxvnni or vnni; all give the same results */
    uint64_t checksum, bytes;
    uint32_t format;         /* version of the file's form */
    uint32_t words, hashed, listed;    /* rows: known words, hashed parts of words, words of name lists */
    uint32_t units;          /* of each LSTM in one direction */
    uint32_t upos, xpos, feats, relations, names; /* labels of each head */
    uint32_t lemma_rules, lemma_exceptions;
};

#define VDT_MODEL_INFO_INIT { .size = sizeof(struct vdt_model_info) }

VDT_API void vdt_model_info(const struct vdt_model *model, struct vdt_model_info *out);

/* The program's version, "0.1.0". */
VDT_API const char *vdt_version(void);

#ifdef __cplusplus
}
#endif
#endif
