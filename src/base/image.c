/* SPDX-License-Identifier: Apache-2.0 */
/* mmap with the checks that every image needs before its own. */
#include "base/image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limit.h"

enum vdt_status vdt_map_open(const char *path, struct vdt_map *out, struct vdt_error *error) {
    struct vdt_view name = vdt_view_of(path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return vdt_fail_errno(error, name, "open it");
    enum vdt_status status = VDT_OK;
    struct stat about;
    if (fstat(file, &about) != 0) {
        status = vdt_fail_errno(error, name, "read it");
    } else if (!S_ISREG(about.st_mode)) {
        status = vdt_fail_at(error, VDT_ERROR_SYSTEM, name, 0, 0, "not a regular file");
    } else if (about.st_size == 0) {
        status = vdt_fail_at(error, VDT_ERROR_FORMAT, name, 0, 0, "the file is empty");
    } else if (about.st_size > VDT_LIMIT_IMAGE_BYTES) {
        status = vdt_fail_at(error, VDT_ERROR_LIMIT, name, 0, 0, "larger than %d bytes", VDT_LIMIT_IMAGE_BYTES);
    } else {
        void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (at == MAP_FAILED)
            status = vdt_fail_errno(error, name, "map it");
        else
            out->bytes = (struct vdt_view){ at, (size_t)about.st_size };
    }
    close(file);
    return status;
}

void vdt_map_close(struct vdt_map *map) {
    if (map->bytes.data) munmap((void *)(uintptr_t)map->bytes.data, map->bytes.size);
    map->bytes = (struct vdt_view){ NULL, 0 };
}
