// The tenants' page: signs in, then shows whatever the events tell.

import { bytes, byId, duration, element, fill, number, say } from './elements.js';
import { enter } from './session.js';
import { setUpUploads } from './upload.js';
import { openDetail, showImports } from './imports.js';
import { showDatasets, showRefused } from './datasets.js';
import { showHistory } from './chart.js';

const FIRST = 10;

function tile(title, value, small) {
  return element('div', {}, element('dt', {}, title), element('dd', {}, value, small ? element('small', {}, ` ${small}`) : null));
}

function showNumbers(status) {
  const { lag, waiting } = status;
  const prefix = lag.at_least ? 'at least ' : lag.estimated ? 'about ' : '';
  byId('numbers').replaceChildren(
    tile('Rows to go', prefix + number(lag.rows)),
    tile('Under way', number(lag.imports), lag.imports === 1 ? 'import' : 'imports'),
    tile('Waiting', number(waiting.count), waiting.count === 1 ? 'file' : 'files'),
    tile('Oldest waits', waiting.oldest ? duration((Date.now() - new Date(waiting.oldest)) / 1000) : '–'),
  );
  byId('waiting-box').hidden = waiting.count === 0;
  byId('waiting-title').textContent = `${number(waiting.count)} waiting, ${bytes(waiting.bytes)}`;
  fill(byId('waiting'), waiting.files, (file) => file.file, (file) => element('li', {}, `${file.file}, ${bytes(file.bytes)}`));
}

enter((me) => me.tenant !== null, async (api, me) => {
  byId('who').textContent = me.tenant;
  document.title = `Sluice: ${me.tenant}`;
  setUpUploads(api, me);
  let definitions = null;
  const live = byId('live');
  const older = byId('older');
  let most = FIRST;
  let last = null;

  function show(status) {
    say(byId('trouble'), status.trouble);
    if (status.trouble) {
      return;
    }
    showNumbers(status);
    last = status;
    showImports(status.imports.slice(0, most), (id) => openDetail(api, me, id));
    older.hidden = status.imports.length <= most;
    showHistory(status.imports);
    const now = JSON.stringify(status.definitions);
    if (now !== definitions) {
      definitions = now;
      showRefused(status.definitions);
      showDatasets(api, me).catch((error) => say(byId('trouble'), error.message));
    }
  }

  older.addEventListener('click', () => {
    most = Infinity;
    show(last);
  });

  api.listen(`/tenant/${me.tenant}/events`, show, (isOn) => {
    live.classList.toggle('on', isOn);
    live.textContent = isOn ? 'live' : 'connecting …';
  }).catch((error) => say(byId('trouble'), error.message));
});
