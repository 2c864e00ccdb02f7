// Where systems disagree with us: find it, see why, decide.
import { again, ago, asker, byId, element, heading, lasting, local, number, plural, say, sure, time, trying } from './common.js';
import { CAUSES, RISKS, STATES, cause, difference, figures, isOrder, journey, name, risk, state, value } from './differs.js';

const ask = asker('/console/divergence');
const form = byId('filters');
const FIELDS = ['channel', 'entity', 'cause', 'risk', 'text', 'state'];
const OPEN = ['drift', 'proposed', 'healing', 'stuck', 'suspected'];
const A_PAGE = 50;

// What a person may decide, of which states, and what that means.
const DEEDS = {
  approve: { word: 'Approve', of: ['drift', 'proposed', 'stuck'], what: n => `Correct ${plural(n, 'divergence')}?`, means: 'Each system is made to show what we expect, once, whatever policy, budget and brake say.' },
  dismiss: { word: 'Dismiss', of: ['suspected', 'drift', 'proposed', 'stuck'], what: n => `Dismiss ${plural(n, 'divergence')}?`, means: 'They stay as they are, for as long as they show the same number.' },
  retry: { word: 'Retry', of: ['stuck'], what: n => `Try ${plural(n, 'divergence')} again?`, means: 'What was given up may be corrected again, with all its tries.' },
  undo: { word: 'Undo', of: ['drift', 'proposed', 'healing', 'stuck', 'closed'], what: n => `Undo the last correction of ${plural(n, 'divergence')}?`, means: 'Each system is made to show what it showed before we corrected it.' },
};

let rows = [];
let sorts = [];
let most = A_PAGE;
let opened = null;
let mayChange = false;
const chosen = new Set();

/* ---- the filter: in the form, and in the address ---- */
function query() {
  const wanted = new URLSearchParams();
  for (const field of FIELDS) if (form.elements[field].value.trim()) wanted.set(field, form.elements[field].value.trim());
  return wanted;
}

function fromAddress() {
  const given = new URLSearchParams(location.search);
  for (const field of FIELDS) {
    const word = given.get(field) ?? '';
    const box = form.elements[field];
    if (word && box.tagName === 'SELECT' && ![...box.options].some(option => option.value === word)) box.append(element('option', { value: word }, word));
    box.value = word;
  }
}

const words = { channel: word => word, entity: word => word, cause: word => CAUSES[word] ?? word, risk: word => RISKS[word] ?? word };
function choices() {
  for (const field of Object.keys(words)) {
    const box = form.elements[field];
    const there = new Set([...box.options].map(option => option.value));
    for (const word of new Set(sorts.map(sort => sort[field]))) if (word && !there.has(word)) box.append(element('option', { value: word }, words[field](word)));
  }
}

/* ---- the list ---- */
async function look() {
  const wanted = query();
  const address = new URLSearchParams(wanted);
  if (opened) address.set('item', opened.row.id);
  history.replaceState(null, '', address.size ? `?${address}` : location.pathname);
  wanted.set('most', String(most));
  const page = await ask(`?${wanted}`);
  ({ rows, sorts, mayChange } = page);
  brake(page.held);
  document.body.classList.toggle('viewer', !mayChange);
  for (const id of [...chosen]) if (!rows.some(row => row.id === id)) chosen.delete(id);
  choices();
  states();
  list(page.more);
}

const fits = sort => ['channel', 'entity', 'cause', 'risk'].every(field => !form.elements[field].value || form.elements[field].value === sort[field]);
const sum = sorted => sorted.reduce((total, sort) => total + sort.n, 0);

function states() {
  const fitting = sorts.filter(fits);
  const wanted = form.elements.state.value;
  const certain = fitting.filter(sort => sort.state !== 'suspected');
  const drifts = sum(certain);
  const risky = sum(certain.filter(sort => sort.risk === 'oversell'));
  const filtered = query().size > 0;
  heading(drifts === 0 ? (filtered ? 'None is open of this sort' : 'Nothing drifts') : `${plural(drifts, 'drift')}${filtered ? ' of this sort' : ''}${risky ? `, ${number(risky)} may oversell` : ''}`, drifts ? `${number(drifts)} drifted` : 'Divergence');
  byId('states').replaceChildren(...OPEN.map(one => chip(one, sum(fitting.filter(sort => sort.state === one)), wanted)), chip('closed', null, wanted));
}

function chip(one, n, wanted) {
  const button = element('button', { type: 'button', 'aria-pressed': String(wanted === one), 'data-state': one }, ...(n === null ? [] : [element('b', {}, number(n))]), STATES[one]);
  button.addEventListener('click', trying(() => { form.elements.state.value = wanted === one ? '' : one; most = A_PAGE; return look(); }));
  return element('li', {}, button);
}

let drawn = '';
function list(more) {
  const shape = JSON.stringify([rows, opened?.row.id ?? null]);
  if (shape !== drawn) {
    drawn = shape;
    const focused = document.activeElement?.closest?.('#rows li')?.dataset.id;
    const box = document.activeElement?.type === 'checkbox';
    byId('rows').replaceChildren(...rows.map(line));
    if (focused) document.querySelector(`#rows li[data-id="${focused}"] ${box ? 'input' : '.row'}`)?.focus();
  }
  byId('more').hidden = !more;
  byId('empty').hidden = rows.length > 0;
  const filtered = query().size > 0;
  byId('empty-title').textContent = filtered ? 'Nothing is found by this filter.' : 'All agree.';
  byId('empty-text').textContent = filtered ? 'Widen it, or clear it to see all that is open.' : 'What the comparisons looked at is what we hold true, or on its way there. What was found once and not yet again stands under “suspected”.';
  byId('bar').hidden = rows.length === 0 || !mayChange;
  choice();
}

function line(row) {
  const box = element('input', { type: 'checkbox', 'aria-label': `Choose ${row.channel} ${name(row)}` });
  box.checked = chosen.has(row.id);
  box.addEventListener('change', () => { if (box.checked) chosen.add(row.id); else chosen.delete(row.id); choice(); });
  const open = element('button', { type: 'button', class: 'row' },
    element('span', { class: 'what' }, element('b', {}, `${row.channel} · ${name(row)}`), risk(row), state(row)),
    element('span', { class: 'why' }, `Cause: ${cause(row)}${row.tries ? `, corrected ${row.tries === 1 ? 'once' : `${number(row.tries)} times`}` : ''}`),
    figures(row));
  open.addEventListener('click', trying(() => show(row.id)));
  const at = row.closedAt ?? row.driftAt ?? row.firstAt;
  return element('li', { 'data-id': row.id, 'aria-current': opened?.row.id === row.id ? 'true' : null }, box, open, element('div', { class: 'when' }, time(at, row.closedAt ? ago(at) : `for ${lasting(Date.now() - new Date(at))}`)));
}

const can = deed => rows.filter(row => chosen.has(row.id) && DEEDS[deed].of.includes(row.state)).map(row => row.id);
function choice() {
  byId('choose-all').checked = rows.length > 0 && rows.every(row => chosen.has(row.id));
  byId('chosen').textContent = chosen.size ? `${number(chosen.size)} chosen` : 'Choose all shown';
  for (const button of document.querySelectorAll('#bar [data-do]')) {
    const n = can(button.dataset.do).length;
    button.disabled = n === 0;
    button.textContent = n ? `${DEEDS[button.dataset.do].word} ${number(n)}` : DEEDS[button.dataset.do].word;
  }
}

async function decide(deed, ids) {
  if (!await sure(DEEDS[deed].what(ids.length), DEEDS[deed].means, DEEDS[deed].word)) return;
  told(deed, await ask(`/${deed}`, { ids }));
  chosen.clear();
  await Promise.all([look(), opened ? show(opened.row.id, false) : null]);
}

const DONE = { approve: 'being corrected', dismiss: 'dismissed', retry: 'being tried again', undo: 'being put back', 'let-go': 'being corrected', 'dismiss-held': 'left as it is' };
function told(deed, { asked, done }) {
  say(done === asked ? `${plural(done, 'divergence')}: ${DONE[deed]}.` : `${number(done)} of ${plural(asked, 'divergence')}: ${DONE[deed]}. The others were settled already, or cannot be.`, done > 0);
}

/* ---- what the brake holds ---- */
let heldNow = '';
function brake(held) {
  byId('held').hidden = held.length === 0;
  const shape = JSON.stringify([held, mayChange]);
  if (shape === heldNow) return;
  heldNow = shape;
  byId('held-list').replaceChildren(...held.map(({ channel, n, letGo, sentence }) => {
    const button = (words, deed, means, primary) => {
      const made = element('button', { type: 'button', class: primary ? 'primary' : null, 'aria-label': `${words}: ${channel}` }, words);
      made.addEventListener('click', trying(async () => {
        if (!await sure(n ? `${words}: ${plural(n, 'correction')} of ${channel}?` : `${words}: believe ${channel}?`, means, words)) return;
        const done = await ask(`/${deed}`, { channel });
        if (done.asked) told(deed, done); else say(`The next snapshot of ${channel} is believed.`, true);
        await look();
      }));
      return made;
    };
    const what = n ? `${plural(n, 'correction')} held. ` : 'its snapshot is not believed. ';
    return element('li', {}, element('p', {}, element('b', {}, `${channel}: ${what}`), sentence ?? 'Too much differs at once.', letGo ? ' Somebody let it go: its next snapshot is believed.' : ''),
      ...(mayChange && !letGo ? [button('Let all go', 'let-go', 'What is held is made to show what we expect, whatever policy and budget say, and for an hour what its snapshots say is believed.', true)] : []),
      ...(mayChange && n ? [button('Leave all', 'dismiss-held', 'They stay as they are, for as long as they show the same numbers.', false)] : []));
  }));
}

/* ---- one of them ---- */
async function show(id, focus = true) {
  opened = await ask(`/${id}`);
  const { row, evidence, heals } = opened;
  document.querySelectorAll('#rows li').forEach(li => { if (li.dataset.id === String(id)) li.setAttribute('aria-current', 'true'); else li.removeAttribute('aria-current'); });
  document.querySelector('.desk').classList.add('open');
  byId('one').hidden = false;
  byId('one-title').textContent = `${row.channel} · ${name(row)}`;
  byId('one-where').textContent = `${row.entity}, first seen ${local(row.firstAt)}`;
  byId('one-journey').setAttribute('href', journey(row));
  byId('one-figures').replaceChildren(figures(row));
  byId('one-figures').dataset.risk = row.risk;
  facts({
    cause: cause(row), risk: RISKS[row.risk], state: row.closedAt ? `${STATES.closed} ${local(row.closedAt)}` : STATES[row.state],
    'drift since': row.driftAt ? local(row.driftAt) : null, 'seen last': local(row.lastAt), looks: number(row.looks), tries: row.tries ? number(row.tries) : null,
    unit: isOrder(row) ? 'what the order is worth, in minor units' : null,
  });
  deeds(row, heals);
  byId('evidence').replaceChildren(...(evidence.length ? evidence.map(said => element('li', {}, said)) : [element('li', { class: 'muted' }, row.state === 'suspected' ? 'It was seen once. A second look tells whether it is drift, and why.' : 'Nothing points to a cause.')]));
  byId('heals').replaceChildren(...(heals.length ? heals.map(heal) : [element('li', { class: 'muted' }, 'Nothing yet.')]));
  if (focus) byId('one-title').focus();
}

function facts(all) {
  byId('one-facts').replaceChildren(...Object.entries(all).filter(([, said]) => said !== null && said !== undefined)
    .map(([term, said]) => element('div', {}, element('dt', {}, term), element('dd', {}, said))));
}

function deeds(row, heals) {
  byId('one-actions').hidden = !mayChange;
  byId('one-actions').replaceChildren(...Object.entries(DEEDS).filter(([deed, { of }]) => of.includes(row.state) && (deed !== 'undo' || heals.length > 0)).map(([deed, { word }]) => {
    const button = element('button', { type: 'button', class: deed === 'approve' ? 'primary' : null, 'data-one': deed }, word);
    button.addEventListener('click', trying(() => decide(deed, [row.id])));
    return button;
  }));
}

const HEALS = { heal: 'corrected', undo: 'put back', retry: 'may be tried again' };
function heal(one) {
  return element('li', {}, time(one.at, local(one.at)), element('b', { class: 'change' }, one.kind === 'retry' ? '' : `${value(one.before)} → ${value(one.after)}`),
    element('span', { class: 'tag' }, HEALS[one.kind] ?? one.kind), element('span', { class: 'muted' }, one.who === 'hub' ? 'by its policy' : `by ${one.who}`));
}

function closeOne() {
  byId('one').hidden = true;
  document.querySelector('.desk').classList.remove('open');
  const row = document.querySelector('#rows li[aria-current=true] .row');
  document.querySelectorAll('#rows li').forEach(li => li.removeAttribute('aria-current'));
  opened = null;
  (row ?? byId('list')).focus();
  look().catch(() => {});
}

/* ---- comparisons ---- */
let earlier = false;
async function compare() {
  const { runs } = await ask('/runs');
  const latest = new Set();
  const shown = runs.filter(run => {
    const key = `${run.channel} ${run.entity}`;
    const first = !latest.has(key);
    latest.add(key);
    return first || earlier;
  });
  byId('runs').replaceChildren(...shown.map(compared));
  byId('no-runs').hidden = runs.length > 0;
  byId('earlier').hidden = runs.length === latest.size && !earlier;
}

const OUTCOMES = { compared: 'compared', braked: 'held by the brake', failed: 'failed to compare' };
function compared(run) {
  const counted = n => (run.outcome === 'failed' ? '–' : number(n));
  const cells = [[`${run.channel} ${run.entity}`, 'who'], [time(run.comparedAt, ago(run.comparedAt)), 'when-cell', `as of ${local(run.asOf)}`], [counted(run.expected), 'num', 'we expect'], [number(run.observed), 'num', 'it says'], [counted(run.agreed), 'num', 'agreed'],
    [counted(run.lag), 'num', 'on its way'], [counted(run.tolerated), 'num', 'tolerated'], [counted(run.suspected), 'num', 'suspected'], [counted(run.drift), `num ${run.drift ? 'some' : ''}`, 'drift'], [run.outcome === 'failed' ? '–' : lasting(run.millis), 'num', 'took'],
    [element('span', {}, element('span', { class: `tag outcome-${run.outcome}` }, OUTCOMES[run.outcome] ?? run.outcome), run.sentence ? element('p', { class: 'muted' }, run.sentence) : ''), 'outcome']];
  return element('tr', { role: 'row' }, ...cells.map(([what, kind, label], i) => element(i ? 'td' : 'th', { role: i ? 'cell' : 'rowheader', scope: i ? null : 'row', class: kind, 'data-label': label, title: kind === 'when-cell' ? label : null }, what)));
}

/* ---- what a person may press ---- */
form.addEventListener('submit', trying(() => { most = A_PAGE; return look(); }));
for (const box of form.querySelectorAll('select')) box.addEventListener('change', trying(() => { most = A_PAGE; return look(); }));
byId('clear').addEventListener('click', trying(() => { form.reset(); form.elements.state.value = ''; most = A_PAGE; return look(); }));
byId('more').addEventListener('click', trying(() => { most += A_PAGE; return look(); }));
byId('choose-all').addEventListener('change', event => {
  rows.forEach(row => { if (event.target.checked) chosen.add(row.id); else chosen.delete(row.id); });
  document.querySelectorAll('#rows input').forEach(box => { box.checked = event.target.checked; });
  choice();
});
for (const button of document.querySelectorAll('#bar [data-do]')) button.addEventListener('click', trying(() => decide(button.dataset.do, can(button.dataset.do))));
byId('earlier').addEventListener('click', trying(() => {
  earlier = !earlier;
  byId('earlier').setAttribute('aria-pressed', String(earlier));
  byId('earlier').textContent = earlier ? 'Show only the last' : 'Show earlier ones';
  return compare();
}));
byId('close').addEventListener('click', closeOne);
document.addEventListener('keydown', event => { if (event.key === 'Escape' && opened && !byId('ask').open) closeOne(); });

fromAddress();
const linked = new URLSearchParams(location.search).get('item');
trying(async () => {
  if (linked) await Promise.all([look(), compare()]).then(() => show(linked));
  else await Promise.all([look(), compare()]);
})();
again(() => Promise.all([look(), compare()]), 5000);
