/**
 * Small pieces that several pages share.
 *
 * @import {Issue, Job, JobSpec, State} from './types.js'
 */
import {extent} from './columns.js';
import {h, icon} from './dom.js';
import {age, count, duration, number, percent, plural, words} from './format.js';
import {token} from './theme.js';

/** Each state has a shape as well as a color. @type {Record<State, string>} */
const SHAPES = {
  QUEUED: 'M8 3v5l3 2M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z',
  RUNNING: 'M5 3.5v9l7-4.5Z',
  PAUSING: 'M5.5 4v8M10.5 4v8',
  PAUSED: 'M5.5 4v8M10.5 4v8',
  CANCELLING: 'M4.5 4.5h7v7h-7Z',
  CANCELLED: 'M4.5 4.5h7v7h-7Z',
  SUCCEEDED: 'M3.5 8.5l3 3 6-7',
  FAILED: 'M8 3.5v5.5M8 12v.5',
};

/** States in which nothing happens any more. */
export const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** @param {State} state */
export function badge(state) {
  return h('span', {class: `badge ${state.toLowerCase()}`}, icon(SHAPES[state] ?? SHAPES.QUEUED), words(state));
}

/**
 * Puts a badge in the place of another one if the state has changed.
 *
 * @param {Element} holder
 * @param {State} state
 */
export function showBadge(holder, state) {
  if (holder.getAttribute('data-state') === state) return;
  holder.setAttribute('data-state', state);
  holder.replaceChildren(badge(state));
}

/** The name of a run, or a part of its id. @param {Job} job */
export function nameOf(job) {
  return job.name || `run ${job.id.slice(0, 8)}`;
}

/** A run in a few words: "spiral · 8 × dense 16 sigmoid · momentum". @param {JobSpec} spec */
export function summary(spec) {
  const dataset = spec?.['dataset'] ?? {};
  const columns = dataset.features ? ` from ${plural(dataset.features.length, 'column')}` : '';
  const data = dataset.generator?.type ?? dataset.generator ?? (dataset.target ? `${dataset.target}${columns}` : '');
  const optimizer = spec?.['training']?.optimizer;
  return [data, layersText(spec?.['model']?.layers ?? []), optimizer?.type ?? optimizer].filter(Boolean).map(String).join(' · ');
}

/** @param {any[]} layers */
function layersText(layers) {
  const texts = layers.map((layer) =>
    typeof layer === 'string'
      ? layer.replace(/^dense:/, '').replaceAll(':', ' ')
      : [layer.type === 'dense' ? '' : words(layer.type ?? ''), layer.units ?? layer.rate, layer.activation?.type ?? layer.activation].filter(Boolean).join(' '),
  );
  if (texts.length === 0) return 'no hidden layer';
  return groups(texts)
    .map(([text, times]) => (times > 1 ? `${times} × ${text}` : text))
    .join(', ');
}

/**
 * Equal neighbors counted.
 *
 * @param {string[]} texts
 */
function groups(texts) {
  /** @type {[string, number][]} */
  const out = [];
  for (const text of texts) {
    const last = out.at(-1);
    if (last && last[0] === text) last[1] += 1;
    else out.push([text, 1]);
  }
  return out;
}

/** Progress in words: "epoch 12 of 100 · 3.1 s left". @param {Job} job */
export function progressText(job) {
  const progress = job.progress;
  if (job.state === 'QUEUED') return queueText(job);
  if (!progress) return '';
  const epochs = `epoch ${count(progress.epoch)} of ${count(progress.epochs)}`;
  if (!ENDED.has(job.state)) {
    const eta = job.state === 'RUNNING' && progress.etaSeconds !== null && progress.etaSeconds !== undefined;
    return pieces([progress.epochs > 0 && epochs, eta && `${duration(progress.etaSeconds)} left`]);
  }
  const early = progress.epoch < progress.epochs;
  const reason = job.stopReason && job.stopReason !== 'EPOCHS' && words(job.stopReason);
  return pieces([plural(progress.step, 'step'), early && epochs, reason]);
}

/**
 * Short texts in one line, broken only between them.
 *
 * @param {(string | false | null | undefined)[]} texts
 */
function pieces(texts) {
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .map((text) => String(text).replaceAll(' ', '\u00a0'))
    .join(' · ');
}

/** @param {Job} job */
function queueText({queue}) {
  if (!queue) return 'in the queue';
  const ahead = queue.ahead === 0 ? 'next in the queue' : `${plural(queue.ahead, 'run')} ahead`;
  return queue.reason === 'MEMORY' ? `${ahead}, waits for memory` : ahead;
}

/** When it ran and for how long. @param {Job} job */
export function timeText(job) {
  if (!job.startedAt) return `asked for ${age(job.createdAt)}`;
  if (!job.finishedAt) return `started ${age(job.startedAt)}`;
  return `took ${duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)}, ${age(job.finishedAt)}`;
}

/** A bar for a share. */
export function progressBar() {
  const bar = h('progress', {max: 1, value: 0, 'aria-label': 'Progress'});
  return {
    bar,
    /** @param {Job} job */
    show(job) {
      const share = job.progress?.fraction ?? 0;
      if (bar.value !== share) bar.value = share;
      bar.hidden = ENDED.has(job.state) || job.state === 'QUEUED';
    },
  };
}

/** Names of metrics and how they are written. @type {Record<string, {label: string, format: (value: number) => string}>} */
const METRICS = {
  loss: {label: 'loss', format: number},
  validationLoss: {label: 'validation loss', format: number},
  accuracy: {label: 'accuracy', format: percent},
  trainingAccuracy: {label: 'accuracy', format: percent},
  validationAccuracy: {label: 'validation accuracy', format: percent},
  testAccuracy: {label: 'test accuracy', format: percent},
  gradientNorm: {label: 'gradient norm', format: number},
};

/**
 * @param {string} name
 * @param {number | null} value
 */
export function metric(name, value) {
  const known = METRICS[name] ?? {label: words(name), format: /Accuracy$/.test(name) ? percent : number};
  return {label: known.label, text: value === null ? 'not finite' : known.format(value)};
}

/**
 * A small canvas for a line of the last numbers.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {(steps: readonly number[], values: readonly (number | null)[]) => void} draws it as large as the canvas is now
 */
export function sparkline(canvas) {
  const {clientWidth: width, clientHeight: height} = canvas;
  return (steps, values) => drawLine(canvas, width, height, steps, values);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width pixels
 * @param {number} height
 * @param {readonly number[]} steps
 * @param {readonly (number | null)[]} values
 */
function drawLine(canvas, width, height, steps, values) {
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  const range = extent(values);
  if (!context || !range || steps.length === 0) return;
  context.scale(scale, scale);
  context.strokeStyle = token('--line-step');
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  const first = steps[0] ?? 0;
  const span = (steps.at(-1) ?? 1) - first || 1;
  const rise = range[1] - range[0] || 1;
  context.beginPath();
  for (const [index, step] of steps.entries()) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    context.lineTo(1 + ((width - 2) * (step - first)) / span, 2 + (height - 4) * (1 - (value - range[0]) / rise));
  }
  context.stroke();
}

/**
 * What is wrong with a file, one line each.
 *
 * @param {readonly Issue[]} issues
 */
export function issueList(issues) {
  if (issues.length === 0) return null;
  return h(
    'ul',
    {class: 'issues'},
    issues.map((issue) =>
      h(
        'li',
        {class: issue.severity.toLowerCase()},
        h('strong', {}, words(issue.code)),
        ' ',
        place(issue),
        issue.message,
      ),
    ),
  );
}

/** @param {Issue} issue */
function place(issue) {
  const parts = [issue.row ? `row ${issue.row}` : '', issue.column ? `column ${issue.column}` : ''].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}: ` : '';
}
