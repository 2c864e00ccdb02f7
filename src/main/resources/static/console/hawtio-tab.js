/*
 * The Crossdock tab of Hawtio: a module federation container written by hand, so that nothing has to be built.
 * It reads the bean dev.crossdock:type=Hub and the broker's queues through Jolokia, as the one who is signed in.
 */
(function () {
  const HUB = 'dev.crossdock:type=Hub';
  const QUEUES = 'org.apache.activemq.artemis:broker=*,component=addresses,address=*,subcomponent=queues,*';
  const EVERY = 2000;
  const TERMS = ['applied', 'duplicate', 'ignored', 'parked', 'inProgress'];
  const WORDS = { inProgress: 'in progress' };
  const COLOURS = { applied: '#0b8078', duplicate: '#7fb7b3', ignored: '#a9b1b8', parked: '#d4473f', inProgress: '#e0a43b' };

  let shareScope = null;

  // The newest registered version of a module that Hawtio shares.
  function shared(name) {
    const versions = shareScope[name];
    const newest = Object.keys(versions).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).pop();
    return Promise.resolve(versions[newest].get()).then(factory => factory());
  }

  const number = n => (n === null || n === undefined ? '–' : new Intl.NumberFormat().format(n));
  const span = ms => (ms === null || ms === undefined ? '–' : ms < 1000 ? `${Math.round(ms)} ms` : ms < 60000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60000)} min`);
  const title = word => (['erp', 'pos', 'wms', 'pim'].includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1));
  const part = (name, key) => ((name.match(new RegExp(`${key}="?([^",]*)"?`)) || [])[1] || '').replace(/\\/g, '');

  function build([React, hawtio, patternfly]) {
    const h = React.createElement;

    function useReading(read, first) {
      const [value, setValue] = React.useState(first);
      const [trouble, setTrouble] = React.useState(null);
      React.useEffect(() => {
        let stopped = false;
        const look = () => read().then(
          now => { if (!stopped) { setValue(now); setTrouble(null); } },
          error => { if (!stopped) setTrouble(String(error && error.message || error)); });
        look();
        const timer = setInterval(look, EVERY);
        return () => { stopped = true; clearInterval(timer); };
      }, []);
      return [value, trouble];
    }

    const readHub = () => Promise.all(['ChannelsJson', 'FilesJson'].map(name => hawtio.jolokiaService.readAttribute(HUB, name)))
      .then(([channels, files]) => ({ channels: JSON.parse(channels), files: JSON.parse(files) }));

    const readQueues = () => hawtio.jolokiaService.search(QUEUES).then(names => {
      const asked = names.map(mbean => ({ type: 'read', mbean, attribute: ['MessageCount', 'ConsumerCount', 'MessagesAcknowledged'] }));
      return asked.length === 0 ? [] : hawtio.jolokiaService.bulkRequest(asked).then(answers => answers.map((answer, i) => ({
        name: part(names[i], 'queue'), ...(answer.value || {}),
      })).sort((a, b) => a.name.localeCompare(b.name)));
    });

    function Bar({ parts, label }) {
      const all = parts.reduce((sum, [, n]) => sum + n, 0) || 1;
      return h('div', { role: 'img', 'aria-label': label, style: { display: 'flex', gap: 1, height: 8, width: '100%', minWidth: 120, borderRadius: 4, overflow: 'hidden', background: 'rgba(127,127,127,.18)' } },
        parts.filter(([, n]) => n > 0).map(([term, n]) => h('span', { key: term, title: `${WORDS[term] || term} ${number(n)}`, style: { width: `${Math.max(n / all * 100, 1)}%`, background: COLOURS[term] } })));
    }

    function LagBar({ lag, top }) {
      if (!lag || lag.p99 === null || lag.p99 === undefined) return h('span', { style: { opacity: .6 } }, '–');
      const wide = ms => `${Math.max(ms / top * 100, 2)}%`;
      return h('div', { style: { minWidth: 130 } },
        h('div', { style: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' } }, h('b', null, span(lag.p50)), ' · p99 ', h('b', null, span(lag.p99))),
        h('div', { 'aria-hidden': true, style: { position: 'relative', height: 6, marginTop: 4, borderRadius: 3, background: 'rgba(127,127,127,.18)' } },
          h('span', { style: { position: 'absolute', inset: '0 auto 0 0', width: wide(lag.p99), borderRadius: 3, background: '#7fb7b3' } }),
          h('span', { style: { position: 'absolute', inset: '0 auto 0 0', width: wide(lag.p50), borderRadius: 3, background: '#0b8078' } })));
    }

    const cell = (style, ...children) => h('td', { className: 'pf-v6-c-table__td', style: { verticalAlign: 'middle', fontVariantNumeric: 'tabular-nums', ...style } }, ...children);
    const head = (words, right) => h('th', { key: words, scope: 'col', className: 'pf-v6-c-table__th', style: { textAlign: right ? 'right' : 'left', whiteSpace: 'nowrap' } }, words);
    const table = (label, heads, rows) => h('div', { style: { overflowX: 'auto' } },
      h('table', { className: 'pf-v6-c-table pf-m-grid-none pf-m-compact', 'aria-label': label },
        h('thead', { className: 'pf-v6-c-table__thead' }, h('tr', { className: 'pf-v6-c-table__tr' }, heads)),
        h('tbody', { className: 'pf-v6-c-table__tbody' }, rows)));

    // received = applied + duplicate + ignored + parked + in progress
    function Accounts({ accounts }) {
      const ends = TERMS.reduce((sum, term) => sum + accounts[term], 0);
      const balanced = ends === accounts.received;
      const sign = (key, words) => h('span', { key, style: { opacity: .6, margin: '0 6px' } }, words);
      return h('div', { style: { minWidth: 260 } },
        h('div', { style: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', marginBottom: 6 } },
          h('b', { title: 'received' }, number(accounts.received)),
          TERMS.flatMap((term, i) => [sign(`sign-${term}`, i ? '+' : '='), h('span', { key: term, title: WORDS[term] || term, style: { borderBottom: `2px solid ${COLOURS[term]}` } }, number(accounts[term]))]),
          h('span', { style: { marginLeft: 10, color: balanced ? '#0b8078' : '#d4473f' } }, balanced ? '✓' : `${number(accounts.received - ends)} missing`)),
        h(Bar, { label: TERMS.map(term => `${WORDS[term] || term} ${accounts[term]}`).join(', '), parts: TERMS.map(term => [term, accounts[term]]) }));
    }

    function Channel({ channel, top }) {
      const kind = [...new Set([channel.system, ...channel.roles])].map((word, i) => (i ? word : title(word))).join(' · ');
      return h('tr', { className: 'pf-v6-c-table__tr' },
        cell({}, h('b', null, title(channel.id)), h('div', { style: { fontSize: 12, opacity: .7, whiteSpace: 'nowrap' } }, kind)),
        cell({}, h(Accounts, { accounts: channel.accounts })),
        cell({ textAlign: 'right', whiteSpace: 'nowrap' }, number(channel.owed.count), channel.owed.count ? h('div', { style: { fontSize: 12, opacity: .7 } }, `for ${span(channel.owed.oldestMillis)}`) : null),
        cell({}, h(LagBar, { lag: channel.told || channel.heard, top })));
    }

    const legend = h('div', { style: { display: 'flex', flexWrap: 'wrap', gap: '4px 16px', fontSize: 13, marginBottom: 8 } },
      h('span', null, 'received ='), TERMS.map((term, i) => h('span', { key: term },
        i ? '+ ' : '', h('i', { 'aria-hidden': true, style: { display: 'inline-block', width: 10, height: 10, borderRadius: 3, marginRight: 5, background: COLOURS[term] } }), WORDS[term] || term)));

    function Channels({ channels }) {
      const top = Math.max(1, ...channels.map(c => (c.told || c.heard || {}).p99 || 0));
      return h('div', null, legend, table('Message accounts and lag per channel',
        [head('Channel'), head('Accounts'), head('Owed', true), head('Lag: p50, p99')],
        channels.map(channel => h(Channel, { key: channel.id, channel, top }))));
    }

    function Queues() {
      const [queues, trouble] = useReading(readQueues, []);
      if (trouble) return h('p', null, `The broker's queues cannot be read: ${trouble}`);
      if (queues.length === 0) return h('p', null, 'No queues: the broker is elsewhere, or has not been used yet.');
      return table('Queues of the broker', [head('Queue'), head('waiting', true), head('consumers', true), head('done', true)],
        queues.map(queue => h('tr', { key: queue.name, className: 'pf-v6-c-table__tr' }, cell({}, queue.name),
          cell({ textAlign: 'right' }, number(queue.MessageCount)), cell({ textAlign: 'right' }, number(queue.ConsumerCount)), cell({ textAlign: 'right' }, number(queue.MessagesAcknowledged)))));
    }

    const card = (name, ...children) => h(patternfly.Card, { key: name, style: { marginBottom: 16 } }, h(patternfly.CardTitle, null, name), h(patternfly.CardBody, null, ...children));

    const link = (href, words, what) => h('li', { key: href, style: { marginBottom: 6 } }, h('a', { href }, words), ` ${what}`);

    function Tab() {
      const [hub, trouble] = useReading(readHub, null);
      return h(patternfly.PageSection, { hasBodyWrapper: false, id: 'crossdock-tab' },
        h(patternfly.Title, { headingLevel: 'h1', style: { marginBottom: 16 } }, 'Crossdock'),
        trouble ? h(patternfly.Alert, { variant: 'danger', isInline: true, title: `The hub's figures cannot be read: ${trouble}` }) : null,
        hub && hub.files.length ? h(patternfly.Alert, { variant: 'warning', isInline: true, title: 'Files that are not in use', style: { marginBottom: 16 } }, h('ul', null, hub.files.map(said => h('li', { key: said }, said)))) : null,
        card('Channels', hub ? h(Channels, { channels: hub.channels }) : 'Reading…'),
        card('Queues', h(Queues)),
        card('Where to look', h('ul', { style: { listStyle: 'none', padding: 0 } },
          link('/', 'The live page', '– stock side by side'),
          link('/hawtio/camel', 'Camel', '– routes, with their diagrams; admins start and stop them'),
          link('/hawtio/quartz', 'Quartz', '– what runs when'),
          link('/hawtio/jmx', 'JMX', '– the broker under org.apache.activemq.artemis'))));
    }

    return () => ({
      plugin: () => hawtio.hawtio.addPlugin({ id: 'crossdock', title: 'Crossdock', path: '/crossdock', order: -10, component: Tab, isActive: () => Promise.resolve(true) }),
    });
  }

  const modules = { './plugin': () => Promise.all(['react', '@hawtio/react', '@patternfly/react-core'].map(shared)).then(build) };

  window.crossdockTab = {
    init(scope) { shareScope = scope; return Promise.resolve(); },
    get(name) { return modules[name] ? modules[name]() : Promise.reject(new Error(`the Crossdock tab has no module ${name}`)); },
  };
})();
