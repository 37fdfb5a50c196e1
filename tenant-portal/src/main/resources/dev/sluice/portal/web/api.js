// The API, as openapi.json tells.

export class ProblemError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function problem(response) {
  let detail = `The portal answered ${response.status}.`;
  try {
    detail = (await response.json()).detail ?? detail;
  } catch {
    // No problem document: what is known is the status.
  }
  return new ProblemError(response.status, detail);
}

export class Api {
  #token;

  constructor(token) {
    this.#token = token;
  }

  async #fetch(path, options = {}) {
    let response;
    try {
      response = await fetch(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${this.#token}` } });
    } catch (error) {
      throw error.name === 'AbortError' ? error : new ProblemError(0, 'The portal does not answer. Try again soon.');
    }
    if (!response.ok) {
      throw await problem(response);
    }
    return response;
  }

  async get(path) {
    return (await this.#fetch(path)).json();
  }

  /** Lets the browser save what is there. */
  async download(path, fallbackName) {
    const response = await this.#fetch(path);
    const header = response.headers.get('Content-Disposition') ?? '';
    const encoded = /filename\*=UTF-8''([^;]+)/.exec(header)?.[1];
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = encoded ? decodeURIComponent(encoded) : fallbackName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** Sends a file; fetch cannot tell how far it is, so this is the older way. */
  upload(path, file, digest, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', path);
      request.setRequestHeader('Authorization', `Bearer ${this.#token}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      if (digest) {
        request.setRequestHeader('Content-Digest', digest);
      }
      request.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total));
      request.addEventListener('load', () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // Said by the status.
        }
        if (request.status === 201) {
          resolve(answer);
        } else {
          reject(new ProblemError(request.status, answer.detail ?? `The portal answered ${request.status}.`));
        }
      });
      request.addEventListener('error', () => reject(new ProblemError(0, 'The connection was lost. Nothing was stored. Send it again.')));
      request.send(file);
    });
  }

  /** Calls onEvent with each event's data, for ever; connects again by itself. EventSource would, too, but sends no token. */
  async listen(path, onEvent, onState) {
    let wait = 1_000;
    for (;;) {
      try {
        const response = await this.#fetch(path, { headers: { Accept: 'text/event-stream' } });
        onState(true);
        wait = 1_000;
        await this.#read(response.body, onEvent);
      } catch (error) {
        if (error.status === 401 || error.status === 404) {
          onState(false);
          throw error;
        }
      }
      onState(false);
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, 15_000);
    }
  }

  async #read(body, onEvent) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        const data = event.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
        if (data) {
          onEvent(JSON.parse(data));
        }
      }
    }
  }
}
