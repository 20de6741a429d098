/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: one published text with its metadata, the unit of input.
 *
 *   struct vdt_reader *reader;
 *   vdt_reader_open("wire.jsonl", &options, &reader, &error);
 *   while (vdt_reader_next(reader, &report, &error) == VDT_OK) ...
 *   vdt_reader_close(reader);
 *
 * Thread rule: a reader belongs to one thread at a time.
 */
#ifndef VEDETTE_REPORT_H
#define VEDETTE_REPORT_H

#include "vedette/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* At a picture of a page: what it says, and who took it; one of the two may be empty. */
struct vdt_caption {
    struct vdt_view text, credit;
};

/*
 * All views are UTF-8 and borrowed from whoever made the report (a reader: until its next call). An absent field is
 * empty. `text` is never altered: where bytes were no UTF-8, or UTF-8 that was encoded twice, they were
 * repaired before, with a remark. All offsets in
 * events refer to it.
 */
struct vdt_report {
    struct vdt_view id;        /* unique within a run; see vdt_reader_next */
    struct vdt_view file;      /* the path as it was given, "-" for standard input */
    struct vdt_view url, title, author, publisher, language;
    struct vdt_view published; /* ISO 8601 or RFC 2822, as given; ISO 8601 where it was given otherwise */
    struct vdt_view updated;
    struct vdt_view text;
    const uint32_t (*spans)[2]; /* stretches in code points that `places` is asked for; NULL: it finds them itself */
    size_t span_count;
    uint64_t line;             /* where in the file it began, 1 for a whole file */
    const struct vdt_caption *captions; /* of a page, in its order: no part of the text */
    size_t caption_count;
};

enum vdt_input {
    VDT_INPUT_GUESS,  /* by content */
    VDT_INPUT_TEXT,
    VDT_INPUT_HTML,
    VDT_INPUT_JSONL,
    VDT_INPUT_CONLLU, /* only for parse: the text is the CoNLL-U itself */
    VDT_INPUT_FEED,   /* RSS, RDF, Atom, JSON Feed: an entry a report */
    VDT_INPUT_ARCHIVE, /* WARC, ARC, WET: a page or text a report */
    VDT_INPUT_TABLE,   /* CSV and its like, the first row naming the columns: a row a report */
    VDT_INPUT_SAVED,   /* MHTML: a page saved with its pictures */
};

struct vdt_reader_options {
    size_t size;             /* sizeof this struct: later fields may be added */
    enum vdt_input input;
    struct vdt_view date;    /* fills in where `published` is missing; checked by vdt_reader_open */
    struct vdt_view map;     /* "text=body,published=date": own names for the keys of JSON lines */
    struct vdt_remarks remarks;
    struct vdt_view charset; /* that came with a page, from a server; empty: it says itself */
};

#define VDT_READER_OPTIONS_INIT { .size = sizeof(struct vdt_reader_options) }

struct vdt_reader;

/* `path` "-" is standard input; gzip and zstd are undone. Fails where nothing can be read: missing, a directory, no permission, bad options. */
VDT_API enum vdt_status vdt_reader_open(const char *path, const struct vdt_reader_options *options,
                                        struct vdt_reader **out, struct vdt_error *error);
/* The same for bytes in memory, which must stay until the reader is closed; `name` stands for the path. */
VDT_API enum vdt_status vdt_reader_open_bytes(struct vdt_view bytes, struct vdt_view name, const struct vdt_reader_options *options,
                                              struct vdt_reader **out, struct vdt_error *error);
/*
 * The next report: VDT_OK, VDT_END, or a failure that concerns one input only (a malformed line, an empty or binary
 * file, a text over the limit): the error says where, and the next call goes on behind it. Ids: the report's own
 * `id`, else its URL, else FILE#n. A live blog in a file or an archive gives what stands beside its entries, then each entry
 * as a report, ID#1, ID#2 ...; in a line of JSON it stays one report.
 */
VDT_API enum vdt_status vdt_reader_next(struct vdt_reader *reader, struct vdt_report *out, struct vdt_error *error);
VDT_API void vdt_reader_close(struct vdt_reader *reader);

/* A piece of a report's text that is its page's and not the report's: "credit", "read-more", "share" ... */
struct vdt_furniture_piece {
    const char *kind;
    struct vdt_view text; /* borrowed from the report */
};

/* The furniture of the report that the reader gave last, in the order of the text; borrowed until the reader's next call. */
VDT_API enum vdt_status vdt_reader_furniture(struct vdt_reader *reader, const struct vdt_report *report,
                                             const struct vdt_furniture_piece **out, size_t *count,
                                             struct vdt_error *error);

/* A sitemap that a sitemap lists; `updated` as given, or empty. */
struct vdt_sitemap {
    struct vdt_view url, updated;
};

/* The sitemaps that a feed lists instead of entries, the latest first, once vdt_reader_next said VDT_END: read does not ask for them. */
VDT_API void vdt_reader_sitemaps(const struct vdt_reader *reader, const struct vdt_sitemap **out, size_t *count);

/*
 * Parses a publication time (ISO 8601 date or time with or without zone, RFC 2822). `seconds` are since 1970 in UTC,
 * `has_time` tells whether a time of day was given.
 */
VDT_API enum vdt_status vdt_time_parse(struct vdt_view text, int64_t *seconds, bool *has_time, struct vdt_error *error);

/*
 * The ids of one run: no two reports of it may share one, across files too. Keeps a hash and a count for each id
 * (16 bytes), not the reports. Thread rule: one thread at a time, in the order of the input.
 */
struct vdt_ids;

VDT_API enum vdt_status vdt_ids_new(struct vdt_ids **out, struct vdt_error *error);
VDT_API void vdt_ids_free(struct vdt_ids *ids);
/* `id` itself the first time, `id~2`, `id~3` when it repeats; `out` is borrowed: from `id` or, until the next call, from `ids`. */
VDT_API enum vdt_status vdt_ids_unique(struct vdt_ids *ids, struct vdt_view id, struct vdt_view *out,
                                       struct vdt_error *error);

#ifdef __cplusplus
}
#endif
#endif
