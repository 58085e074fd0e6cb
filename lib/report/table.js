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

function knowledge(bot) {
  const parts = [['files', 'file'], ['urls', 'URL'], ['sitemaps', 'sitemap']]
    .filter(([field]) => (bot[field] || []).length > 0)
    .map(([field, noun]) => count(bot[field].length, noun));
  return parts.join(', ');
}

const seconds = bot => bot.tasks.reduce((total, task) => total + task.taskSeconds, 0);
const states = bot => [bot.outcome, bot.verdict].filter(Boolean);
const state = (bot, value) => value ? badge(value, bot.accepted ? ' (accepted)' : '') : '';

/** The sources without rows; long lists are folded. */
function missing(bot) {
  const sources = (bot.files || []).length + (bot.urls || []).length;
  if (bot.missing.length > 1 && bot.missing.length === sources) {
    return element('p', {}, `none of its ${sources} sources has rows`);
  }
  const lines = bot.missing.map(source => element('p', {}, element('bdi', {}, source)));
  if (lines.length > 5) {
    return element('details', {}, element('summary', {}, `no rows of ${count(lines.length, 'source')}`), ...lines);
  }
  return lines.length > 0 && element('div', {}, element('p', {className: 'muted'}, 'no rows of'), ...lines);
}

function remarks(bot) {
  const isRepeated = bot.missing.length > 0 && (bot.reason || '').startsWith('no rows of ');
  return [
    bot.reason && !isRepeated && element('p', {}, element('bdi', {}, bot.reason)),
    missing(bot),
    bot.logStream && bot.isProblem
      && element('p', {}, element('span', {className: 'muted'}, 'log '), element('code', {}, bot.logStream)),
  ];
}

// A column is shown if a bot has a value in it. "key" is what it is sorted by.
const COLUMNS = [
  {label: 'Outcome', key: bot => bot.outcome && place(bot),
    cell: bot => [state(bot, bot.outcome)]},
  {label: 'Verdict', key: bot => bot.verdict && (bot.outcome ? rank(bot.verdict) : place(bot)),
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
    const button = element('button', {type: 'button'}, column.label);
    column.head = element('th', {scope: 'col', role: 'columnheader', className: kind(column)}, button);
    button.addEventListener('click', () => sort(column));
    $('heads').append(column.head);
  }
  for (const bot of bots) {
    const cells = COLUMNS.map(column => {
      const empty = column.number && !column.key(bot);
      const content = column.cell && !empty ? column.cell(bot) : [empty ? '' : number(column.key(bot))];
      const properties = {className: kind(column), 'data-label': column.label};
      return column.header
        ? element('th', {...properties, role: 'rowheader', scope: 'row'}, ...content)
        : element('td', {...properties, role: 'cell'}, ...content);
    });
    bot.haystack = [bot.id, bot.user, bot.title, bot.reason, bot.logStream, bot.syncStatus, knowledge(bot),
      ...bot.missing, ...states(bot).map(words)].join('\n').toLowerCase();
    rows.set(bot, element('tr', {id: `bot-${bot.index}`, role: 'row', tabIndex: -1}, ...cells));
  }
  $('rows').append(...rows.values());
  if (COLUMNS.length > 0) {
    COLUMNS[0].head.setAttribute('aria-sort', 'ascending'); // the bots come sorted: the worst first
  }
  const present = new Map();
  bots.flatMap(states).forEach(each => present.set(each, (present.get(each) || 0) + 1));
  [...present].sort(([a], [b]) => rank(a) - rank(b)).forEach(([outcome, n]) => $('outcomes').append(
    element('label', {}, element('input', {type: 'checkbox', value: outcome}), ' ', badge(outcome), ` ${number(n)}`)));
  document.querySelector('form').addEventListener('submit', event => event.preventDefault());
  document.querySelector('form').addEventListener('input', filter);
  filter();
}

const outcomeBoxes = () => [...$('outcomes').querySelectorAll('input')];

function filter() {
  const text = $('text').value.trim().toLowerCase();
  const chosen = outcomeBoxes().filter(box => box.checked).map(box => box.value);
  let shown = 0;
  for (const [bot, row] of rows) {
    const isShown = bot.haystack.includes(text)
      && (chosen.length === 0 || chosen.includes(bot.outcome) || chosen.includes(bot.verdict));
    row.hidden = !isShown;
    shown += isShown ? 1 : 0;
  }
  $('shown').textContent = (shown === bots.length ? '' : `${number(shown)} of `) + count(bots.length, 'bot');
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

showHead();
showTotals();
showProblems();
showTimeline();
showTable();
$('details').append(facts(Object.entries(report).filter(([key]) => !SHOWN.includes(key))));
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(each => { each.open = true; }));
