// One live page: takes the hub's figures as they come and changes only what changed.
import { byId, element, number } from './common.js';
import { divergence, syncs } from './watch.js';

const spans = ms => (ms === null || ms === undefined ? '–' : ms < 1000 ? `${Math.round(ms)} ms` : ms < 60000 ? `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s` : ms < 7200000 ? `${Math.round(ms / 60000)} min` : `${Math.round(ms / 3600000)} h`);
const TERMS = ['received', 'applied', 'duplicate', 'ignored', 'parked', 'inProgress'];
const TERM_WORDS = { inProgress: 'in progress' };

let paused = false;
let latest = null;
let skeleton = '';

// Text that flashes when it changes, and is left alone when it does not.
function put(cell, text, { flash = true } = {}) {
  if (cell.textContent === text) return;
  const first = cell.textContent === '';
  cell.textContent = text;
  const box = cell.closest('td');
  if (!first && flash && box) {
    box.classList.remove('flash');
    void box.offsetWidth;
    box.classList.add('flash');
  }
}

/* ---- the headline ---- */
function headline(live) {
  const { levels, agreeing, lagging, drifting } = live.agreement;
  const systems = live.channels.length;
  const word = ['No systems', 'One system', 'Two systems', 'Three systems', 'Four systems', 'Five systems', 'Six systems'][systems] ?? `${systems} systems`;
  const said = drifting > 0 ? `${number(drifting)} ${drifting === 1 ? 'level has' : 'levels have'} drifted`
    : levels === 0 ? `${word} connected`
    : lagging > levels / 10 ? `${number(lagging)} levels are on their way`
    : `${word} agree about stock`;
  put(byId('headline'), said);
  put(byId('subline'), levels === 0 ? 'No stock has been announced yet.'
    : agreeing === levels ? `All ${number(levels)} levels that they show are what the hub holds.`
    : `Of ${number(levels)} levels that they show, ${number(agreeing)} are what the hub holds${lagging ? `, ${number(lagging)} ${lagging === 1 ? 'is' : 'are'} on the way` : ''}${drifting ? `, ${number(drifting)} ${drifting === 1 ? 'needs' : 'need'} a look` : ''}.`);
  const bar = document.querySelector('.agreement').children;
  [agreeing, lagging, drifting].forEach((n, i) => { bar[i].style.flexGrow = String(n); });
  put(byId('n-agrees'), number(agreeing));
  put(byId('n-lags'), number(lagging));
  put(byId('n-drifts'), number(drifting));
  const lags = live.channels.map(c => c.told?.p99).filter(ms => ms !== null && ms !== undefined);
  put(byId('f-rate'), number(Math.round(live.perSecond)));
  put(byId('f-lag'), lags.length ? spans(Math.max(...lags)) : '–');
  put(byId('f-owed'), number(sum(live.channels, c => c.owed.count)));
  put(byId('f-parked'), number(sum(live.channels, c => c.accounts.parked)));
  put(byId('f-alerts'), number(live.alerts.open ?? 0));
  document.title = drifting > 0 ? `${drifting} drifted · Crossdock` : lagging > 0 ? `${lagging} on their way · Crossdock` : 'Crossdock';
}

const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);

// A screen reader hears the state now and then, not every half second.
let spokenAt = 0;
function speak() {
  if (Date.now() - spokenAt < 20000) return;
  spokenAt = Date.now();
  byId('spoken').textContent = `${byId('headline').textContent}. ${byId('subline').textContent}`;
}

/* ---- channels ---- */
const channelRows = new Map();

function channelRow(channel) {
  const lag = element('td', { role: 'cell', class: 'lag' });
  const parts = { p50: element('b'), p99: element('b'), spark: spark() };
  lag.append(element('div', { class: 'lag-cell' },
    element('span', {}, element('small', {}, 'p50'), parts.p50),
    element('span', {}, element('small', {}, 'p99'), parts.p99),
    parts.spark));
  const owed = { n: element('span'), age: element('span', { class: 'owed-age' }) };
  const row = element('tr', { role: 'row' },
    element('th', { role: 'rowheader', scope: 'row' },
      element('span', { class: 'channel-name' }, title(channel.id)),
      element('span', { class: 'channel-what' }, kind(channel))),
    lag,
    element('td', { role: 'cell', class: 'num owed' }, owed.n, owed.age));
  const terms = termCells(row);
  return { row, ...parts, owed, ...terms };
}

function termCells(row) {
  const terms = {};
  TERMS.forEach((term, i) => {
    const cell = element('td', { role: 'cell', class: `num term ${i === 1 ? 'eq' : i > 1 ? 'plus' : ''}`, 'data-label': TERM_WORDS[term] ?? term });
    terms[term] = cell;
    row.append(cell);
  });
  const verdict = element('td', { role: 'cell', class: 'verdict' });
  row.append(verdict);
  return { terms, verdict };
}

function account(cells, accounts) {
  for (const term of TERMS) {
    put(cells.terms[term], number(accounts[term]), { flash: term === 'parked' });
    cells.terms[term].classList.toggle('zero', accounts[term] === 0);
  }
  cells.terms.parked.classList.toggle('parked-some', accounts.parked > 0);
  const ends = sum(TERMS.slice(1), term => accounts[term]);
  const balanced = ends === accounts.received;
  cells.verdict.className = `verdict ${balanced ? 'balanced' : 'unbalanced'}`;
  put(cells.verdict, balanced ? '✓ balances' : `${number(accounts.received - ends)} missing`, { flash: false });
}

function channels(live) {
  for (const channel of live.channels) {
    let cells = channelRows.get(channel.id);
    if (!cells) {
      cells = channelRow(channel);
      channelRows.set(channel.id, cells);
      byId('channels').append(cells.row);
    }
    const lag = channel.told ?? channel.heard;
    put(cells.p50, spans(lag?.p50), { flash: false });
    put(cells.p99, spans(lag?.p99), { flash: false });
    draw(cells.spark, lag?.trend ?? []);
    put(cells.owed.n, number(channel.owed.count), { flash: false });
    put(cells.owed.age, channel.owed.count ? `for ${spans(channel.owed.oldestMillis)}` : '', { flash: false });
    account(cells, channel.accounts);
  }
  for (const [id, cells] of channelRows) {
    if (!live.channels.some(c => c.id === id)) {
      cells.row.remove();
      channelRows.delete(id);
    }
  }
  total(live);
}

let totalCells = null;
function total(live) {
  if (!totalCells) {
    const row = element('tr', { role: 'row' }, element('th', { role: 'rowheader', scope: 'row' }, 'All channels'),
      element('td', { role: 'cell', class: 'lag' }), element('td', { role: 'cell', class: 'num owed' }));
    totalCells = { row, ...termCells(row) };
    byId('total').append(row);
  }
  const all = Object.fromEntries(TERMS.map(term => [term, sum(live.channels, c => c.accounts[term])]));
  account(totalCells, all);
}

const ACRONYMS = ['erp', 'pos', 'wms', 'pim'];
const title = word => (ACRONYMS.includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1));
const kind = channel => [...new Set([channel.system, ...channel.roles])].map((word, i) => (i && !ACRONYMS.includes(word) ? word : title(word)))
  .concat(channel.keeps.length ? `keeps ${channel.keeps.join(', ')}` : []).join(' · ');

/* ---- sparklines ---- */
const SVG = 'http://www.w3.org/2000/svg';
function spark() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 120 30');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('aria-hidden', 'true');
  for (const [tag, name] of [['path', 'area'], ['path', 'line']]) {
    const path = document.createElementNS(SVG, tag);
    path.setAttribute('class', name);
    svg.append(path);
  }
  return svg;
}

function draw(svg, trend) {
  const known = trend.filter(v => v !== null);
  const [area, line] = svg.children;
  if (known.length < 2) {
    area.setAttribute('d', '');
    line.setAttribute('d', 'M0 28.5H120');
    return;
  }
  const top = Math.max(...known, 1) * 1.1;
  const step = 120 / (trend.length - 1);
  let last = known[0];
  const points = trend.map((v, i) => {
    last = v ?? last;
    return `${(i * step).toFixed(1)} ${(28.5 - (last / top) * 26).toFixed(1)}`;
  });
  line.setAttribute('d', `M${points.join('L')}`);
  area.setAttribute('d', `M0 28.5L${points.join('L')}L120 28.5Z`);
}

/* ---- stock ---- */
const stockCells = new Map();

function frame(live) {
  const groups = [];
  for (const column of live.columns) {
    const last = groups[groups.length - 1];
    if (last && last.channel === column.channel) last.columns.push(column);
    else groups.push({ channel: column.channel, columns: [column] });
  }
  const first = element('tr', { role: 'row' }, element('th', { role: 'columnheader', scope: 'col', rowspan: 2 }, 'SKU'),
    element('th', { role: 'columnheader', scope: 'colgroup', colspan: live.locations.length + 1, class: 'hub first' }, 'The hub holds', element('small', {}, 'on the shelf')));
  const second = element('tr', { role: 'row' });
  live.locations.forEach((at, i) => second.append(element('th', { role: 'columnheader', scope: 'col', class: `num hub ${i ? '' : 'first'}` }, at)));
  second.append(element('th', { role: 'columnheader', scope: 'col', class: 'num hub' }, 'can be sold'));
  for (const group of groups) {
    const channel = live.channels.find(c => c.id === group.channel);
    first.append(element('th', { role: 'columnheader', scope: 'colgroup', colspan: group.columns.length, class: 'first' },
      title(group.channel), element('small', {}, channel?.shows ? 'shows' : 'keeps')));
    group.columns.forEach((column, i) => second.append(element('th', { role: 'columnheader', scope: 'col', class: `num ${i ? '' : 'first'}` }, column.label)));
  }
  byId('stock-head').replaceChildren(first, second);
  byId('stock-body').replaceChildren();
  stockCells.clear();
}

function stockRow(row, live) {
  const made = element('tr', { role: 'row' }, element('th', { role: 'rowheader', scope: 'row' },
    element('span', { class: 'sku' }, row.sku), row.description ? element('span', { class: 'what muted' }, row.description) : ''));
  const cells = { row: made, levels: {}, shown: [] };
  live.locations.forEach((at, i) => made.append(cells.levels[at] = numberCell(`hub ${i ? '' : 'first'}`, at)));
  made.append(cells.sellable = numberCell('hub sellable', 'to sell'));
  live.columns.forEach((column, i) => {
    const starts = i === 0 || live.columns[i - 1].channel !== column.channel;
    const cell = numberCell(starts ? 'first' : '', `${title(column.channel)}${column.single ? '' : ` ${column.label}`}`);
    cells.shown.push(cell);
    made.append(cell);
  });
  return cells;
}

function numberCell(classes, label) {
  return element('td', { role: 'cell', class: classes, 'data-label': label }, element('span'), element('small'));
}

function stock(live) {
  byId('stock-empty').hidden = live.stock.length > 0;
  const shape = JSON.stringify([live.locations, live.columns]);
  if (shape !== skeleton) {
    skeleton = shape;
    frame(live);
  }
  const order = live.stock.map(row => row.sku);
  for (const [sku, cells] of stockCells) {
    if (!order.includes(sku)) {
      cells.row.remove();
      stockCells.delete(sku);
    }
  }
  live.stock.forEach((row, index) => {
    let cells = stockCells.get(row.sku);
    if (!cells) stockCells.set(row.sku, cells = stockRow(row, live));
    const there = byId('stock-body').children[index];
    if (there !== cells.row) byId('stock-body').insertBefore(cells.row, there ?? null);
    fill(cells, row, live);
  });
}

function fill(cells, row, live) {
  for (const at of live.locations) {
    const level = row.levels[at];
    put(cells.levels[at].firstChild, number(level?.onHand));
    put(cells.levels[at].lastChild, level?.reserved ? `${number(level.reserved)} promised` : '', { flash: false });
  }
  put(cells.sellable.firstChild, number(row.sellable));
  row.shown.forEach((shown, i) => {
    const cell = cells.shown[i];
    put(cell.firstChild, number(shown?.quantity));
    const state = shown?.state ?? 'unknown';
    cell.dataset.state = state;
    put(cell.lastChild, state === 'lag' ? `→ ${number(shown.expected)}` : state === 'drift' ? `≠ ${number(shown.expected)}` : '', { flash: false });
    cell.title = state === 'drift' ? (shown.note ?? '') : '';
    const words = state === 'lag' ? `${number(shown.quantity)}, on its way to ${number(shown.expected)}` : state === 'drift' ? `${number(shown.quantity)}, should be ${number(shown.expected)}` : null;
    if (words) cell.setAttribute('aria-label', words); else cell.removeAttribute('aria-label');
  });
}

/* ---- orders ---- */
const ORDER_STATES = ['open', 'partly-sent', 'sent', 'returned', 'cancelled', 'oversold', 'announced'];
const ORDER_WORDS = { 'partly-sent': 'partly sent', announced: 'told in part' };
const orderCells = new Map();

function orders(live) {
  const { lastDay, onHold } = live.orders;
  const shown = [...ORDER_STATES.filter(one => lastDay[one]).map(one => [one, lastDay[one], `?state=${one}`]), ...(onHold ? [['on hold', onHold, '?onHold=true']] : [])];
  byId('orders-empty').hidden = shown.length > 0;
  for (const [one, cells] of orderCells) {
    if (!shown.some(([name]) => name === one)) {
      cells.row.remove();
      orderCells.delete(one);
    }
  }
  shown.forEach(([one, n, query], index) => {
    let cells = orderCells.get(one);
    if (!cells) {
      const count = element('b');
      cells = { count, row: element('li', { 'data-state': one }, element('a', { href: `/console/orders.html${query}` }, count, element('span', {}, ORDER_WORDS[one] ?? one))) };
      orderCells.set(one, cells);
    }
    const there = byId('orders').children[index];
    if (there !== cells.row) byId('orders').insertBefore(cells.row, there ?? null);
    put(cells.count, number(n), { flash: false });
  });
  for (const [one, n] of shown) orderCells.get(one).row.style.setProperty('--share', n / Math.max(1, ...shown.map(([, of]) => of)));
  sourced(live.orders);
}

const fromBars = new Map();
function sourced({ sentFrom, toSource, toFetch }) {
  const from = Object.entries(sentFrom).sort(([one, a], [other, b]) => b - a || one.localeCompare(other));
  byId('sourced').hidden = from.length === 0 && toSource === 0;
  for (const [at, bar] of fromBars) {
    if (!(at in sentFrom)) {
      bar.row.remove();
      fromBars.delete(at);
    }
  }
  const most = Math.max(1, ...from.map(([, n]) => n));
  from.forEach(([at, n], index) => {
    let bar = fromBars.get(at);
    if (!bar) {
      const count = element('b');
      const fill = element('i', { 'aria-hidden': 'true' });
      bar = { count, fill, row: element('li', {}, element('span', {}, at), element('span', { class: 'bar' }, fill), count) };
      fromBars.set(at, bar);
    }
    const there = byId('sent-from').children[index];
    if (there !== bar.row) byId('sent-from').insertBefore(bar.row, there ?? null);
    bar.fill.style.width = `${(100 * n) / most}%`;
    put(bar.count, number(n), { flash: false });
  });
  put(byId('sourced-rest'), `${number(toSource)} ${toSource === 1 ? 'order waits' : 'orders wait'} for a location to be chosen, ${number(toFetch)} ${toFetch === 1 ? 'parcel' : 'parcels'} for the customer to fetch.`);
}

/* ---- what somebody must look at ---- */
const ago = at => spans(Math.max(1000, Date.now() - new Date(at).getTime()));
function cases(live) {
  byId('cases').hidden = live.cases.length === 0;
  byId('cases-list').replaceChildren(...live.cases.slice(0, 12).map(one => element('li', {},
    element('b', {}, `${one.channel}${one.about ? ` ${one.about}` : ''}`),
    element('span', { class: 'kind' }, one.kind),
    element('span', { class: 'muted' }, `for ${ago(one.since)}${one.times > 1 ? `, ${number(one.times)} times` : ''}`),
    element('p', {}, one.sentence))));
  if (live.cases.length > 12) byId('cases-list').append(element('li', { class: 'muted' }, `and ${number(live.alerts.open - 12)} more`));
}

/* ---- files that do not work ---- */
function files(live) {
  byId('files').hidden = live.files.length === 0;
  byId('files-list').replaceChildren(...live.files.map(said => element('li', {}, said)));
}

function show(live) {
  latest = live;
  byId('clock').textContent = new Date(live.at).toLocaleTimeString();
  if (paused) return;
  headline(live);
  divergence(live, title);
  syncs(live);
  channels(live);
  orders(live);
  stock(live);
  cases(live);
  files(live);
  speak();
}

/* ---- staying connected: events first, asking when they do not come ---- */
function state(name, word) {
  byId('pulse').dataset.state = name;
  byId('pulse-word').textContent = word;
}

let heardAt = 0;
function listen() {
  const events = new EventSource('/console/events');
  events.onmessage = event => {
    heardAt = Date.now();
    state(paused ? 'polling' : 'live', paused ? 'paused' : 'live');
    show(JSON.parse(event.data));
  };
  events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(listen, 10000); };
}

async function ask() {
  if (Date.now() - heardAt < 4000) return;
  try {
    const answer = await fetch('/console/live', { headers: { Accept: 'application/json' } });
    if (answer.status === 401) { location.assign('/login'); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    state('polling', 'asking every 2 s');
    show(await answer.json());
  } catch {
    state('lost', 'the hub does not answer');
  }
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  byId('pause').textContent = paused ? 'Resume' : 'Pause';
  state(paused ? 'polling' : 'live', paused ? 'paused' : 'live');
  if (!paused && latest) show(latest);
});
listen();
setInterval(ask, 2000);
ask();
