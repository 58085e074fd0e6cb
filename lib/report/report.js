'use strict';
{
  const report = JSON.parse(document.getElementById('report').textContent);

  // [name in the JSON, tone], the worst first. Every outcome and verdict of the JSON is listed.
  const OUTCOMES = new Map([
    ['failed', 'bad'], ['empty', 'bad'], ['incomplete', 'warning'], ['unproved', 'warning'],
    ['notStarted', report.dryRun ? 'idle' : 'warning'], ['orphanRows', 'idle'], ['beingEmbedded', 'running'],
    ['toCopy', 'idle'], ['notInSnapshot', 'idle'], ['deletedMeanwhile', 'idle'], ['deleted', 'idle'],
    ['succeeded', 'good'], ['complete', 'good'], ['restored', 'good'], ['embeddedMeanwhile', 'good'],
    ['leftAlone', 'good'], ['skipped', 'idle'], ['nothingToEmbed', 'idle'], ['noKnowledge', 'idle'],
    ['earlierTask', 'idle'],
  ]);
  const SIGNS = {good: '✔', warning: '▲', bad: '✘', running: '▸', idle: '·'};
  const TITLES = {migrate: 'Migration report', verify: 'Verification report', restore: 'Restore report'};
  const RANKS = [...OUTCOMES.keys()];
  const PROBLEMS = ['bad', 'warning'];
  const LISTED = 20; // bots of a problem; the table has all

  const $ = id => document.getElementById(id);

  /** Creates an element; all text goes through text nodes, so that no title can become markup. */
  function element(name, properties = {}, ...children) {
    const created = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key.includes('-') || key === 'role') {
        created.setAttribute(key, value);
      } else {
        created[key] = value;
      }
    }
    created.append(...children.filter(Boolean));
    return created;
  }

  const number = n => n.toLocaleString('en-US');
  const count = (n, noun) => `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
  const words = name => name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
  const clock = time => time.toISOString().slice(0, 16).replace('T', ' ');
  const name = bot => bot.title || (bot.sk ? '(untitled)' : '(not in the table)');
  const tone = outcome => OUTCOMES.get(outcome) || 'warning';
  const rank = outcome => RANKS.indexOf(outcome);

  function span(seconds) {
    const two = n => String(n).padStart(2, '0');
    if (seconds < 60) {
      return `${seconds} s`;
    }
    const minutes = Math.floor(seconds / 60);
    return minutes < 60 ? `${minutes} min ${two(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  }

  const sign = outcome => element('span', {'aria-hidden': 'true'}, SIGNS[tone(outcome)] + ' ');
  const badge = (outcome, suffix = '') =>
    element('span', {className: `outcome ${tone(outcome)}`}, sign(outcome), words(outcome) + suffix);
  const title = bot => element('bdi', {className: bot.title ? '' : 'muted'}, name(bot));

  /** The bots, each with what the page shows in several places. A dry run of restore lists those to copy separately. */
  const bots = [...(report.bots || []), ...(report.toCopy || []).map(bot => ({...bot, outcome: 'toCopy'}))]
    .map((bot, index) => {
      const states = [bot.outcome, bot.verdict].filter(Boolean);
      const open = bot.accepted ? [] : states.filter(state => PROBLEMS.includes(tone(state)));
      const worst = [...(open.length ? open : states)].sort((a, b) => rank(a) - rank(b))[0];
      return {...bot, index, worst, isProblem: open.length > 0, tasks: bot.attempts || [], missing: bot.missing || []};
    })
    .sort((a, b) => b.isProblem - a.isProblem || rank(a.worst) - rank(b.worst) || a.index - b.index);

  function showHead() {
    const titleText = TITLES[report.command] + (report.dryRun ? ' (dry run)' : '');
    document.title = `Bedrock Chat: ${titleText}`;
    $('title').textContent = titleText;
    $('rehearsal').hidden = !report.rehearsal;
    $('context').textContent = [report.account && `account ${report.account}`, report.region, report.endpoint,
      `started ${clock(new Date(report.started))} UTC`, `took ${span(report.elapsedSeconds)}`]
      .filter(Boolean).join(' · ');
    const outcome = {0: 'succeeded', 1: 'incomplete'}[report.exitCode] || 'failed';
    $('verdict').className = tone(outcome);
    $('verdict').append(sign(outcome), element('span', {}, report.verdict || words(outcome)));
    (report.notes || []).forEach(note => $('notes').append(element('li', {}, note)));
  }

  function showTotals() {
    const counts = Object.entries(report.counts || {}).filter(([, n]) => n > 0)
      .sort(([a], [b]) => rank(a) - rank(b));
    for (const [outcome, n] of counts) {
      const part = element('span', {className: tone(outcome)});
      part.style.flexGrow = n;
      $('bar').append(part);
      $('counts').append(element('li', {className: tone(outcome)}, sign(outcome), element('b', {}, number(n)), ' ', words(outcome)));
    }
    const sum = field => bots.reduce((total, bot) => total + (bot[field] || 0), 0);
    const tasks = bots.reduce((total, bot) => total + bot.tasks.length, 0);
    const totals = [
      ['Bots', bots.length && number(bots.length)],
      ['Tasks', tasks && number(tasks)],
      ['Task time', report.cost && report.cost.taskSeconds && span(report.cost.taskSeconds)],
      ['Cost without Bedrock', report.cost && report.cost.dollars && `$${report.cost.dollars.toFixed(2)}`],
      ['Copied rows', number(sum('copiedRows'))],
      ['Chunks in the database', number(report.chunks || sum('chunks'))],
      ['Duration', span(report.elapsedSeconds)],
    ].filter(([, value]) => value && value !== '0');
    totals.forEach(([label, value]) => $('totals').append(
      element('div', {}, element('dt', {}, label), element('dd', {}, value))));
    $('bar').hidden = counts.length === 0;
  }

  /** The reason that bots share; what differs from bot to bot is in the table. */
  function cause(bot) {
    if (bot.worst === 'empty') {
      return 'no rows of any source';
    }
    return bot.missing.length > 0 && bot.outcome !== 'failed' ? 'some sources have no rows' : bot.reason || '';
  }

  function showProblems() {
    const groups = new Map();
    for (const bot of bots.filter(bot => bot.isProblem)) {
      const key = `${bot.worst}\n${cause(bot)}`;
      groups.set(key, [...(groups.get(key) || []), bot]);
    }
    for (const group of groups.values()) {
      const links = group.slice(0, LISTED).map(bot => element('li', {}, botLink(bot)));
      if (group.length > LISTED) {
        links.push(element('li', {className: 'muted'}, `and ${number(group.length - LISTED)} more`));
      }
      const {worst} = group[0];
      $('problems').append(element('article', {className: tone(worst)},
        element('h3', {}, element('span', {className: tone(worst)}, sign(worst),
          `${count(group.length, 'bot')} ${words(worst)}`)),
        cause(group[0]) && element('p', {}, cause(group[0])), element('ul', {}, ...links)));
    }
    $('problems').hidden = groups.size === 0;
  }

  function botLink(bot) {
    const link = element('a', {href: `#bot-${bot.index}`}, title(bot));
    link.addEventListener('click', event => {
      event.preventDefault();
      choose(bot);
    });
    return link;
  }

  const rows = new Map(); // bot → its row

  /** Shows a bot's row, whatever the filter. */
  function choose(bot) {
    if (rows.get(bot).hidden) {
      $('text').value = '';
      outcomeBoxes().forEach(box => { box.checked = false; });
      filter();
    }
    document.querySelectorAll('tr.chosen').forEach(row => row.classList.remove('chosen'));
    rows.get(bot).classList.add('chosen');
    rows.get(bot).scrollIntoView({block: 'center'});
    rows.get(bot).focus({preventScroll: true});
  }

  // --- timeline ---

  const ofBot = (bot, task) => bot.taskId && task.taskArn.endsWith(bot.taskId) ? bot.outcome : 'earlierTask';

  const tasks = bots
    .flatMap(bot => bot.tasks.filter(task => task.billedFrom || task.stoppedAt).map(task => ({
      bot,
      outcome: task.stoppedAt || bot.outcome !== 'unproved' ? ofBot(bot, task) : bot.outcome,
      from: Date.parse(task.billedFrom || task.stoppedAt),
      to: task.stoppedAt ? Date.parse(task.stoppedAt) : Date.parse(report.started) + report.elapsedSeconds * 1000,
      isOpen: !task.stoppedAt,
    })))
    .sort((a, b) => a.from - b.from || a.to - b.to);

  /** Puts each task into the first lane that is free when it starts; returns the number of lanes. */
  function assignLanes() {
    const ends = [];
    for (const task of tasks) {
      const free = ends.findIndex(end => end <= task.from);
      task.lane = free < 0 ? ends.length : free;
      ends[task.lane] = Math.max(task.to, task.from + 1);
    }
    return ends.length;
  }

  function showTimeline() {
    $('timeline').hidden = tasks.length === 0;
    if (tasks.length === 0) {
      return;
    }
    const lanes = assignLanes();
    const from = tasks[0].from;
    const to = Math.max(...tasks.map(task => task.to), from + 60_000);
    const height = lanes > 24 ? 9 : 18;
    const percent = milliseconds => `${100 * milliseconds / (to - from)}%`;
    $('timeline-text').textContent = `${count(tasks.length, 'task')} from ${clock(new Date(from))} to `
      + `${clock(new Date(to))} UTC, at most ${number(lanes)} at once. A bar for each, by outcome: `;
    [...new Set(tasks.map(task => task.outcome))].sort((a, b) => rank(a) - rank(b))
      .forEach(outcome => $('timeline-text').append(badge(outcome), ' '));
    $('track').style.height = `${lanes * height + 24}px`;
    const bars = tasks.map((task, index) => {
      const bar = element('button', {type: 'button', className: `bar ${tone(task.outcome)}`, tabIndex: index ? -1 : 0,
        'aria-label': label(task)}, element('span', {'aria-hidden': 'true'}, SIGNS[tone(task.outcome)]));
      bar.style.left = percent(task.from - from);
      bar.style.width = percent(task.to - task.from);
      bar.style.top = `${task.lane * height + 20}px`;
      bar.style.height = `${height - 2}px`;
      return bar;
    });
    $('track').append(...bars);
    listenTo(bars);
    let zoom = 1;
    const zoomBy = factor => {
      zoom = Math.min(64, Math.max(1, zoom * factor));
      $('zoom-out').disabled = zoom === 1;
      $('zoom-in').disabled = zoom === 64;
      const middle = ($('window').scrollLeft + $('window').clientWidth / 2) / $('track').scrollWidth;
      $('track').style.width = `${100 * zoom}%`;
      $('window').scrollLeft = middle * $('track').scrollWidth - $('window').clientWidth / 2;
      showTicks(from, to, zoom, percent);
    };
    $('zoom-in').addEventListener('click', () => zoomBy(2));
    $('zoom-out').addEventListener('click', () => zoomBy(1 / 2));
    zoomBy(1);
  }

  function label(task) {
    const took = span(Math.round((task.to - task.from) / 1000));
    return `${name(task.bot)}: ${words(task.outcome)}, from ${clock(new Date(task.from))} UTC, `
      + (task.isOpen ? `for ${took} until the report` : `for ${took}`);
  }

  function listenTo(bars) {
    const show = bar => { $('task').textContent = bar.getAttribute('aria-label'); };
    const barOf = event => event.target.closest('.bar');
    $('track').addEventListener('pointerover', event => barOf(event) && show(barOf(event)));
    $('track').addEventListener('focusin', event => show(event.target));
    $('track').addEventListener('click', event => barOf(event) && choose(tasks[bars.indexOf(barOf(event))].bot));
    $('track').addEventListener('keydown', event => {
      const at = bars.indexOf(event.target);
      const to = {ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1}[event.key];
      if (bars[to]) {
        event.preventDefault();
        bars[at].tabIndex = -1;
        bars[to].tabIndex = 0;
        bars[to].focus();
      }
    });
  }

  function showTicks(from, to, zoom, percent) {
    document.querySelectorAll('.tick').forEach(tick => tick.remove());
    const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];
    const most = Math.max(1, Math.floor($('window').clientWidth / 90)) * zoom;
    const days = Math.ceil((to - from) / 86_400_000 / most);
    const step = 60_000 * (minutes.find(each => (to - from) / 60_000 / each <= most) || 1440 * days);
    for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
      const text = clock(new Date(at));
      const tick = element('span', {className: 'tick', 'aria-hidden': 'true'}, at % 86_400_000 ? text.slice(11) : text.slice(5, 10));
      tick.style.left = percent(at - from);
      $('track').prepend(tick);
    }
  }

  // --- table ---

  function knowledge(bot) {
    const parts = [['files', 'file'], ['urls', 'URL'], ['sitemaps', 'sitemap']]
      .filter(([field]) => (bot[field] || []).length > 0)
      .map(([field, noun]) => count(bot[field].length, noun));
    return parts.join(', ');
  }

  const seconds = bot => bot.tasks.reduce((total, task) => total + task.taskSeconds, 0);
  const state = (bot, value) => value ? badge(value, bot.accepted ? ' (accepted)' : '') : '';

  function remarks(bot) {
    const missing = bot.missing.map(source => element('p', {}, element('span', {className: 'muted'}, 'no rows: '), element('bdi', {}, source)));
    const listed = missing.length <= 3 ? missing
      : [element('details', {}, element('summary', {}, `${count(missing.length, 'source')} without rows`), ...missing)];
    const reason = missing.length > 0 && (bot.reason || '').startsWith('no rows of ') ? '' : bot.reason;
    return [reason && element('p', {}, element('bdi', {}, reason)), ...listed,
      bot.logStream && bot.isProblem && element('p', {}, element('span', {className: 'muted'}, 'log '), element('code', {}, bot.logStream))];
  }

  // A column is shown if a bot has a value in it. "key" is what it is sorted by.
  const COLUMNS = [
    {label: 'Outcome', key: bot => bot.outcome && (bot.isProblem ? 0 : RANKS.length) + rank(bot.outcome),
      cell: bot => [state(bot, bot.outcome)]},
    {label: 'Verdict', key: bot => bot.verdict && (bot.isProblem ? 0 : RANKS.length) + rank(bot.verdict),
      cell: bot => [state(bot, bot.verdict)]},
    {label: 'Bot', key: bot => name(bot).toLowerCase(), header: true,
      cell: bot => [title(bot), element('code', {className: 'muted'}, bot.id)]},
    {label: 'Knowledge', key: bot => ['files', 'urls', 'sitemaps'].reduce((n, field) => n + (bot[field] || []).length, 0),
      cell: bot => [knowledge(bot)]},
    {label: 'Tasks', number: true, key: bot => bot.tasks.length},
    {label: 'Task time', number: true, key: seconds, cell: bot => [span(seconds(bot))]},
    {label: 'Copied rows', number: true, key: bot => bot.copiedRows},
    {label: 'Chunks', number: true, key: bot => bot.chunks},
    {label: 'Duplicates', number: true, key: bot => bot.duplicateRows},
    {label: 'App status', key: bot => bot.syncStatus, cell: bot => [bot.syncStatus]},
    {label: 'Remarks', long: true, key: bot => (bot.reason || bot.missing.join()).toLowerCase(), cell: remarks},
  ].filter(column => bots.some(column.key));
  const kind = column => [column.number && 'number', column.long && 'long'].filter(Boolean).join(' ');

  function showTable() {
    $('bots').hidden = bots.length === 0;
    for (const column of COLUMNS) {
      column.head = element('th', {scope: 'col', className: kind(column)}, element('button', {type: 'button'}, column.label));
      column.head.firstChild.addEventListener('click', () => sort(column));
      $('heads').append(column.head);
    }
    for (const bot of bots) {
      const cells = COLUMNS.map(column => {
        const empty = column.number && !column.key(bot);
        const content = column.cell && !empty ? column.cell(bot) : [empty ? '' : number(column.key(bot))];
        return column.header ? element('th', {scope: 'row'}, ...content) : element('td', {className: kind(column)}, ...content);
      });
      bot.haystack = [bot.id, bot.user, bot.title, bot.reason, bot.logStream, bot.syncStatus, knowledge(bot), ...bot.missing,
        ...[bot.outcome, bot.verdict].filter(Boolean).map(words)].join('\n').toLowerCase();
      rows.set(bot, element('tr', {id: `bot-${bot.index}`, tabIndex: -1}, ...cells));
    }
    $('rows').append(...rows.values());
    if (COLUMNS.length > 0) {
      COLUMNS[0].head.setAttribute('aria-sort', 'ascending'); // the bots come sorted: the worst first
    }
    const present = new Map();
    bots.forEach(bot => [bot.outcome, bot.verdict].filter(Boolean).forEach(each => present.set(each, (present.get(each) || 0) + 1)));
    [...present].sort(([a], [b]) => rank(a) - rank(b)).forEach(([outcome, n]) => $('outcomes').append(
      element('label', {}, element('input', {type: 'checkbox', value: outcome}), ' ', badge(outcome), ` ${number(n)}`)));
    document.querySelector('form').addEventListener('submit', event => event.preventDefault());
    document.querySelector('form').addEventListener('input', filter);
    filter();
  }

  const outcomeBoxes = () => [...$('outcomes').querySelectorAll('input')];

  function filter() {
    const terms = $('text').value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = outcomeBoxes().filter(box => box.checked).map(box => box.value);
    let shown = 0;
    for (const [bot, row] of rows) {
      const isShown = terms.every(term => bot.haystack.includes(term))
        && (chosen.length === 0 || chosen.includes(bot.outcome) || chosen.includes(bot.verdict));
      row.hidden = !isShown;
      shown += isShown ? 1 : 0;
    }
    $('shown').textContent = shown === bots.length ? count(bots.length, 'bot') : `${number(shown)} of ${count(bots.length, 'bot')}`;
  }

  function sort(column) {
    const descending = column.head.getAttribute('aria-sort') === 'ascending';
    COLUMNS.forEach(each => each.head.removeAttribute('aria-sort'));
    column.head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const compare = (a, b) => typeof a === 'string' ? a.localeCompare(b, 'en', {numeric: true}) : a - b;
    const isMissing = value => value === undefined || value === '' || value === null;
    const sorted = [...bots].sort((a, b) => {
      const [x, y] = [column.key(a), column.key(b)];
      return isMissing(x) - isMissing(y) || (isMissing(x) ? 0 : compare(x, y) * (descending ? -1 : 1));
    });
    $('rows').append(...sorted.map(bot => rows.get(bot)));
  }

  // --- details ---

  const SHOWN = ['version', 'command', 'rehearsal', 'dryRun', 'verdict', 'account', 'region', 'endpoint', 'started',
    'elapsedSeconds', 'counts', 'bots', 'toCopy', 'notes'];

  /** Any value of the JSON, so that no member is forgotten. */
  function value(json) {
    if (Array.isArray(json)) {
      return json.length === 0 ? 'none' : element('ul', {}, ...json.map(each => element('li', {}, value(each))));
    }
    if (json === null || typeof json !== 'object') {
      return typeof json === 'number' ? number(json) : { true: 'yes', false: 'no' }[json] || String(json);
    }
    if (Object.keys(json).join() === 'value,source') {
      return element('span', {}, json.value, element('span', {className: 'muted'}, `  [${json.source}]`));
    }
    return facts(Object.entries(json));
  }

  const facts = entries => element('dl', {className: 'facts'},
    ...entries.flatMap(([key, json]) => [element('dt', {}, words(key)), element('dd', {}, value(json))]));

  showHead();
  showTotals();
  showProblems();
  showTimeline();
  showTable();
  $('details').append(facts(Object.entries(report).filter(([key]) => !SHOWN.includes(key))));
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(each => { each.open = true; }));
}
