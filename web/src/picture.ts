// SPDX-License-Identifier: Apache-2.0
// A drawing of the page as a file of its own: SVG with the colours that it has on the page, or PNG made of that.
import { save } from './api';
import { colour } from './colours';

const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'opacity', 'font-size', 'font-family', 'text-anchor', 'paint-order'];

export function svgFile(svg: SVGSVGElement): string {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    const from = svg.querySelectorAll('path, circle, text, rect, line'), onto = copy.querySelectorAll('path, circle, text, rect, line');
    from.forEach((element, i) => {
        const style = getComputedStyle(element);
        for (const name of KEPT) onto[i]!.setAttribute(name, style.getPropertyValue(name));
    });
    const box = svg.viewBox.baseVal;
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', String(box.width));
    copy.setAttribute('height', String(box.height));
    copy.setAttribute('style', `background:${colour('--paper')}`);
    return new XMLSerializer().serializeToString(copy);
}

export const saveSvg = (svg: SVGSVGElement, name: string): void => save(new Blob([svgFile(svg)], { type: 'image/svg+xml' }), `${name}.svg`);

export function savePng(svg: SVGSVGElement, name: string): void {
    const image = new Image(), box = svg.viewBox.baseVal;
    image.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = box.width * 2;
        canvas.height = box.height * 2;
        const context = canvas.getContext('2d')!;
        context.fillStyle = colour('--paper');
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(blob => blob && save(blob, `${name}.png`));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgFile(svg))}`;
}
