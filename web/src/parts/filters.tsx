// SPDX-License-Identifier: Apache-2.0
// The filters, which are the same everywhere, as a form over the address of the view.
import { refine, type Route } from '../route';
import { PLOVER, QUADS, STATUSES } from '../words';
import type { Params } from '../api';

const NAMES = ['from', 'to', 'source', 'target', 'actor', 'plover', 'cameo', 'quad', 'status', 'country', 'place', 'story',
    'report', 'publisher', 'q', 'historical', 'confidence'];

export function filtersOf(route: Route): Params {
    return Object.fromEntries(NAMES.filter(name => route.query[name]).map(name => [name, route.query[name]]));
}

const WORDS: [string, string, string][] = [
    ['q', 'Words', 'in the sentence'], ['source', 'Source', 'RUS, RUSMIL'], ['target', 'Target', 'UKR'],
    ['country', 'Country of place', 'UKR'], ['publisher', 'Publisher', ''],
];

export function Filters({ route, leave = [], open = false }: { route: Route; leave?: string[]; open?: boolean }) {
    const active = Object.keys(filtersOf(route)).filter(name => !leave.includes(name));
    const change = (name: string) => (event: Event) =>
        refine(route, { [name]: (event.currentTarget as HTMLInputElement).value.trim() });
    const select = (name: string, label: string, options: [string, string][]) => !leave.includes(name) && (
        <label key={name}><span>{label}</span>
            <select value={route.query[name] ?? ''} onChange={change(name)}>
                <option value="">any</option>
                {options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
            </select>
        </label>
    );
    return (
        <details class="filters noprint" open={(open && innerWidth > 700) || active.length > 0}>
            <summary>Filter{active.length > 0 && <span class="soft"> — {active.map(name => `${name} ${route.query[name]}`).join(', ')}</span>}</summary>
            <form onSubmit={event => event.preventDefault()}>
                {['from', 'to'].filter(name => !leave.includes(name)).map(name => (
                    <label key={name}><span>{name === 'from' ? 'From' : 'To'}</span>
                        <input type="date" value={route.query[name] ?? ''} onChange={change(name)} /></label>
                ))}
                {WORDS.filter(([name]) => !leave.includes(name)).map(([name, label, hint]) => (
                    <label key={name}><span>{label}</span>
                        <input type="text" value={route.query[name] ?? ''} placeholder={hint} onChange={change(name)} spellcheck={false} /></label>
                ))}
                {select('quad', 'Class', QUADS.slice(1).map((name, i) => [String(i + 1), name]))}
                {select('plover', 'Act', PLOVER.map(entry => [entry.name, `${entry.name}: ${entry.means}`]))}
                {select('status', 'Status', Object.keys(STATUSES).map(name => [name, name]))}
                {select('historical', 'History', [['false', 'news only'], ['true', 'history only']])}
                {select('confidence', 'Confidence', [['0.5', '50 % and more'], ['0.7', '70 % and more'], ['0.9', '90 % and more']])}
                {active.length > 0 && <button type="button" onClick={() =>
                    refine(route, Object.fromEntries(active.map(name => [name, null])))}>Clear</button>}
            </form>
        </details>
    );
}
