// SPDX-License-Identifier: Apache-2.0
// Small parts that every view is made of.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { setToken, renew, type Answer, type Problem } from '../api';
import { to, type Query } from '../route';
import { QUADS, STATUSES, number, partyName, actorName } from '../words';
import type { Party } from '../types';

/** Waiting, failing or showing: `children` gets the data. */
export function Load<T>({ answer, children, what = 'this' }: { answer: Answer<T>; what?: string; children: (data: T) => ComponentChildren }) {
    if (answer.problem) return <Trouble problem={answer.problem} again={answer.again} />;
    if (!answer.data) return <p class="waiting" role="status">Reading {what} …</p>;
    return <div class={answer.busy ? 'stale' : ''} aria-busy={answer.busy}>{children(answer.data)}</div>;
}

/** What the program makes in the background; it says when it is there, and the view asks anew. */
export function Making({ what }: { what: string }) {
    return <p class="nothing" role="status">{capital(what)} {what.endsWith('s') ? 'are' : 'is'} being made from the store. That takes a while after the start; it will stand here by itself.</p>;
}

export function Trouble({ problem, again }: { problem: Problem; again?: () => void }) {
    if (problem.status === 401 || problem.status === 403) return <TokenForm problem={problem} />;
    return (
        <div class="trouble" role="alert">
            <p><strong>{problem.status ? sentence(problem.message) : 'The program does not answer.'}</strong></p>
            {problem.detail && <p>{problem.detail}</p>}
            {again && <p><button type="button" onClick={again}>Try again</button></p>}
        </div>
    );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string): string => capital(text) + (/[.!?]$/.test(text) ? '' : '.');

export function TokenForm({ problem }: { problem: Problem }) {
    const [token, set] = useState('');
    const use = (event: Event) => {
        event.preventDefault();
        setToken(token.trim());
        renew();
    };
    return (
        <form class="trouble" onSubmit={use}>
            <p><strong>This needs a token.</strong> {problem.detail || problem.message}</p>
            <p>
                <label>Token <input type="password" autocomplete="off" value={token} onInput={e => set(e.currentTarget.value)} /></label>{' '}
                <button type="submit">Use it</button>
            </p>
            <p class="note">It is kept until this tab is closed, and sent to this program only.</p>
        </form>
    );
}

export function Heading({ title, note, children }: { title: ComponentChildren; note?: ComponentChildren; children?: ComponentChildren }) {
    return (
        <header class="heading">
            <h1 tabIndex={-1}>{title}</h1>
            {note && <p class="lead">{note}</p>}
            {children}
        </header>
    );
}

/** A number that opens onto its sentences. */
export function Count({ value, query, label }: { value: number | null | undefined; query: Query; label?: string }) {
    if (!value) return <span class="zero">{number(value ?? 0)}</span>;
    return <a class="count" href={to(['events'], query)} title={label ?? 'the sentences behind this number'}>{number(value)}</a>;
}

export function ActorLink({ code, children }: { code: string; children?: ComponentChildren }) {
    return code ? <a href={to(['actor', code])} title={code}>{children ?? actorName(code)}</a> : <span>{children ?? 'somebody'}</span>;
}

export function Parties({ parties, none = 'nobody named' }: { parties: Party[]; none?: string }) {
    if (!parties.length) return <span class="soft">{none}</span>;
    return <>{parties.map((party, i) => (
        <span key={i}>{i > 0 && ', '}{party.code ? <ActorLink code={party.code}>{partyName(party)}</ActorLink> : partyName(party)}</span>
    ))}</>;
}

export function StatusTag({ status }: { status: string }) {
    return <span class={`status ${status}`} title={STATUSES[status]}>{status}</span>;
}

export function QuadLegend({ quads = [1, 2, 3, 4] }: { quads?: number[] }) {
    return <ul class="legend">{quads.map(quad => <li key={quad}><i class={`swatch q${quad}`} />{QUADS[quad]}</li>)}</ul>;
}

/** Choices of which one holds, as a row of radio buttons that look like words. */
export function Choice({ label, value, of, set }: { label: string; value: string; of: [string, string][]; set: (value: string) => void }) {
    const name = useRef(`choice-${Math.random().toString(36).slice(2)}`).current;
    return (
        <fieldset class="choice">
            <legend>{label}</legend>
            {of.map(([key, text]) => (
                <label key={key}>
                    <input type="radio" name={name} value={key} checked={key === value} onChange={() => set(key)} />
                    <span>{text}</span>
                </label>
            ))}
        </fieldset>
    );
}

/** A window over the page; Escape and a click beside it close it. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
    const ref = useRef<HTMLDialogElement>(null);
    useEffect(() => { ref.current?.showModal(); }, []);
    return (
        <dialog ref={ref} aria-label={title} onClose={close} onClick={e => { if (e.target === ref.current) close(); }}>
            <div class="dialog">
                <header><h2>{title}</h2><button type="button" onClick={close} aria-label="Close">×</button></header>
                {children}
            </div>
        </dialog>
    );
}

export function More({ count, total, load }: { count: number; total: number; load: (() => void) | null }): VNode | null {
    if (count >= total && !load) return null;
    return (
        <p class="more">
            <span>{number(count)} of {number(total)}</span>
            {load && <button type="button" onClick={load}>Show more</button>}
        </p>
    );
}
