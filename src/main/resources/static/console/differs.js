// Where a system disagrees with us, in words: on the first page, and on its own.
import { element, number } from './common.js';

export const CAUSES = {
  'missed-event': 'a missed event', duplicate: 'a duplicate', 'manual-edit': 'a manual edit there', mapping: 'the mapping', 'wrong-location': 'the wrong location',
  bundle: 'a bundle', 'unknown-sku': 'an unknown SKU', 'never-listed': 'never listed there', unknown: 'unknown',
};
export const RISKS = { oversell: 'oversell', 'lost-sales': 'lost sales', none: 'no risk' };
export const STATES = { drift: 'drift', proposed: 'proposed', healing: 'healing', stuck: 'stuck', suspected: 'suspected', closed: 'closed' };
export const ENDS = { healed: 'healed', 'by-itself': 'gone by itself', lag: 'it was lag', dismissed: 'dismissed' };
export const cause = row => (row.cause ? CAUSES[row.cause] ?? row.cause : 'not looked for yet');
export const isOrder = row => row.entity === 'orders';

export const name = row => `${isOrder(row) ? 'order ' : ''}${row.key}${row.place ? ` at ${row.place}` : ''}`;
export const value = n => (n === null ? 'none' : number(n));

export function difference(row) {
  if (row.expected === null || row.observed === null) return row.expected === null ? 'should not be there' : 'is not there';
  const by = row.observed - row.expected;
  const share = Math.round((Math.abs(by) / Math.max(1, Math.abs(row.expected))) * 1000) / 10;
  return `${by > 0 ? '+' : '−'}${number(Math.abs(by))}, ${number(share)} %`;
}

/** Expected, observed, and how far they are apart. */
export function figures(row) {
  const unit = isOrder(row) ? ' (minor units)' : '';
  return element('span', { class: 'apart' },
    element('span', {}, element('small', {}, 'expected'), element('b', {}, value(row.expected))),
    element('span', {}, element('small', {}, 'observed'), element('b', { class: row.risk }, value(row.observed))),
    element('span', { class: 'by' }, difference(row) + unit));
}

export const risk = row => element('span', { class: `tag ${row.risk}` }, RISKS[row.risk] ?? row.risk);
export const state = row => element('span', { class: `tag state-${row.state}` }, row.closedAs ? ENDS[row.closedAs] ?? row.closedAs : STATES[row.state] ?? row.state);

export const journey = row => `/console/journey.html?${new URLSearchParams({ id: isOrder(row) ? `order:${row.key}` : `sku:${row.key}` })}`;
