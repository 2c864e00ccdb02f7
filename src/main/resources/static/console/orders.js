// The order book: every order once, found by its state, its channel or its number.
const byId = id => document.getElementById(id);
const number = n => new Intl.NumberFormat().format(n);
const form = byId('filters');
const STATES = ['open', 'partly-sent', 'sent', 'returned', 'cancelled', 'oversold', 'announced'];
const WORDS = { 'partly-sent': 'partly sent', announced: 'only a part was told', oversold: 'cancelled: oversold' };
const A_PAGE = 50;

let state = '';
let onHold = false;
let most = A_PAGE;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/* ---- the filter: in the form, and in the address ---- */
function query() {
  const wanted = new URLSearchParams();
  for (const name of ['channel', 'text']) if (form.elements[name].value.trim()) wanted.set(name, form.elements[name].value.trim());
  if (state) wanted.set('state', state);
  if (onHold) wanted.set('onHold', 'true');
  return wanted;
}

function fromAddress() {
  const given = new URLSearchParams(location.search);
  for (const name of ['channel', 'text']) form.elements[name].value = given.get(name) ?? '';
  state = given.get('state') ?? '';
  onHold = given.get('onHold') === 'true';
}

/* ---- what there is ---- */
function chip(word, n, pressed, choose) {
  const button = element('button', { type: 'button', 'aria-pressed': String(pressed) }, word, element('b', {}, number(n)));
  button.addEventListener('click', () => { choose(); most = A_PAGE; look(); });
  return element('li', {}, button);
}

function states({ lastDay, onHold: held }) {
  byId('states').replaceChildren(
    ...STATES.filter(one => lastDay[one] || one === state).map(one =>
      chip(WORDS[one] ?? one, lastDay[one] ?? 0, state === one, () => { state = state === one ? '' : one; })),
    ...(held || onHold ? [chip('on hold', held, onHold, () => { onHold = !onHold; })] : []));
}

const when = iso => (iso ? iso.slice(0, 16).replace('T', ' ') : '–');
const money = (amount, currency) => (amount === null ? '–' : `${amount} ${currency ?? ''}`.trim());
const lines = order => order.lines.map(line => `${line.quantity} × ${line.sku ?? line.title ?? 'something that is not sent'}`).join(', ');

// Three shipments are one word with a number.
function books(order) {
  const kinds = new Map();
  for (const kind of order.documents) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, n]) => (n > 1 ? `${n} ${kind}s` : kind)).join(', ') || (order.test ? 'a try: none' : 'nothing yet');
}

// Who is asked for it; why they are stands in the title.
function sentFrom(order) {
  const all = order.parcels.filter(one => one.state !== 'cancelled');
  if (!all.length) return '–';
  return element('span', {}, ...all.map((one, i) => element('span', { title: one.because.join('\n'), class: one.state === 'rejected' ? 'gone' : null }, `${i ? ', ' : ''}${one.location} ${one.state}`)));
}

function row(order) {
  const cells = [
    [element('a', { href: `/console/journey.html?id=${encodeURIComponent(order.name ?? order.id)}` }, order.name ?? order.id), 'order'],
    [order.channel], [when(order.placedAt)],
    [element('span', { class: 'state', 'data-state': order.holdCode ? 'hold' : order.state }, order.holdCode ? 'on hold' : WORDS[order.state] ?? order.state), 'state-cell'],
    [lines(order), 'what'], [sentFrom(order)], [money(order.total, order.currency), 'num'],
    [Number(order.refunded) === 0 ? '–' : money(order.refunded, order.currency), 'num'], [books(order)],
  ];
  const made = element('tr', { role: 'row' }, ...cells.map(([what, kind]) => element('td', { role: 'cell', class: kind }, what)));
  const why = order.holdSentence ?? (order.cancelCause ? `Cancelled: ${order.cancelCause}.` : '');
  if (why) made.querySelector('.what').append(element('p', { class: order.holdCode ? 'why' : 'why muted' }, why));
  return made;
}

function headline({ orders, lastDay, onHold: held }) {
  const day = Object.values(lastDay).reduce((a, b) => a + b, 0);
  byId('headline').textContent = held ? `${number(held)} ${held === 1 ? 'order is' : 'orders are'} on hold` : `${number(day)} ${day === 1 ? 'order' : 'orders'} in the last day`;
  byId('subline').textContent = held ? `Nothing is entered into the books for them until somebody has looked. ${number(day)} were heard of in the last day.` : 'Every order once, as all that was told of it makes it.';
  byId('spoken').textContent = `${byId('headline').textContent}. ${number(orders.length)} shown.`;
}

function show(found) {
  headline(found);
  states(found);
  byId('rows').replaceChildren(...found.orders.map(row));
  byId('empty').hidden = found.orders.length > 0;
  byId('empty').textContent = query().size ? 'Nothing is found by this filter.' : 'No order yet. The first one that a channel tells of appears here.';
  byId('more').hidden = !found.more;
}

async function look() {
  const wanted = query();
  history.replaceState(null, '', wanted.size ? `?${wanted}` : location.pathname);
  wanted.set('most', String(most));
  try {
    const answer = await fetch(`/api/orders?${wanted}`, { headers: { Accept: 'application/json' } });
    if (answer.status === 401) { location.assign('/login'); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
  } catch {
    byId('headline').textContent = 'The hub does not answer; asking again.';
  }
}

form.addEventListener('submit', event => { event.preventDefault(); most = A_PAGE; look(); });
byId('clear').addEventListener('click', () => { form.reset(); state = ''; onHold = false; most = A_PAGE; look(); });
byId('more').addEventListener('click', () => { most += A_PAGE; look(); });

fromAddress();
await look();
setInterval(() => { if (document.visibilityState === 'visible') look(); }, 5000);
