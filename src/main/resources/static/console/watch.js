// On the first page: who differs by how much, what drifted last, and which syncs run.
import { ago, byId, element, lasting, number, plural } from './common.js';
import { cause, difference, name, risk, value } from './differs.js';
import { fillBar, next, progressBar, progressWords, standing } from './runs.js';

const put = (cell, text) => { if (cell.textContent !== text) cell.textContent = text; };

/** Rows by their id in a list: made once, filled each time, taken away when their thing is gone. */
function rows(list, made) {
  const known = new Map();
  return (things, idOf, fill) => {
    const wanted = new Set(things.map(idOf));
    for (const [id, cells] of known) if (!wanted.has(id)) { cells.row.remove(); known.delete(id); }
    things.forEach((thing, index) => {
      let cells = known.get(idOf(thing));
      if (!cells) known.set(idOf(thing), cells = made(thing));
      const there = byId(list).children[index];
      if (there !== cells.row) byId(list).insertBefore(cells.row, there ?? null);
      fill(cells, thing);
    });
  };
}

/* ---- divergence ---- */
const OPEN = ['drift', 'proposed', 'healing', 'stuck', 'suspected'];
const OUTCOMES = { compared: 'compared', braked: 'held by the brake', failed: 'failed to compare' };
const OPEN_WORDS = { drift: n => plural(n, 'drift'), proposed: n => `${number(n)} proposed`, healing: n => `${number(n)} healing`, stuck: n => `${number(n)} stuck`, suspected: n => `${number(n)} suspected` };

const strips = rows('strips', channel => {
  const parts = ['agrees', 'lags', 'drifts'].map(kind => element('i', { class: kind }));
  const cells = { parts, said: element('span', { class: 'counts' }), found: element('span', { class: 'muted found' }) };
  cells.row = element('li', {}, element('a', { class: 'who', href: `/console/divergence.html?channel=${encodeURIComponent(channel.id)}` }, channel.word),
    element('span', { class: 'agreement', 'aria-hidden': 'true' }, ...parts), cells.said, cells.found);
  return cells;
});

function fillStrip(cells, { levels, states, orders, runs, now }) {
  [levels.agreeing, levels.lagging, levels.drifting].forEach((n, i) => {
    cells.parts[i].style.flexGrow = String(n);
    cells.parts[i].hidden = n === 0;
  });
  const counts = [[levels.agreeing, 'agree', ''], [levels.lagging, 'on the way', 'lag'], [levels.drifting, 'drifted', 'drift']];
  const shape = JSON.stringify(counts);
  if (cells.shape !== shape) {
    cells.shape = shape;
    cells.said.replaceChildren(...(levels.levels === 0 ? ['no levels that could be compared'] : counts.map(([n, word, kind]) => element('span', { class: n ? kind : 'zero' }, element('b', {}, number(n)), ` ${word}`))));
  }
  const open = OPEN.filter(one => states[one]).map(one => OPEN_WORDS[one](states[one])).concat(orders ? `${plural(orders, 'order differs', 'orders differ')}` : []).join(', ');
  const last = runs.map(run => `${run.entity} ${OUTCOMES[run.outcome] ?? run.outcome} ${ago(run.comparedAt, now)}${run.outcome === 'failed' ? '' : `, ${number(run.agreed)} of ${number(Math.max(run.expected, run.observed))} agreed`}`).join('; ');
  put(cells.found, [open, last || 'not compared yet'].filter(Boolean).join(' · '));
}

let word = id => id;
const newest = rows('newest', row => {
  const cells = { since: element('span', { class: 'muted' }), figures: element('span', { class: 'figures-of' }), why: element('span', { class: 'muted why' }) };
  cells.row = element('li', {}, element('a', { href: `/console/divergence.html?item=${row.id}` }, `${word(row.channel)} · ${name(row)}`), risk(row), cells.since, cells.figures, cells.why);
  return cells;
});

function fillNewest(cells, row, now) {
  put(cells.since, `for ${lasting(now - new Date(row.driftAt))}`);
  put(cells.figures, `expected ${value(row.expected)}, observed ${value(row.observed)} (${difference(row)})`);
  put(cells.why, `Cause: ${cause(row)}. ${row.state === 'drift' ? '' : `It is ${row.state}.`}`.trim());
}

export function divergence(live, title) {
  const now = new Date(live.at).getTime();
  word = title;
  const { levels, sorts, runs, newest: latest } = live.divergence;
  const none = { levels: 0, agreeing: 0, lagging: 0, drifting: 0 };
  const known = live.channels.map(channel => channel.id).filter(id => levels[id] || sorts.some(sort => sort.channel === id) || runs.some(run => run.channel === id));
  strips(known.map(id => {
    const states = {};
    let orders = 0;
    for (const sort of sorts) {
      if (sort.channel !== id) continue;
      if (sort.entity === 'stock') states[sort.state] = (states[sort.state] ?? 0) + sort.n;
      else if (sort.state !== 'suspected') orders += sort.n;
    }
    return { id, word: title(id), levels: levels[id] ?? none, states, orders, runs: runs.filter(run => run.channel === id), now };
  }), channel => channel.id, fillStrip);
  byId('strips-empty').hidden = known.length > 0;
  newest(latest, row => row.id, (cells, row) => fillNewest(cells, row, now));
  byId('newest-empty').hidden = latest.length > 0;
  put(byId('newest-empty'), runs.length ? 'Nothing drifts. What the comparisons find stands here, with its cause.' : 'Nothing was compared yet. A sync that reads a snapshot is compared as soon as it is read.');
}

/* ---- syncs ---- */
const running = rows('running', sync => {
  const cells = { said: element('span', { class: 'muted' }), bar: progressBar(sync.run, `How far ${sync.id} is`) };
  cells.row = element('li', {}, element('a', { href: `/console/syncs.html#${sync.id}` }, sync.id), cells.said, cells.bar);
  return cells;
});

const rested = rows('rested', sync => {
  const cells = { said: element('span', { class: 'muted' }), link: element('a', { href: `/console/syncs.html#${sync.id}` }, sync.id) };
  cells.row = element('li', {}, cells.link, cells.said);
  return cells;
});

function fillRested(cells, sync, now) {
  const { amiss, words } = standing(sync, now, false);
  cells.row.dataset.state = amiss ? 'amiss' : 'well';
  put(cells.said, `${words} ${next(sync, now)}`.trim());
}

export function syncs(live) {
  const now = new Date(live.at).getTime();
  running(live.syncs.filter(sync => sync.run), sync => sync.id, (cells, sync) => {
    put(cells.said, progressWords(sync.run, now));
    fillBar(cells.bar, sync.run);
  });
  rested(live.syncs.filter(sync => !sync.run), sync => sync.id, (cells, sync) => fillRested(cells, sync, now));
  byId('running').hidden = !live.syncs.some(sync => sync.run);
  byId('rested').hidden = live.syncs.every(sync => sync.run);
  byId('syncs-empty').hidden = live.syncs.length > 0;
}
