/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that a public feed has no business with. */
#ifndef VDT_READ_FETCH_ADDRESS_H
#define VDT_READ_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* This machine, inner networks, link-local, shared, multicast, and the same behind the mappings of IPv4 into IPv6. */
bool vdt_address_private(const struct sockaddr *address);

#endif
