// What became of every file: a list that follows, and all about one of them.

import { byId, bytes, duration, element, fill, number, rows, time } from './elements.js';

const STATES = {
  running: ['Reading', ''],
  loading: ['Loading', ''],
  completed: ['Completed', 'good'],
  incomplete: ['Rows missing', 'warn'],
  failed: ['Failed', 'bad'],
  rejected: ['Refused', 'bad'],
  checked: ['Checked', ''],
};

export const isUnderWay = (one) => one.state === 'running' || one.state === 'loading';

export function badge(one) {
  const [words, kind] = STATES[one.state] ?? [one.state, ''];
  return element('span', { class: `state ${kind}` }, words);
}

/** Remembers what it saw last, to tell how fast rows come; smoothed, for they are counted once a second. */
class Rates {
  #seen = new Map();

  of(one) {
    const now = performance.now();
    const count = one.rows_accepted + one.rows_rejected;
    const before = this.#seen.get(one.id);
    if (!before) {
      const seconds = one.started ? (Date.now() - new Date(one.started)) / 1000 : 0;
      this.#seen.set(one.id, { count, now, rate: seconds > 0 ? count / seconds : 0 });
    } else if (now - before.now >= 500) {
      const lately = (count - before.count) / ((now - before.now) / 1000);
      // Of the time before the first rows nothing is to be remembered.
      const rate = before.count === 0 ? lately : before.rate * 0.6 + lately * 0.4;
      this.#seen.set(one.id, { count, now, rate });
    }
    return this.#seen.get(one.id).rate;
  }
}

const rates = new Rates();

function bar(one) {
  const isKnown = one.progress !== null;
  const percent = isKnown ? `${Math.floor(one.progress * 100)} %` : '…';
  return element(
    'div',
    { class: 'bar' },
    element('progress', { max: 1, value: isKnown ? one.progress : null, 'aria-label': `Progress of ${one.file}` }, percent),
    element('span', {}, percent),
  );
}

function facts(one) {
  const under = isUnderWay(one);
  const parts = [element('span', {}, `${rows(one.rows_accepted)} accepted`)];
  if (one.rows_rejected > 0) {
    parts.push(element('span', { class: 'rejected' }, `${number(one.rows_rejected)} rejected`));
  }
  if (one.state === 'rejected' && one.rows_total === null) {
    parts.length = 0;
  }
  if (under) {
    const rate = rates.of(one);
    if (rate >= 1) {
      parts.push(element('span', { class: 'rate' }, `${number(Math.round(rate))} rows/s`));
      if (one.rows_to_go > 0) {
        parts.push(element('span', {}, `about ${duration(one.rows_to_go / rate)} left`));
      }
    }
  } else {
    if (one.rows_to_go > 0) {
      parts.push(element('span', { class: 'rejected' }, `${number(one.rows_to_go)} missing`));
    }
    if (one.rows_per_second > 0) {
      parts.push(element('span', {}, `${number(Math.round(one.rows_per_second))} rows/s`));
    }
    parts.push(element('span', {}, time(one.ended)));
  }
  parts.push(element('span', {}, bytes(one.bytes)));
  return element('div', { class: 'facts' }, ...parts);
}

function item(one, open) {
  const about = element('button', { class: 'bare name', type: 'button', onclick: () => open(one.id) }, one.file);
  return element(
    'li',
    { 'data-state': one.state },
    about,
    badge(one),
    isUnderWay(one) ? bar(one) : null,
    facts(one),
    one.reasons.length > 0 ? element('p', { class: 'reason' }, one.reasons[0].message) : null,
  );
}

/** Updates in place what runs, so that bars glide and nothing loses focus. */
export function showImports(imports, open) {
  byId('no-imports').hidden = imports.length > 0;
  fill(byId('imports'), imports, (one) => one.id, (one, known) => {
    const oldBar = known?.querySelector('.bar');
    if (oldBar && isUnderWay(one)) {
      const fresh = bar(one);
      const progress = oldBar.querySelector('progress');
      if (one.progress === null) {
        progress.removeAttribute('value');
      } else {
        progress.value = one.progress;
      }
      oldBar.querySelector('span').textContent = fresh.querySelector('span').textContent;
      known.querySelector('.facts').replaceWith(facts(one));
      known.querySelector('.state').replaceWith(badge(one));
      known.dataset.state = one.state;
      return known;
    }
    return item(one, open);
  });
}

function fault(one) {
  const count = `${one.at_least ? 'at least ' : ''}${rows(one.rows)}`;
  return element(
    'article',
    { class: 'fault' },
    element(
      'h4',
      {},
      element('span', {}, one.column ? `Column ${one.column}` : 'The row as a whole'),
      element('code', {}, one.code),
      element('span', { class: 'count' }, count),
    ),
    element(
      'ul',
      {},
      ...one.examples.map((example) =>
        element(
          'li',
          {},
          `line ${number(example.line)}: `,
          example.value !== null ? element('span', { class: 'value' }, example.value) : null,
          ' ',
          example.message,
        ),
      ),
    ),
  );
}

/** Opens all about one file. */
export async function openDetail(api, me, id) {
  const dialog = byId('detail');
  const base = `/tenant/${me.tenant}/imports/${id}`;
  let content;
  try {
    content = detail(api, base, await api.get(base), dialog);
  } catch (error) {
    content = [top('Not to be seen now', dialog), element('p', { class: 'notice' }, error.message)];
  }
  dialog.replaceChildren(...content);
  if (!dialog.open) {
    dialog.showModal();
  }
}

const DOWNLOADS = {
  rows: 'Download rejected rows',
  'rows-pgp': 'Download rejected rows, encrypted',
  reasons: 'Download reasons',
  'reasons-pgp': 'Download reasons, encrypted',
  report: 'Download report',
  'report-pgp': 'Download full report, encrypted',
};

function top(title, dialog) {
  return element(
    'div',
    { class: 'dialog-top' },
    element('h2', { id: 'detail-title' }, title),
    element('button', { class: 'quiet', type: 'button', onclick: () => dialog.close() }, 'Close'),
  );
}

function detail(api, base, one, dialog) {
  const trouble = element('p', { class: 'trouble', role: 'alert' });
  const save = ({ part, name }) =>
    element('button', {
      type: 'button',
      class: part.startsWith('rows') ? null : 'quiet',
      onclick: () => api.download(`${base}/rejects?part=${part}`, name).catch((error) => {
        trouble.textContent = error.message;
      }),
    }, DOWNLOADS[part] ?? name);
  const actions = element('div', { class: 'actions' }, ...one.downloads.map(save));
  const content = [
    top(one.file, dialog),
    element('div', { class: 'line' }, badge(one), element('span', { class: 'faint' }, one.dataset ? `dataset ${one.dataset}, version ${one.version ?? '?'}` : 'of no dataset')),
    facts(one),
    actions,
    trouble,
    ...one.reasons.map((reason) => element('p', { class: 'reason' }, reason.message)),
  ];
  if (one.faults.length > 0) {
    content.push(
      element('h3', {}, 'What is wrong with the rejected rows'),
      element('p', { class: 'faint' }, one.report?.withheld ?? 'Correct them in the file of rejected rows, and drop that file: it has the header already.'),
      ...one.faults.map(fault),
    );
  }
  return content;
}
