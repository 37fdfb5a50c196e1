// The operators' page: asks every few seconds, for operators watch it for a while and then go.

import { byId, bytes, duration, element, fill, number, say } from './elements.js';
import { enter } from './session.js';

const EVERY_MILLIS = 3_000;

function lately(one) {
  const parts = [];
  const add = (count, words, kind) => {
    if (count > 0) {
      parts.push(element('span', { class: `state ${kind}` }, `${count} ${words}`), ' ');
    }
  };
  add(one.incomplete, 'with missing rows', 'warn');
  add(one.failed, 'failed', 'bad');
  add(one.refused, 'refused', 'warn');
  return parts.length > 0 ? parts : [element('span', { class: 'state good' }, 'in order')];
}

function tenant(one) {
  if (one.trouble) {
    return element('tr', {}, element('th', { scope: 'row' }, one.tenant), element('td', { colspan: 5, class: 'reason' }, one.trouble));
  }
  const { lag } = one;
  const prefix = lag.at_least ? '≥ ' : lag.estimated ? '≈ ' : '';
  const waiting = lag.files_waiting > 0 ? ` (${bytes(lag.bytes_waiting)})` : '';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, one.tenant),
    element('td', { class: 'number' }, prefix + number(lag.rows)),
    element('td', { class: 'number' }, number(lag.imports)),
    element('td', { class: 'number' }, number(lag.files_waiting) + waiting),
    element('td', {}, lag.oldest_waiting ? duration((Date.now() - new Date(lag.oldest_waiting)) / 1000) : '–'),
    element('td', {}, ...lately(one)),
  );
}

function connector(one) {
  const running = one.tasks.filter((state) => state === 'RUNNING').length;
  const isHalted = one.state === 'PAUSED' || one.state === 'STOPPED';
  const kind = one.running ? 'good' : isHalted ? 'warn' : 'bad';
  const words = one.state === 'RUNNING' && !one.running ? 'not all tasks run' : one.state.toLowerCase();
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, one.name),
    element('td', {}, one.type),
    element(
      'td',
      {},
      element('span', { class: `state ${kind}` }, words),
      one.trouble ? element('p', { class: 'reason' }, one.trouble) : null,
    ),
    element('td', { class: 'whole' }, `${running} of ${one.tasks.length} running`),
  );
}

enter((me) => me.operator, async (api) => {
  const live = byId('live');

  async function look() {
    try {
      const status = await api.get('/operators/status');
      say(byId('trouble'), '');
      // The age grows by itself: what is oldest is made anew each time.
      fill(byId('tenants'), status.tenants.map((one) => ({ ...one, time: one.lag?.oldest_waiting ? status.time : null })), (one) => one.tenant, tenant);
      fill(byId('connectors'), status.connectors, (one) => one.name, connector);
      byId('connect-trouble').textContent = status.connect_trouble ?? '';
      live.classList.add('on');
      live.textContent = 'live';
    } catch (error) {
      say(byId('trouble'), error.message);
      live.classList.remove('on');
      live.textContent = 'connecting …';
      if (error.status === 401) {
        return;
      }
    }
    setTimeout(look, EVERY_MILLIS);
  }

  await look();
});
