// SPDX-License-Identifier: Apache-2.0
// The words of the page: what codes stand for, and how numbers and days are written.
import codes from 'codes:all';
import type { EventRecord, Party } from './types';

export const QUADS = ['', 'verbal cooperation', 'material cooperation', 'verbal conflict', 'material conflict'];

/** PLOVER's events in the order in which they stand in a chart: from the friendliest to the most hostile. */
export const PLOVER: { name: string; quad: number; means: string }[] = [
    { name: 'AGREE', quad: 1, means: 'agrees, commits itself' },
    { name: 'CONSULT', quad: 1, means: 'meets, talks, negotiates' },
    { name: 'SUPPORT', quad: 1, means: 'praises, backs, recognises' },
    { name: 'CONCEDE', quad: 2, means: 'yields, eases, releases' },
    { name: 'COOPERATE', quad: 2, means: 'works or trades together' },
    { name: 'AID', quad: 2, means: 'gives aid' },
    { name: 'RETREAT', quad: 2, means: 'withdraws, ends fighting' },
    { name: 'REQUEST', quad: 3, means: 'asks, demands' },
    { name: 'ACCUSE', quad: 3, means: 'accuses, blames, investigates' },
    { name: 'REJECT', quad: 3, means: 'refuses, denies' },
    { name: 'THREATEN', quad: 3, means: 'warns, threatens' },
    { name: 'PROTEST', quad: 4, means: 'protests, strikes' },
    { name: 'SANCTION', quad: 4, means: 'breaks ties, sanctions' },
    { name: 'MOBILIZE', quad: 4, means: 'moves forces, arms' },
    { name: 'COERCE', quad: 4, means: 'arrests, seizes, represses' },
    { name: 'ASSAULT', quad: 4, means: 'uses force' },
];

export const STATUSES: Record<string, string> = {
    asserted: 'told as having happened, or happening',
    planned: 'announced or intended by the one who would do it',
    possible: 'feared, demanded, hoped, or hanging on an if: it has not happened',
    denied: 'somebody says that it is not so',
    negated: 'the text itself says that it did not happen, failed, or was prevented',
};

const ROLES: Record<string, string> = {
    GOV: 'government', MIL: 'armed forces', LEG: 'parliament', JUD: 'judiciary', COP: 'police', SPY: 'intelligence service',
    REB: 'armed group', SEP: 'separatists', OPP: 'opposition', PTY: 'party', CVL: 'civilians', CIV: 'civilians',
    MED: 'media', BUS: 'business', EDU: 'education', REL: 'clergy', LAB: 'workers', REF: 'refugees', CRM: 'criminals',
    ELI: 'elites', NGO: 'non-governmental organisation', MNC: 'firm', IGO: 'organisation of states', IMG: 'armed group',
};

/** The organisations that the code book itself names. */
const ORGANISATIONS: Record<string, string> = {
    IGONATO: 'NATO', IGOEUR: 'European Union', IGOUNO: 'United Nations', IGOOSC: 'OSCE', IGOAFU: 'African Union', IGOASN: 'ASEAN', IGOARB: 'Arab League',
};

const seen = new Map<string, string>();

/** Names that the program has told are better than those put together of a code. */
export function learnName(code: string, name: string | undefined): void {
    if (code && name && !seen.has(code)) seen.set(code, name);
}

/** Takes names out of whatever the program has sent: of countries of a user's own, and of actors where it lists them. */
export function learnNames(data: unknown): void {
    if (Array.isArray(data)) {
        if (data[0] !== null && typeof data[0] === 'object') data.forEach(learnNames);
        return;
    }
    if (data === null || typeof data !== 'object') return;
    const { code, name, source, source_name: sourceName, target, target_name: targetName } = data as Record<string, unknown>;
    // a person bears the code of what he speaks for, so only a country is named by who bears its code
    if (typeof code === 'string' && typeof name === 'string' && code.length === 3 && !ROLES[code]) learnName(code, name);
    if (typeof source === 'string' && typeof sourceName === 'string') learnName(source, sourceName);
    if (typeof target === 'string' && typeof targetName === 'string') learnName(target, targetName);
    Object.values(data).forEach(learnNames);
}

/** "Russia, armed forces" for RUSMIL, unless the program has told a name. */
export function actorName(code: string): string {
    if (!code) return 'somebody';
    const parts = code.match(/.{1,3}/g) ?? [code];
    const state = codes.states[parts[0]!] ?? (ROLES[parts[0]!] ? undefined : seen.get(parts[0]!));
    const roles = (state ? parts.slice(1) : parts).map(part => ROLES[part]);
    if (state && roles.every(Boolean)) return [state, ...roles].join(', ');
    if (roles.every(Boolean)) return roles.join(', ');
    return ORGANISATIONS[code] ?? seen.get(code) ?? code;
}

export function partyName(party: Party): string {
    if (party.code) return actorName(party.code);
    return party.text ? `“${party.text}”` : party.name || 'somebody';
}

export const partyNames = (parties: Party[]): string => parties.map(partyName).join(', ');

export function cameoLabel(code: string | null): string {
    return (code && codes.labels[code]) || '';
}

/** "MOBILIZE, troops": what was done, in the code's word and its meaning. */
export function actionTitle(event: EventRecord): string {
    const entry = PLOVER.find(plover => plover.name === event.plover.event);
    const label = cameoLabel(event.cameo);
    const parts = [label || entry?.means || ''];
    if (event.cameo) parts.push(`CAMEO ${event.cameo}`);
    if (event.plover.mode) parts.push(`mode ${event.plover.mode}`);
    if (event.plover.context.length) parts.push(`context ${event.plover.context.join(', ')}`);
    return parts.filter(Boolean).join(' · ');
}

export const unitNames = (unit: string): string[] => unit.split('>').map(actorName);

export const unitTitle = (unit: string): string => unitNames(unit).join(' → ');

/* ---- numbers and days ---- */

const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export function number(value: number | null | undefined): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    if (value !== 0 && Math.abs(value) < 1) return value.toPrecision(2).replace(/0+$/, '').replace(/\.$/, '');
    return plain.format(value);
}

export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

export const plural = (count: number, word: string, many = `${word}s`): string => `${number(count)} ${count === 1 ? word : many}`;

/** Publishers and stories come as a number or as a list. */
export const howMany = (value: number | unknown[] | undefined): number | null =>
    value === undefined ? null : typeof value === 'number' ? value : value.length;

/** How often such a day comes by chance, in words rather than as a p. */
export function chance(p: number, step = 'day'): string {
    if (!(p > 0)) return 'practically never by chance';
    if (p >= 0.5) return `on every other ${step} by chance`;
    const once = 1 / p;
    if (once > 1e6) return `less than once in a million ${step}s by chance`;
    const digits = 10 ** Math.max(0, Math.floor(Math.log10(once)) - 1);
    return `about once in ${number(Math.round(once / digits) * digits)} ${step}s by chance`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function day(date: string | null | undefined): string {
    const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(date ?? '');
    if (!match) return date || '–';
    const month = MONTHS[Number(match[2]) - 1] ?? match[2];
    return match[3] ? `${Number(match[3])} ${month} ${match[1]}` : `${month} ${match[1]}`;
}

export function longDay(date: string): string {
    const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
    return Number.isNaN(at.getTime()) ? date
        : at.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

export function time(stamp: string | undefined): string {
    const match = /^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})/.exec(stamp ?? '');
    return day(stamp) + (match ? `, ${match[1]}` : '');
}

/** "24 Mar 2026", "12 Nov – 3 Dec 2021", "2014". */
export function days(from: string | null | undefined, to: string | null | undefined): string {
    if (!from) return to ? `until ${day(to)}` : 'no date';
    if (!to || from === to) return day(from);
    if (from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`) return from.slice(0, 4);
    return from.slice(0, 4) === to.slice(0, 4) ? `${day(from).replace(/ \d{4}$/, '')} – ${day(to)}` : `${day(from)} – ${day(to)}`;
}

export function addDays(date: string, count: number): string {
    const at = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    return new Date(at + count * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of the step that begins on `date`. */
export function endOfStep(date: string, step: string): string {
    if (step === 'week') return addDays(date, 6);
    if (step !== 'month') return date;
    const [year, month] = date.split('-').map(Number) as [number, number];
    return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The title of a report, or what its id ends with. */
export const reportTitle = (report: { id: string; title?: string | null }): string => report.title || report.id.replace(/^.*\/(?=.)/, '');

/* ---- who says so ---- */

/** "claimed by Ukraine", "denied by Russia": the status and the voice in one phrase; empty where it is the report's own word. */
export function onWhoseWord(event: EventRecord): string {
    if (!event.voice.length) return '';
    const chain = event.voice.map(partyName).join(', as told by ');
    switch (event.status) {
    case 'asserted': return `claimed by ${chain}`;
    case 'denied': return `denied by ${chain}`;
    case 'planned': return `announced by ${chain}`;
    case 'possible': return `held possible by ${chain}`;
    case 'negated': return `did not happen, says ${chain}`;
    }
}
