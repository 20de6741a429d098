// SPDX-License-Identifier: Apache-2.0
// A table that can be sorted, and a list of the API that is shown page by page.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { download, get, useApi, type Params, type Problem } from '../api';
import type { List } from '../types';
import { Load, Making, More, Trouble } from './basics';

export interface Column<T> {
    title: string;
    value: (row: T) => string | number | null | undefined;
    show?: (row: T) => ComponentChildren;
    numeric?: boolean;
    hint?: string;
}

export function Table<T>({ rows, columns, caption, name, first = 200 }: {
    rows: T[]; columns: Column<T>[]; caption: string; name: (row: T, index: number) => string; first?: number;
}) {
    const [most, setMost] = useState(first);
    const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null);
    let sorted = rows;
    if (order) {
        const of = columns[order.column]!.value;
        sorted = [...rows].sort((a, b) => compare(of(a), of(b)) * (order.down ? -1 : 1));
    }
    const turn = (column: number) => setOrder(order?.column === column
        ? { column, down: !order.down } : { column, down: Boolean(columns[column]!.numeric) });
    return (
        <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
            <table>
                <caption class="hidden">{caption}</caption>
                <thead><tr>{columns.map((column, i) => {
                    const state = order?.column !== i ? 'none' : order.down ? 'descending' : 'ascending';
                    return (
                        <th scope="col" key={column.title} class={column.numeric ? 'n' : ''} aria-sort={state}>
                            <button type="button" onClick={() => turn(i)} title={column.hint}>{column.title}<span aria-hidden="true" class="sort">{state === 'none' ? '' : order!.down ? ' ▾' : ' ▴'}</span></button>
                        </th>
                    );
                })}</tr></thead>
                <tbody>{sorted.slice(0, most).map((row, i) => (
                    <tr key={name(row, i)}>{columns.map(column => (
                        <td key={column.title} class={column.numeric ? 'n' : ''}>{column.show ? column.show(row) : column.value(row) ?? '–'}</td>
                    ))}</tr>
                ))}</tbody>
            </table>
            {sorted.length > most && <More count={most} total={sorted.length} load={() => setMost(most + 5 * first)} />}
        </div>
    );
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    return String(a).localeCompare(String(b));
}

/** A list of the API: its first page, more on demand, and the same as a file. */
export function Listing<T>({ path, params, what, children }: {
    path: string; params: Params; what: string; children: (items: T[], total: number) => ComponentChildren;
}) {
    const first = useApi<List<T>>(path, { limit: 50, ...params });
    const [rest, setRest] = useState<{ of: List<T> | null; items: T[]; next: string | null }>({ of: null, items: [], next: null });
    const [problem, setProblem] = useState<Problem | null>(null);
    useEffect(() => { setProblem(null); }, [first.data]);
    return (
        <Load answer={first} what={what}>{data => {
            const own = rest.of === data;
            const items = own ? [...data.items, ...rest.items] : data.items;
            const next = own ? rest.next : data.next;
            const load = () => void get<List<T>>(path, { limit: 50, ...params, cursor: next }).then(
                page => setRest({ of: data, items: own ? [...rest.items, ...page.items] : page.items, next: page.next }),
                (reason: Problem) => setProblem(reason));
            if (data.making) return <Making what={what} />;
            if (!items.length) return <p class="nothing">No {what}.</p>;
            return (
                <>
                    {children(items, data.total)}
                    <More count={items.length} total={data.total} load={next ? load : null} />
                    {problem && <Trouble problem={problem} />}
                    <Files path={path} params={params} />
                </>
            );
        }}</Load>
    );
}

export function Files({ path, params, kinds = ['csv', 'json'] }: { path: string; params: Params; kinds?: string[] }) {
    const [problem, setProblem] = useState<Problem | null>(null);
    const name = path.slice(1).replace(/\W+/g, '-');
    return (
        <p class="files noprint">
            The whole list as {kinds.map((kind, i) => (
                <span key={kind}>{i > 0 && ', '}<button type="button" class="link" onClick={() =>
                    download(kind === 'json' ? path : `${path}.${kind}`, { ...params, limit: 500 }, `${name}.${kind}`)
                        .then(() => setProblem(null), (reason: Problem) => setProblem(reason))}>{kind === 'geojson' ? 'GeoJSON' : kind.toUpperCase()}</button></span>
            ))}
            {problem && <span role="alert"> — {problem.message}</span>}
        </p>
    );
}
