// Files in: dropped, chosen, sent one after another, each with its checksum where it is small enough to be hashed at once.

import { byId, bytes, element } from './elements.js';

const MOST_SHOWN = 4;
const HASH_AT_MOST = 64 * 1024 * 1024;

async function digest(file) {
  if (file.size > HASH_AT_MOST || !globalThis.crypto?.subtle) {
    return null;
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return `sha-256=:${btoa(String.fromCharCode(...hash))}:`;
}

export function setUpUploads(api, me) {
  const drop = byId('drop');
  const list = byId('uploads');
  let queue = Promise.resolve();

  async function send(file, check, bar, words) {
    if (file.size > me.max_file_bytes) {
      throw new Error(`It has ${bytes(file.size)}; at most ${bytes(me.max_file_bytes)} are taken. Send it in parts.`);
    }
    const query = new URLSearchParams({ name: file.name });
    if (check && !file.name.endsWith('.dataset.json')) {
      query.set('check', 'true');
    }
    words.textContent = 'Sending …';
    const checksum = await digest(file);
    await api.upload(`/upload-file/${me.tenant}?${query}`, file, checksum, (sent, total) => {
      bar.value = total ? sent / total : 1;
      words.textContent = `${bytes(sent)} of ${bytes(total)} sent`;
    });
    bar.value = 1;
    words.textContent = `Stored${checksum ? ', checksum verified' : ''}. It is taken in a moment.`;
  }

  function add(file) {
    const check = byId('check').checked;
    const bar = element('progress', { max: 1, value: 0, 'aria-label': `Upload of ${file.name}` });
    const words = element('span', { class: 'words' }, 'Waiting for its turn …');
    const item = element('li', { 'data-file': file.name }, element('span', { class: 'name' }, file.name), bar, words);
    list.prepend(item);
    while (list.children.length > MOST_SHOWN) {
      list.lastElementChild.remove();
    }
    queue = queue.then(() => send(file, check, bar, words)).catch((error) => {
      words.textContent = error.message;
      words.classList.add('bad');
      bar.value = 0;
    });
  }

  // Definitions first: files that come with one are meant for it.
  function addAll(files) {
    [...files].sort((one, other) => other.name.endsWith('.dataset.json') - one.name.endsWith('.dataset.json')).forEach(add);
  }

  byId('files').addEventListener('change', (event) => {
    addAll(event.target.files);
    event.target.value = '';
  });
  for (const kind of ['dragenter', 'dragover']) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  for (const kind of ['dragleave', 'drop']) {
    drop.addEventListener(kind, () => drop.classList.remove('over'));
  }
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    addAll(event.dataTransfer.files);
  });
}
