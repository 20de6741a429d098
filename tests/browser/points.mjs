// SPDX-License-Identifier: Apache-2.0
// How long the page takes to draw 100,000 places, given by a stand-in for the API's answer. Prints milliseconds.
// usage: node points.mjs BASE
import { openBrowser, openPage, settled } from './desk.mjs';

const browser = await openBrowser();
const page = await openPage(browser, { base: process.argv[2], token: '' });
await page.route('**/api/v1/map*', route => {
    let state = 1;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const points = Array.from({ length: 100_000 }, (_, i) => ({ lat: next() * 140 - 60, lon: next() * 360 - 180, n: 1 + i % 9, quad: 1 + i % 4, events: [] }));
    return route.fulfill({ json: { points, bins: false, days: [] } });
});
await page.show('map?window=');
await settled(page);
await page.locator('.map canvas').focus();
const times = await page.evaluate(async () => {
    const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const times = [];
    for (let i = 0; i < 7; i++) {
        await new Promise(done => setTimeout(done, 300));
        const from = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? '-' : '+', bubbles: true, cancelable: true }));
        await frames();
        times.push(Math.round(performance.now() - from));
    }
    return times.sort((a, b) => a - b);
});
console.log(`100,000 places drawn anew in ${times[3]} ms (median of ${times.join(', ')})`);
await browser.close();
