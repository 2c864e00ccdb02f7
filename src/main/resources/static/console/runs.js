// A scheduled run in words and as a bar: on the first page, and on its own.
import { ago, element, lasting, number, plural } from './common.js';

const ENDED = { done: 'ended well', failed: 'failed', cancelled: 'was cancelled', refused: 'was refused' };
const ended = run => ENDED[run.state] ?? run.state;
export const isWell = run => run.state === 'done';
const endedAt = run => run.finishedAt ?? run.startedAt ?? run.askedAt;
const soon = (instant, now) => (new Date(instant) - now < 1000 ? 'at once' : `in ${lasting(new Date(instant) - now)}`);
export const took = run => (run.finishedAt && run.startedAt ? new Date(run.finishedAt) - new Date(run.startedAt) : null);

// Runs that come round all the time and find nothing leave no trace, but that they ended well is known.
const outlived = (sync, run) => sync.goodAt && new Date(sync.goodAt) > new Date(endedAt(run));

/** How a sync stands: in order, amiss, or never run; and what there is to say of it; why it failed only where there is room. */
export function standing(sync, now, why = true) {
  const { last, late } = sync;
  const words = late ? [`It is late: it ${sync.goodAt ? `last ended well ${ago(sync.goodAt, now)}` : 'has never ended well'}; expected within ${sync.fresh}.`] : [];
  if (last && !outlived(sync, last)) words.push(`It ${ended(last)} ${ago(endedAt(last), now)}${counts(last)}.${why && last.sentence ? ` ${last.sentence}` : ''}`);
  else if (sync.goodAt) words.push(`It ended well ${ago(sync.goodAt, now)}.`);
  else if (!sync.run) words.push('It has not run yet.');
  return { amiss: late || Boolean(last && !isWell(last) && !outlived(sync, last)), words: words.join(' ') };
}
const counts = run => (run.pages === 0 ? '' : `: ${plural(run.items, 'item')} on ${plural(run.pages, 'page')}${took(run) === null ? '' : ` in ${lasting(took(run))}`}${run.kept ? `, ${number(run.kept)} of them new` : ''}`);
export const next = (sync, now) => (sync.dueAt ? `Next ${soon(sync.dueAt, now)}.` : '');

/** How far it is, how fast, and how long yet. */
export function progressWords(run, now) {
  if (run.state === 'queued') return 'waits for its turn';
  const items = run.expected === null ? plural(run.items, 'item') : `${number(run.items)} of ${plural(run.expected, 'item')}`;
  const speed = run.perSecond === null ? '' : `, ${number(run.perSecond < 10 ? Math.round(run.perSecond * 10) / 10 : Math.round(run.perSecond))} a second`;
  const left = run.leftSeconds === null ? `, for ${lasting(Math.max(1000, now - new Date(run.startedAt)))}` : `, ${lasting(Math.max(1000, run.leftSeconds * 1000))} left`;
  return items + speed + left;
}

export function progressBar(run, label) {
  const bar = element('progress', { 'aria-label': label });
  fillBar(bar, run);
  return bar;
}

export function fillBar(bar, run) {
  if (run.expected === null) { bar.removeAttribute('value'); return; }
  bar.max = Math.max(1, run.expected);
  bar.value = Math.min(run.items, run.expected);
}
