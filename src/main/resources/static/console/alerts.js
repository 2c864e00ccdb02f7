// What somebody must be told: see why, see to it, or be left alone for a while.
import { again, asker, byId, element, heading, lasting, local, number, plural, say, time, trying } from './common.js';

const ask = asker('/console/alerts');
const HOUR = 3_600_000;
const TOMORROW_AT = 8;
const KINDS = { auth: 'credential refused', 'heal-stuck': 'healing gave up', 'duplicate-sku': 'duplicate SKU', 'fulfilment-by-hand': 'to be sent by hand', 'fulfilment-undone': 'sent, then cancelled', uncompared: 'could not be compared' };
const TOLD = { opened: 'that it began', again: 'that it still lasts', resolved: 'that it is over' };
const SENT = { owed: 'not sent yet', calling: 'on its way', sent: 'sent', failed: 'failed', unsure: 'no answer came' };
const kindWord = kind => KINDS[kind] ?? kind.replaceAll('-', ' ');

let wanted = new URLSearchParams(location.search).get('kind') ?? '';
let alerts = [];
let mayChange = false;
let drawn = '';
const unfolded = new Set();

function tomorrow() {
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  morning.setHours(TOMORROW_AT, 0, 0, 0);
  return morning;
}

async function look() {
  ({ alerts, mayChange } = await ask(''));
  document.body.classList.toggle('viewer', !mayChange);
  show();
}

function show() {
  const open = alerts.filter(alert => alert.state === 'open').length;
  const seen = alerts.length - open;
  heading(alerts.length === 0 ? 'Nobody needs to look' : open === 0 ? `${plural(seen, 'alert')}, all seen to` : `${plural(open, 'alert')} for somebody to see to`, open ? `${number(open)} ${open === 1 ? 'alert' : 'alerts'}` : 'Alerts');
  const shown = alerts.filter(alert => !wanted || alert.kind === wanted);
  const kinds = new Map();
  for (const { kind } of alerts) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const shape = JSON.stringify([shown, [...kinds], mayChange, Math.floor(Date.now() / 30000)]);
  if (shape !== drawn) {
    drawn = shape;
    draw(shown, kinds);
  }
  byId('empty').hidden = shown.length > 0;
  byId('empty-title').textContent = wanted ? `No alert of this kind is open.` : 'All is well.';
  byId('empty-text').textContent = wanted ? 'Choose another kind, or none.' : 'Nothing has come up that a person must see to, or all of it is over. Who is told of what stands in config/alerts/.';
}

// Redrawn only when something changed; whoever stands on a button stays there.
function draw(shown, kinds) {
  const at = document.activeElement?.closest?.('#alerts li[data-id]')?.dataset.id;
  const what = document.activeElement?.dataset?.do;
  byId('kinds').replaceChildren(...[...kinds].map(([kind, n]) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(wanted === kind) }, element('b', {}, number(n)), kindWord(kind));
    button.addEventListener('click', () => {
      wanted = wanted === kind ? '' : kind;
      window.history.replaceState(null, '', wanted ? `?kind=${encodeURIComponent(wanted)}` : location.pathname);
      show();
      document.querySelector('#kinds [aria-pressed=true]')?.focus();
    });
    return element('li', {}, button);
  }));
  byId('alerts').replaceChildren(...shown.map(line));
  if (at) (document.querySelector(`#alerts li[data-id="${at}"] [data-do="${what}"]`) ?? document.querySelector(`#alerts li[data-id="${at}"]`))?.focus();
}

function line(alert) {
  const title = `${alert.channel}${alert.about ? ` · ${alert.about}` : ''}`;
  return element('li', { class: 'card', 'data-id': alert.id, 'data-state': alert.state, tabindex: '-1' },
    element('div', { class: 'head' }, element('h2', {}, title || 'the hub'), element('span', { class: 'tag kind' }, kindWord(alert.kind)), seenTo(alert)),
    element('p', { class: 'saying' }, alert.sentence),
    element('p', { class: 'muted age' }, 'for ', time(alert.since, lasting(Date.now() - new Date(alert.since))), ` · ${alert.times === 1 ? 'once' : `${number(alert.times)} times, last ${lasting(Date.now() - new Date(alert.lastAt))} ago`}${alert.owner ? ` · owner ${alert.owner}` : ''}`, ...elsewhere(alert)),
    notices(alert), ...(mayChange ? [deeds(alert, title)] : []));
}

function seenTo({ state, until, by }) {
  const words = state === 'open' ? 'open' : state === 'snoozed' ? `snoozed${until ? ` until ${local(until)}` : ''}${by ? ` by ${by}` : ''}` : `acknowledged${by ? ` by ${by}` : ''}`;
  return element('span', { class: `tag seen-${state}` }, words);
}

const PLACES = { divergence: '/console/divergence.html?channel=', brake: '/console/divergence.html?channel=', 'heal-stuck': '/console/divergence.html?state=stuck&channel=', ageing: '/console/parked.html?channel=', shortage: '/console/orders.html?channel=', late: '/console/syncs.html#' };
function elsewhere({ kind, channel, about }) {
  const place = PLACES[kind];
  return place ? [' · ', element('a', { href: place + encodeURIComponent(kind === 'late' ? about : channel) }, 'Look there')] : [];
}

function notices(alert) {
  if (alert.notices.length === 0) return element('p', { class: 'muted' }, 'Nobody outside was told: no file in config/alerts/ asks for it, or not yet.');
  const failed = alert.notices.filter(notice => notice.state === 'failed').length;
  const made = element('details', {}, element('summary', {}, `${plural(alert.notices.length, 'notice')}${failed ? `, ${number(failed)} not sent` : ''}`),
    element('ul', { class: 'notices' }, ...alert.notices.map(notice => element('li', {}, time(notice.at, local(notice.at)), element('b', {}, notice.to), element('span', {}, TOLD[notice.what] ?? notice.what), element('span', { class: `tag notice-${notice.state}` }, SENT[notice.state] ?? notice.state), ...(notice.answer && notice.state !== 'sent' ? [element('p', { class: 'muted' }, notice.answer)] : [])))));
  made.open = unfolded.has(alert.id);
  made.addEventListener('toggle', () => { if (made.open) unfolded.add(alert.id); else unfolded.delete(alert.id); });
  return made;
}

function deeds(alert, title) {
  const button = (words, key, label, press) => {
    const made = element('button', { type: 'button', 'data-do': key, 'aria-label': `${label}: ${title}` }, words);
    made.addEventListener('click', trying(press));
    return made;
  };
  const snooze = (words, key, until) => button(words, key, `Snooze ${words}`, () => settle(alert, 'snooze', { until: until().toISOString() }, `${title}: nobody is told until then.`));
  return element('div', { class: 'actions' },
    ...(alert.state === 'open' ? [] : [button('Take it back', 'release', 'Take back', () => settle(alert, 'release', {}, `${title}: nobody is at it, and everybody may hear of it.`))]),
    ...(alert.state === 'acknowledged' ? [] : [button('Acknowledge', 'acknowledge', 'Acknowledge', () => settle(alert, 'acknowledge', {}, `${title}: you see to it. It closes by itself when it is over.`))]),
    element('span', { class: 'snooze', role: 'group', 'aria-label': `Snooze ${title}` }, element('span', { class: 'muted', 'aria-hidden': 'true' }, 'Snooze'),
      snooze('1 h', '1h', () => new Date(Date.now() + HOUR)), snooze('4 h', '4h', () => new Date(Date.now() + 4 * HOUR)), snooze('till tomorrow', 'tomorrow', tomorrow)));
}

async function settle(alert, deed, body, words) {
  const { done } = await ask(`/${alert.id}/${deed}`, body);
  say(done ? words : 'It is over: it has closed by itself.', true);
  await look();
}

trying(look)();
again(look, 3000);
