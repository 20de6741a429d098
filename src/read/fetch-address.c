/* SPDX-License-Identifier: Apache-2.0 */
/* The registries of special addresses (RFC 6890 and what grew from it), as tests on the bytes. */
#include "read/fetch-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

static bool private_ipv4(uint32_t a) {
    return a >> 24 == 0 || a >> 24 == 10 || a >> 24 == 127 || a >> 20 == 0xAC1 || a >> 16 == 0xC0A8 || a >> 16 == 0xA9FE ||
           a >> 22 == (0x64400000 >> 22) || a >> 8 == 0xC00000 || a >> 17 == (0xC6120000 >> 17) || a >> 28 >= 14;
}

bool vdt_address_private(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return private_ipv4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return true;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    const uint8_t *b = six.sin6_addr.s6_addr;
    uint32_t last = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];
    bool zeros = true;
    for (int i = 0; i < 10; i++) zeros &= b[i] == 0;
    if (zeros) return b[10] == 0xFF && b[11] == 0xFF ? private_ipv4(last) : true; /* ::1, ::, ::a.b.c.d */
    if (b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B) return private_ipv4(last);
    if (b[0] == 0x20 && b[1] == 0x02)
        return private_ipv4((uint32_t)b[2] << 24 | (uint32_t)b[3] << 16 | (uint32_t)b[4] << 8 | b[5]);
    return (b[0] & 0xFE) == 0xFC || (b[0] == 0xFE && (b[1] & 0x80)) || b[0] == 0xFF;
}
