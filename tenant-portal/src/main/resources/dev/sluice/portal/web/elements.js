// Elements, and words for numbers. Text is only ever set as text: nothing that a tenant wrote becomes markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

export const byId = (id) => document.getElementById(id);

const whole = new Intl.NumberFormat();
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const number = (value) => whole.format(value);

export const rows = (value) => `${number(value)} ${value === 1 ? 'row' : 'rows'}`;

export const time = (text) => (text ? moment.format(new Date(text)) : '');

export function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let left = value;
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1000;
    unit += 1;
  }
  return `${left < 10 && unit > 0 ? left.toFixed(1) : Math.round(left)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 60) {
    return `${Math.max(1, Math.round(seconds))} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  }
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min` : `${Math.floor(hours / 24)} days`;
}

/** Replaces the children by those made of the items; an element whose item is as before stays, with focus and all. */
export function fill(parent, items, key, make) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const now = items.map((item) => {
    const text = JSON.stringify(item);
    const known = before.get(key(item));
    if (known && known.dataset.item === text) {
      return known;
    }
    const made = make(item, known);
    made.dataset.key = key(item);
    made.dataset.item = text;
    return made;
  });
  const focused = parent.contains(document.activeElement)
    ? document.activeElement.closest('[data-key]')?.dataset.key
    : null;
  now.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
  while (parent.children.length > now.length) {
    parent.lastElementChild.remove();
  }
  if (focused && !parent.contains(document.activeElement)) {
    now.find((child) => child.dataset.key === focused)?.querySelector('button, a, summary')?.focus();
  }
}

export function say(place, text) {
  place.textContent = text ?? '';
  place.hidden = !text && place.classList.contains('notice');
}
