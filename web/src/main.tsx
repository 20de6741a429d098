// SPDX-License-Identifier: Apache-2.0
// The desk: the frame around the views, the way from an address to a view, the keys, and the news.
import { render, type ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import './style.css';
import { get, listen, renew, takeToken, useApi } from './api';
import { setTheme, theme, type Theme } from './colours';
import { go, to, useRoute, type Route } from './route';
import { plural } from './words';
import type { StoreStatus } from './types';
import { Dialog, Load } from './parts/basics';
import { ActorView, ActorsView, MethodView, ScorecardView, SearchView } from './views/about';
import { DyadView, DyadsView } from './views/dyad';
import { AlarmsView, AuditView, EventView, EventsView } from './views/events';
import { LedgerView } from './views/ledger';
import { MapView } from './views/map';
import { NetworkView } from './views/network';
import { ReportView, ReportsView } from './views/report';
import { StoriesView, StoryView } from './views/story';
import { TodayView } from './views/today';

const SECTIONS: [string, string, string][] = [
    // path, word, the key after g
    ['', 'Today', 't'], ['map', 'Map', 'm'], ['dyads', 'Dyads', 'd'], ['network', 'Network', 'n'], ['stories', 'Stories', 's'],
    ['ledger', 'Ledger', 'l'], ['scorecard', 'Scorecard', 'c'], ['method', 'Method', 'h'],
];
const HOME: Record<string, string> = { dyad: 'dyads', actor: 'network', actors: 'network', story: 'stories', report: 'stories', reports: 'stories', alarms: '', audit: 'method' };

function View({ route, status }: { route: Route; status: StoreStatus }) {
    const [place = '', id = ''] = route.path;
    switch (place) {
    case '': return <TodayView status={status} />;
    case 'map': return <MapView route={route} status={status} />;
    case 'dyads': return <DyadsView route={route} />;
    case 'dyad': return <DyadView key={id} unit={id} route={route} />;
    case 'network': return <NetworkView route={route} />;
    case 'stories': return <StoriesView route={route} />;
    case 'story': return <StoryView key={id} id={id} />;
    case 'reports': return <ReportsView route={route} />;
    case 'report': return <ReportView key={id} id={id} route={route} />;
    case 'events': return <EventsView route={route} />;
    case 'event': return <EventView key={id} id={id} />;
    case 'alarms': return <AlarmsView route={route} />;
    case 'ledger': return <LedgerView route={route} />;
    case 'scorecard': return <ScorecardView />;
    case 'method': return <MethodView />;
    case 'search': return <SearchView route={route} />;
    case 'actors': return <ActorsView route={route} />;
    case 'actor': return <ActorView key={id} code={id} route={route} />;
    case 'audit': return <AuditView />;
    default: return <><h1>There is no such page</h1><p><a href={to([])}>Today</a></p></>;
    }
}

function Desk() {
    const route = useRoute();
    const status = useApi<StoreStatus>('/status');
    const [help, setHelp] = useState(false);
    const main = useRef<HTMLElement>(null);
    const place = route.path[0] ?? '';
    const home = HOME[place] ?? place;

    // a new view begins at its top, and is read out from its heading
    const where = route.path.join('/');
    const first = useRef(true);
    useEffect(() => {
        if (first.current) { first.current = false; return; }
        scrollTo(0, 0);
        main.current?.focus({ preventScroll: true });
    }, [where]);
    useEffect(() => {
        const title = [SECTIONS.find(([path]) => path === home)?.[1] ?? place, route.path[1]].filter(Boolean).join(': ');
        document.title = `${title || 'Today'} — Vedette`;
    }, [where]);
    // countries of a user's own are not in the page's list: their names come with the actors
    const [, named] = useState(false);
    useEffect(() => { if (status.data?.reports) void get('/actors', { limit: 200 }).then(() => named(true), () => {}); }, [status.data]);
    useKeys(() => setHelp(true));

    return (
        <>
            <a class="skip" href="#main" onClick={event => { event.preventDefault(); main.current?.focus(); }}>To the page</a>
            <header class="mast">
                <div class="nameplate">
                    <a href={to([])} class="name">Vedette</a>
                    <form role="search" class="noprint" onSubmit={event => {
                        event.preventDefault();
                        const words = String(new FormData(event.currentTarget as HTMLFormElement).get('q') ?? '').trim();
                        if (words) go(['search'], { q: words });
                    }}>
                        <label><span class="hidden">Search</span><input type="search" name="q" id="search" placeholder="Search" title="Search (press /)" /></label>
                    </form>
                </div>
                <nav aria-label="Views" class="noprint">
                    <ul>{SECTIONS.map(([path, word]) => (
                        <li key={path}><a href={to(path ? [path] : [])} aria-current={home === path ? 'page' : undefined}>{word}</a></li>
                    ))}</ul>
                </nav>
            </header>
            <News />
            <main id="main" ref={main} tabIndex={-1}>
                <Load answer={status} what="the store">{data => <View route={route} status={data} />}</Load>
            </main>
            <footer class="noprint">
                <ThemeChoice />
                <p><a href={to(['events'])}>Sentences</a> · <a href={to(['reports'])}>Reports</a> · <a href={to(['actors'])}>Actors</a> · <a href={to(['alarms'])}>Alarms</a> · <a href={to(['audit'])}>Log of marks</a> · <a href="/openapi.json">API</a> · <a href="licences.txt">Licences</a> · <button type="button" class="link" onClick={() => setHelp(true)}>Keys</button></p>
                <p class="soft">vedette {status.data?.version}. This page talks to this program and to nobody else.</p>
            </footer>
            {help && <Keys close={() => setHelp(false)} />}
        </>
    );
}

function ThemeChoice() {
    const [choice, choose] = useState<Theme>(theme());
    return (
        <label>Paper <select value={choice} onChange={event => { const to = event.currentTarget.value as Theme; setTheme(to); choose(to); }}>
            <option value="auto">as the system</option><option value="light">light</option><option value="dark">dark</option>
        </select></label>
    );
}

/** What has come in since the page was opened, and whether the program is still there. */
function News() {
    const [news, setNews] = useState({ events: 0, alarms: 0 });
    const [lost, setLost] = useState<Date | null>(null);
    useEffect(() => listen(kind => {
        if (kind === 'event') setNews(old => ({ ...old, events: old.events + 1 }));
        if (kind === 'alarm') setNews(old => ({ ...old, alarms: old.alarms + 1 }));
        if (kind === 'made' || kind === 'mark') renew();
    }, connected => setLost(old => connected ? null : old ?? new Date())), []);
    const show = () => { setNews({ events: 0, alarms: 0 }); renew(); };
    const parts: ComponentChildren[] = [];
    if (news.alarms) parts.push(<b>{plural(news.alarms, 'new alarm')}</b>);
    if (news.events) parts.push(plural(news.events, 'new event'));
    return (
        <div class="news noprint" role="status">
            {lost && <p class="lost">The program does not answer since {lost.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}. What stands here is as of then.</p>}
            {parts.length > 0 && <p>{parts.map((part, i) => <span key={i}>{i > 0 && ', '}{part}</span>)} <button type="button" class="link" onClick={show}>Show</button></p>}
        </div>
    );
}

function useKeys(help: () => void) {
    useEffect(() => {
        let before = '';
        const press = (event: KeyboardEvent) => {
            const on = event.target as HTMLElement;
            if (event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(on.tagName)) return;
            const section = before === 'g' && SECTIONS.find(([, , key]) => key === event.key);
            before = event.key;
            if (section) go(section[0] ? [section[0]] : []);
            else if (event.key === '/') document.getElementById('search')?.focus();
            else if (event.key === '?') help();
            else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
            else return;
            event.preventDefault();
        };
        addEventListener('keydown', press);
        return () => removeEventListener('keydown', press);
    }, []);
}

/** To the next or last sentence or row. */
function step(by: number): void {
    const stops = [...document.querySelectorAll<HTMLElement>('.evidence a.quiet, tbody tr a, .entry a, .trigger')].filter(stop => stop.offsetParent !== null);
    const rows = stops.filter((stop, i) => i === 0 || stop.closest('tr, .evidence, .entry') !== stops[i - 1]!.closest('tr, .evidence, .entry') || stop.matches('.trigger'));
    const now = rows.findIndex(stop => stop.closest('tr, .evidence, .entry')?.contains(document.activeElement) || stop === document.activeElement);
    rows[Math.min(rows.length - 1, Math.max(0, now + by))]?.focus();
}

function Keys({ close }: { close: () => void }) {
    return (
        <Dialog title="Keys" close={close}>
            <dl class="facts">
                <dt><kbd>/</kbd></dt><dd>search</dd>
                <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and last sentence or row</dd>
                {SECTIONS.map(([, word, key]) => [<dt key={key}><kbd>g</kbd> <kbd>{key}</kbd></dt>, <dd key={`${key}d`}>{word}</dd>])}
                <dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>in a chart: the periods; <kbd>Enter</kbd> opens their sentences</dd>
                <dt><kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd></dt><dd>on the map: zoom, whole world; arrows move it</dd>
                <dt><kbd>Esc</kbd></dt><dd>closes a window such as this one</dd>
            </dl>
        </Dialog>
    );
}

takeToken();
document.documentElement.dataset.theme = theme();
render(<Desk />, document.getElementById('desk')!);
