import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

import { applySchools } from '#application';
import {
  checkDemo,
  type Contrast,
  contrastOf,
  type DemoCheck,
  DemoRefused,
  type DemoRow,
  DemoWouldMix,
  runDemo,
} from '#application/demo';
import { readSchools } from '#application/import';
import { shippedCatalogue } from '#catalogue';
import { type SchoolYear } from '#kernel';
import { inTurn } from '#postgres';
import type { Command } from 'commander';

import { schoolYearArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Leaving } from '../cli/leaving.js';
import { type Cell, localNumber, type Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';
import { requirePort, serveUntilInterrupted } from './serve.command.js';

type Options = { readonly check?: true; readonly load?: true; readonly seed: string };

const directoryYear: SchoolYear | undefined = schoolYearArgument('2022-2023')[0];
const projectedWithinMs = 300_000;

const banner = {
  fr: 'DÉMONSTRATION : écoles réelles (rentrée 2022), réponses SYNTHÉTIQUES calibrées sur les chiffres publiés.',
  en: 'DEMONSTRATION: real schools (autumn 2022), SYNTHETIC answers calibrated on the published figures.',
} as const;

const registerSchools = async (
  { services, directory, catalogue }: Observatory,
  terminal: Terminal,
): Promise<void> => {
  const file = join(shippedCatalogue(), 'directory', 'schools-2022.csv.gz');
  const reading = await readSchools(createReadStream(file).pipe(createGunzip()), {
    territories: catalogue.territories,
    ...(directoryYear !== undefined && { schoolYear: directoryYear }),
  });
  if (!reading.ok) throw new Error(reading.error.map(({ message }) => message.en).join(' '));
  const { descriptions } = reading.value;
  if ((await directory.count({})) >= descriptions.length) return;
  const progress = terminal.progress(
    terminal.language === 'fr' ? 'Annuaire' : 'Directory',
    descriptions.length,
  );
  await applySchools(services, descriptions, {
    context: commandLineContext('territory-change'),
    onProgress: ({ done }) => progress.update(done),
  }).finally(() => progress.stop());
};

const projected = async ({ clock, store, projector }: Observatory): Promise<void> => {
  await projector.ready();
  await clock.waitFor(await store.head(), projectedWithinMs);
};

const load = async (observatory: Observatory, terminal: Terminal, seed: string): Promise<void> => {
  await projected(observatory);
  await registerSchools(observatory, terminal);
  await projected(observatory);
  const result = await runDemo(observatory.services, {
    seed,
    context: { ...commandLineContext(), synthetic: true },
    onProgress: ({ campaign, stage, done, total }) => {
      if (stage !== 'answering' || done === total)
        terminal.note(`  ${campaign} · ${stage}${total > 0 ? ` ${done}/${total}` : ''}`);
    },
  });
  await projected(observatory);
  terminal.result(result, () => undefined);
};

const waiting = {
  fr: 'Une autre démonstration se prépare sur cette base : celle-ci attend qu’elle ait fini.',
  en: 'Another demonstration is being prepared on this database: this one waits until it is done.',
} as const;

/** Two that are started at once would be refused what the other is doing. */
const loadInTurn = (observatory: Observatory, terminal: Terminal, seed: string): Promise<void> =>
  inTurn(
    {
      databaseUrl: observatory.databaseUrl,
      name: 'demo',
      onWait: () => terminal.note(waiting[terminal.language]),
    },
    () => load(observatory, terminal, seed),
  );

const headings = {
  fr: ['Indicateur', 'Territoire', 'Année', 'Type', 'Publié', 'Calculé', 'Écart', '', 'Source'],
  en: [
    'Indicator',
    'Territory',
    'Year',
    'Type',
    'Published',
    'Computed',
    'Difference',
    '',
    'Source',
  ],
} as const;

const verdictOf = (row: DemoRow): string => {
  if (row.agrees === null) return '·';
  return row.agrees ? '=' : '≠';
};

const rowOf = (row: DemoRow, terminal: Terminal): readonly Cell[] => {
  const number = (value: string | null): string => localNumber(value, terminal.language);
  return [
    row.indicator,
    `${row.territory.kind}:${row.territory.code}`,
    row.schoolYear,
    row.schoolType ?? '*',
    number(row.published),
    number(row.computed),
    number(row.difference),
    verdictOf(row),
    row.source,
  ];
};

const tellContrast = (contrast: Contrast, terminal: Terminal): void =>
  terminal.line(
    terminal.language === 'fr'
      ? `${contrast.indicator}, académie ${contrast.academy}, ${contrast.schoolYear} : ${contrast.ratioOfSums ?? '–'} % par le rapport des sommes ; la moyenne des départements donnerait ${contrast.meanOfDepartments ?? '–'} %.`
      : `${contrast.indicator}, académie ${contrast.academy}, ${contrast.schoolYear}: ${contrast.ratioOfSums ?? '–'} % by the ratio of sums; the mean of departments would give ${contrast.meanOfDepartments ?? '–'} %.`,
  );

const tellCheck = (check: DemoCheck, contrast: Contrast | undefined, terminal: Terminal): void => {
  const french = terminal.language === 'fr';
  const explained = check.rows.filter(({ explainedBy }) => explainedBy === 'etic');
  const beside = check.rows.filter(({ explainedBy }) => explainedBy === 'reference');
  terminal.line(banner[terminal.language]);
  terminal.line('');
  terminal.line(
    french ? 'Chiffres que les réponses à ETIC expliquent' : 'Figures that answers to ETIC explain',
  );
  terminal.table(
    headings[terminal.language],
    explained.map((row) => rowOf(row, terminal)),
  );
  terminal.line('');
  terminal.line(
    french
      ? 'Séries de référence : publiées par d’autres sources, montrées à côté'
      : 'Reference series: published by other sources, shown beside',
  );
  terminal.table(
    headings[terminal.language],
    beside.map((row) => rowOf(row, terminal)),
  );
  for (const { note } of beside.filter((row) => row.computed !== null)) {
    if (note !== null) terminal.line(`  · ${note[terminal.language]}`);
  }
  terminal.line('');
  if (contrast !== undefined) tellContrast(contrast, terminal);
  terminal.line(
    french
      ? `${check.compared} chiffres comparés, ${check.differing} différences ; ${beside.length} séries de référence.`
      : `${check.compared} figures compared, ${check.differing} differences; ${beside.length} reference series.`,
  );
};

const contrastFor = async ({ catalogue, figures }: Observatory): Promise<Contrast | undefined> => {
  const indicator = catalogue.indicators.get('classes_mobiles_part_colleges');
  const academy = catalogue.territories.academies.find(({ code }) => code === '16');
  if (indicator === undefined || academy === undefined) return undefined;
  return contrastOf({ figures, indicator, academy });
};

const check = async (observatory: Observatory, terminal: Terminal): Promise<ExitCode> => {
  const { figures, catalogue } = observatory;
  const { references, indicators } = catalogue;
  const found = await checkDemo({ figures, references, indicators });
  const contrast = await contrastFor(observatory);
  terminal.result({ ...found, contrast }, () => tellCheck(found, contrast, terminal));
  return found.differing === 0 && found.compared > 0 ? exitCodes.done : exitCodes.refused;
};

const demo = async (
  observatory: Observatory,
  { terminal, leaving }: { readonly terminal: Terminal; readonly leaving: Leaving },
  options: Options,
): Promise<ExitCode> => {
  const isServed = options.check !== true && options.load !== true;
  if (isServed) await requirePort(observatory.config);
  terminal.note(banner[terminal.language]);
  try {
    await loadInTurn(observatory, terminal, options.seed);
  } catch (error) {
    if (error instanceof DemoRefused) terminal.problems(error.problems);
    else if (error instanceof DemoWouldMix) terminal.note(error.message);
    else throw error;
    return exitCodes.refused;
  }
  if (options.check === true) return check(observatory, terminal);
  if (isServed) await serveUntilInterrupted(observatory, terminal, leaving);
  return exitCodes.done;
};

export const registerDemo = (program: Command, run: Run): void => {
  const command = addCommand(program, 'demo', {
    fr: 'Charge la démonstration (annuaire réel, réponses synthétiques) et la sert.',
    en: 'Load the demonstration (real directory, synthetic answers) and serve it.',
  });
  command
    .option(
      '--check',
      text(command, {
        fr: 'compare les chiffres publiés et calculés, puis s’arrête',
        en: 'compare published and computed figures, then stop',
      }),
    )
    .option('--load', text(command, { fr: 'charge seulement', en: 'load only' }))
    .option(
      '--seed <graine>',
      text(command, {
        fr: 'graine des réponses synthétiques',
        en: 'seed of the synthetic answers',
      }),
      'observatoire',
    )
    .action((options: Options) =>
      run.writing((observatory, terminal, leaving) =>
        demo(observatory, { terminal, leaving }, options),
      ),
    );
};
