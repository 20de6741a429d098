/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publishers that a state owns or directs: facts, in general knowledge (data/SOURCES.md). Public broadcasters whose
 * newsrooms the law keeps free of the government (BBC, ARD, NHK, NPR …) are not among them; those that a state pays and
 * a charter protects, such as Radio Free Europe, are, for a reader will want to know whose money it is.
 */
#include <string.h>

#include "base/view.h"
#include "vedette/story.h"

enum { HOST_BYTES = 256 };

/* A name is the whole of the publisher's; a domain is it or what stands before it with a dot. */
static const struct {
    const char *state, *names;
} owned[] = {
    { "RUS", "|tass|ria novosti|sputnik|rt|russia today|rossiya segodnya|rossiyskaya gazeta|vesti|zvezda|tass.com|tass.ru|"
             "ria.ru|sputniknews.com|sputnikglobe.com|rt.com|rg.ru|vesti.ru|tvzvezda.ru|1tv.ru|smotrim.ru|rbth.com|" },
    { "CHN", "|xinhua|xinhua news agency|cgtn|cctv|china daily|global times|people's daily|china news service|"
             "china radio international|xinhuanet.com|news.cn|cgtn.com|cctv.com|chinadaily.com.cn|globaltimes.cn|people.cn|"
             "people.com.cn|chinanews.com|ecns.cn|china.org.cn|" },
    { "IRN", "|irna|press tv|irib|mehr news agency|al-alam|irna.ir|presstv.ir|presstv.com|mehrnews.com|alalam.ir|" },
    { "PRK", "|kcna|korean central news agency|rodong sinmun|kcna.kp|rodong.rep.kp|" },
    { "SYR", "|sana|syrian arab news agency|sana.sy|" },
    { "TUR", "|anadolu agency|anadolu|trt|trt world|aa.com.tr|trtworld.com|trthaber.com|" },
    { "QAT", "|al jazeera|qatar news agency|qna|aljazeera.com|aljazeera.net|qna.org.qa|" },
    { "SAU", "|saudi press agency|spa|al ekhbariya|spa.gov.sa|" },
    { "ARE", "|wam|emirates news agency|wam.ae|" },
    { "EGY", "|mena|middle east news agency|al-ahram|ahram online|mena.org.eg|ahram.org.eg|" },
    { "CUB", "|prensa latina|granma|plenglish.com|prensa-latina.cu|granma.cu|" },
    { "VEN", "|telesur|venezolana de television|agencia venezolana de noticias|telesurenglish.net|telesurtv.net|avn.info.ve|" },
    { "BLR", "|belta|belta.by|sb.by|" },
    { "KAZ", "|kazinform|inform.kz|" },
    { "AZE", "|azertac|azertag.az|" },
    { "VNM", "|vietnam news agency|vna|vietnamplus.vn|vnanet.vn|vietnamnews.vn|" },
    { "MMR", "|global new light of myanmar|gnlm.com.mm|" },
    { "LAO", "|kpl|kpl.gov.la|" },
    { "ETH", "|ethiopian news agency|ena.et|" },
    { "ERI", "|shabait|shabait.com|" },
    { "RWA", "|rwanda broadcasting agency|rba.co.rw|" },
    { "ZWE", "|herald zimbabwe|herald.co.zw|zbcnews.co.zw|" },
    { "SDN", "|suna|suna-sd.net|" },
    { "DZA", "|algerie presse service|aps.dz|" },
    { "MAR", "|map|maghreb arab press|mapnews.ma|" },
    { "JOR", "|petra|jordan news agency|petra.gov.jo|" },
    { "KWT", "|kuna|kuna.net.kw|" },
    { "OMN", "|oman news agency|omannews.gov.om|" },
    { "BHR", "|bahrain news agency|bna.bh|" },
    { "IRQ", "|iraqi news agency|ina.iq|" },
    { "PSE", "|wafa|wafa.ps|" },
    { "PAK", "|associated press of pakistan|app.com.pk|" },
    { "BGD", "|bangladesh sangbad sangstha|bss|bssnews.net|" },
    { "IND", "|all india radio|dd news|doordarshan|newsonair.gov.in|ddnews.gov.in|" },
    { "IDN", "|antara|antaranews.com|" },
    { "MYS", "|bernama|bernama.com|" },
    { "HUN", "|mti|mti.hu|hirado.hu|" },
    { "USA", "|voice of america|voa|radio free europe|radio free europe/radio liberty|rfe/rl|radio free asia|voanews.com|"
             "rferl.org|rfa.org|alhurra.com|" },
    { "UKR", "|ukrinform|ukrinform.net|ukrinform.ua|" },
};

/* Small letters of ASCII, cut to the room. */
static struct vdt_view small(struct vdt_view text, char room[HOST_BYTES]) {
    if (text.size > HOST_BYTES) text.size = HOST_BYTES;
    for (size_t i = 0; i < text.size; i++) room[i] = vdt_lower(text.data[i]);
    return (struct vdt_view){ room, text.size };
}

struct vdt_view vdt_publisher_host(struct vdt_view url) {
    size_t begin = 0;
    for (size_t i = 0; i + 2 < url.size; i++)
        if (url.data[i] == ':' && url.data[i + 1] == '/' && url.data[i + 2] == '/') {
            begin = i + 3;
            break;
        }
    if (!begin) return (struct vdt_view){ NULL, 0 };
    struct vdt_view host = vdt_view_slice(url, begin, url.size);
    size_t size = 0;
    while (size < host.size && host.data[size] != '/' && host.data[size] != ':' && host.data[size] != '?') size++;
    host.size = size;
    return vdt_view_starts(host, VDT_LITERAL("www.")) ? vdt_view_slice(host, 4, host.size) : host;
}

static bool listed(const char *names, struct vdt_view name) {
    struct vdt_view rest = vdt_view_of(names);
    while (rest.size)
        if (vdt_view_equal(vdt_view_cut(&rest, '|'), name)) return name.size > 0;
    return false;
}

/* The host, or what it is a part of: "en.example.org", "example.org". */
static bool listed_host(const char *names, struct vdt_view host) {
    for (;;) {
        if (listed(names, host)) return true;
        const char *dot = host.size ? memchr(host.data, '.', host.size) : NULL;
        if (!dot) return false;
        host = vdt_view_slice(host, (size_t)(dot - host.data) + 1, host.size);
    }
}

struct vdt_view vdt_publisher_state(struct vdt_view publisher, struct vdt_view url) {
    char name_room[HOST_BYTES], host_room[HOST_BYTES];
    struct vdt_view name = small(vdt_view_trim(publisher), name_room), host = small(vdt_publisher_host(url), host_room);
    if (vdt_view_starts(name, VDT_LITERAL("www."))) name = vdt_view_slice(name, 4, name.size);
    if (vdt_view_starts(name, VDT_LITERAL("the "))) name = vdt_view_slice(name, 4, name.size);
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        if (listed(owned[i].names, name) || listed_host(owned[i].names, name) || listed_host(owned[i].names, host))
            return vdt_view_of(owned[i].state);
    return (struct vdt_view){ NULL, 0 };
}
