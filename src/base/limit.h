/* SPDX-License-Identifier: Apache-2.0 */
/* Every limit of the program, in one place. What is larger is cut or refused with a message that names the limit. */
#ifndef VDT_BASE_LIMIT_H
#define VDT_BASE_LIMIT_H

enum {
    VDT_LIMIT_REQUEST_BYTES = 64 << 10,   /* body of a request to the desk */
    VDT_LIMIT_REPORT_BYTES = 16 << 20,    /* one report's text; a larger one is refused, the others go on */
    VDT_LIMIT_LINE_BYTES = 64 << 20,      /* one JSON line */
    VDT_LIMIT_JSON_DEPTH = 512,           /* lists and objects within each other, in one JSON line or feed */
    VDT_LIMIT_JSON_VALUES = 1 << 20,      /* of one JSON line or feed; each takes some 100 bytes while it is read */
    VDT_LIMIT_PART_DEPTH = 5,             /* parts of a saved page within each other */
    VDT_LIMIT_RECORD_BYTES = 16 << 20,    /* one record of a web archive as it is stored; a larger one is passed over */
    VDT_LIMIT_RECORD_HEAD = 64 << 10,     /* the lines before a record's body, and before the body of a stored response */
    VDT_LIMIT_EXPANSION = 256,            /* times that packed bytes may grow, beyond their first VDT_LIMIT_REPORT_BYTES */
    VDT_LIMIT_FETCH_BYTES = 16 << 20,     /* one answer of a web server, unpacked */
    VDT_LIMIT_FETCHES = 32,               /* hosts that are asked at the same time */
    VDT_LIMIT_FOLLOWED = 64,              /* feeds that are asked for, or read and not yet in the store, at the same time */
    VDT_LIMIT_SITEMAPS = 16,              /* of a sitemap index that are asked, the latest */
    VDT_LIMIT_FEED_PAGES = 100,           /* whole reports fetched for a feed's entries in one round; the others wait for the next */
    VDT_LIMIT_FETCH_SECONDS = 120,        /* until it is all there */
    VDT_LIMIT_REDIRECTS = 5,              /* that an address is followed */
    VDT_LIMIT_URL_BYTES = 8192,           /* an address that is asked */
    VDT_LIMIT_ROBOTS_BYTES = 512 << 10,   /* of a robots.txt; what stands behind is not read (RFC 9309 asks for 500 KiB) */
    VDT_LIMIT_CRAWL_DELAY_MS = 120 * 1000, /* the longest pause that a robots.txt is given */
    VDT_LIMIT_SITES = 4096,               /* whose robots.txt and pause are kept while feeds are followed */
    VDT_LIMIT_FEED_ATTRIBUTES = 128,      /* of one element of a feed; a feed with more is refused */
    VDT_LIMIT_FEED_WORK = 2000000000,     /* comparisons of attributes and name spaces in one feed; one with more is refused */
    VDT_LIMIT_FEEDS = 100000,             /* of one OPML file */
    VDT_LIMIT_ZSTD_WINDOW = 27,           /* log2 of the bytes that a zstd frame may look back */
    VDT_LIMIT_ARENA_BYTES = 1 << 30,      /* what one report may take in all */
    VDT_LIMIT_BUFFER_BYTES = 1 << 30,     /* one growing buffer */
    VDT_LIMIT_IMAGE_BYTES = 1 << 30,      /* one mapped image */
    VDT_LIMIT_ID_BYTES = 1024,            /* a report's id; a longer one is refused */
    VDT_LIMIT_SENTENCE_WORDS = 256,       /* a longer sentence is cut at its best punctuation */
    VDT_LIMIT_CACHED_WORDS = 2048,        /* forms that a worker remembers the network's first sums of; a power of two */
    VDT_LIMIT_WORD_BYTES = 1024,          /* a longer token is cut */
    VDT_LIMIT_TREE_DEPTH = 256,           /* recursion over a parse or an HTML tree */
    VDT_LIMIT_PAGE_BOXES = 1 << 20,       /* elements of a page that are told apart; further ones are part of the last */
    VDT_LIMIT_PAGE_BLOCKS = 1 << 20,      /* paragraphs of a page; further ones are passed over */
    VDT_LIMIT_PAGE_CAPTIONS = 256,        /* of its pictures; further ones are passed over */
    VDT_LIMIT_PAGE_TIMES = 64,            /* time elements of a page that are looked at */
    VDT_LIMIT_PAGE_UPDATES = 1024,        /* entries of a live blog; further ones stay part of its text */
    VDT_LIMIT_PAGE_THINGS = 64,           /* articles that a page's JSON-LD describes */
    VDT_LIMIT_MENTIONS = 1 << 18,         /* of one report; whom later words mean is not asked */
    VDT_LIMIT_REFERENTS = 64,             /* entities that a mention is weighed against */
    VDT_LIMIT_EVENTS_PER_SENTENCE = 64,   /* more are dropped, with a remark */
    VDT_LIMIT_INCIDENT_REACH = 256,       /* how many events back another mention of the same incident is looked for */
    VDT_LIMIT_ACTORS_PER_SIDE = 16,       /* parties listed on one side of an event */
    VDT_LIMIT_VOICES = 8,                 /* the chain of attribution */
    VDT_LIMIT_PATTERN_LINE = 4096,        /* a line of a data file */
    VDT_LIMIT_PATTERN_ITEMS = 32,         /* restrictions of one pattern */
    VDT_LIMIT_SERIES_LINE = 1 << 16,      /* a row of a series file, in bytes; a longer one is left out */
    VDT_LIMIT_SERIES_COLUMNS = 64,        /* of a series file; more are passed over */
    VDT_LIMIT_SERIES_STEPS = 100000,      /* days, weeks or months from a unit's first date to its last */
    VDT_LIMIT_ONSET_STEPS = 4 << 20,      /* of all units, for the regression behind p_any; beyond, p_any is p_over's largest */
    VDT_LIMIT_HORIZON = 366,              /* steps ahead of a forecast */
    VDT_LIMIT_WATCH_LISTS = 256,          /* of one configuration */
    VDT_LIMIT_CHANNELS = 64,              /* of one configuration */
    VDT_LIMIT_FEED_ENTRIES = 100,         /* the latest groups of alarms in an Atom feed or a digest */
    VDT_LIMIT_MAIL_ALARMS = 500,          /* alarms of one mail; more go into the next, but a group stays together */
    VDT_LIMIT_ALARM_INCIDENTS = 4096,     /* that are kept of an alarm to find its group by */
    VDT_LIMIT_EVIDENCE = 50,              /* events that an alarm names */
    VDT_LIMIT_ANALOGUES = 1000,           /* cases of one call */
    VDT_LIMIT_WINDOW = 1000,              /* steps that are compared with the past */
    VDT_LIMIT_DRAWS = 100000,             /* of one forecast */
    VDT_LIMIT_STORY_REPORTS = 1 << 28,    /* reports that the stories can be told to remember */
    VDT_LIMIT_STORY_WORDS = 4096,         /* words of a report that the stories take, its first ones */
    VDT_LIMIT_THREADS = 256,
};

#endif
