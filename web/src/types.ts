// SPDX-License-Identifier: Apache-2.0
// What the API sends. Fields marked `?` may be missing from an older server; the page then shows less.

export interface Party {
    code: string;
    name: string;
    country?: string | null;
    roles?: string[];
    text: string;
    begin: number | null;
    end: number | null;
    cue?: string;
}

export type Status = 'asserted' | 'planned' | 'possible' | 'denied' | 'negated';

export interface Mark {
    event: string;
    verdict?: 'right' | 'wrong' | null;
    correction?: Record<string, unknown> | null;
    note?: string | null;
    mute?: boolean;
    at?: string;
    who?: string;
}

export interface EventRecord {
    id: string;
    report: string;
    story: string | null;
    incident: string | null;
    sentence: number;
    begin: number;
    end: number;
    text: string;
    trigger: { text: string; lemma: string; begin: number; end: number };
    plover: { event: string; mode: string | null; context: string[] };
    cameo: string | null;
    quad: number;
    goldstein: number | null;
    source: Party[];
    target: Party[];
    status: Status;
    conditional: boolean;
    historical: boolean;
    voice: Party[];
    date: { from: string | null; to: string | null; text: string | null; basis: string } | null;
    place: {
        name: string;
        country: string | null;
        admin1?: string | null;
        latitude: number | null;
        longitude: number | null;
        text: string | null;
    } | null;
    amounts: { what: string; low: number | null; high: number | null; text: string; currency?: string; of?: string }[];
    confidence: number;
    by: string;
    version?: string;
    report_title?: string;
    publisher?: string;
    url?: string;
    published?: string;
    story_reports?: number;
    marks?: Mark[];
}

export interface ParsedWord {
    id: number;
    form: string;
    lemma: string;
    upos: string;
    relation: string;
    head: number; // 0: the root
    begin: number;
    end: number;
}

export interface Parse {
    id: string;
    text: string;
    version: string | null;
    words: ParsedWord[];
}

export interface List<T> {
    items: T[];
    next: string | null;
    total: number;
    making?: boolean; // it is being made in the background: the list is empty until then
}

export interface DayCount {
    date: string;
    reports: number;
}

export interface Gap {
    from: string;
    to: string;
}

export interface StoreStatus {
    version: string;
    reports: number;
    events: number;
    first_day: string | null;
    last_day: string | null;
    volume?: DayCount[];
    gaps?: Gap[];
}

export interface SeriesData {
    unit: string;
    step: string;
    dates: string[];
    values: (number | null)[];
    volume?: (number | null)[];
    expected?: (number | null)[];
    bound?: (number | null)[];
    split?: Record<string, (number | null)[]>;
}

export interface Alarm {
    id: string;
    /** Alarms that rest on the same events are one group. */
    group?: string;
    list?: string;
    /** The others of its group, the heaviest first. */
    members?: Alarm[];
    unit: string;
    date: string;
    kind: string;
    value: number;
    expected: number;
    bound: number;
    score: number;
    p: number;
    /** Of a change: that the level is no older than since. */
    probability?: number | null;
    since?: string;
    evidence?: EventRecord[];
    publishers?: number | string[];
    stories?: number | string[];
    state?: 'open' | 'acknowledged' | 'muted';
    series?: SeriesData;
}

export interface Entry {
    id: string;
    kind: string;
    issuer: Party[];
    addressee: Party[];
    content: string | null;
    condition: string | null;
    consequence: string | null;
    deadline: { from: string | null; to: string | null; basis?: string } | null;
    stated_on: string | null;
    voice: Party[];
    state: string;
    changed: { to: string; on: string; by: string[] }[];
    events: string[];
}

export interface Today {
    alarms: Alarm[];
    ledger: Entry[];
    making?: boolean;
    coverage?: {
        last_day?: string | null;
        reports?: number;
        usual?: number;
        publishers?: number;
        gaps?: Gap[];
        volume?: DayCount[];
    };
}

export interface Forecast {
    unit: string;
    origin: string;
    target: string;
    horizon: number;
    mean: number;
    quantiles: Record<string, number>;
    p_over?: Record<string, number>;
    p_any?: Record<string, number>;
    model: string;
    bin?: string;
}

export interface Change {
    unit: string;
    date: string;
    probability: number;
    before: number;
    after: number;
}

export interface Analogue {
    unit: string;
    date: string;
    similarity?: number;
    values: (number | null)[];
    before?: (number | null)[];
}

export interface ReportInStory {
    id: string;
    title: string;
    publisher?: string;
    published?: string;
    kind?: string;
    copy_of?: string | null;
    similarity?: number;
}

export interface ReportMark {
    kind: string;
    begin: number;
    end: number;
    code?: string;
    name?: string;
    title?: string;
    event?: string;
}

export interface ReportRecord {
    id: string;
    title?: string;
    publisher?: string;
    published?: string;
    author?: string;
    language?: string;
    url?: string;
    file?: string;
    story?: string | null;
    copy_of?: string | null;
    kind?: string | null;
    text?: string;
    events?: EventRecord[] | number;
    marks?: ReportMark[];
}

export interface Story {
    id: string;
    reports: ReportInStory[];
    events: EventRecord[];
}

export interface StoryItem {
    id: string;
    title?: string | null;
    publisher?: string | null;
    reports?: number;
    events?: number;
    first_day?: string | null;
    last_day?: string | null;
}

export interface Actor {
    code: string;
    name: string;
    events?: number;
    as_source?: number;
    as_target?: number;
}

export interface Dyad {
    source: string;
    target: string;
    source_name?: string | null;
    target_name?: string | null;
    events: number;
    conflict?: number;
    last: string | null;
}

export interface MapPoint {
    lat: number;
    lon: number;
    n: number;
    quad: number;
    events: string[];
    place?: string | null;
    country?: string;
}

export interface MapData {
    points: MapPoint[];
    bins?: boolean;
    days?: (string | { date: string; n?: number; events?: number })[];
}

export interface NetworkData {
    nodes: { code: string; name: string; n: number }[];
    edges: { source: string; target: string; n: number; quad?: Record<string, number> }[];
}

export interface SearchResult {
    events: List<EventRecord>;
    reports: List<ReportRecord>;
    actors: List<Actor>;
}

export interface Section {
    title: string;
    note?: string;
    columns?: string[];
    rows: (string | number | null)[][];
}

export interface Sections {
    sections: Section[];
}

export interface Scorecard extends Sections {
    backtests: { at: string; about: string; sections: Section[] }[];
}
