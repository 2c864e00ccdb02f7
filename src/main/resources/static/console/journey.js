// One thing over all systems: a column for each, time runs down, and what must still come stands at the end.
const byId = id => document.getElementById(id);
const ACRONYMS = ['erp', 'pos', 'wms', 'pim'];
const title = word => (ACRONYMS.includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1));
const two = n => String(n).padStart(2, '0');
const day = at => at.toLocaleDateString(undefined, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
const clock = at => `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
const millis = at => element('span', { class: 'ms' }, `.${String(at.getMilliseconds()).padStart(3, '0')}`);
const span = ms => (ms < 1000 ? `${ms} ms` : ms < 90000 ? `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s` : ms < 5400000 ? `${Math.round(ms / 60000)} min` : ms < 172800000 ? `${Math.round(ms / 3600000)} h` : `${Math.round(ms / 86400000)} days`);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let chosen = null;
let shown = '';

/* ---- the picture ---- */
function show(journey) {
  const shape = JSON.stringify([journey.summary, journey.steps]);
  if (shape === shown) return;
  shown = shape;
  byId('found').hidden = false;
  byId('problem').hidden = true;
  byId('summary').textContent = journey.summary;
  document.title = `${journey.asked} · Crossdock`;
  byId('names').replaceChildren(...journey.names.slice(0, 12).map(n => element('li', {}, element('small', {}, n.kind), n.name)));
  byId('way').hidden = byId('pane').hidden = journey.steps.length === 0;
  byId('way').style.setProperty('--n', journey.lanes.length);
  byId('lanes').replaceChildren(element('span'), ...journey.lanes.map(lane =>
    element('div', { class: lane.id === 'hub' ? 'is-hub' : null }, title(lane.id), element('small', {}, lane.id === 'hub' ? 'decides' : lane.what))));
  byId('took').textContent = `${journey.more ? 'There is more than is shown here. ' : ''}Found in ${journey.tookMillis} ms.`;
  steps(journey);
}

function steps(journey) {
  const lanes = journey.lanes.map(lane => lane.id);
  const list = byId('steps');
  const rows = [];
  let last = null;
  let yet = false;
  for (const step of journey.steps) {
    const at = step.at ? new Date(step.at) : null;
    if (step.expected && !yet) {
      yet = true;
      rows.push(element('li', { class: 'yet' }, 'still to come'));
    } else if (at && !step.expected && (!last || day(last) !== day(at))) {
      rows.push(element('li', { class: 'day' }, day(at)));
    }
    rows.push(row(step, lanes, at, step.expected ? null : last));
    if (at && !step.expected) last = at;
  }
  list.replaceChildren(...rows);
  const again = journey.steps.find(step => step.id === chosen) ?? journey.steps.find(step => step.tone === 'bad') ?? journey.steps.find(step => step.expected) ?? journey.steps[0];
  if (again) choose(again, again.id !== chosen);
}

function row(step, lanes, at, before) {
  const made = element('li', { class: 'step', id: `step-${step.id}`, 'data-tone': step.tone, 'data-expected': String(step.expected) });
  const time = element('time', at ? { datetime: step.at, title: step.at } : {});
  if (step.expected) time.append(at ? `due ${clock(at)}` : 'soon');
  else if (at) time.append(clock(at), millis(at), before ? element('small', {}, `+${span(at - before)}`) : '');
  made.append(time);
  lanes.forEach((lane, i) => {
    const life = element('span', { class: `life ${lane === 'hub' ? 'is-hub' : ''}` });
    life.style.gridColumn = String(i + 2);
    made.append(life);
  });
  made.append(mark(step, lanes));
  return made;
}

function mark(step, lanes) {
  const from = lanes.indexOf(step.from);
  const to = lanes.indexOf(step.to);
  const crosses = from !== to;
  const button = element('button', { type: 'button', class: `mark ${crosses ? `arrow ${to > from ? 'right' : 'left'}` : 'box'}`, 'data-kind': step.kind });
  if (crosses) button.append(element('span', { class: 'between' }, `${title(step.from)} → ${title(step.to)}`));
  button.append(element('span', {}, step.title));
  if (step.why) button.append(element('small', {}, short(step.why)));
  button.style.gridColumn = `${Math.min(from, to) + 2} / ${Math.max(from, to) + 3}`;
  if (crosses) button.style.setProperty('--span', Math.abs(to - from) + 1);
  button.addEventListener('click', () => choose(step, true));
  return button;
}

// so that a day stays in one line
const written = value => (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? `${value.slice(0, 10).replaceAll('-', '\u2011')} ${value.slice(11, -1)}\u00a0UTC` : value);
const short = text => (text.length > 90 ? `${text.slice(0, 88)}…` : text);

/* ---- one step ---- */
function choose(step, fresh) {
  chosen = step.id;
  for (const li of document.querySelectorAll('.step')) li.classList.toggle('chosen', li.id === `step-${step.id}`);
  byId('pane-title').textContent = step.from === step.to ? step.title : `${title(step.from)} → ${title(step.to)}: ${step.title}`;
  byId('pane-why').textContent = step.why ?? '';
  const lines = [...(step.at ? [{ name: step.expected ? 'due' : 'at', value: step.at }] : []), ...step.details];
  byId('pane-details').replaceChildren(...lines.flatMap(d => [element('dt', {}, d.name), element('dd', {}, written(d.value))]));
  byId('settle').hidden = !step.parked;
  if (step.parked) byId('settle').setAttribute('href', step.parked);
  byId('show').hidden = !step.evidence;
  if (fresh) byId('wire').replaceChildren();
  byId('show').onclick = () => wire(step.evidence);
}

async function wire(evidence) {
  const address = evidence.kind === 'message' ? `/api/journey/messages/${evidence.id}` : `/api/journey/calls/${evidence.id}?at=${encodeURIComponent(evidence.at)}`;
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) { location.assign('/login'); return; }
  const said = await answer.json();
  if (!answer.ok) {
    byId('wire').replaceChildren(element('p', { class: 'hidden-note' }, `${said.title}. ${said.detail}`));
    return;
  }
  const parts = ['canonical', 'said', 'sent', 'answered'].filter(name => name in said)
    .flatMap(name => [element('h3', {}, title(name)), element('pre', { tabindex: '0' }, said[name] === null ? 'nothing' : typeof said[name] === 'string' ? said[name] : JSON.stringify(said[name], null, 2))]);
  byId('wire').replaceChildren(...(said.hidden ? [element('p', { class: 'hidden-note' }, 'Values are hidden: your login may look, not read.')] : []),
    ...(said.mapping ? [element('p', { class: 'hidden-note' }, said.mapping.then === said.mapping.now ? `Mapped by ${said.mapping.now}.` : `Mapped then by ${said.mapping.then}; shown as ${said.mapping.now} makes it.`)] : []), ...parts);
}

/* ---- asking ---- */
const wanted = new URLSearchParams(location.search);
let waiting = null;

async function ask() {
  clearTimeout(waiting);
  const query = new URLSearchParams({ id: wanted.get('id') });
  if (wanted.get('at')) query.set('at', new Date(wanted.get('at')).toISOString());
  try {
    const answer = await fetch(`/api/journey?${query}`, { headers: { Accept: 'application/json' } });
    if (answer.status === 401) { location.assign('/login'); return; }
    const said = await answer.json();
    if (!answer.ok) { problem(said.detail ?? said.title); return; }
    show(said);
    // as long as something must still come, look again
    if (said.steps.some(step => step.expected)) waiting = setTimeout(() => (document.hidden ? ask.later = true : ask()), 4000);
  } catch {
    problem('The hub does not answer.');
    waiting = setTimeout(ask, 4000);
  }
}
document.addEventListener('visibilitychange', () => { if (!document.hidden && ask.later) { ask.later = false; ask(); } });

function problem(sentence) {
  byId('problem').textContent = sentence;
  byId('problem').hidden = false;
  if (!shown) byId('found').hidden = true;
}

byId('look').addEventListener('submit', () => { if (!byId('at').value) byId('at').disabled = true; });
if (wanted.get('id')) {
  byId('id').value = wanted.get('id');
  if (wanted.get('at')) byId('at').value = wanted.get('at');
  ask();
} else {
  byId('id').focus();
}
