// SPDX-License-Identifier: Apache-2.0
// Every view is an address: `#/dyad/RUS>UKR?step=week`. The path says what is looked at, the query how.
import { useEffect, useState } from 'preact/hooks';

export interface Route {
    path: string[];
    query: Record<string, string>;
}

export function parse(hash: string): Route {
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
    const decode = (text: string): string => {
        try { return decodeURIComponent(text); } catch { return text; }
    };
    return { path: path.split('/').filter(Boolean).map(decode), query: Object.fromEntries(new URLSearchParams(query)) };
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** The address of a view. Signs that are safe in a fragment stay legible. */
export function to(path: string[], query: Query = {}): string {
    const parts = path.map(part => encodeURIComponent(part).replace(/%3E/g, '>').replace(/%3A/g, ':'));
    const text = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
        if (value !== undefined && value !== null && value !== '') text.set(name, String(value));
    return `#/${parts.join('/')}${text.size ? `?${text.toString()}` : ''}`;
}

export function useRoute(): Route {
    const [route, setRoute] = useState(() => parse(location.hash));
    useEffect(() => {
        const follow = () => setRoute(parse(location.hash));
        addEventListener('hashchange', follow);
        addEventListener('desk-route', follow);
        return () => {
            removeEventListener('hashchange', follow);
            removeEventListener('desk-route', follow);
        };
    }, []);
    return route;
}

/** Changes how the view is looked at, without a step in the history for each move of a slider. */
export function refine(route: Route, change: Query): void {
    history.replaceState(null, '', to(route.path, { ...route.query, ...change }));
    dispatchEvent(new Event('desk-route'));
}

export function go(path: string[], query: Query = {}): void {
    location.hash = to(path, query);
}
