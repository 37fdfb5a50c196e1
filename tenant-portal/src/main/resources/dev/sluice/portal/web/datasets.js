// Definitions: which are in force, and what changed from version to version.

import { byId, element, fill, time } from './elements.js';

function difference(one) {
  const what = one.what === 'column' || one.what === 'setting' ? `${one.what} ${one.name}` : one.what;
  const words = { added: `added: ${one.after}`, removed: `removed, was: ${one.before}`, changed: `${one.before} → ${one.after}` };
  return element('li', { class: one.kind }, element('strong', {}, `${what} `), words[one.kind]);
}

function columns(version) {
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Columns of version ${version.version}` },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...['Column', 'Type', 'Default'].map((name) => element('th', { scope: 'col' }, name)))),
      element(
        'tbody',
        {},
        ...version.columns.map((column) =>
          element(
            'tr',
            {},
            element('td', {}, column.name + (version.partition_key.includes(column.name) || version.clustering_columns.includes(column.name) ? ' (key)' : '')),
            element('td', {}, column.type + (column.optional ? ', optional' : '') + (column.encryption ? `, ${column.encryption}` : '')),
            element('td', {}, column.default ?? ''),
          ),
        ),
      ),
    ),
  );
}

async function fillIn(api, base, place) {
  const dataset = await api.get(base);
  const versions = dataset.versions;
  if (versions.length === 0) {
    place.replaceChildren(element('p', { class: 'faint' }, 'No version of it has arrived in Cassandra yet.'));
    return;
  }
  const list = element('ul', { class: 'diff', 'aria-live': 'polite' });
  const choose = (label, chosen) => {
    const select = element('select', { 'aria-label': label }, ...versions.map((version) =>
      element('option', { value: version.version, selected: version.version === chosen }, `version ${version.version}, ${time(version.time)}`)));
    select.addEventListener('change', compare);
    return select;
  };
  const latest = versions[0].version;
  const from = choose('From version', (versions[1] ?? versions[0]).version);
  const to = choose('To version', latest);

  async function compare() {
    const diff = await api.get(`${base}/diff?from=${from.value}&to=${to.value}`);
    list.replaceChildren(...(diff.differences.length > 0
      ? diff.differences.map(difference)
      : [element('li', {}, 'No difference.')]));
  }

  place.replaceChildren(
    columns(versions[0]),
    ...(versions.length > 1 ? [element('p', { class: 'line' }, 'What changed from ', from, ' to ', to), list] : []),
  );
  if (versions.length > 1) {
    await compare();
  }
}

function item(api, me, dataset) {
  const place = element('div', {});
  const box = element(
    'details',
    {},
    element('summary', {}, element('strong', {}, dataset.name), ` · ${dataset.keyspace}.${dataset.table} · version ${dataset.version}`),
    place,
  );
  box.addEventListener('toggle', () => {
    if (box.open) {
      fillIn(api, `/tenant/${me.tenant}/datasets/${encodeURIComponent(dataset.name)}`, place).catch((error) => {
        place.replaceChildren(element('p', { class: 'notice' }, error.message));
      });
    }
  });
  return element('li', {}, box);
}

export async function showDatasets(api, me) {
  const { datasets } = await api.get(`/tenant/${me.tenant}/datasets`);
  fill(byId('datasets'), datasets, (dataset) => dataset.name, (dataset, known) => {
    const made = item(api, me, dataset);
    made.firstElementChild.open = known?.firstElementChild.open ?? false;
    return made;
  });
}

/** The latest definition that was refused, unless a later one of the same file was accepted. */
export function showRefused(definitions) {
  const latest = new Map();
  definitions.forEach((report) => {
    if (!latest.has(report.file)) {
      latest.set(report.file, report);
    }
  });
  byId('refused').replaceChildren(...[...latest.values()].filter((report) => report.state === 'rejected').map((report) =>
    element('p', { class: 'notice' }, element('strong', {}, `${report.file} was refused: `), report.reasons.map((reason) => reason.message).join(' '))));
}
