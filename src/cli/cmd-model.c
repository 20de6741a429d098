/* SPDX-License-Identifier: Apache-2.0 */
/* vedette model info: what the language image is. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"

static void line(const char *name, const char *text, int size) {
    printf("%-18s%.*s\n", name, size, text);
}

static void number(const char *name, uint64_t value, const char *unit) {
    printf("%-18s%" PRIu64 "%s\n", name, value, unit);
}

int cmd_model(const struct invocation *run) {
    if (!vdt_view_is(vdt_view_of(run->operands[0]), "info")) {
        complain("model knows one operand: info");
        return EXIT_USE;
    }
    struct vdt_model *model = open_model(run);
    if (!model) return EXIT_CANNOT_RUN;
    struct vdt_model_info info = VDT_MODEL_INFO_INIT;
    vdt_model_info(model, &info);
    struct vdt_view whole = vdt_model_version(model);
    line("model", whole.data, (int)whole.size);
    line("image", info.version.data, (int)info.version.size);
    printf("%-18s%016" PRIx64 " (XXH3)\n", "checksum", info.checksum);
    number("format", info.format, "");
    number("size", info.bytes, " bytes");
    line("licence", info.licence.data, (int)info.licence.size);
    line("kernel", info.kernel.data, (int)info.kernel.size);
    number("words", info.words, "");
    number("hashed rows", info.hashed, "");
    number("listed names", info.listed, "");
    number("LSTM units", info.units, " a direction, two layers");
    number("UPOS", info.upos, " labels");
    number("XPOS", info.xpos, " labels");
    number("features", info.feats, " labels");
    number("relations", info.relations, " labels");
    number("name tags", info.names, " labels");
    number("lemma rules", info.lemma_rules, "");
    number("lemma exceptions", info.lemma_exceptions, "");
    vdt_model_close(model);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_CANNOT_RUN;
}
