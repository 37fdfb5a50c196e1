// Rows of the latest imports, accepted and rejected, the oldest left; with a table for who does not see it.

import { byId, element, number, time } from './elements.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 140;
const MOST = 40;

function shape(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (text) {
    made.textContent = text;
  }
  return made;
}

export function showHistory(imports) {
  const shown = imports.filter((one) => one.ended && one.rows_accepted + one.rows_rejected > 0).slice(0, MOST).reverse();
  const figure = byId('history');
  if (shown.length === 0) {
    figure.replaceChildren(element('p', { class: 'faint' }, 'Nothing yet.'));
    return;
  }
  const top = Math.max(...shown.map((one) => one.rows_accepted + one.rows_rejected));
  const floor = HEIGHT - 18;
  const step = WIDTH / Math.max(shown.length, 8);
  const svg = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  svg.append(shape('line', { class: 'axis', x1: 0, x2: WIDTH, y1: floor, y2: floor }));
  shown.forEach((one, index) => {
    // A few rows beside millions, and a single one that is rejected, are still to be seen.
    const accepted = one.rows_accepted > 0 ? Math.max(2, (one.rows_accepted / top) * (floor - 8)) : 0;
    const rejected = one.rows_rejected > 0 ? Math.max(2, (one.rows_rejected / top) * (floor - 8)) : 0;
    const x = index * step + step * 0.15;
    const width = step * 0.7;
    const group = shape('g', {});
    group.append(
      shape('title', {}, `${one.file}: ${number(one.rows_accepted)} accepted, ${number(one.rows_rejected)} rejected, ${time(one.ended)}`),
      shape('rect', { class: 'accepted', x, y: floor - accepted, width, height: accepted, rx: 2 }),
      shape('rect', { class: 'rejected', x, y: floor - accepted - rejected, width, height: rejected, rx: 1 }),
    );
    svg.append(group);
  });
  const wasOpen = figure.querySelector('details')?.open ?? false;
  const table = element(
    'details',
    { open: wasOpen },
    element('summary', {}, 'As a table'),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'History as a table' }, element(
      'table',
      {},
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'File'), element('th', { scope: 'col', class: 'number' }, 'Accepted'), element('th', { scope: 'col', class: 'number' }, 'Rejected'), element('th', { scope: 'col' }, 'When'))),
      element('tbody', {}, ...[...shown].reverse().map((one) => element(
        'tr',
        {},
        element('td', {}, one.file),
        element('td', { class: 'number' }, number(one.rows_accepted)),
        element('td', { class: 'number' }, number(one.rows_rejected)),
        element('td', {}, time(one.ended)),
      ))),
    )),
  );
  figure.replaceChildren(
    svg,
    element('div', { class: 'legend' }, element('span', {}, 'accepted'), element('span', { class: 'rejected' }, 'rejected'), `the highest: ${number(top)} rows`),
    table,
  );
}
