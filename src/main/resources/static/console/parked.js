// What waits for a person: find it, read it, try it, decide.
import { ago, asker, byId, element, number, plural, say, sure, trying } from './common.js';

const ask = asker('/console/parked');
const FIELDS = ['channel', 'topic', 'code', 'key', 'text', 'class', 'kind'];
const form = byId('filters');

let rows = [];
let next = null;
let opened = null;
let messages = 0;
let mayChange = false;
const chosen = new Set();

// Numbers stay as they were written: 9.10 is not 9.1, and a long id keeps its last digits.
const exact = json => JSON.parse(json, (key, value, context) => (typeof value === 'number' && JSON.rawJSON && context?.source ? JSON.rawJSON(context.source) : value));
const isLeaf = value => value === null || typeof value !== 'object' || Boolean(JSON.isRawJSON?.(value));

/* ---- the filter: in the form, and in the address ---- */
function filter() {
  const wanted = {};
  for (const name of FIELDS) if (form.elements[name].value.trim()) wanted[name] = form.elements[name].value.trim();
  for (const name of ['from', 'until']) if (form.elements[name].value) wanted[name] = new Date(form.elements[name].value).toISOString();
  return wanted;
}

function fromAddress() {
  const given = new URLSearchParams(location.search);
  for (const name of FIELDS) form.elements[name].value = given.get(name) ?? '';
}

const what = row => (row.kind === 'message' ? row.topic : row.kind === 'fact' ? `fact on its way: ${row.topic}` : `level of ${row.orderKey}`);

/* ---- the list ---- */
async function look(more) {
  const wanted = filter();
  const query = new URLSearchParams(wanted);
  history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
  if (more && next) query.set('after', next);
  const page = await ask(`?${query}`);
  rows = more ? rows.concat(page.rows) : page.rows;
  next = page.next;
  mayChange = page.mayChange;
  messages = page.messages;
  document.body.classList.toggle('viewer', !mayChange);
  if (!more) chosen.clear();
  classes(page.counts, Object.keys(wanted).length > 0);
  list(Object.keys(wanted).length > 0);
}

function classes(counts, filtered) {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const wanted = form.elements.class.value;
  const said = filtered ? `${all === 0 ? 'None' : number(all)} found` : all === 0 ? 'Nothing waits for a person' : all === 1 ? 'One waits for a person' : `${number(all)} wait for a person`;
  byId('headline').textContent = said;
  byId('spoken').textContent = said;
  document.title = `${all ? `${number(all)} parked` : 'Parked'} · Crossdock`;
  byId('classes').replaceChildren(...Object.entries(counts).map(([name, n]) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(wanted === name) }, element('b', {}, number(n)), name.replace('-', ' '));
    button.addEventListener('click', trying(() => { form.elements.class.value = wanted === name ? '' : name; return look(); }));
    return element('li', {}, button);
  }));
}

function list(filtered) {
  byId('rows').replaceChildren(...rows.map(line));
  byId('more').hidden = !next;
  byId('empty').hidden = rows.length > 0;
  byId('empty-title').textContent = filtered ? 'Nothing is found by this filter.' : 'All clear.';
  byId('empty-text').textContent = filtered ? 'Widen it, or clear it to see all that waits.' : 'Every message that was heard has its end or is on its way. What cannot be taken will appear here.';
  byId('bar').hidden = rows.length === 0;
  choice();
}

function line(row) {
  const id = `${row.kind} ${row.channel} ${row.id}`;
  const isMessage = row.kind === 'message';
  const open = element(isMessage ? 'button' : 'div', isMessage ? { type: 'button', class: 'row' } : { class: 'row still' },
    element('span', { class: 'what' }, element('b', {}, `${row.channel} · ${what(row)}`), element('span', { class: `tag ${row.kindOfFailure}` }, row.kindOfFailure.replace('-', ' ')), element('span', { class: 'code' }, row.code)),
    element('span', { class: 'why' }, row.sentence));
  const made = element('li', { 'data-id': id });
  if (row.kind === 'message') {
    const box = element('input', { type: 'checkbox', 'aria-label': `Choose message ${row.id}` });
    box.checked = chosen.has(row.id);
    box.addEventListener('change', () => { if (box.checked) chosen.add(row.id); else chosen.delete(row.id); choice(); });
    open.addEventListener('click', trying(() => show(row)));
    made.append(box);
  } else {
    made.append(element('span'));
  }
  const when = element('div', { class: 'when' }, element('time', { datetime: row.parkedAt, title: new Date(row.parkedAt).toLocaleString() }, ago(row.parkedAt)));
  if (row.kind !== 'message') {
    when.append(element('a', { href: journey(row) }, 'Journey'));
    const again = element('button', { type: 'button', class: 'again' }, 'Try again');
    again.addEventListener('click', trying(async () => {
      await ask('/again', { kind: row.kind, channel: row.channel, id: row.id });
      say(`It is sent to ${row.channel} again.`, true);
      await look();
    }));
    when.append(again);
  }
  made.append(open, when);
  return made;
}

const journey = row => `/console/journey.html?${new URLSearchParams({ id: row.kind === 'target' ? `sku:${row.orderKey}` : `${row.kind}:${row.id}` })}`;

function choice() {
  const shown = rows.filter(row => row.kind === 'message');
  byId('choose-all').checked = shown.length > 0 && shown.every(row => chosen.has(row.id));
  byId('chosen').textContent = chosen.size ? `${number(chosen.size)} chosen` : 'Choose all shown';
  byId('choose-all').disabled = messages === 0;
  byId('replay-chosen').disabled = byId('dismiss-chosen').disabled = chosen.size === 0;
  byId('replay-all').disabled = messages === 0;
  byId('replay-all').textContent = messages === 1 ? 'Replay the message found' : `Replay all ${number(messages)} messages found`;
}

/* ---- one message ---- */
async function show({ id }) {
  const full = await ask(`/messages/${id}`);
  const row = full.waiting;
  opened = full;
  document.querySelectorAll('#rows li').forEach(li => li.setAttribute('aria-current', String(li.dataset.id === `message ${row.channel} ${row.id}`)));
  document.querySelector('.desk').classList.add('open');
  byId('one').hidden = false;
  byId('tried').hidden = byId('editor').hidden = true;
  byId('documents').hidden = false;
  byId('one-title').textContent = `${row.channel} · ${row.topic}`;
  byId('one-where').textContent = `message ${row.id}, heard ${new Date(row.receivedAt).toLocaleString()}`;
  byId('one-journey').setAttribute('href', journey(row));
  byId('one-sentence').textContent = `${row.code} ${row.sentence}`;
  facts({
    class: row.kindOfFailure, pointer: row.pointer, 'order key': row.orderKey, mapping: full.mapping, trace: full.trace,
    file: full.file ? `${full.file}, line ${full.line}` : null, 'times parked': row.times > 1 ? row.times : null, crashes: full.crashes || null,
    'waiting behind it': full.held || null,
  });
  document_(byId('raw'), full.raw, row.pointer, 'It was deleted with the key of its day.');
  document_(byId('canonical'), full.canonical, full.canonical ? row.pointer : null, 'It did not come so far: its mapping refused it.');
  byId('one-title').focus();
}

function facts(all) {
  byId('one-facts').replaceChildren(...Object.entries(all).filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, String(value)))));
}

/** Prints a document, the place of the error marked. Pointers are written $.lines[0].sku. */
function document_(box, json, pointer, none) {
  box.replaceChildren();
  if (!json) { box.append(element('span', { class: 'none' }, none)); return; }
  let parsed;
  try { parsed = exact(json); } catch { box.textContent = json; return; }
  const path = pointer ? pointer.replace(/^\$\.?/, '').split(/[.[\]/]+/).filter(Boolean) : [];
  print(box, parsed, '', path, path.length > 0);
  box.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
}

function print(box, value, indent, path, marked) {
  if (isLeaf(value)) { mark(box, JSON.stringify(value), marked && path.length === 0); return; }
  const list = Array.isArray(value);
  const entries = list ? value.map((v, i) => [String(i), v]) : Object.entries(value);
  if (marked && path.length === 0) { mark(box, JSON.stringify(value, null, 2), true); return; }
  if (!entries.length) { box.append(list ? '[]' : '{}'); return; }
  box.append(list ? '[\n' : '{\n');
  const known = entries.some(([key]) => key === path[0]);
  entries.forEach(([key, inner], i) => {
    const here = marked && key === path[0];
    const leaf = isLeaf(inner);
    box.append(`${indent}  `);
    if (!list) {
      if (here && path.length === 1 && leaf) mark(box, `${JSON.stringify(key)}: ${JSON.stringify(inner)}`, true);
      else box.append(`${JSON.stringify(key)}: `);
    }
    if (list || !(here && path.length === 1 && leaf)) print(box, inner, `${indent}  `, here ? path.slice(1) : [], here);
    box.append(i < entries.length - 1 ? ',\n' : '\n');
  });
  if (marked && !known && !list) { mark(box, `${indent}  ${JSON.stringify(path[0])} is missing here`, true); box.append('\n'); }
  box.append(indent, list ? ']' : '}');
}

function mark(box, text, marked) {
  box.append(marked ? element('mark', {}, text) : text);
}

function tell(tried) {
  const box = byId('tried');
  const bad = tried.end === 'parked' || tried.end === 'tried again';
  box.hidden = false;
  box.classList.toggle('bad', bad);
  const words = { applied: 'It would be applied.', duplicate: 'It would be a duplicate: what it says is booked already.', ignored: `It would be ignored, by the rule ${tried.rule}.`, parked: 'It would be parked again.', 'tried again': 'It would be tried again later.' };
  box.replaceChildren(element('b', {}, words[tried.end] ?? tried.end), ' Nothing of this was kept.');
  if (tried.failure) box.append(element('p', {}, `${tried.failure.code} ${tried.failure.sentence}`));
  const effects = Object.entries(tried.effects);
  if (effects.length) box.append(element('ul', {}, ...effects.map(([table, n]) => element('li', {}, `${plural(n, 'row')} in ${table}`))));
  if (tried.canonical) document_(byId('canonical'), JSON.stringify(tried.canonical), tried.failure?.pointer, '');
}

function closeOne() {
  byId('one').hidden = true;
  document.querySelector('.desk').classList.remove('open');
  const row = document.querySelector('#rows li[aria-current=true] .row');
  document.querySelectorAll('#rows li').forEach(li => li.removeAttribute('aria-current'));
  opened = null;
  (row ?? byId('list')).focus();
}

/* ---- replays ---- */
async function replay(what, words) {
  const job = await ask('/replays', { key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, perSecond: Number(byId('pace').value), ...what });
  say(`${words} is being replayed as replay ${job.id}.`, true);
  if (opened) closeOne();
  await Promise.all([jobs(), look()]);
}

let moving = false;
async function jobs() {
  const { replays, audit } = await ask('/replays');
  const running = replays.filter(job => job.state === 'running');
  const recent = replays.filter(job => job.state !== 'running' && Date.now() - new Date(job.finishedAt) < 600000).slice(0, 2);
  byId('jobs').hidden = running.length + recent.length === 0;
  byId('jobs-list').replaceChildren(...running.concat(recent).map(jobLine));
  byId('audit').replaceChildren(...audit.map(entry => element('li', {},
    element('time', { datetime: entry.at }, new Date(entry.at).toLocaleString()), element('span', {}, entry.who), element('span', {}, `${entry.what} ${entry.about}${entry.count > 1 ? `: ${number(entry.count)}` : ''}`))));
  const before = moving;
  moving = running.length > 0;
  if (before && !moving) await look();
}

function jobLine(job) {
  const done = job.applied + job.duplicate + job.ignored + job.parked + job.skipped + job.cancelled;
  const rate = job.seconds > 0 ? (done - job.cancelled) / job.seconds : 0;
  const left = rate > 0 ? (job.total - done) / rate : null;
  const said = job.state === 'running'
    ? `${number(done)} of ${number(job.total)}, ${rate.toFixed(rate < 10 ? 1 : 0)} a second${left === null ? '' : `, ${left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`} left`}`
    : `${job.state}, ${number(done)} of ${number(job.total)} in ${Math.round(job.seconds)} s`;
  const ends = ['applied', 'duplicate', 'ignored', 'parked', 'skipped', 'cancelled'].filter(end => job[end]).map(end => `${number(job[end])} ${end === 'parked' ? 'parked again' : end}`).join(' · ');
  const made = element('li', {}, element('div', {}, element('b', {}, `Replay ${job.id}`), ` by ${job.who}: ${job.filter}`), element('span', { class: 'ends' }, said),
    element('progress', { max: Math.max(1, job.total), value: done, 'aria-label': `Replay ${job.id}` }), element('span', { class: 'ends' }, ends || 'none has ended yet'));
  if (job.state === 'running') {
    const cancel = element('button', { type: 'button', class: 'cancel' }, 'Cancel');
    cancel.addEventListener('click', trying(async () => { await ask(`/replays/${job.id}/cancel`, {}); await jobs(); }));
    made.append(cancel);
  }
  return made;
}

/* ---- what a person may press ---- */
form.addEventListener('submit', trying(() => look()));
byId('clear').addEventListener('click', trying(() => { form.reset(); form.elements.class.value = form.elements.kind.value = ''; return look(); }));
byId('more').addEventListener('click', trying(() => look(true)));
byId('choose-all').addEventListener('change', event => {
  rows.filter(row => row.kind === 'message').forEach(row => { if (event.target.checked) chosen.add(row.id); else chosen.delete(row.id); });
  list(true);
});
byId('replay-chosen').addEventListener('click', trying(() => replay({ ids: [...chosen].map(Number) }, plural(chosen.size, 'message'))));
byId('dismiss-chosen').addEventListener('click', trying(async () => {
  if (!await sure(`Dismiss ${plural(chosen.size, 'message')}?`, 'They end as ignored. What they said stays kept, and is booked nowhere.', 'Dismiss')) return;
  const { dismissed } = await ask('/dismiss', { ids: [...chosen].map(Number) });
  say(`${plural(dismissed, 'message')} dismissed.`, true);
  await Promise.all([look(), jobs()]);
}));
byId('replay-all').addEventListener('click', trying(async () => {
  if (!await sure(`Replay ${plural(messages, 'message')}?`, `At most ${byId('pace').value} a second, in the order they were heard. What was booked before is booked once.`, 'Replay')) return;
  await replay({ filter: filter() }, 'All that was found');
}));
byId('replay-one').addEventListener('click', trying(() => replay({ ids: [Number(opened.waiting.id)] }, `Message ${opened.waiting.id}`)));
byId('dry').addEventListener('click', trying(async () => tell(await ask(`/messages/${opened.waiting.id}/dry-run`, {}))));
byId('dismiss-one').addEventListener('click', trying(async () => {
  const { id } = opened.waiting;
  if (!await sure(`Dismiss message ${id}?`, 'It ends as ignored. What it said stays kept, and is booked nowhere.', 'Dismiss')) return;
  await ask('/dismiss', { ids: [Number(id)] });
  closeOne();
  say(`Message ${id} is dismissed.`, true);
  await Promise.all([look(), jobs()]);
}));
byId('edit').addEventListener('click', () => {
  byId('editor').hidden = false;
  try { byId('draft').value = JSON.stringify(exact(opened.raw), null, 2); } catch { byId('draft').value = opened.raw ?? ''; }
  byId('draft').focus();
});
byId('no-edit').addEventListener('click', () => { byId('editor').hidden = true; byId('edit').focus(); });
function draft() {
  try { JSON.parse(byId('draft').value); return `{"document":${byId('draft').value}}`; } catch (e) { throw new Error(`The copy is not JSON: ${e.message}`); }
}
byId('dry-draft').addEventListener('click', trying(async () => tell(await ask(`/messages/${opened.waiting.id}/dry-run`, draft()))));
byId('editor').addEventListener('submit', trying(async () => {
  const { copy } = await ask(`/messages/${opened.waiting.id}/replace`, draft());
  closeOne();
  say(`Message ${copy} takes its place and is on its way.`, true);
  await Promise.all([look(), jobs()]);
}));
byId('close').addEventListener('click', closeOne);
document.addEventListener('keydown', event => { if (event.key === 'Escape' && opened && !byId('ask').open) closeOne(); });
const linked = new URLSearchParams(location.search).get('message');
fromAddress();
trying(async () => {
  await Promise.all([look(), jobs()]);
  if (linked) await show({ id: linked });
})();
setInterval(() => jobs().catch(() => {}), 2000);
