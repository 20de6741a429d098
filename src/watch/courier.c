/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See courier.h. Addresses are a configuration's, never a report's: only http(s) and smtp(s) are spoken, redirections are
 * not followed, nothing is asked of the environment's proxies, and no answer is waited for longer than half a minute.
 */
#include "base/limit.h"

#include "watch/courier.h"

#include <curl/curl.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SECONDS = 30, TEXT = 2048 };

static size_t drop(char *data, size_t size, size_t count, void *context) {
    (void)data, (void)context;
    return size * count;
}

static bool copy_text(struct vdt_view from, char to[TEXT]) {
    if (from.size >= TEXT) return false;
    if (from.size) memcpy(to, from.data, from.size);
    to[from.size] = '\0';
    return true;
}

static bool set_common(CURL *curl, const struct vdt_channel *channel, char *said) {
    char url[TEXT], ca[TEXT];
    if (!copy_text(channel->url, url) || !copy_text(channel->ca, ca)) return false;
    if (*ca) curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, said);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "vedette/" VDT_VERSION);
    return true;
}

static bool signature_of(struct vdt_view secret, struct vdt_view body, char out[96]) {
    unsigned char digest[32];
    if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret.data, secret.size, body.data, body.size, digest) != 0) return false;
    int at = snprintf(out, 96, "X-Vedette-Signature: sha256=");
    for (int i = 0; i < 32; i++) snprintf(out + at + 2 * i, 3, "%02x", digest[i]);
    return true;
}

static bool finish(CURLcode code, const char *problem, char *said, size_t size) {
    const char *what = code == CURLE_PEER_FAILED_VERIFICATION ? "the server's certificate is not accepted: "
                       : code == CURLE_USE_SSL_FAILED         ? "the server offers no TLS, which this channel asks for: "
                                                              : "";
    if (code != CURLE_OK) snprintf(said, size, "%s%s", what, *problem ? problem : curl_easy_strerror(code));
    return code == CURLE_OK;
}

bool vdt_courier_post(const struct vdt_channel *channel, struct vdt_view name, struct vdt_view body, char *said, size_t size) {
    char signature[96], delivery[128], problem[CURL_ERROR_SIZE] = "";
    if (!signature_of(channel->secret, body, signature)) return snprintf(said, size, "the channel's secret cannot be used"), false;
    snprintf(delivery, sizeof delivery, "X-Vedette-Delivery: %.*s", (int)name.size, name.data);
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    struct curl_slist *more = headers ? curl_slist_append(headers, signature) : NULL;
    more = more ? curl_slist_append(more, delivery) : NULL;
    more = more ? curl_slist_append(more, "Expect:") : NULL;
    bool sent = false;
    if (!curl || !more || !set_common(curl, channel, problem)) {
        snprintf(said, size, curl && more ? "the channel's url or ca is too long" : "out of memory");
    } else {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size);
        sent = finish(curl_easy_perform(curl), problem, said, size);
        long answer = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
        if (sent && (answer < 200 || answer > 299)) {
            snprintf(said, size, "the receiver answered %ld", answer);
            sent = false;
        }
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return sent;
}

struct upload {
    struct vdt_view rest;
};

static size_t give(char *to, size_t size, size_t count, void *context) {
    struct upload *upload = context;
    size_t most = size * count < upload->rest.size ? size * count : upload->rest.size;
    if (most) memcpy(to, upload->rest.data, most);
    upload->rest = vdt_view_slice(upload->rest, most, upload->rest.size);
    return most;
}

static struct curl_slist *receivers(struct vdt_view to) {
    struct curl_slist *list = NULL;
    while (to.size) {
        char text[TEXT];
        if (!copy_text(vdt_view_trim(vdt_view_cut(&to, ',')), text) || !*text) continue;
        struct curl_slist *more = curl_slist_append(list, text);
        if (!more) break;
        list = more;
    }
    return list;
}

bool vdt_courier_mail(const struct vdt_channel *channel, struct vdt_view mail, char *said, size_t size) {
    char from[TEXT], user[TEXT], password[TEXT], problem[CURL_ERROR_SIZE] = "";
    CURL *curl = curl_easy_init();
    struct curl_slist *to = receivers(channel->to);
    bool sent = false;
    if (!curl || !to || !set_common(curl, channel, problem) || !copy_text(channel->from, from) || !copy_text(channel->user, user) ||
        !copy_text(channel->password, password)) {
        snprintf(said, size, "the channel's addresses cannot be used");
    } else {
        struct upload upload = { mail };
        bool only_safely = *user || channel->ca.size; /* no password in the clear */
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(only_safely ? CURLUSESSL_ALL : CURLUSESSL_TRY));
        if (*user) curl_easy_setopt(curl, CURLOPT_USERNAME, user);
        if (*password) curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        sent = finish(curl_easy_perform(curl), problem, said, size);
    }
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    return sent;
}

bool vdt_courier_write(struct vdt_view folder, struct vdt_view name, const char *ending, struct vdt_view bytes, char *said,
                       size_t size) {
    char path[TEXT], parting[TEXT + 8];
    int length = snprintf(path, sizeof path, "%.*s%s%.*s%s", (int)folder.size, folder.data ? folder.data : "", folder.size ? "/" : "",
                          (int)name.size, name.data, ending);
    if (length < 0 || (size_t)length >= sizeof path) return snprintf(said, size, "the path is too long"), false;
    snprintf(parting, sizeof parting, "%s.part", path);
    FILE *file = fopen(parting, "wb");
    bool good = file && (!bytes.size || fwrite(bytes.data, 1, bytes.size, file) == bytes.size) && fflush(file) == 0 &&
                fsync(fileno(file)) == 0;
    int reason = errno;
    if (file && fclose(file) != 0) good = false, reason = errno;
    if (good && rename(parting, path) != 0) good = false, reason = errno;
    if (!good) snprintf(said, size, "cannot write %s: %s", path, strerror(reason));
    return good;
}
