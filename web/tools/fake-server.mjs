// SPDX-License-Identifier: Apache-2.0
// A development tool, no part of the product: answers the API with data that are made up by rules, so that the page
// can be worked on without a store. Everything in it is invented; no sentence comes from a report.
// usage: node tools/fake-server.mjs [PORT]
import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', json: 'application/json', svg: 'image/svg+xml', txt: 'text/plain' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const pick = list => list[Math.floor(random() * list.length)];
const dayAt = index => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
const DAYS = 450;

const ACTORS = [['RUSGOV', 'Russia', 'Moscow'], ['UKRGOV', 'Ukraine', 'Kyiv'], ['RUSMIL', 'Russian Armed Forces', 'Russian troops'], ['UKR', 'Ukraine', 'Ukraine'], ['IRNGOV', 'Iran', 'Tehran'],
    ['ISRMIL', 'Israeli Army', 'the Israeli army'], ['USAGOV', 'United States', 'Washington'], ['CHNGOV', 'China', 'Beijing'], ['TWN', 'Taiwan', 'Taiwan'], ['SDNREB', 'Rapid forces', 'the rebels'], ['SDNMIL', 'Sudanese Army', 'Sudan’s army'], ['IGOUNO', 'United Nations', 'the United Nations']];
const ACTS = [['CONSULT', '046', 1, 7, 'held talks with', 'hold'], ['AGREE', '057', 1, 8, 'signed an accord with', 'sign'], ['AID', '073', 2, 7.4, 'sent food to', 'send'], ['ACCUSE', '112', 3, -2, 'accused', 'accuse'],
    ['THREATEN', '138', 3, -7, 'threatened to strike', 'threaten'], ['REJECT', '120', 3, -4, 'rejected an offer by', 'reject'], ['MOBILIZE', '154', 4, -7.2, 'moved tanks towards', 'move'], ['ASSAULT', '190', 4, -10, 'shelled positions of', 'shell'], ['SANCTION', '163', 4, -8, 'imposed sanctions on', 'impose']];
const PLACES = [['Kharkiv', 'UKR', 50, 36.2], ['Kyiv', 'UKR', 50.4, 30.5], ['Tehran', 'IRN', 35.7, 51.4], ['El Fasher', 'SDN', 13.6, 25.3], ['Khartoum', 'SDN', 15.5, 32.5], ['Taipei', 'TWN', 25, 121.5], ['Geneva', 'CHE', 46.2, 6.1], ['Washington', 'USA', 38.9, -77], ['Gaza', 'PSE', 31.5, 34.5], ['Lima', 'PER', -12, -77]];
const PUBLISHERS = ['Example Wire', 'Northern Post', 'Daily Example', 'River Gazette', 'Example Radio'];
const STATUSES = ['asserted', 'asserted', 'asserted', 'asserted', 'planned', 'possible', 'denied', 'negated'];

const party = (actor, text, begin) => ({ code: actor[0], name: actor[1], country: actor[0].slice(0, 3), roles: [], wikidata: null, text, begin, end: begin + [...text].length });

const reports = [], events = [], stories = new Map();
for (let n = 0; n < 260; n++) {
    const day = dayAt(Math.floor(random() * DAYS));
    const id = `r${n}`, story = n % 4 === 0 ? id : `r${n - n % 4}`;
    const lines = ['An invented report for the development of the page 🜚.'], own = [];
    const host = n === 4 ? '<script>document.title = "hacked"</script><img src=x onerror="document.title=1">' : '';
    if (host) lines.push(host);
    for (let s = 0; s < 3 + Math.floor(random() * 4); s++) {
        const source = pick(ACTORS), target = pick(ACTORS.filter(actor => actor !== source)), act = pick(ACTS), place = pick(PLACES), status = pick(STATUSES);
        const voice = random() < 0.4 ? pick(ACTORS.filter(actor => actor !== source)) : null;
        const before = [...lines.join('\n\n')].length + 2;
        let text = '', at = before;
        const say = words => { const begin = at; text += words; at += [...words].length; return begin; };
        let voiceAt = 0;
        if (voice) { voiceAt = say(voice[2]); say(' said that '); }
        const sourceAt = say(source[2]); say(' ');
        const actAt = say(act[4]); say(' ');
        const targetAt = say(target[2]); say(` near ${place[0]} on Monday.`);
        lines.push(text);
        own.push({
            id: `e:${(n * 16 + s).toString(16).padStart(6, '0')}`, report: id, story, incident: `i:${n}-${s}`, sentence: s + 1, begin: before, end: at, text,
            trigger: { text: act[4], lemma: act[5], begin: actAt, end: actAt + [...act[4]].length },
            plover: { event: act[0], mode: null, context: act[2] === 4 ? ['military'] : ['diplomatic'] }, cameo: act[1], quad: act[2], goldstein: act[3],
            source: [party(source, source[2], sourceAt)], target: [party(target, target[2], targetAt)], status, conditional: act[0] === 'THREATEN' && random() < 0.5, historical: random() < 0.08,
            voice: voice ? [{ ...party(voice, voice[2], voiceAt), cue: 'said' }] : [], date: { from: day, to: day, text: 'Monday', basis: 'text' },
            place: { name: place[0], country: place[1], admin1: null, latitude: place[2], longitude: place[3], geonames: null, text: place[0] }, amounts: [],
            confidence: 0.5 + random() / 2.1, by: `data/verbs/${act[0].toLowerCase()}.vp:${10 + s}`, version: '0.1.0+fake', marks: [],
        });
    }
    const report = {
        id, title: `Invented: ${own[0].source[0].name} and ${own[0].target[0].name}, no. ${n}`, publisher: pick(PUBLISHERS), published: `${day}T${String(6 + n % 12).padStart(2, '0')}:30:00Z`,
        url: `https://example.org/${n}`, language: 'en', story, kind: n % 4 === 0 ? 'original' : ['copy', 'rewrite', 'follow-up'][n % 4 - 1], copy_of: n % 4 === 1 || n % 4 === 2 ? story : null, similarity: n % 4 ? 0.6 + random() * 0.4 : 0,
        text: lines.join('\n\n'), events: own, marks: own.map(event => ({ kind: 'place', begin: event.end - [...`${event.place.name} on Monday.`].length, end: event.end - 11, name: event.place.name })),
    };
    for (const event of own) Object.assign(event, { report_title: report.title, publisher: report.publisher, url: report.url, published: report.published, story_reports: 4 });
    reports.push(report);
    events.push(...own);
    if (!stories.has(story)) stories.set(story, []);
    stories.get(story).push(report);
}
events.sort((a, b) => a.date.from.localeCompare(b.date.from));
const volume = Array.from({ length: DAYS }, (_, i) => ({ date: dayAt(i), reports: i > 200 && i < 206 ? 0 : 20 + Math.round(random() * 25) }));
const gaps = [{ from: dayAt(201), to: dayAt(205) }];

function seriesOf(query) {
    const step = query.get('step') ?? 'day', span = { day: 1, week: 7, month: 30 }[step] ?? 1;
    const unit = query.get('unit') ?? '';
    const names = { quad: ['1', '2', '3', '4'], status: ['asserted', 'planned', 'possible', 'denied', 'negated'], plover: ACTS.map(act => act[0]) }[query.get('split')] ?? [];
    const out = { unit, step, dates: [], values: [], volume: [], expected: [], bound: [], split: Object.fromEntries(names.map(name => [name, []])) };
    let state = [...unit].reduce((sum, sign) => sum + sign.charCodeAt(0), 0);
    const chance = () => (state = (state * 48271 + 11) % 2147483647) / 2147483647;
    const from = query.get('from') ?? '', to = query.get('to') ?? '9999';
    for (let i = 0; i < DAYS; i += span) {
        const date = dayAt(i);
        const unread = i > 200 && i < 206, surge = i > DAYS - 12 ? 3 : 1;
        const parts = names.map((_, n) => unread ? null : Math.floor(chance() * chance() * 3 * surge * Math.sqrt(span) / (1 + n % 3)));
        const value = unread ? null : names.length ? parts.reduce((a, b) => a + b, 0) : Math.floor(chance() * 5 * surge);
        if (date < from || date > to) continue;
        out.dates.push(date); out.values.push(value); out.volume.push(unread ? null : 30 * span);
        out.expected.push(i < 90 ? null : 2.2 * Math.sqrt(span)); out.bound.push(i < 90 ? null : 7 * Math.sqrt(span));
        names.forEach((name, n) => out.split[name].push(parts[n]));
    }
    return out;
}

const UNITS = ['RUSMIL>UKR', 'ISRMIL>IRNGOV', 'CHNGOV>TWN', 'SDNREB>SDNMIL'];
const alarms = UNITS.map((unit, n) => {
    const [source, target] = unit.split('>');
    const evidence = events.filter(event => event.source[0].code === source && event.target[0].code === target).slice(-3).concat(events.slice(n, n + 3)).slice(0, 3);
    const members = n ? [] : ['UKR', 'Kharkiv, UKR', 'RUSMIL'].map((unit, k) => ({ id: `a0-${k}`, group: 'g0', unit, date: dayAt(DAYS - 1), kind: 'count', value: 52 - 9 * k, expected: 10, bound: 19, score: 9 - k, p: 0.001, state: 'open' }));
    return { id: `a${n}`, group: `g${n}`, members, unit, date: dayAt(DAYS - 1 - n), kind: n === 2 ? 'change' : 'count', value: 46 - 9 * n, expected: 8, bound: 15, score: 14.2 - 3 * n, p: 0.0003 * (n + 1), since: dayAt(DAYS - 4 - n), evidence, publishers: n === 3 ? 1 : 12 - n, stories: n === 3 ? 1 : 5, state: n === 3 ? 'muted' : 'open', series: seriesOf(new URLSearchParams({ unit, from: dayAt(DAYS - 120 - n), to: dayAt(DAYS - 1 - n) })) };
});
const ledger = events.filter(event => ['THREATEN', 'AGREE', 'REJECT'].includes(event.plover.event)).slice(-40).map((event, n) => ({
    id: `l:${n}`, kind: { THREATEN: n % 2 ? 'threat' : 'warning', AGREE: 'agreement', REJECT: 'denial' }[event.plover.event], issuer: event.source, addressee: event.target, content: event.plover.event === 'THREATEN' ? 'ASSAULT' : event.plover.event,
    condition: n % 3 ? null : 'if the blockade goes on', consequence: n % 3 ? null : 'would answer with force', deadline: n % 4 ? null : { from: null, to: dayAt(DAYS + 20), basis: 'text' }, stated_on: event.date.from, voice: event.voice,
    state: ['open', 'open', 'met', 'carried-out', 'expired'][n % 5], changed: [{ to: 'open', on: event.date.from, by: [event.id] }], events: [event.id],
})).reverse();
const marks = [];

const list = (items, query) => {
    const limit = Number(query.get('limit') ?? 50), at = Number(query.get('cursor') ?? 0);
    return { items: items.slice(at, at + limit), next: at + limit < items.length ? String(at + limit) : null, total: items.length };
};
const has = (parties, code) => parties.some(one => one.code.startsWith(code));
const filter = query => events.filter(event => {
    const of = name => query.get(name);
    return (!of('from') || event.date.to >= of('from')) && (!of('to') || event.date.from <= of('to')) && (!of('source') || has(event.source, of('source'))) && (!of('target') || has(event.target, of('target')))
        && (!of('actor') || has([...event.source, ...event.target], of('actor'))) && (!of('plover') || event.plover.event === of('plover')) && (!of('quad') || event.quad === Number(of('quad')))
        && (!of('status') || event.status === of('status')) && (!of('country') || event.place.country === of('country')) && (!of('place') || event.place.name === of('place')) && (!of('q') || event.text.toLowerCase().includes(of('q').toLowerCase()))
        && (!of('story') || event.story === of('story')) && (!of('publisher') || event.publisher === of('publisher')) && (!of('confidence') || event.confidence >= Number(of('confidence'))) && (!of('historical') || String(event.historical) === of('historical'));
});
const count = (items, key) => {
    const counts = new Map();
    for (const item of items) for (const name of [key(item)].flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
};
const nameOf = code => ACTORS.find(actor => actor[0] === code)?.[1] ?? code;
const brief = ({ text: _text, events: own, marks: _marks, ...report }) => ({ ...report, events: own.length });
const dyadOf = event => `${event.source[0].code}>${event.target[0].code}`;

/** Every word hangs on the action. */
function parseOf(event) {
    const words = [...event.text.matchAll(/\S+/g)].map((found, n) => ({ id: n + 1, form: found[0], lemma: found[0].toLowerCase(), upos: 'X', relation: 'dep', begin: event.begin + found.index, end: event.begin + found.index + found[0].length }));
    const root = words.find(word => word.begin >= event.trigger.begin)?.id ?? 1;
    return { id: event.id, text: event.text, version: event.version, words: words.map(word => ({ ...word, head: word.id === root ? 0 : root })) };
}

const routes = {
    status: () => ({ version: '0.1.0 (made-up data)', reports: reports.length, events: events.length, first_day: dayAt(0), last_day: dayAt(DAYS - 1), volume, gaps }),
    today: () => ({ alarms, ledger: ledger.slice(0, 8), coverage: { last_day: dayAt(DAYS - 1), reports: 31, usual: 33, publishers: 5, gaps, volume: volume.slice(-90) } }),
    events: (query, id, more) => id ? more === 'parse' ? parseOf(events.find(event => event.id === id)) : more ? { text: `event      ${id}\npattern    ${events.find(event => event.id === id)?.by}\n\nsentence, parse and reasons would stand here.` } : events.find(event => event.id === id)
        : list(query.get('order') === 'newest' ? filter(query).reverse() : filter(query), query),
    reports: (query, id) => id ? reports.find(report => report.id === id) : list(reports.map(brief), query),
    stories: (query, id) => id ? stories.has(id) ? { id, reports: stories.get(id).map(brief), events: stories.get(id).flatMap(report => report.events) } : null
        : list([...stories].map(([story, of]) => ({ id: story, title: of[0].title, reports: of.length, publisher: of[0].publisher, events: of.flatMap(report => report.events).length, first_day: of[0].published.slice(0, 10), last_day: of[3].published.slice(0, 10) })), query),
    actors: (query, id) => {
        const all = ACTORS.map(([code, name]) => ({ code, name, as_source: filter(new URLSearchParams({ source: code })).length, as_target: filter(new URLSearchParams({ target: code })).length })).map(actor => ({ ...actor, events: actor.as_source + actor.as_target }));
        return id ? all.find(actor => actor.code === id) : list(all, query);
    },
    dyads: query => list(count(filter(query), dyadOf).map(([unit, n]) => ({ source: unit.split('>')[0], target: unit.split('>')[1], events: n, last: events.findLast(event => dyadOf(event) === unit).date.from })), query),
    series: seriesOf,
    alarms: (query, id) => id ? alarms.find(alarm => alarm.id === id) : list(alarms.filter(alarm => (!query.get('source') || alarm.unit.startsWith(query.get('source'))) && (!query.get('target') || alarm.unit.split('>')[1].startsWith(query.get('target')))), query),
    forecasts: query => list(Array.from({ length: 8 }, (_, i) => ({ unit: query.get('unit'), origin: dayAt(DAYS - 1), target: dayAt(DAYS - DAYS % 7 + 7 * (i + 1) - 1 + 1), horizon: i + 1, mean: 6, quantiles: { 0.05: 1, 0.25: 4, 0.5: 6, 0.75: 9 + i / 3, 0.95: 15 + i }, p_over: { 25: 0.02 }, p_any: { 25: 0.03 }, model: 'mixture(last-12 .4, nb-12 .6)', bin: '1-24' })), query),
    changes: query => list([{ unit: query.get('unit'), date: dayAt(DAYS - 20), probability: 0.93, before: 3.2, after: 8.8 }], query),
    analogues: query => list([0, 1, 2].map(n => ({ unit: UNITS[n], date: dayAt(120 + 40 * n), similarity: 0.9 - n / 10, before: [2, 3, 5, 8, 13], values: [14, 9, 11, 16, 12, 6].map(value => value + n) })), query),
    ledger: query => list(ledger.filter(entry => (!query.get('kind') || entry.kind === query.get('kind')) && (!query.get('state') || entry.state === query.get('state')) && (!query.get('issuer') || has(entry.issuer, query.get('issuer'))) && (!query.get('addressee') || has(entry.addressee, query.get('addressee')))), query),
    scorecard: () => ({ backtests: [{ at: `${dayAt(DAYS - 1)}T06:00:00Z`, about: 'dyad week incidents', sections: [{ title: 'Last period\'s misses', note: 'Made-up figures.', columns: ['unit', 'date', 'value', 'expected', 'from', 'to'], rows: [['RUSMIL>UKR', dayAt(DAYS - 7), 46, 8, 2, 15]] }] }], sections: [{ title: 'Forecasts', note: 'Made-up figures.', columns: ['Model', 'CRPS', 'Coverage of 90 %'], rows: [['mixture', 1.2, 0.91], ['last-12', 1.3, 0.84]] }] }),
    method: () => ({ sections: [{ title: 'Program', rows: [['version', '0.1.0'], ['data', 'made up by web/tools/fake-server.mjs']] }] }),
    map: query => ({ bins: false, days: [], points: count(filter(query), event => `${event.place.name}\t${event.quad}`).map(([key, n]) => {
        const [name, quad] = key.split('\t'), place = PLACES.find(one => one[0] === name);
        return { lat: place[2], lon: place[3], n, quad: Number(quad), place: name, country: place[1], events: filter(query).filter(event => event.place.name === name && event.quad === Number(quad)).slice(0, 3).map(event => event.id) };
    }) }),
    network: query => ({
        nodes: count(filter(query), event => [event.source[0].code, event.target[0].code]).map(([code, n]) => ({ code, name: nameOf(code), n })),
        edges: count(filter(query), dyadOf).map(([unit, n]) => ({ source: unit.split('>')[0], target: unit.split('>')[1], n, quad: Object.fromEntries(count(filter(query).filter(event => dyadOf(event) === unit), event => event.quad)) })),
    }),
    search: query => ({ events: list(filter(query), query), reports: list(reports.filter(report => report.title.toLowerCase().includes((query.get('q') ?? '').toLowerCase())).map(brief), query), actors: list(ACTORS.filter(actor => actor[1].toLowerCase().includes((query.get('q') ?? '').toLowerCase())).map(([code, name]) => ({ code, name })), query) }),
    audit: query => list([...marks].reverse().map(({ at, who, event, ...said }) => ({ at, who, what: 'mark', event, ...said })), query),
    marks: query => list(marks, query),
};

const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const send = (status, body, type = 'application/json') => {
        response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': CSP });
        response.end(body);
    };
    if (!url.pathname.startsWith('/api/v1/')) {
        const name = url.pathname === '/' ? 'index.html' : url.pathname.slice(1);
        if (/^[\w.-]+$/.test(name) && existsSync(join(dist, name))) return send(200, readFileSync(join(dist, name)), TYPES[name.split('.').pop()]);
        return send(404, 'not here', 'text/plain');
    }
    const [what, id, more] = url.pathname.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
    if (what === 'stream') {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        const timer = setInterval(() => response.write(`event: event\ndata: {"id":"${pick(events).id}"}\n\n`), 20_000);
        request.on('close', () => clearInterval(timer));
        return;
    }
    if (request.method === 'POST') {
        let body = '';
        request.on('data', part => { body += part; }).on('end', () => {
            const mark = { ...JSON.parse(body), at: new Date().toISOString(), who: 'developer' };
            if (what === 'marks') { marks.push(mark); events.find(event => event.id === mark.event)?.marks.push(mark); }
            if (what === 'alarms') for (const alarm of alarms) if (alarm.id === id || alarm.group === id) for (const one of [alarm, ...alarm.members]) one.state = mark.state;
            send(200, JSON.stringify(mark));
        });
        return;
    }
    const [name, suffix] = what.split('.');
    const answer = routes[name]?.(url.searchParams, id, more);
    if (!answer) return send(404, JSON.stringify({ type: 'about:blank', status: 404, title: 'not found', detail: `there is no ${what} ${id ?? ''}` }), 'application/problem+json');
    if (suffix === 'csv') return send(200, `id\n${(answer.items ?? []).map(item => item.id).join('\n')}\n`, 'text/csv');
    send(200, JSON.stringify(answer));
});
const port = Number(process.argv[2] ?? 8099);
server.listen(port, '127.0.0.1', () => console.log(`made-up data at http://127.0.0.1:${port}/`));
