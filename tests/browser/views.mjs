// SPDX-License-Identifier: Apache-2.0
// The page as an analyst uses it: each view opened, each control used, in Chromium, over a real store.
// usage: node views.mjs PROGRAM      DESK=http://… instead of a program: a server that runs already
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { axeSource, check, expect, folder, makeStore, openBrowser, openPage, run, runChecks, save, serve, settled } from './desk.mjs';

const program = process.argv[2];
const store = process.env.DESK ? null : makeStore(program);
const server = process.env.DESK ? { base: process.env.DESK, token: process.env.TOKEN ?? '' } : await serve(program, store);
const browser = await openBrowser();
const ask = async (path, token = server.token) =>
    (await fetch(server.base + '/api/v1' + path, { headers: token ? { Authorization: `Bearer ${token}` } : {} })).json();

/** What this program serves stands in its description of itself; views of what it does not serve say so, and wait. */
const described = process.env.DESK ? null : Object.keys((await (await fetch(`${server.base}/openapi.json`)).json()).paths);
const serves = (...paths) => !described || paths.every(path => described.includes(`/api/v1${path}`));
const NEEDS = { today: ['/today'], alarms: ['/alarms'], ledger: ['/ledger'], scorecard: ['/scorecard'], method: ['/method'] };
const WANTED = ['/today', '/alarms', '/ledger', '/forecasts', '/changes', '/analogues', '/scorecard', '/method'].filter(path => !serves(path));
if (WANTED.length) console.log(`not served by this program, and not tested: ${WANTED.join(' ')}`);
const faults = page => page.errors.filter(error => !(WANTED.length && / 404 /.test(error)));

const events = (await ask('/events?limit=50')).items;
const dyads = (await ask('/dyads')).items;
const stories = (await ask('/stories')).items;
const unit = `${dyads[0].source}>${dyads[0].target}`;
const hostile = store ? 'hostile' : 'r4';
const VIEWS = {
    today: '', map: 'map?window=', dyads: 'dyads', dyad: `dyad/${unit}`, network: 'network', stories: 'stories',
    story: `story/${encodeURIComponent(stories[0].id)}`, reports: 'reports', report: `report/${encodeURIComponent(events[0].report)}`,
    events: 'events', event: `event/${events[0].id}`, alarms: 'alarms', ledger: 'ledger', scorecard: 'scorecard', method: 'method',
    search: 'search?q=talks', actors: 'actors', actor: `actor/${dyads[0].source}`, audit: 'audit',
};

/* ---- every view ---- */

for (const [name, hash] of Object.entries(VIEWS)) {
    if (!serves(...NEEDS[name] ?? [])) delete VIEWS[name];
    else check(`${name}: opens without an error, and axe finds nothing, in light and dark`, async () => {
        for (const colorScheme of ['light', 'dark']) {
            const page = await openPage(browser, server, { colorScheme });
            await page.show(hash);
            await page.evaluate(axeSource);
            const found = await page.evaluate(() => globalThis.axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'], preload: false }));
            expect(!found.violations.length, `${colorScheme}: ${found.violations.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`).join('; ')}`);
            expect(!faults(page).length, faults(page).join('; '));
            expect(!await page.locator('.trouble').count(), `trouble: ${(await page.locator('.trouble').allTextContents()).join('; ')}`);
            await page.context().close();
        }
    });
}

check('no view is wider than a phone of 360 pixels, or a screen of 3840', async () => {
    for (const width of [360, 3840]) {
        const page = await openPage(browser, server, { viewport: { width, height: 800 } });
        for (const [name, hash] of Object.entries(VIEWS)) {
            await page.show(hash);
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            expect(over <= 0, `${name} is ${over} pixels wider than ${width}`);
        }
        await page.context().close();
    }
});

check('a view is its address: loaded anew it shows the same', async () => {
    const page = await openPage(browser, server);
    await page.show(`dyad/${unit}`);
    await page.getByText('month', { exact: true }).click();
    await page.getByText('class', { exact: true }).click();
    await settled(page);
    const address = page.url();
    expect(/step=month/.test(address) && /split=quad/.test(address), address);
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('month', { exact: true }).isChecked() && await page.getByLabel('class', { exact: true }).isChecked(), 'the choices were lost');
    await page.context().close();
});

check('the first view weighs less than 400 kB and stands in 1.5 s', async () => {
    const page = await openPage(browser, server);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    let bytes = 0;
    session.on('Network.loadingFinished', done => { bytes += done.encodedDataLength; });
    const from = Date.now();
    await page.goto(`${server.base}/?fresh#/`);
    await page.locator('.front').waitFor();
    const took = Date.now() - from;
    await settled(page);
    expect(bytes > 0 && bytes < 400_000, `${bytes} bytes`);
    expect(took < (process.env.SLOW ? 15_000 : 1500), `${took} ms`);
    await page.context().close();
});

/* ---- today ---- */

if (serves('/today', '/alarms')) check('today: an alarm has its series, sentences with their status, and opens onto all of them', async () => {
    const page = await openPage(browser, server);
    await page.show('');
    const alarm = page.locator('.alarm').first();
    await alarm.locator('.spark svg .bar').nth(1).waitFor();
    const sentences = await alarm.locator('.evidence').count();
    expect(sentences >= 1 && sentences <= 3, `${sentences} sentences`);
    expect(await alarm.locator('.evidence .status').count() === sentences, 'a sentence without a status');
    expect(/publisher/.test(await alarm.textContent()), 'no corroboration');
    await alarm.locator('.what a').click();
    await page.locator('table.events tbody tr').first().waitFor();
    expect(/#\/events\?/.test(page.url()), page.url());
    await page.goBack();
    await page.locator('.alarm').first().waitFor();
    expect(/What was read/.test(await page.locator('main').textContent()), 'no coverage');
    await page.context().close();
});

/* ---- map ---- */

check('map: the window moves, a place shows its sentences, the wheel of keys zooms', async () => {
    const page = await openPage(browser, server);
    await page.show('map?window=30');
    const slider = page.locator('input[type=range]');
    await slider.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => /at=/.test(location.hash));
    await page.getByText('all', { exact: true }).click();
    await page.waitForFunction(() => /window=(&|$)/.test(location.hash) || !/window=3/.test(location.hash));
    await settled(page);
    await page.getByText('Table of places').click();
    await page.locator('details table tbody button').first().click();
    await page.locator('.chosen .evidence').first().waitFor();
    await page.locator('.map canvas').focus();
    const before = await page.locator('.map canvas').evaluate(canvas => canvas.toDataURL());
    await page.keyboard.press('+');
    await page.waitForTimeout(150);
    expect(before !== await page.locator('.map canvas').evaluate(canvas => canvas.toDataURL()), 'plus did not zoom');
    await page.keyboard.press('0');
    await page.context().close();
});

check('map: PNG and SVG are what they say', async () => {
    const page = await openPage(browser, server);
    await page.show('map?window=');
    const png = await save(page, () => page.locator('.map .tools').getByText('PNG').click());
    expect(png.subarray(1, 4).toString() === 'PNG' && png.length > 5000, 'no PNG');
    const svg = (await save(page, () => page.locator('.map .tools').getByText('SVG').click())).toString();
    expect(svg.startsWith('<svg') && /<(circle|path)[^>]*fill-opacity/.test(svg), 'no points in the SVG');
    await page.context().close();
});

/* ---- dyad ---- */

check('dyad: both directions, table twin, CSV, PNG, SVG agree', async () => {
    const page = await openPage(browser, server);
    await page.show(`dyad/${unit}?step=month`);
    expect(await page.locator('.direction').count() === 2, 'not both directions');
    const chart = page.locator('.direction').first().locator('.chart');
    await chart.getByText('Table', { exact: true }).click();
    const rows = await chart.locator('.twin tbody tr').count();
    expect(rows > 0, 'an empty table');
    const csv = (await save(page, () => chart.getByText('CSV', { exact: true }).click())).toString().trim().split('\n');
    expect(csv.length === rows + 1 && csv[0].startsWith('date,'), `${csv.length} lines, ${rows} rows`);
    const png = await save(page, () => chart.getByText('PNG', { exact: true }).click());
    expect(png.subarray(1, 4).toString() === 'PNG', 'no PNG');
    const svg = (await save(page, () => chart.getByText('SVG', { exact: true }).click())).toString();
    const fault = await page.evaluate(text => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '', svg);
    expect(!fault && /<rect/.test(svg), `SVG: ${fault}`);
    await page.context().close();
});

check('dyad: the chart is drawn, is read with the arrow keys, and Enter opens the sentences of a period', async () => {
    const page = await openPage(browser, server);
    await page.show(`dyad/${unit}?step=month`);
    const plot = page.locator('.direction .plot').first();
    const colours = await plot.locator('canvas').evaluate(canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3]) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
        return seen.size;
    });
    expect(colours > 3, `only ${colours} colours: an empty chart`);
    await plot.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const said = await page.locator('.direction .readout').first().textContent();
    expect(/\d{4}/.test(said), `the readout says “${said}”`);
    await page.keyboard.press('End');
    for (let i = 0; i < 40 && !/[1-9]/.test((await page.locator('.direction .readout').first().textContent()).replace(/^\D*\d{4}/, '')); i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.startsWith('#/events'));
    await page.context().close();
});

check('dyad: turned round, the directions change places', async () => {
    const page = await openPage(browser, server);
    await page.show(`dyad/${unit}`);
    await page.getByText('turn round').click();
    await page.waitForFunction(back => decodeURIComponent(location.hash).includes(back), unit.split('>').reverse().join('>'));
    await page.context().close();
});

/* ---- network, story, ledger, lists ---- */

check('network: actors and pairs open, the table says the same, files are made', async () => {
    const page = await openPage(browser, server);
    await page.show('network');
    expect(await page.locator('.network .node').count() >= 2 && await page.locator('.network .edge').count() >= 1, 'no network');
    const names = await page.locator('.network .edge').count(), rows = await page.locator('main table tbody tr').count();
    expect(names === rows, `${names} lines, ${rows} rows`);
    const svg = (await save(page, () => page.locator('.network .tools').getByText('SVG').click())).toString();
    expect(/<svg/.test(svg) && /stroke=/.test(svg), 'no SVG');
    const png = await save(page, () => page.locator('.network .tools').getByText('PNG').click());
    expect(png.subarray(1, 4).toString() === 'PNG', 'no PNG');
    await page.locator('.choice').getByText('15', { exact: true }).click();
    await page.waitForFunction(() => /nodes=15/.test(location.hash));
    await page.locator('.network .node').first().click();
    await page.waitForFunction(() => location.hash.startsWith('#/actor/'));
    await page.context().close();
});

check('story: its reports with their kinds, and what is told in it', async () => {
    const many = stories.find(story => (story.reports ?? 0) > 1) ?? stories[0];
    const page = await openPage(browser, server);
    await page.show(`story/${encodeURIComponent(many.id)}`);
    expect(await page.locator('main table').first().locator('tbody tr').count() === Math.min(50, many.reports ?? 1), 'not all of its reports');
    if ((many.reports ?? 1) > 1) expect(await page.locator('.spread circle').count() > 1, 'the spread is not drawn');
    await page.locator('main table').first().locator('tbody a').first().click();
    await page.waitForFunction(() => location.hash.startsWith('#/report/'));
    await page.context().close();
});

if (serves('/ledger')) check('ledger: kinds and states narrow it, an entry opens its sentence', async () => {
    const page = await openPage(browser, server);
    await page.show('ledger');
    const entry = (await ask('/ledger?limit=1')).items[0];
    expect(entry, 'the store has no entry');
    await page.getByText(entry.kind, { exact: true }).first().click();
    await page.waitForFunction(kind => location.hash.includes(`kind=${kind}`), entry.kind);
    await settled(page);
    const kinds = await page.locator('.ledger tbody .kind').allTextContents();
    expect(kinds.length && kinds.every(kind => kind === entry.kind), kinds.join());
    await page.locator('.ledger tbody a[href^="#/event/"]').first().click();
    await page.locator('.facts').first().waitFor();
    await page.context().close();
});

check('events: filters narrow them, more are shown on demand, the list is a file', async () => {
    const page = await openPage(browser, server);
    await page.show('events');
    const total = Number((await page.locator('.total').textContent()).replace(/\D/g, ''));
    const first = await page.locator('table.events tbody tr').count();
    if (total > first) {
        await page.getByText('Show more').click();
        await page.waitForFunction(count => document.querySelectorAll('table.events tbody tr').length > count, first);
    }
    await page.locator('.filters select').first().selectOption('4');
    await page.waitForFunction(() => /quad=4/.test(location.hash));
    await settled(page);
    const fewer = Number((await page.locator('.total').textContent()).replace(/\D/g, ''));
    expect(fewer > 0 && fewer < total, `${fewer} of ${total}`);
    const csv = (await save(page, () => page.locator('.files').getByText('CSV').click())).toString().trim().split('\n');
    expect(csv.length > 1, 'an empty file');
    await page.getByText('Clear').click();
    await page.waitForFunction(() => !/quad=/.test(location.hash));
    await page.context().close();
});

check('search: from the masthead, with a key', async () => {
    const page = await openPage(browser, server);
    await page.show('');
    await page.keyboard.press('/');
    await page.keyboard.type('accused');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /#\/search\?q=accused/.test(location.hash));
    await settled(page);
    expect(await page.locator('table.events tbody tr').count() > 0, 'nothing found');
    await page.context().close();
});

/* ---- report, why, marks ---- */

check('report: its text stands as it was given, and every event is marked in it', async () => {
    const event = events.find(one => one.source.length && one.target.length) ?? events[0];
    const page = await openPage(browser, server);
    const report = await ask(`/reports/${encodeURIComponent(event.report)}`);
    await page.show(`report/${encodeURIComponent(event.report)}?event=${event.id}`);
    const shown = (await page.locator('.text').textContent()).replace(/\s+/g, '');
    expect(shown === report.text.replace(/\s+/g, ''), 'the text is not what was given');
    const mark = page.locator(`.text mark.action[data-event="${event.id}"]`);
    expect((await mark.allTextContents()).join('') .includes(event.trigger.text.slice(0, 5)), 'the act is not marked where it stands');
    expect(await page.locator('.found li.on .facts').count() === 1, 'the chosen event shows nothing');
    await mark.first().hover();
    await page.locator('.hint').waitFor();
    expect((await page.locator('.hint').textContent()).includes(event.plover.event), 'the hint does not explain');
    await page.locator('.found li.on').getByText('Why', { exact: true }).click();
    await page.locator('dialog .why').waitFor();
    expect((await page.locator('dialog .why').textContent()).includes('.vp'), 'the why names no pattern');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
    await page.context().close();
});

check('script in a report is text: it is shown and never runs', async () => {
    const page = await openPage(browser, server);
    for (const hash of [`report/${hostile}`, 'reports', 'events', 'search?q=plot']) {
        await page.show(hash);
        expect(await page.evaluate(() => globalThis.hacked === undefined && !/hacked/.test(document.title.replace(/^.*: /, ''))), `it ran on ${hash}`);
        expect(!await page.locator('main script, main img').count(), `markup on ${hash}`);
    }
    await page.show(`report/${hostile}`);
    expect((await page.locator('.text').textContent()).includes('<script>'), 'it is not shown');
    expect(!faults(page).length, faults(page).join('; '));
    await page.context().close();
});

check('scorecard: what a backtest found stands there, its misses on top, each value open to its sentences', async () => {
    run(program, 'backtest', '--step', 'week', '--from', '2025-11-03', '--to', '2026-01-26', '--known', 'published', '--draws', '40', store);
    const page = await openPage(browser, server);
    const found = await ask('/scorecard');
    expect(found.backtests.length === 1 && found.backtests[0].sections[0].title === "Last period's misses", JSON.stringify(found).slice(0, 300));
    await page.show('scorecard');
    expect((await page.locator('.backtest h2').first().textContent()) === "Last period's misses", 'the misses are not on top');
    await page.locator('.backtest a.count').first().click();
    await settled(page);
    expect(/#\/events\?/.test(page.url()) && await page.locator('main tbody tr').count() > 0, page.url());
    expect(!faults(page).length, faults(page).join('; '));
    await page.context().close();
});

check('why: the parse is drawn, with the words of the event in it, and stands as a table', async () => {
    const event = events.find(one => one.source.length && one.target.length);
    const page = await openPage(browser, server);
    await page.show(`report/${event.report}?event=${event.id}`);
    await page.locator('.actions').getByText('Why', { exact: true }).first().click();
    const tree = page.locator('dialog svg.tree');
    await tree.waitFor();
    const parse = await ask(`/events/${event.id}/parse`);
    expect(parse.words.length > 3 && (await tree.locator('.form').allTextContents()).join(' ') === parse.words.map(word => word.form).join(' '), 'the words are not those of the parse');
    expect(await tree.locator('path.root').count() === parse.words.filter(word => !word.head).length, 'the root is not drawn');
    const action = (await tree.locator('g.action .form').allTextContents()).join(' ');
    expect(action && event.trigger.text.includes(action.split(' ')[0]), `the action is ${action}`);
    await page.getByText('The tree as a table').click();
    const rows = page.locator('dialog details tbody tr');
    expect(await rows.count() === parse.words.length, 'a word is missing in the table');
    expect(!faults(page).length, faults(page).join('; '));
    await page.context().close();
});

check('marks: another analyst sees them at once', async () => {
    const event = events[2];
    const one = await openPage(browser, server), other = await openPage(browser, server);
    await one.show(`event/${event.id}`);
    await other.show(`event/${event.id}`);
    await other.waitForTimeout(500);
    await one.getByText('Right', { exact: true }).click();
    await other.locator('.verdict').getByText('marked right').first().waitFor();
    await one.context().close();
    await other.context().close();
});

check('marks: right, a correction and a note are kept; the event is not changed; the log has them', async () => {
    const event = events[1];
    const page = await openPage(browser, server);
    await page.show(`event/${event.id}`);
    await page.getByText('Right', { exact: true }).click();
    await page.locator('.marking .changes li').first().waitFor();
    await page.getByText('Correct it').click();
    await page.locator('.marking input[name=source]').fill('FRAGOV');
    await page.locator('.marking textarea').fill('the other one <i>said</i>');
    await page.getByText('Keep', { exact: true }).click();
    await page.getByText('“the other one <i>said</i>”').waitFor();
    const after = await ask(`/events/${event.id}`);
    expect(JSON.stringify(after.source) === JSON.stringify(event.source), 'the event was changed');
    expect(after.marks.length === 2 && after.marks[0].verdict === 'right' && after.marks[1].verdict === 'wrong' && after.marks[1].correction.source[0].code === 'FRAGOV', JSON.stringify(after.marks));
    await page.show('audit');
    const log = await page.locator('main').textContent();
    expect(log.includes(event.id) && log.includes('FRAGOV'), 'the log does not have it');
    expect(!faults(page).length, faults(page).join('; '));
    await page.context().close();
});

/* ---- keys, paper, trouble ---- */

check('keys: a view by g and a letter, help by ?, rows by j and k', async () => {
    const page = await openPage(browser, server);
    await page.show('');
    await page.keyboard.press('?');
    await page.locator('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.waitForFunction(() => location.hash === '#/map');
    await page.show('events');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await page.evaluate(() => Boolean(document.activeElement?.closest('tbody tr'))), 'j goes to no row');
    await page.context().close();
});

check('paper: dark when chosen, kept; printed without controls', async () => {
    const page = await openPage(browser, server);
    await page.show('');
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.locator('footer select').selectOption('dark');
    expect(await paper() !== light, 'it stayed light');
    await page.reload();
    await page.locator('main h1').waitFor();
    expect(await paper() !== light, 'it was not kept');
    await page.emulateMedia({ media: 'print' });
    expect(!await page.locator('nav').isVisible() && await paper() === 'rgb(255, 255, 255)', 'the print is not a print');
    await page.context().close();
});

check('what is not there is said, with a way back', async () => {
    const page = await openPage(browser, server);
    await page.goto(`${server.base}/#/event/e:0000000000000000`);
    await page.locator('.trouble').waitFor();
    await page.goto(`${server.base}/#/nowhere`);
    await page.getByText('There is no such page').waitFor();
    await page.context().close();
});

if (program) {
    check('live: a report that is added while the page is open is told within 5 seconds', async () => {
        const page = await openPage(browser, server);
        await page.show('');
        await page.waitForTimeout(500);
        const file = join(folder(), 'late.jsonl');
        writeFileSync(file, JSON.stringify({ id: 'late', published: '2026-02-03T10:00:00Z', publisher: 'Example Wire', title: 'Late', text: 'Finland signed an accord with Estonia in Helsinki.' }) + '\n');
        run(program, 'add', '--quiet', store, file);
        const from = Date.now();
        await page.locator('.news').getByText(/new event/).waitFor({ timeout: 5000 });
        console.log(`      told after ${Date.now() - from} ms`);
        await page.locator('.news').getByText('Show').click();
        await page.show('search?q=Estonia');
        expect(await page.locator('table.events tbody tr').count() > 0, 'it is not found');
        await page.context().close();
    });

    check('an empty store says so', async () => {
        const file = join(folder(), 'nothing.txt'), empty = join(dirname(file), 'empty.db');
        writeFileSync(file, '\n');
        run(program, 'add', '--quiet', empty, file);
        const other = await serve(program, empty);
        const page = await openPage(browser, other);
        for (const hash of Object.values(VIEWS).filter(hash => !hash.includes('/'))) await page.show(hash);
        await page.show('');
        expect(/no report|Nothing has been read/.test(await page.locator('main').textContent()), 'it does not');
        await page.context().close();
        await other.stop();
    });

    check('the program going away is said, and its coming back is noticed', async () => {
        const other = await serve(program, store);
        const page = await openPage(browser, other);
        await page.show('');
        await other.stop();
        await page.locator('.lost').waitFor({ timeout: 10_000 });
        await page.goto(`${other.base}/#/ledger`).catch(() => {});
        await page.evaluate(() => { location.hash = '#/actors'; });
        await page.locator('.trouble').waitFor();
        await page.context().close();
    });
}

process.exit(await runChecks());
