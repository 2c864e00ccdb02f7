// What the pages share: making elements, asking the hub, saying what came of it.
export const byId = id => document.getElementById(id);
const whole = new Intl.NumberFormat();
export const number = n => (n === null || n === undefined ? '–' : whole.format(n));
export const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/* ---- times ---- */
export function lasting(ms) {
  const seconds = Math.max(0, ms / 1000);
  return seconds < 1 ? `${Math.round(ms)} ms` : seconds < 10 ? `${seconds.toFixed(1)} s` : seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : seconds < 129600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}
export const since = (instant, now = Date.now()) => lasting(Math.max(1000, now - new Date(instant)));
export const ago = (instant, now) => `${since(instant, now)} ago`;
export const local = instant => new Date(instant).toLocaleString();
export const time = (instant, words) => element('time', { datetime: instant, title: local(instant) }, words);

/* ---- asking ---- */
export const asker = base => async function ask(path, body) {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/);
  const options = body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(`${base}${path}`, {
    ...options,
    headers: { Accept: 'application/json, application/problem+json', 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token ? decodeURIComponent(token[1]) : '' },
  });
  if (answer.status === 401) { location.assign('/login'); throw new Error('signed out'); }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.detail ? `${said.code ?? ''} ${said.detail}`.trim() : answer.status === 403 ? 'Viewers may look, and change nothing.' : `The hub answered ${answer.status}.`);
  return said;
};

/* ---- saying ---- */
export function say(text, good) {
  const box = byId('said');
  box.hidden = !text;
  box.textContent = text ?? '';
  box.classList.toggle('good', Boolean(good));
}

export const trying = work => async event => {
  event?.preventDefault();
  try { say(null); await work(event); } catch (e) { say(e.message); }
};

export function sure(title, text, yes) {
  const dialog = byId('ask');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
}

export function heading(words, title) {
  if (byId('headline').textContent !== words) byId('headline').textContent = words;
  if (byId('spoken').textContent !== words) byId('spoken').textContent = words;
  document.title = `${title} · Crossdock`;
}

/** Looks again now and then, as long as somebody can see it; a hub that is away is asked again. */
export function again(look, everyMillis) {
  setInterval(() => { if (document.visibilityState === 'visible') look().catch(() => {}); }, everyMillis);
}
