// What runs when, how far it is, how it ended; and running it now.
import { again, asker, byId, element, heading, lasting, local, number, plural, say, sure, time, trying } from './common.js';
import { fillBar, isWell, next, progressBar, progressWords, standing, took } from './runs.js';

const ask = asker('/console/syncs');
const cards = new Map();

function card(sync) {
  const cells = { id: sync.id };
  for (const part of ['what', 'schedule', 'last', 'next', 'now']) cells[part] = element('p', { class: part });
  cells.bar = progressBar({ expected: null }, `How far ${sync.id} is`);
  cells.run = button('Run now', `Run ${sync.id} now`, () => run(sync.id));
  cells.cancel = button('Cancel', `Cancel ${sync.id}`, () => cancel(cells));
  cells.history = button('History', `History of ${sync.id}`, () => history(cells));
  cells.history.setAttribute('aria-expanded', 'false');
  cells.history.setAttribute('aria-controls', `runs-of-${sync.id}`);
  cells.runs = element('div', { id: `runs-of-${sync.id}`, class: 'history', hidden: '' });
  cells.row = element('li', { class: 'card', id: sync.id },
    element('div', { class: 'about' }, element('h2', {}, sync.id), cells.what, cells.schedule),
    element('div', { class: 'how' }, cells.last, cells.now, cells.bar, cells.next),
    element('div', { class: 'actions' }, cells.run, cells.cancel, cells.history), cells.runs);
  return cells;
}

function button(words, label, press) {
  const made = element('button', { type: 'button', 'aria-label': label }, words);
  made.addEventListener('click', trying(press));
  return made;
}

const put = (cell, text) => { if (cell.textContent !== text) cell.textContent = text; };

function fill(cells, sync, now, mayChange) {
  const { run } = sync;
  const { amiss, words } = standing(sync, now);
  cells.going = run;
  cells.row.dataset.state = run ? 'running' : amiss ? 'amiss' : 'well';
  cells.last.classList.toggle('amiss', amiss);
  put(cells.what, `${sync.channel} · ${sync.what}`);
  put(cells.schedule, `${/ /.test(sync.when) ? 'at' : 'every'} ${sync.when}${sync.owner ? ` · owner ${sync.owner}` : ''}${sync.fresh ? ` · fresh within ${sync.fresh}` : ''}`);
  put(cells.last, words);
  put(cells.next, next(sync, now));
  put(cells.now, run ? `${run.state === 'queued' ? 'Due: it' : 'Running:'} ${progressWords(run, now)}.` : '');
  cells.now.hidden = cells.bar.hidden = !run;
  if (run) fillBar(cells.bar, run);
  cells.run.hidden = !mayChange || Boolean(run);
  cells.cancel.hidden = !mayChange || !run;
}

async function look() {
  const { at, syncs, mayChange } = await ask('');
  const now = new Date(at).getTime();
  for (const [id, cells] of cards) if (!syncs.some(sync => sync.id === id)) { cells.row.remove(); cards.delete(id); }
  syncs.forEach((sync, index) => {
    let cells = cards.get(sync.id);
    if (!cells) cards.set(sync.id, cells = card(sync));
    const there = byId('syncs').children[index];
    if (there !== cells.row) byId('syncs').insertBefore(cells.row, there ?? null);
    fill(cells, sync, now, mayChange);
  });
  byId('empty').hidden = syncs.length > 0;
  const running = syncs.filter(sync => sync.run).length;
  const amiss = syncs.filter(sync => standing(sync, now).amiss).length;
  heading(syncs.length === 0 ? 'No syncs' : `${running === 0 ? 'No sync is' : running === 1 ? 'One sync is' : `${number(running)} syncs are`} running${amiss ? `, ${number(amiss)} ${amiss === 1 ? 'needs' : 'need'} a look` : ''}`, amiss ? `${number(amiss)} need a look` : 'Syncs');
  await Promise.all([...cards.values()].filter(cells => !cells.runs.hidden).map(runs));
}

/* ---- the runs of one ---- */
async function history(cells) {
  const open = cells.runs.hidden;
  cells.runs.hidden = !open;
  cells.history.setAttribute('aria-expanded', String(open));
  if (open) await runs(cells);
}

async function runs(cells) {
  const { runs: all } = await ask(`/${encodeURIComponent(cells.id)}/runs`);
  const shape = JSON.stringify(all);
  if (cells.shape === shape) return;
  cells.shape = shape;
  if (all.length === 0) {
    cells.runs.replaceChildren(element('p', { class: 'muted' }, 'No run is kept. One that found nothing new and went well is not worth a line.'));
    return;
  }
  const head = ['Began', 'By', 'Ended as', 'Took', 'Pages', 'Items', 'New'].map((word, i) => element('th', { role: 'columnheader', scope: 'col', class: i > 2 ? 'num' : null }, word));
  cells.runs.replaceChildren(element('table', { role: 'table', class: 'runs', 'aria-label': `Runs of ${cells.id}` },
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)), element('tbody', { role: 'rowgroup' }, ...all.map(past))));
}

function past(run) {
  const end = element('span', {}, element('span', { class: `tag ${isWell(run) ? 'well' : run.finishedAt ? 'amiss' : ''}` }, run.state), run.sentence ? element('p', { class: 'muted' }, run.sentence) : '');
  const cells = [[time(run.startedAt ?? run.askedAt, local(run.startedAt ?? run.askedAt)), 'when-cell'], [run.askedBy ?? run.cause, 'by-cell'], [end, 'outcome'], [took(run) === null ? '–' : lasting(took(run)), 'num', 'took'], [number(run.pages), 'num', 'pages'], [number(run.items), 'num', 'items'], [number(run.kept), 'num', 'new']];
  return element('tr', { role: 'row' }, ...cells.map(([what, kind, label]) => element('td', { role: 'cell', class: kind, 'data-label': label }, what)));
}

/* ---- what a person may press ---- */
async function run(id) {
  const made = await ask(`/${encodeURIComponent(id)}/run`, {});
  say(made.state === 'refused' ? made.sentence ?? `${id} is running already.` : `${id} runs now, or as soon as what goes on has ended.`, made.state !== 'refused');
  await look();
}

async function cancel(cells) {
  if (!await sure(`Cancel ${cells.id}?`, 'It stops after the page that it is at. What it has kept stays kept; the next run is made as its schedule says.', 'Cancel it')) return;
  const { done } = await ask(`/runs/${cells.going.id}/cancel`, {});
  say(done ? `${cells.id} stops after its page.` : `${cells.id} has ended already.`, true);
  await look();
}

trying(async () => {
  await look();
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ block: 'center' });
})();
again(look, 2000);
