/* SPDX-License-Identifier: Apache-2.0 */
/* One target: FUZZ_BYTES (bytes) is what is done with them, given by fuzz/meson.build. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limit.h"
#include "base/lines.h"
#include "language/language.h"
#include "read/robots.h"
#include "read/tongue.h"
#include "read/unpack.h"
#include "vedette/follow.h"
#include "vedette/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_remark(void *context, enum vdt_remark_level level, const struct vdt_error *at) {
    char text[512];
    (void)context, (void)level;
    vdt_error_format(at, text, sizeof text);
}

/* Every byte that is given can be read. */
__attribute__((unused)) static void look_at(struct vdt_view bytes) {
    static volatile unsigned char seen;
    for (size_t i = 0; i < bytes.size; i++) seen ^= (unsigned char)bytes.data[i];
}

/* Every report with its captions, its furniture, and the sitemaps behind. */
__attribute__((unused)) static void read_reports(struct vdt_view bytes, enum vdt_input input) {
    struct vdt_reader_options options = VDT_READER_OPTIONS_INIT;
    struct vdt_reader *reader;
    options.input = input;
    options.remarks = (struct vdt_remarks){ take_remark, NULL };
    if (vdt_reader_open_bytes(bytes, VDT_LITERAL("input"), &options, &reader, NULL) != VDT_OK) return;
    for (enum vdt_status status = VDT_OK; status != VDT_END;) {
        struct vdt_report report = { 0 };
        struct vdt_error error;
        const struct vdt_furniture_piece *pieces;
        size_t count;
        status = vdt_reader_next(reader, &report, &error);
        if (status == VDT_OK) vdt_reader_furniture(reader, &report, &pieces, &count, &error);
        for (size_t i = 0; i < report.caption_count; i++) look_at(report.captions[i].text), look_at(report.captions[i].credit);
        look_at(report.text);
        if (status == VDT_ERROR_MEMORY || status == VDT_ERROR_SYSTEM) break;
    }
    const struct vdt_sitemap *sitemaps;
    size_t sitemap_count;
    vdt_reader_sitemaps(reader, &sitemaps, &sitemap_count);
    for (size_t i = 0; i < sitemap_count; i++) look_at(sitemaps[i].url), look_at(sitemaps[i].updated);
    vdt_reader_close(reader);
}

__attribute__((unused)) static void unpack_all(struct vdt_view bytes) {
    for (int packing = VDT_PACKED_GZIP; packing <= VDT_PACKED_BROTLI; packing++) {
        struct vdt_buffer out;
        bool whole;
        vdt_buffer_init(&out);
        vdt_unpack((enum vdt_packing)packing, bytes, 1 << 20, &out, &whole, NULL);
        vdt_buffer_done(&out);
    }
}

__attribute__((unused)) static void ask_robots(struct vdt_view bytes) {
    vdt_robots_ask(bytes, "vedette", VDT_LITERAL("/news/2022/05/dam.html?page=2"));
    vdt_robots_ask(VDT_LITERAL("User-agent: *\nDisallow: /*a*b*c$\nAllow: /*.html\nCrawl-delay: 2\n"), "vedette", bytes);
}

__attribute__((unused)) static void say_tongue(struct vdt_view bytes) {
    vdt_tongue_of(bytes);
    int64_t seconds;
    vdt_time_parse(bytes, &seconds, NULL, NULL);
}

__attribute__((unused)) static void read_subscriptions(struct vdt_view bytes) {
    char path[64];
    int file = memfd_create("opml", MFD_CLOEXEC);
    struct vdt_subscriptions *subscriptions;
    if (file < 0) return;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    bool written = write(file, bytes.data, bytes.size) == (ssize_t)bytes.size;
    if (written && vdt_subscriptions_read(path, NULL, &subscriptions, NULL) == VDT_OK) vdt_subscriptions_free(subscriptions);
    close(file);
}

/*
 * The model image with some of its bytes changed - five bytes of input each: a place, and what is put there - and with its
 * checksum made right again, as a forger would: it is refused, or reads a text.
 */
__attribute__((unused)) static void forge_image(struct vdt_view changes) {
    enum { CHANGE = 5, CHECKSUM = 24, PAYLOAD = 64 };
    struct vdt_view image;
    struct vdt_arena arena;
    vdt_arena_init(&arena);
    int file = memfd_create("image", MFD_CLOEXEC);
    if (file < 0 || vdt_file_read(VDT_SOURCE_ROOT "/models/english.image", &arena, &image, NULL) != VDT_OK) abort();
    char *bytes = (char *)(uintptr_t)image.data, path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    for (size_t at = 0; at + CHANGE <= changes.size; at += CHANGE) {
        uint32_t place, count;
        memcpy(&place, changes.data + at, sizeof place);
        memcpy(&count, bytes + 12, sizeof count);
        /* every other change is one of the head and the table of sections */
        size_t room = at / CHANGE % 2 || count > 1024 ? image.size : PAYLOAD + 64 * (size_t)count;
        bytes[place % room] = changes.data[at + CHANGE - 1];
    }
    uint32_t seed;
    memcpy(&seed, bytes + 12, sizeof seed);
    uint64_t sum = vdt_hash_seeded(vdt_view_slice(image, PAYLOAD, image.size), seed);
    memcpy(bytes + CHECKSUM, &sum, sizeof sum);
    struct vdt_language *language = NULL;
    struct vdt_language_scratch *scratch;
    struct vdt_error error;
    if (write(file, bytes, image.size) != (ssize_t)image.size) abort();
    if (vdt_language_open(path, &language, &error) == VDT_OK && vdt_language_scratch_new(language, &scratch, &error) == VDT_OK) {
        struct vdt_analysis analysis;
        vdt_language_analyse(language, scratch, &arena, VDT_LITERAL("The parties met in Geneva on 4 May, and they'd talked."),
                             &analysis, &error);
        vdt_language_scratch_free(scratch);
    }
    vdt_language_close(language);
    vdt_arena_done(&arena);
    close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vdt_view bytes = { (const char *)data, size };
    FUZZ_BYTES(bytes);
    return 0;
}
