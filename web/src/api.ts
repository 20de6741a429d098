// SPDX-License-Identifier: Apache-2.0
// Talks to the program. Every answer that is not one is a Problem (RFC 9457), which the views show as it stands.
import { useEffect, useState } from 'preact/hooks';
import { learnNames } from './words';

const BASE = '/api/v1';
const KEEP_MS = 15_000; // how long an answer may be shown again without asking
const TOKEN = 'vedette-token';

export class Problem extends Error {
    constructor(readonly status: number, title: string, readonly detail: string) {
        super(title);
    }
}

export type Params = Record<string, string | number | boolean | null | undefined>;

export function address(path: string, params: Params = {}): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params))
        if (value !== undefined && value !== null && value !== '') query.append(name, String(value));
    const text = query.toString();
    return BASE + path + (text ? `?${text}` : '');
}

const headers = (): Record<string, string> => {
    const token = sessionStorage.getItem(TOKEN);
    return token ? { Authorization: `Bearer ${token}` } : {};
};

/** `/#token=…`, as the program prints it, hands its token to the page and is gone from the address. */
export function takeToken(): void {
    const given = /^#token=(.+)$/.exec(location.hash);
    if (!given) return;
    sessionStorage.setItem(TOKEN, decodeURIComponent(given[1]!));
    history.replaceState(null, '', '#/');
}

export function setToken(token: string): void {
    if (token) sessionStorage.setItem(TOKEN, token);
    else sessionStorage.removeItem(TOKEN);
    kept.clear();
}

async function problemOf(response: Response): Promise<Problem> {
    const text = await response.text();
    try {
        const body = JSON.parse(text) as { title?: string; detail?: string };
        return new Problem(response.status, body.title || response.statusText, body.detail || '');
    } catch {
        return new Problem(response.status, response.statusText || `status ${response.status}`, text.slice(0, 300));
    }
}

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
        response = await fetch(url, { ...init, headers: { ...headers(), ...init.headers } });
    } catch (reason) {
        if ((reason as Error).name === 'AbortError') throw reason;
        throw new Problem(0, 'the program does not answer',
            'vedette serve has stopped, or the network is down. What stood here before is not current any more.');
    }
    if (!response.ok) throw await problemOf(response);
    return response;
}

const kept = new Map<string, { at: number; answer: Promise<unknown> }>();

export function get<T>(path: string, params: Params = {}): Promise<T> {
    const url = address(path, params);
    const known = kept.get(url);
    if (known && Date.now() - known.at < KEEP_MS) return known.answer as Promise<T>;
    const answer = ask(url, { headers: { Accept: 'application/json' } }).then(async response => {
        const data = await response.json() as T;
        learnNames(data);
        return data;
    });
    kept.set(url, { at: Date.now(), answer });
    answer.catch(() => kept.delete(url));
    return answer;
}

export async function post<T>(path: string, body: unknown): Promise<T> {
    const response = await ask(address(path), {
        method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
    });
    kept.clear();
    return (response.status === 204 ? null : await response.json()) as T;
}

/** A file of the API, fetched with the token where one is needed, and handed to the reader. */
export async function download(path: string, params: Params, name: string): Promise<void> {
    save(await (await ask(address(path, params))).blob(), name);
}

export function save(blob: Blob, name: string): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function forget(): void {
    kept.clear();
}

/* ---- in views ---- */

export interface Answer<T> {
    data: T | null;
    problem: Problem | null;
    busy: boolean;
    again: () => void;
}

/** Asks when `path` or `params` change; the last data stay until the next have come. A null path asks nothing. */
export function useApi<T>(path: string | null, params: Params = {}): Answer<T> {
    const url = path === null ? null : address(path, params);
    const [round, setRound] = useState(0);
    const [state, setState] = useState<{ url: string | null; data: T | null; problem: Problem | null }>(
        { url: null, data: null, problem: null });
    useEffect(() => {
        if (url === null || path === null) return;
        let current = true;
        get<T>(path, params).then(
            data => current && setState({ url, data, problem: null }),
            (problem: Problem) => current && setState({ url, data: null, problem }));
        return () => { current = false; };
    }, [url, round]);
    useEffect(() => {
        const renew = () => { setRound(n => n + 1); };
        addEventListener('desk-renew', renew);
        return () => removeEventListener('desk-renew', renew);
    }, []);
    return {
        data: state.data, problem: state.problem, busy: url !== null && state.url !== url,
        again: () => { if (url) kept.delete(url); setRound(n => n + 1); },
    };
}

/** All views ask anew: after a mark, a new token, or news. */
export function renew(): void {
    kept.clear();
    dispatchEvent(new Event('desk-renew'));
}

/**
 * Listens to the program's news (server-sent events). By fetch, since an EventSource cannot carry a token. Comes back
 * after a break, ever more slowly.
 */
export function listen(tell: (kind: string, data: unknown) => void, state: (connected: boolean) => void): () => void {
    const stop = new AbortController();
    let wait = 1000;
    const read = async (): Promise<void> => {
        const response = await ask(address('/stream'), { signal: stop.signal, headers: { Accept: 'text/event-stream' } });
        state(true);
        wait = 1000;
        const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
        let rest = '';
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            rest += value;
            const parts = rest.split(/\r?\n\r?\n/);
            rest = parts.pop()!;
            for (const part of parts) {
                let kind = 'message', data = '';
                for (const line of part.split(/\r?\n/)) {
                    if (line.startsWith('event:')) kind = line.slice(6).trim();
                    if (line.startsWith('data:')) data += line.slice(5).trim();
                }
                if (!data) continue;
                try { tell(kind, JSON.parse(data)); } catch { /* a line that is no JSON tells nothing */ }
            }
        }
    };
    const keep = async (): Promise<void> => {
        while (!stop.signal.aborted) {
            try { await read(); } catch (reason) {
                if (stop.signal.aborted) return;
                // a server without a stream, or one that wants a token, is there all the same
                state((reason as Problem).status !== 0);
                if ([401, 403, 404].includes((reason as Problem).status)) wait = 60_000;
            }
            await new Promise(resolve => setTimeout(resolve, wait));
            wait = Math.min(wait * 2, 60_000);
        }
    };
    void keep();
    return () => stop.abort();
}
