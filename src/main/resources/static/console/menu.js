// The menu at the top of every page, and the way out.
import { element } from './common.js';

const PAGES = [
  ['/', 'Live'],
  ['/console/orders.html', 'Orders'],
  ['/console/divergence.html', 'Divergence'],
  ['/console/syncs.html', 'Syncs'],
  ['/console/alerts.html', 'Alerts'],
  ['/console/parked.html', 'Parked'],
  ['/console/books.html', 'Books'],
  ['/console/journey.html', 'Journey'],
  ['/hawtio/', 'Operations'],
];

function link([address, name]) {
  const here = location.pathname === address ? 'page' : null;
  return element('a', { href: address, 'aria-current': here }, name);
}

async function leave() {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/);
  await fetch('/logout', { method: 'POST', headers: { 'X-XSRF-TOKEN': token ? decodeURIComponent(token[1]) : '' } });
  location.assign('/login?left');
}

const out = element('button', { type: 'button', id: 'leave' }, 'Sign out');
out.addEventListener('click', leave);
// the first page is left by these, and finds a journey from its own field
const first = location.pathname === '/';
const shown = PAGES.filter(([, name]) => !first || !['Live', 'Journey'].includes(name));
document.querySelector('.top nav').append(...shown.map(link), out);
