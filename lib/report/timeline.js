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
    const [next, previous] = [at + 1, at - 1];
    const targets = {ArrowRight: next, ArrowDown: next, ArrowLeft: previous, ArrowUp: previous};
    const to = {...targets, Home: 0, End: bars.length - 1}[event.key];
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
    const isMidnight = at % 86_400_000 === 0;
    const label = isMidnight ? text.slice(5, 10) : text.slice(11);
    const tick = element('span', {className: 'tick', 'aria-hidden': 'true'}, label);
    tick.style.left = percent(at - from);
    $('track').prepend(tick);
  }
}
