'use strict';

const report = JSON.parse(document.getElementById('report').textContent);

// [name in the JSON, tone], the worst first. Every outcome and verdict of the JSON is listed.
const OUTCOMES = new Map([
  ['failed', 'bad'], ['empty', 'bad'], ['incomplete', 'warning'], ['unproved', 'warning'],
  ['notStarted', report.dryRun ? 'idle' : 'warning'], ['duplicateRows', 'warning'],
  ['orphanRows', 'idle'], ['beingEmbedded', 'running'],
  ['toCopy', 'idle'], ['notInSnapshot', 'warning'], ['deletedMeanwhile', 'idle'], ['deleted', 'idle'],
  ['succeeded', 'good'], ['complete', 'good'], ['restored', 'good'], ['embeddedMeanwhile', 'good'],
  ['leftAlone', 'idle'], ['skipped', 'idle'], ['nothingToEmbed', 'idle'], ['knowledgeBase', 'idle'],
  ['unreadableKnowledge', 'warning'], ['noKnowledge', 'idle'],
  ['earlierTask', 'idle'],
]);
const SIGNS = {good: '✔', warning: '▲', bad: '✘', running: '▸', idle: '·'};
const TITLES = {prepare: 'Report before the deploy', migrate: 'Migration report', verify: 'Verification report',
  restore: 'Restore report'};
const RANKS = ['', ...OUTCOMES.keys()]; // no rank is 0
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

/** Text in which no option of the command line is broken at its hyphens. */
function prose(text) {
  const parts = text.split(/(--[a-z][\w-]*)/);
  return element('span', {}, ...parts.map((part, i) => i % 2 ? element('code', {}, part) : part));
}

function span(seconds) {
  const two = n => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return hours === 0 ? `${minutes} min ${two(seconds % 60)} s` : `${hours} h ${two(minutes)} min`;
}

const sign = outcome => element('span', {'aria-hidden': 'true'}, SIGNS[tone(outcome)] + ' ');
const badge = (outcome, suffix = '') =>
  element('span', {className: `outcome ${tone(outcome)}`}, sign(outcome), words(outcome) + suffix);
const title = bot => element('bdi', {className: bot.title ? '' : 'muted'}, name(bot));

/** The place of a bot in the table: problems first, the worst of them at the top. */
const place = bot => bot.isProblem ? rank(bot.worst) : RANKS.length + rank(bot.outcome || bot.verdict);

// Of prepare, it is a number.
const listed = Array.isArray(report.bots) ? report.bots : [];

/** The bots, each with what the page shows in several places. A dry run of restore lists those to copy separately. */
const bots = [...listed, ...(report.toCopy || []).map(bot => ({...bot, outcome: 'toCopy'}))]
  .map((bot, index) => {
    const open = [bot.outcome, bot.verdict].filter(state => state && !bot.accepted && PROBLEMS.includes(tone(state)));
    const worst = open.sort((a, b) => rank(a) - rank(b))[0];
    return {...bot, index, worst, isProblem: open.length > 0, tasks: bot.attempts || [], missing: bot.missing || []};
  })
  .sort((a, b) => place(a) - place(b) || a.index - b.index);

function showHead() {
  const titleText = TITLES[report.command] + (report.dryRun ? ' (dry run)' : '');
  document.title = `Bedrock Chat: ${titleText}`;
  $('title').textContent = titleText;
  $('rehearsal').hidden = !report.rehearsal;
  $('context').textContent = [report.account && `account ${report.account}`, report.region, report.endpoint,
    `started ${clock(new Date(report.started))} UTC`, `took ${span(report.elapsedSeconds)}`]
    .filter(Boolean).join(' · ');
  const verdict = verdictTone();
  $('verdict').className = verdict;
  $('verdict').append(
    element('span', {className: verdict, 'aria-hidden': 'true'}, SIGNS[verdict] + ' '), prose(report.verdict || ''));
  const left = report.stackLeft || (report.stacks || []).length > 0;
  $('left').hidden = !left;
  $('left').textContent = left
    ? `${SIGNS.bad} A temporary database still exists, and costs money until restore --clean-up removes it.` : '';
  (report.next || []).forEach(({when, command}) =>
    $('next').append(element('p', {}, `${when}:`), element('pre', {}, command)));
  $('next').hidden = (report.next || []).length === 0;
  (report.notes || []).forEach(note => $('notes').append(element('li', {}, prose(note))));
}

function verdictTone() {
  if (report.dryRun) {
    return 'idle';
  }
  if (report.exitCode === 0) {
    return 'good';
  }
  return (report.counts || {}).failed > 0 || report.exitCode === 3 ? 'bad' : 'warning';
}

function showTotals() {
  const counts = Object.entries(report.counts || {}).filter(([, n]) => n > 0)
    .sort(([a], [b]) => rank(a) - rank(b));
  for (const [outcome, n] of counts) {
    const part = element('span', {className: tone(outcome)});
    part.style.flexGrow = n;
    $('bar').append(part);
    $('counts').append(
      element('li', {className: tone(outcome)}, sign(outcome), element('b', {}, number(n)), ' ', words(outcome)));
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

/** The problems as the JSON groups them. One of restore can name a bot that was created meanwhile, and has no row. */
function problems() {
  const byKey = new Map(bots.map(bot => [bot.sk || bot.id, bot]));
  return (report.problems || [])
    .map(problem => ({...problem, bots: problem.bots.map(key => byKey.get(key)).filter(Boolean)}));
}

function showProblems() {
  const all = problems();
  for (const {problem, accepted, reason, remedy, logCommand, bots: affected} of all) {
    const links = affected.slice(0, LISTED).map(bot => element('li', {}, botLink(bot)));
    const rest = affected.length - LISTED;
    $('problems').append(element('article', {className: accepted ? 'idle' : tone(problem)},
      element('h3', {}, badge(problem, accepted ? ' (accepted)' : ''), `: ${count(affected.length, 'bot')}`),
      reason && element('p', {}, reason),
      remedy && element('p', {}, element('b', {}, 'What to do: '), prose(remedy)),
      element('ul', {}, ...links, rest > 0 && element('li', {className: 'muted'}, `and ${number(rest)} more`)),
      logCommand && element('pre', {}, logCommand)));
  }
  $('problems').hidden = all.length === 0;
}

function botLink(bot) {
  const link = element('a', {href: `#bot-${bot.index}`}, title(bot));
  link.addEventListener('click', event => {
    event.preventDefault();
    choose(bot);
  });
  return link;
}

const SHOWN = ['version', 'command', 'rehearsal', 'dryRun', 'verdict', 'account', 'region', 'endpoint', 'started',
  'elapsedSeconds', 'counts', 'toCopy', 'notes', 'next', 'embedCommand', 'problems'];
if (listed === report.bots) {
  SHOWN.push('bots');
}

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
  ...entries.flatMap(([key, json]) => [element('dt', {}, words(key)), element('dd', {},
    ...(key === 'commands' ? json.map(command => element('pre', {}, command)) : [value(json)]))]));
