// SPDX-License-Identifier: Apache-2.0
// Where it happened. The slider moves a window of days over the time that was read.
import { geoEqualEarth, geoGraticule10, geoPath, type GeoPermissibleObjects, type GeoProjection } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { save, useApi } from '../api';
import { alpha, colour, onPaletteChange } from '../colours';
import { refine, to, type Query, type Route } from '../route';
import { QUADS, addDays, day, days, number, plural } from '../words';
import type { EventRecord, MapData, MapPoint, StoreStatus } from '../types';
import { Choice, Count, Heading, Load, QuadLegend } from '../parts/basics';
import { Evidence } from '../parts/event';
import { Filters, filtersOf } from '../parts/filters';
import { Files, Table } from '../parts/table';

type Topology = Parameters<typeof feature>[0];
interface World { land: GeoPermissibleObjects; borders: GeoPermissibleObjects }

let worldAnswer: Promise<World> | null = null;

function loadWorld(): Promise<World> {
    worldAnswer ??= fetch('world.json').then(response => response.json()).then((topology: Topology) => ({
        land: feature(topology, topology.objects.land!) as GeoPermissibleObjects,
        borders: mesh(topology, topology.objects.countries as Parameters<typeof mesh>[1], (a, b) => a !== b) as GeoPermissibleObjects,
    }));
    return worldAnswer;
}

const WINDOWS: [string, string][] = [['1', 'a day'], ['7', 'a week'], ['30', '30 days'], ['90', '90 days'], ['', 'all']];

export function MapView({ route, status }: { route: Route; status: StoreStatus }) {
    const first = status.first_day ?? '', last = status.last_day ?? '';
    const width = route.query.window ?? '30';
    const at = route.query.at ?? last;
    const window: Query = width && last ? { from: addDays(at, 1 - Number(width)), to: at } : {};
    const params = { ...filtersOf(route), ...window };
    const answer = useApi<MapData>('/map', params);
    const [chosen, choose] = useState<Place | null>(null);
    useEffect(() => choose(null), [JSON.stringify(params)]);
    const places = useMemo(() => placesOf(answer.data?.points ?? []), [answer.data]);
    return (
        <>
            <Heading title="Map" note={<>Events at the places that the texts name{window.from ? <>, {days(String(window.from), String(window.to))}</> : null}. What names no place is not on it.</>} />
            <Slider route={route} first={first} last={last} at={at} width={width} />
            <Filters route={route} leave={['from', 'to']} />
            <Load answer={answer} what="the map">{() => (
                <>
                    <Globe places={places} chosen={chosen} choose={choose} />
                    <div class="underline"><QuadLegend /><span class="soft">{plural(places.reduce((sum, place) => sum + place.n, 0), 'event')} at {plural(places.length, 'place')}{answer.data?.bins ? ', neighbours put together' : ''}. The area of a circle is the number.</span></div>
                    {chosen && <Chosen place={chosen} params={params} />}
                    <details class="noprint"><summary>Table of places</summary>
                        <Table rows={places.slice(0, 500)} caption="Places" name={place => `${place.lat},${place.lon}`} columns={[
                            { title: 'Place', value: place => place.name, show: place => <button type="button" class="link" onClick={() => choose(place)}>{place.name}</button> },
                            { title: 'Events', numeric: true, value: place => place.n, show: place => place.named ? <Count value={place.n} query={{ ...params, place: place.name }} /> : number(place.n) },
                            ...[1, 2, 3, 4].map(quad => ({ title: QUADS[quad]!, numeric: true, value: (place: Place) => place.quads[quad]!, show: (place: Place) => place.named ? <Count value={place.quads[quad]} query={{ ...params, place: place.name, quad }} /> : number(place.quads[quad]) })),
                        ]} />
                    </details>
                    <Files path="/events" params={params} kinds={['csv', 'geojson']} />
                </>
            )}</Load>
        </>
    );
}

function Slider({ route, first, last, at, width }: { route: Route; first: string; last: string; at: string; width: string }) {
    const [running, run] = useState(false);
    const whole = Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000)) || 0;
    const index = Math.round((Date.parse(at) - Date.parse(first)) / 86_400_000);
    const [held, hold] = useState<number | null>(null);
    useEffect(() => {
        if (held === null) return;
        const timer = setTimeout(() => { refine(route, { at: addDays(first, held) }); hold(null); }, 120);
        return () => clearTimeout(timer);
    }, [held]);
    useEffect(() => {
        if (!running) return;
        const timer = setInterval(() => {
            const stride = Math.max(1, Math.floor(Number(width || 30) / 7));
            if (index + stride > whole) { run(false); return; }
            refine(route, { at: addDays(first, index + stride) });
        }, 600);
        return () => clearInterval(timer);
    }, [running, index, width]);
    const shown = held ?? index;
    return (
        <div class="controls slider noprint">
            <Choice label="Window" value={width} of={WINDOWS} set={value => refine(route, { window: value || '' , ...(value ? {} : { window: '' }) })} />
            {width !== '' && whole > 0 && (
                <>
                    <button type="button" aria-pressed={running} onClick={() => { if (!running && index >= whole) refine(route, { at: addDays(first, Math.min(whole, Number(width))) }); run(!running); }}>{running ? 'Stop' : 'Play'}</button>
                    <label class="grow"><span class="hidden">Last day of the window</span>
                        <input type="range" min={0} max={whole} value={shown} aria-valuetext={day(addDays(first, shown))} onInput={e => hold(Number(e.currentTarget.value))} /></label>
                    <output>{day(addDays(first, shown))}</output>
                </>
            )}
        </div>
    );
}

function Chosen({ place, params }: { place: Place; params: Query }) {
    return (
        <section class="chosen" aria-live="polite">
            <h2>{place.name} <small>{plural(place.n, 'event')}</small></h2>
            {place.events.slice(0, 4).map(id => <ById key={id} id={id} />)}
            {place.named && place.n > 4 && <p><a href={to(['events'], { ...params, place: place.name })}>All {number(place.n)} sentences</a></p>}
        </section>
    );
}

export function ById({ id }: { id: string }) {
    const answer = useApi<EventRecord>(`/events/${encodeURIComponent(id)}`);
    return answer.data ? <Evidence event={answer.data} /> : null;
}

/* ---- drawing ---- */

/** A place with its events of all classes; the API tells each class of a place by itself. */
interface Place {
    lat: number;
    lon: number;
    n: number;
    quads: number[]; // by class, 1 to 4
    events: string[];
    name: string;
    named: boolean;
}

function placesOf(points: MapPoint[]): Place[] {
    const places = new Map<string, Place>();
    for (const point of points) {
        const key = `${point.lat},${point.lon}`;
        let place = places.get(key);
        if (!place) {
            place = { lat: point.lat, lon: point.lon, n: 0, quads: [0, 0, 0, 0, 0], events: [], name: point.place || `${point.lat.toFixed(1)}, ${point.lon.toFixed(1)}`, named: Boolean(point.place) };
            places.set(key, place);
        }
        place.n += point.n;
        place.quads[point.quad] = (place.quads[point.quad] ?? 0) + point.n;
        place.events.push(...point.events);
    }
    return [...places.values()].sort((a, b) => b.n - a.n);
}

interface Camera { zoom: number; x: number; y: number } // x and y: the shift in parts of the width

/** The more places, the smaller the circles. */
function radiusOf(n: number, most: number, places: number): number {
    const span = Math.max(2.5, 15 * Math.min(1, Math.sqrt(300 / places)));
    return Math.min(2.2, span) + span * Math.sqrt(n / Math.max(most, 12));
}

/** Below this radius and among so many, a place is a square of its commonest class, and all of a class are one shape. */
const SMALL = 6;
const MANY = 2000;

function Globe({ places, chosen, choose }: { places: Place[]; chosen: Place | null; choose: (place: Place | null) => void }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const [world, setWorld] = useState<World | null>(null);
    const [failed, fail] = useState(false);
    const [size, setSize] = useState(0);
    const [palette, setPalette] = useState(0);
    const [camera, setCamera] = useState<Camera>({ zoom: 1, x: 0, y: 0 });
    const [under, setUnder] = useState<Place | null>(null);
    useEffect(() => { loadWorld().then(setWorld, () => fail(true)); }, []);
    useEffect(() => onPaletteChange(() => setPalette(n => n + 1)), []);
    useEffect(() => {
        const observer = new ResizeObserver(() => setSize(canvas.current?.clientWidth ?? 0));
        observer.observe(canvas.current!);
        return () => observer.disconnect();
    }, []);
    const height = Math.round(Math.min(size * (size < 600 ? 0.6 : 0.43), Math.max(320, innerHeight * 0.75)));
    const most = places[0]?.n ?? 1;
    const projection = useMemo(() => projectionOf(size, height, camera), [size, height, camera]);
    const placed = useMemo(() => places.flatMap(place => {
        const at = projection([place.lon, place.lat]);
        return at ? [{ place, x: at[0], y: at[1], radius: radiusOf(place.n, most, places.length) * Math.min(1, Math.max(0.55, size / 900)) }] : [];
    }), [places, projection, size]);

    useEffect(() => {
        if (!size) return;
        const ratio = devicePixelRatio, element = canvas.current!;
        element.width = size * ratio;
        element.height = height * ratio;
        const context = element.getContext('2d')!;
        context.scale(ratio, ratio);
        draw(context, size, height, projection, world, placed, chosen ?? under);
    }, [size, height, projection, world, placed, chosen, under, palette]);

    const pick = (event: MouseEvent): Place | null => {
        const box = canvas.current!.getBoundingClientRect();
        const x = event.clientX - box.left, y = event.clientY - box.top;
        let best: Place | null = null, distance = Infinity;
        for (const at of placed) {
            const d = Math.hypot(at.x - x, at.y - y);
            if (d < Math.max(at.radius, 8) && d < distance) { best = at.place; distance = d; }
        }
        return best;
    };
    const zoom = (factor: number, x = 0.5, y = 0.5) => setCamera(old => {
        const next = Math.min(24, Math.max(1, old.zoom * factor)), real = next / old.zoom;
        return limit({ zoom: next, x: x - (x - old.x) * real, y: y - (y - old.y) * real });
    });
    const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
    const keys = (event: KeyboardEvent) => {
        const moves: Record<string, [number, number]> = { ArrowLeft: [0.1, 0], ArrowRight: [-0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
        const move = moves[event.key];
        if (move) setCamera(old => limit({ ...old, x: old.x + move[0], y: old.y + move[1] }));
        else if (event.key === '+' || event.key === '=') zoom(1.5);
        else if (event.key === '-') zoom(1 / 1.5);
        else if (event.key === '0') setCamera({ zoom: 1, x: 0, y: 0 });
        else return;
        event.preventDefault();
    };
    return (
        <figure class="map">
            <canvas ref={canvas} tabIndex={0} role="application" style={{ height: `${height}px` }}
                aria-label="World map of events. Arrow keys move it, plus and minus zoom, 0 shows the whole; the table below says the same."
                onKeyDown={keys}
                onWheel={e => {
                    if (!e.ctrlKey && camera.zoom === 1 && e.deltaY > 0) return; // the page scrolls
                    e.preventDefault();
                    const box = canvas.current!.getBoundingClientRect();
                    zoom(e.deltaY < 0 ? 1.25 : 0.8, (e.clientX - box.left) / size, (e.clientY - box.top) / size);
                }}
                onPointerDown={e => { drag.current = { x: e.clientX, y: e.clientY, moved: false }; canvas.current!.setPointerCapture(e.pointerId); }}
                onPointerMove={e => {
                    const from = drag.current;
                    if (!from) { setUnder(pick(e)); return; }
                    const dx = e.clientX - from.x, dy = e.clientY - from.y;
                    if (Math.hypot(dx, dy) < 4 && !from.moved) return;
                    drag.current = { x: e.clientX, y: e.clientY, moved: true };
                    setCamera(old => limit({ ...old, x: old.x + dx / size, y: old.y + dy / size }));
                }}
                onPointerUp={e => { if (drag.current && !drag.current.moved) choose(pick(e)); drag.current = null; }}
                onPointerLeave={() => setUnder(null)} />
            {failed && <p role="alert">The shapes of the countries could not be loaded; the points stand without them.</p>}
            <output class="readout">{under ? <><b>{under.name}</b><span>{plural(under.n, 'event')}</span>{[1, 2, 3, 4].map(quad => under.quads[quad] ? <span key={quad}>{number(under.quads[quad])} {QUADS[quad]}</span> : null)}</>
                : <span class="soft">A click on a circle shows its sentences. Dragging moves the map, the wheel zooms.</span>}</output>
            <p class="tools noprint">
                <button type="button" class="link" onClick={() => zoom(1.5)}>Zoom in</button>
                <button type="button" class="link" onClick={() => zoom(1 / 1.5)}>Zoom out</button>
                <button type="button" class="link" onClick={() => setCamera({ zoom: 1, x: 0, y: 0 })}>Whole world</button>
                <button type="button" class="link" onClick={() => canvas.current!.toBlob(blob => blob && save(blob, 'map.png'))}>PNG</button>
                <button type="button" class="link" onClick={() => save(new Blob([svgOfMap(size, height, projection, world, placed)], { type: 'image/svg+xml' }), 'map.svg')}>SVG</button>
            </p>
        </figure>
    );
}

/** The map cannot be pushed out of sight. */
function limit(camera: Camera): Camera {
    const least = 1 - camera.zoom;
    return { zoom: camera.zoom, x: Math.min(0, Math.max(least, camera.x)), y: Math.min(0, Math.max(least * 0.5, camera.y)) };
}

/** The sheet holds what people live on; Antarctica is reached by moving the map. */
const INHABITED: GeoPermissibleObjects = { type: 'MultiPoint', coordinates: [[-180, 0], [180, 0], [0, 83.5], [0, -57]] };

function projectionOf(width: number, height: number, camera: Camera): GeoProjection {
    const projection = geoEqualEarth().fitExtent([[2, 2], [Math.max(width, 10) - 2, Math.max(height, 10) - 2]], INHABITED);
    const [x, y] = projection.translate();
    return projection.scale(projection.scale() * camera.zoom)
        .translate([x * camera.zoom + camera.x * width, y * camera.zoom + camera.y * width])
        .clipExtent([[0, 0], [width, height]]).precision(camera.zoom > 3 ? 0.3 : 0.7);
}

interface Placed { place: Place; x: number; y: number; radius: number }

/** The shares of the classes, from 0 to 1, clockwise from the top. */
function sectorsOf(place: Place): { quad: number; begin: number; end: number }[] {
    let at = 0;
    return [1, 2, 3, 4].filter(quad => place.quads[quad]).map(quad => {
        const begin = at;
        at += place.quads[quad]! / place.n;
        return { quad, begin, end: at };
    });
}

function commonest(place: Place): number {
    let best = 1;
    for (let quad = 2; quad <= 4; quad++) if (place.quads[quad]! > place.quads[best]!) best = quad;
    return best;
}

const turn = (share: number): number => share * 2 * Math.PI - Math.PI / 2;

function draw(context: CanvasRenderingContext2D, width: number, height: number, projection: GeoProjection, world: World | null, placed: Placed[], chosen: Place | null): void {
    context.clearRect(0, 0, width, height);
    const path = geoPath(projection, context);
    const shape = (object: GeoPermissibleObjects, fill: string | null, stroke: string | null, line = 0.6) => {
        context.beginPath();
        path(object);
        if (fill) { context.fillStyle = fill; context.fill(); }
        if (stroke) { context.strokeStyle = stroke; context.lineWidth = line; context.stroke(); }
    };
    shape({ type: 'Sphere' }, colour('--sea'), null);
    shape(geoGraticule10(), null, colour('--line'), 0.4);
    if (world) {
        shape(world.land, colour('--land'), null);
        shape(world.borders, null, colour('--border'), 0.6);
    }
    const fills = [0, 1, 2, 3, 4].map(quad => alpha(`--q${quad || 1}`, 0.82));
    context.lineWidth = 0.8;
    context.strokeStyle = colour('--paper');
    const small: Placed[][] = [[], [], [], [], []];
    for (const at of placed) {
        if (at.x < -20 || at.y < -20 || at.x > width + 20 || at.y > height + 20) continue;
        if (placed.length > MANY && at.radius < SMALL) {
            small[commonest(at.place)]!.push(at);
            continue;
        }
        for (const sector of sectorsOf(at.place)) {
            context.fillStyle = fills[sector.quad]!;
            context.beginPath();
            if (sector.end - sector.begin < 1) context.moveTo(at.x, at.y);
            context.arc(at.x, at.y, at.radius, turn(sector.begin), turn(sector.end));
            context.fill();
        }
        if (at.radius < 3) continue;
        context.beginPath();
        context.arc(at.x, at.y, at.radius, 0, 2 * Math.PI);
        context.stroke();
    }
    small.forEach((circles, quad) => {
        context.fillStyle = fills[quad]!;
        context.beginPath();
        for (const at of circles) context.rect(at.x - at.radius * 0.8, at.y - at.radius * 0.8, at.radius * 1.6, at.radius * 1.6);
        context.fill();
    });
    const at = chosen && placed.find(one => one.place === chosen);
    if (at) {
        context.strokeStyle = colour('--ink');
        context.lineWidth = 2;
        context.beginPath();
        context.arc(at.x, at.y, at.radius + 2, 0, 2 * Math.PI);
        context.stroke();
    }
}

function svgOfMap(width: number, height: number, projection: GeoProjection, world: World | null, placed: Placed[]): string {
    const path = geoPath(projection).digits(1);
    const shape = (object: GeoPermissibleObjects, attributes: string) => `<path d="${path(object) ?? ''}" ${attributes}/>`;
    const circles = placed.flatMap(at => sectorsOf(at.place).map(({ quad, begin, end }) => {
        const fill = `fill="${colour(`--q${quad}`)}" fill-opacity=".82"`, title = `<title>${at.place.name.replace(/[&<]/g, '')}: ${at.place.quads[quad]} ${QUADS[quad]}</title>`;
        if (end - begin > 0.999) return `<circle cx="${at.x.toFixed(1)}" cy="${at.y.toFixed(1)}" r="${at.radius.toFixed(1)}" ${fill}>${title}</circle>`;
        const rim = (share: number) => `${(at.x + at.radius * Math.cos(turn(share))).toFixed(1)} ${(at.y + at.radius * Math.sin(turn(share))).toFixed(1)}`;
        return `<path d="M${at.x.toFixed(1)} ${at.y.toFixed(1)}L${rim(begin)}A${at.radius.toFixed(1)} ${at.radius.toFixed(1)} 0 ${end - begin > 0.5 ? 1 : 0} 1 ${rim(end)}Z" ${fill}>${title}</path>`;
    }));
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${colour('--paper')}"/>`
        + shape({ type: 'Sphere' }, `fill="${colour('--sea')}"`)
        + (world ? shape(world.land, `fill="${colour('--land')}"`) + shape(world.borders, `fill="none" stroke="${colour('--border')}" stroke-width=".6"`) : '')
        + circles.join('') + '</svg>\n';
}

