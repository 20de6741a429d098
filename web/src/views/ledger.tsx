// SPDX-License-Identifier: Apache-2.0
// The ledger: speech that commits somebody to something, and what became of it.
import { useState } from 'preact/hooks';
import { refine, to, type Route } from '../route';
import { PLOVER, day, days, partyNames } from '../words';
import type { Entry } from '../types';
import { Choice, Heading, Parties } from '../parts/basics';
import { Listing } from '../parts/table';

const KINDS = ['warning', 'threat', 'demand', 'promise', 'denial', 'agreement'];
const STATES: Record<string, string> = {
    open: 'standing',
    met: 'the condition or demand was fulfilled, the promise kept, the agreement carried through',
    'carried-out': 'what was threatened or warned of happened',
    withdrawn: 'the issuer took it back',
    contradicted: 'an asserted event contradicts it',
    expired: 'its time passed and nothing happened',
};

function content(entry: Entry): string {
    const act = PLOVER.find(plover => plover.name === entry.content);
    return act ? `${act.name} — ${act.means}` : entry.content ?? '';
}

const FEW = 4;

function Sentences({ events }: { events: string[] }) {
    const [all, show] = useState(false);
    const shown = all ? events : events.slice(0, FEW);
    return (
        <span class="soft from">
            {shown.map((id, i) => <span key={id}>{i > 0 && ' · '}<a href={to(['event', id])}>sentence {i + 1}</a></span>)}
            {shown.length < events.length && <> · <button type="button" class="link" onClick={() => show(true)}>{events.length - FEW} more</button></>}
        </span>
    );
}

/** What became of it, the last first. */
function Changes({ entry }: { entry: Entry }) {
    const [all, show] = useState(false);
    const changes = [...entry.changed].reverse(), shown = all ? changes : changes.slice(0, FEW);
    return (
        <>
            <ol class="changes">{shown.map((change, i) => (
                <li key={i}>{change.to} <span class="soft">{day(change.on)}</span> {change.by.slice(0, 1).map(id => <a key={id} href={to(['event', id])}>why<span class="hidden"> {change.to} on {day(change.on)}</span></a>)}</li>
            ))}</ol>
            {shown.length < changes.length && <button type="button" class="link small" onClick={() => show(true)}>{changes.length - FEW} earlier</button>}
        </>
    );
}

function What({ entry }: { entry: Entry }) {
    const words = [entry.consequence ?? content(entry), entry.condition].filter(Boolean);
    return words.length ? <p>{words.join(', ')}</p> : null;
}

/** An entry in two lines, for the front page. */
export function EntryLine({ entry }: { entry: Entry }) {
    return (
        <article class="entry">
            <p><span class={`kind ${entry.kind}`}>{entry.kind}</span> <b><Parties parties={entry.issuer} /> <span class="arrow">→</span> <Parties parties={entry.addressee} none="anybody" /></b></p>
            <What entry={entry} />
            <p class="soft">{day(entry.stated_on)}{entry.deadline && <> · due {days(entry.deadline.from, entry.deadline.to)}</>} · <State entry={entry} />
                {entry.events[0] && <> · <a href={to(['event', entry.events[0]])}>the sentence</a></>}</p>
        </article>
    );
}

function State({ entry }: { entry: Entry }) {
    return <span class={`state ${entry.state}`} title={STATES[entry.state]}>{entry.state}</span>;
}

export function LedgerView({ route }: { route: Route }) {
    const { kind = '', state = '', issuer = '', addressee = '', due = '' } = route.query;
    const set = (name: string) => (event: Event) => refine(route, { [name]: (event.currentTarget as HTMLInputElement).value.trim() });
    return (
        <>
            <Heading title="The ledger" note="Warnings, threats, demands, promises, denials and agreements: who made them, to whom, on what condition, and what became of them." />
            <div class="controls noprint">
                <Choice label="Kind" value={kind} set={value => refine(route, { kind: value })} of={[['', 'all'], ...KINDS.map((name): [string, string] => [name, name])]} />
                <Choice label="State" value={state} set={value => refine(route, { state: value })} of={[['', 'all'], ...Object.keys(STATES).map((name): [string, string] => [name, name])]} />
                <label>Issuer <input type="text" size={8} value={issuer} placeholder="RUS" onChange={set('issuer')} spellcheck={false} /></label>
                <label>Addressee <input type="text" size={8} value={addressee} placeholder="UKR" onChange={set('addressee')} spellcheck={false} /></label>
                <label>Due before <input type="date" value={due} onChange={set('due')} /></label>
            </div>
            <Listing<Entry> path="/ledger" params={{ kind, state, issuer, addressee, due_before: due }} what="entries of the ledger">{entries => (
                <div class="scroll" tabIndex={0} role="region" aria-label="The ledger">
                    <table class="events ledger">
                        <caption class="hidden">Entries of the ledger</caption>
                        <thead><tr><th scope="col">Stated</th><th scope="col">Kind</th><th scope="col">Issuer → addressee</th><th scope="col">What, on what condition</th><th scope="col">Due</th><th scope="col">What became of it</th></tr></thead>
                        <tbody>{entries.map(entry => (
                            <tr key={entry.id}>
                                <td class="date">{day(entry.stated_on)}</td>
                                <td><span class={`kind ${entry.kind}`}>{entry.kind}</span></td>
                                <td><Parties parties={entry.issuer} /> <span class="arrow">→</span> <Parties parties={entry.addressee} none="anybody" />
                                    {entry.voice.length > 0 && <span class="word"> as told by {partyNames(entry.voice)}</span>}</td>
                                <td class="sentence"><What entry={entry} />
                                    <Sentences events={entry.events} /></td>
                                <td class="date">{entry.deadline ? days(entry.deadline.from, entry.deadline.to) : <span class="soft">no date</span>}</td>
                                <td><State entry={entry} />
                                    <Changes entry={entry} /></td>
                            </tr>
                        ))}</tbody>
                    </table>
                </div>
            )}</Listing>
        </>
    );
}
