// Who is here. The token lives in this tab only: in no cookie, so that no other site can make the browser send it.

import { byId, say } from './elements.js';
import { Api, ProblemError } from './api.js';

const KEY = 'sluice-token';

/** Asks for a token unless there is a good one; calls begin(api, me) once there is. */
export async function enter(isWelcome, begin) {
  const form = byId('enter');
  const trouble = byId('enter-trouble');

  async function attempt(token) {
    const api = new Api(token);
    const me = await api.get('/me');
    if (!isWelcome(me)) {
      throw new ProblemError(403, 'This page is not for this token. Use the other one, see below.');
    }
    sessionStorage.setItem(KEY, token);
    form.hidden = true;
    byId('work').hidden = false;
    byId('leave').hidden = false;
    begin(api, me);
  }

  function ask(text) {
    form.hidden = false;
    say(trouble, text);
    byId('token').focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await attempt(byId('token').value.trim());
      byId('content').focus();
    } catch (error) {
      ask(error.message);
    } finally {
      byId('token').value = '';
    }
  });
  byId('leave').addEventListener('click', () => {
    sessionStorage.removeItem(KEY);
    location.reload();
  });

  const known = sessionStorage.getItem(KEY);
  if (!known) {
    ask('');
    return;
  }
  try {
    await attempt(known);
  } catch (error) {
    if (error.status === 401) {
      sessionStorage.removeItem(KEY);
    }
    ask(error.message);
  }
}
