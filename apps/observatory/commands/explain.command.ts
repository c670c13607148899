import {
  type Contribution,
  type Figure,
  type FigureName,
  type LeftOut,
  type Provenance,
  type TerritoryRef,
} from '#application';
import { definitionOf } from '#catalogue';
import { type Bilingual, type SchoolYear } from '#kernel';
import type { Command } from 'commander';

import { schoolYearArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import { localNumber, type Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Observatory } from '../composition/observatory.js';
import { reasonWords, reconciledSums, unknownIndicator } from './explain.texts.js';
import type { Run } from './run.js';

type Options = MomentOptions & {
  readonly indicator: string;
  readonly territory?: readonly TerritoryRef[];
  readonly schoolYear?: readonly SchoolYear[];
  readonly year?: readonly SchoolYear[];
  readonly contributions?: boolean;
  readonly exclusions?: boolean;
};

const everybody = { kind: 'all' } as const;
const pageSize = 100;

/** Every row of a list that is read page by page. */
async function* pages<Row>(
  read: (after: string | null) => Promise<{
    readonly rows: readonly Row[];
    readonly hasNextPage: boolean;
    readonly next: string | null;
  }>,
): AsyncGenerator<readonly Row[]> {
  let after: string | null = null;
  for (;;) {
    const { rows, hasNextPage, next }: Awaited<ReturnType<typeof read>> = await read(after);
    yield rows;
    if (!hasNextPage) return;
    after = next;
  }
}

const contributionsOf = ({ provenance }: Observatory, name: FigureName) =>
  pages<Contribution>(async (after) => {
    const page = await provenance.contributions(name, everybody, { first: pageSize, after });
    return { ...page, next: page.cursors.at(-1) ?? null };
  });

const leftOutOf = ({ provenance }: Observatory, name: FigureName) =>
  pages<LeftOut>(async (after) => {
    const filter = { within: everybody, reason: null };
    const page = await provenance.leftOut(name, filter, { first: pageSize, after });
    return { ...page, next: page.endCursor };
  });

const nameOf = (figure: Figure, { geography }: FigureName['moment']): FigureName => ({
  indicator: figure.indicator,
  definitionVersion: figure.definitionVersion,
  territory: figure.territory,
  schoolYear: figure.schoolYear,
  segment: figure.segment,
  moment: { asOf: figure.position, geography },
});

const labels = {
  figure: { fr: 'Chiffre', en: 'Figure' },
  definition: { fr: 'Définition', en: 'Definition' },
  numerator: { fr: 'Numérateur', en: 'Numerator' },
  denominator: { fr: 'Dénominateur', en: 'Denominator' },
  scope: { fr: 'Champ', en: 'Scope' },
  questions: { fr: 'Questions lues', en: 'Questions read' },
  fingerprint: { fr: 'Empreinte de la définition', en: 'Fingerprint of the definition' },
  position: { fr: 'Position du journal', en: 'Log position' },
  used: { fr: 'Établissements qui comptent', en: 'Schools that count' },
  notValidated: { fr: '  dont non validés', en: '  not validated among them' },
  hash: { fr: 'Empreinte des contributions', en: 'Hash of the contributions' },
  left: { fr: 'Établissements qui ne comptent pas', en: 'Schools that do not count' },
} satisfies Record<string, Bilingual>;

const summarise = (figure: Figure, told: Provenance, terminal: Terminal): void => {
  const { language } = terminal;
  const number = (value: string | null): string => localNumber(value, language);
  const line = (label: keyof typeof labels, value: string | number): void =>
    terminal.line(`${labels[label][language].padEnd(36)} ${String(value)}`);
  const { definition } = told;
  const territory = `${figure.territory.kind}:${figure.territory.code}`;
  line('figure', `${number(figure.value)}  (${territory}, ${figure.schoolYear})`);
  line(
    'definition',
    `${definition.indicator}@${String(definition.version)} · ${definition.aggregation}`,
  );
  line('numerator', `${definition.numerator}  Σ = ${number(told.numerator)}`);
  if (definition.denominator !== null)
    line('denominator', `${definition.denominator}  Σ = ${number(told.denominator)}`);
  line('scope', definition.scope ?? '–');
  line('questions', definition.questions.join(', ') || '–');
  line('fingerprint', definition.fingerprint);
  line('position', String(told.position));
  line('used', told.used);
  line('notValidated', told.notValidated);
  line('hash', told.contributionsHash);
  line(
    'left',
    told.leftOut.reduce((sum, { schools }) => sum + schools, 0),
  );
  for (const { reason, detail, schools } of told.leftOut) {
    const why = detail === null ? '' : ` (${detail})`;
    terminal.line(`  ${reasonWords[reason][language]}${why} : ${String(schools)}`);
  }
};

const answersText = ({ answers }: Contribution): string =>
  answers
    .map(({ question, state, value }) => `${question}=${value === null ? state : String(value)}`)
    .join(' ');

const showContributions = async (
  observatory: Observatory,
  name: FigureName,
  terminal: Terminal,
): Promise<readonly Contribution[]> => {
  const all: Contribution[] = [];
  for await (const rows of contributionsOf(observatory, name)) {
    all.push(...rows);
    for (const row of rows)
      terminal.result({ kind: 'contribution', ...row }, () => {
        const parts = `${row.numerator}${row.denominator === null ? '' : ` / ${row.denominator}`}`;
        const version = `v${String(row.revision)}`;
        terminal.line(`  ${row.uai}  ${parts}  ${version}  ${row.name}  ${answersText(row)}`);
      });
  }
  return all;
};

const showLeftOut = async (
  observatory: Observatory,
  name: FigureName,
  terminal: Terminal,
): Promise<void> => {
  for await (const rows of leftOutOf(observatory, name)) {
    for (const row of rows)
      terminal.result({ kind: 'left-out', ...row }, () => {
        const missing = row.missing.map(({ question, state }) => `${question}=${state}`).join(' ');
        const why = reasonWords[row.reason][terminal.language];
        terminal.line(`  ${row.uai}  ${why}  ${row.detail ?? ''}${missing}  ${row.name ?? ''}`);
      });
  }
};

const explainOne = async (
  figure: Figure,
  options: Options,
  { observatory, terminal, moment }: Shown,
): Promise<boolean> => {
  const name = nameOf(figure, moment);
  const told = await observatory.provenance.provenance(name);
  terminal.result({ kind: 'provenance', figure, ...told }, () => summarise(figure, told, terminal));
  const listed =
    options.contributions === true ? await showContributions(observatory, name, terminal) : null;
  if (options.exclusions === true) await showLeftOut(observatory, name, terminal);
  const outcome = reconciledSums(figure, told, listed);
  terminal.result({ kind: 'reconciliation', ...outcome }, () =>
    terminal.line(outcome.message[terminal.language]),
  );
  return outcome.reconciles;
};

type Shown = {
  readonly observatory: Observatory;
  readonly terminal: Terminal;
  readonly moment: FigureName['moment'];
};

const explain = async (
  options: Options,
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { indicator } = options;
  if (definitionOf(observatory.catalogue, indicator) === undefined) {
    terminal.note(unknownIndicator(indicator)[terminal.language]);
    return exitCodes.usage;
  }
  const schoolYears = options.schoolYear ?? options.year;
  if (schoolYears === undefined) {
    terminal.note(
      terminal.language === 'fr'
        ? 'Dites de quelle année : --year 2014.'
        : 'Say of which year: --year 2014.',
    );
    return exitCodes.usage;
  }
  await requireTerritories(observatory, options.territory);
  const moment = await momentOf(options, observatory.clock);
  const figures = await observatory.figures.figures({
    indicators: [indicator],
    territories: options.territory ?? [{ kind: 'country', code: 'FR' }],
    schoolYears,
    breakdown: [],
    moment,
  });
  let reconciles = true;
  for (const figure of figures)
    reconciles =
      (await explainOne(figure, options, { observatory, terminal, moment })) && reconciles;
  return reconciles ? exitCodes.done : exitCodes.refused;
};

/** `figures explain`: why a figure is what it is. Territory, year and moment are options of `figures`. */
export const registerExplain = (figures: Command, run: Run): void => {
  const command = addCommand(figures, 'explain <indicateur>', {
    fr: 'Dit d’où vient un chiffre : définition, contributions, et qui ne compte pas, pourquoi.',
    en: 'Tell where a figure comes from: definition, contributions, and who does not count, why.',
  });
  command
    .option(
      '--school-year <année>',
      text(command, { fr: 'comme --year', en: 'as --year' }),
      schoolYearArgument,
    )
    .option('--contributions', text(command, { fr: 'liste qui compte', en: 'list who counts' }))
    .option(
      '--exclusions',
      text(command, { fr: 'liste qui ne compte pas', en: 'list who does not' }),
    )
    .action((indicator: string, _: unknown, explained: Command) =>
      run.reading((observatory, terminal) =>
        explain(
          { ...explained.optsWithGlobals<Omit<Options, 'indicator'>>(), indicator },
          observatory,
          terminal,
        ),
      ),
    );
};
