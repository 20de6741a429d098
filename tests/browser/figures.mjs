// SPDX-License-Identifier: Apache-2.0
// The page's figures over a server that runs: bytes and time to the first useful view, a change of filter, 100,000 places.
// usage: node figures.mjs BASE
import { openBrowser, openPage, settled } from './desk.mjs';

const base = process.argv[2];
const browser = await openBrowser();
const ROUNDS = 7;
const middle = times => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const tell = (what, times, unit = 'ms') => console.log(`${what}: ${middle(times)} ${unit} (median of ${times.join(', ')})`);

async function firstView() {
    const times = [], weights = [];
    for (let i = 0; i < ROUNDS; i++) {
        const page = await openPage(browser, { base, token: '' });
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        let bytes = 0;
        session.on('Network.loadingFinished', done => { bytes += done.encodedDataLength; });
        const from = Date.now();
        await page.goto(`${base}/#/`);
        await page.locator('.front h2').first().waitFor();
        times.push(Date.now() - from);
        await settled(page);
        weights.push(Math.round(bytes / 1000));
        await page.context().close();
    }
    tell('first useful view, an empty cache', times);
    tell('transferred to it', weights, 'kB');
}

async function filterChange() {
    const page = await openPage(browser, { base, token: '' });
    await page.show('events');
    const times = [];
    for (let i = 0; i < ROUNDS; i++) {
        const answer = page.waitForResponse(/\/api\/v1\/events/);
        const from = Date.now();
        await page.locator('.filters select').nth(1).selectOption({ index: i + 1 });
        await answer;
        await settled(page);
        times.push(Date.now() - from - 60); // `settled` itself waits 60 ms
    }
    tell('a change of filter, to the rows on the page', times);
    await page.context().close();
}

async function manyPlaces() {
    const page = await openPage(browser, { base, token: '' });
    await page.route('**/api/v1/map*', route => {
        let state = 1;
        const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
        const points = Array.from({ length: 100_000 }, (_, i) => ({ lat: next() * 140 - 60, lon: next() * 360 - 180, n: 1 + i % 9, quad: 1 + i % 4, events: [] }));
        return route.fulfill({ json: { points, bins: false, days: [] } });
    });
    await page.show('map?window=');
    await settled(page);
    await page.locator('.map canvas').focus();
    const times = await page.evaluate(async rounds => {
        const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const times = [];
        for (let i = 0; i < rounds; i++) {
            await new Promise(done => setTimeout(done, 300));
            const from = performance.now();
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? '-' : '+', bubbles: true, cancelable: true }));
            await frames();
            times.push(Math.round(performance.now() - from));
        }
        return times;
    }, ROUNDS);
    tell('100,000 places (a stand-in for the answer), placed and drawn anew', times);
    await page.context().close();
}

await firstView();
await filterChange();
await manyPlaces();
await browser.close();
