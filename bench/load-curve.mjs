// Draws the memory of processes over time: one panel for what is resident, one for the heap in use.
const width = 900;
const left = 70;
const right = 170;
const panelHeight = 240;
const panelGap = 70;
const top = 60;

const labels = {
  api: 'API',
  projector: 'projecteur 1',
  'second projector': 'projecteur 2',
  relay: 'relais',
  intake: 'réception',
};
// Told apart by those who confuse red and green too.
const colours = ['#0072b2', '#d55e00', '#cc79a7', '#009e73', '#6b4c9a'];

const text = (x, y, content, more = '') => `<text x="${x}" y="${y}" ${more}>${content}</text>`;
const line = (x1, y1, x2, y2, colour) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}"/>`;
const number = (value) => value.toFixed(1).replace('.', ',').replace(',0', '');

const niceSteps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000];

/** Marks from zero to beyond the largest value, six at most. */
const marksUpTo = (most) => {
  const step = niceSteps.find((one) => most / one <= 5) ?? most;
  return Array.from({ length: Math.floor(most / step) + 2 }, (_, index) => index * step);
};

/** Labels at the ends of lines, moved apart where the lines end close to each other. */
const spread = (ends) => {
  const placed = [];
  for (const end of [...ends].sort((a, b) => a.y - b.y)) {
    const above = placed.at(-1)?.y ?? -Infinity;
    placed.push({ ...end, y: Math.max(end.y, above + 15) });
  }
  return placed;
};

const axes = ({ marks, x, y, seconds }) => {
  const minutes = seconds / 60;
  const step = minutes > 2 ? 1 : minutes / 5;
  const columns = Array.from(
    { length: Math.round(minutes / step) + 1 },
    (_, index) => index * step,
  );
  return [
    ...marks.flatMap((mark) => [
      line(left, y(mark), width - right, y(mark), '#dddddd'),
      text(left - 8, y(mark) + 4, number(mark), 'text-anchor="end"'),
    ]),
    ...columns.map((minute) =>
      text(x(minute * 60), y(0) + 18, number(minute), 'text-anchor="middle"'),
    ),
  ];
};

const panel = ({ samples, seconds }, { title, what, from }) => {
  const names = Object.keys(samples[0].processes);
  const most = Math.max(
    ...samples.flatMap(({ processes }) => names.map((n) => processes[n][what])),
  );
  const marks = marksUpTo(most);
  const x = (second) => Number((left + (second / seconds) * (width - left - right)).toFixed(1));
  const y = (value) =>
    Number((from + panelHeight - (value / marks.at(-1)) * panelHeight).toFixed(1));
  const lines = names.map((name, at) => {
    const points = samples.map(
      ({ second, processes }) => `${x(second)},${y(processes[name][what])}`,
    );
    return `<polyline fill="none" stroke="${colours[at]}" stroke-width="2" points="${points.join(' ')}"/>`;
  });
  const ends = names.map((name, at) => {
    const value = samples.at(-1).processes[name][what];
    return {
      y: y(value) + 4,
      label: `${labels[name] ?? name} : ${String(Math.round(value))} Mo`,
      at,
    };
  });
  return [
    text(left, from - 12, title, 'font-weight="bold"'),
    ...axes({ marks, x, y, seconds }),
    ...lines,
    ...spread(ends).map((end) =>
      text(width - right + 8, end.y, end.label, `fill="${colours[end.at]}"`),
    ),
  ];
};

/** An SVG of a run, in French. */
export const drawMemory = (run) => {
  const second = top + panelHeight + panelGap;
  const height = second + panelHeight + 50;
  const rate = `${String(run.perSecond)} envois par seconde`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img" aria-labelledby="titre">`,
    `<title id="titre">Mémoire des processus sous une charge constante de ${rate}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(left, 24, `Mémoire des processus, ${rate}`, 'font-size="17"'),
    ...panel(run, { title: 'Mémoire résidente (Mo)', what: 'rssMb', from: top }),
    ...panel(run, { title: 'Tas utilisé (Mo)', what: 'heapMb', from: second }),
    text((left + width - right) / 2, height - 10, 'minutes', 'text-anchor="middle"'),
    '</svg>\n',
  ].join('\n');
};
