import type { FigureChange, ProjectionClock, RevisionCause, TerritoryRef } from '#application';
import { definitionOf } from '#catalogue';
import { type Bilingual, err, ok, type Position, type Result, type SchoolYear } from '#kernel';
import type { Command } from 'commander';

import { type AsOf, asOfArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import { localNumber, type Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Observatory } from '../composition/observatory.js';
import { unknownIndicator } from './explain.texts.js';
import type { Run } from './run.js';

type Options = Pick<MomentOptions, 'geography'> & {
  readonly indicator: string;
  readonly territory?: readonly TerritoryRef[];
  readonly year?: readonly SchoolYear[];
  readonly from: AsOf;
  readonly to?: AsOf;
};

const causeWords: Readonly<Record<RevisionCause, Bilingual>> = {
  submission: { fr: 'envoi de réponses', en: 'submission' },
  'late-submission': { fr: 'envoi tardif', en: 'late submission' },
  correction: { fr: 'correction', en: 'correction' },
  'rule-change': { fr: 'changement de règle', en: 'rule change' },
  'definition-change': { fr: 'liste ou définition', en: 'list or definition' },
  'territory-change': { fr: 'carte', en: 'map' },
  erasure: { fr: 'effacement', en: 'erasure' },
  import: { fr: 'import', en: 'import' },
};

const labels = {
  before: { fr: 'Avant', en: 'Before' },
  after: { fr: 'Après', en: 'After' },
} satisfies Record<string, Bilingual>;

const headings = {
  fr: ['', 'Position', 'Valeur', 'Numérateur', 'Dénominateur', 'Répondants'],
  en: ['', 'Position', 'Value', 'Numerator', 'Denominator', 'Used'],
} as const;

const show = ({ before, after, causes }: FigureChange, terminal: Terminal): void => {
  const { language } = terminal;
  const number = (value: string | null): string => localNumber(value, language);
  const added = (value: string): string => (value.startsWith('-') ? value : `+${value}`);
  const figureRow = (label: keyof typeof labels, figure: typeof before) => [
    labels[label][language],
    figure.position,
    number(figure.value),
    number(figure.numerator),
    number(figure.denominator),
    figure.used,
  ];
  const causeRow = ({ cause, used, numerator, denominator }: (typeof causes)[number]) => [
    `  ${causeWords[cause][language]}`,
    null,
    null,
    added(number(numerator)),
    added(number(denominator)),
    added(String(used)),
  ];
  const { indicator, definitionVersion, territory, schoolYear } = after;
  const named = `${indicator}@${String(definitionVersion)}`;
  terminal.line(`${named}  ${territory.kind}:${territory.code}  ${schoolYear}`);
  const rows = [figureRow('before', before), ...causes.map(causeRow), figureRow('after', after)];
  terminal.table(headings[language], rows);
};

const outOfOrder = (from: Position, to: Position, reached: Position): Bilingual => ({
  fr: `--from (${String(from)}) doit précéder --to (${String(to)}), et --to ne dépasse pas la dernière position, ${String(reached)}.`,
  en: `--from (${String(from)}) must come before --to (${String(to)}), and --to may not be beyond the last position, ${String(reached)}.`,
});

const noYear: Bilingual = {
  fr: 'Dites de quelle année : --year 2014.',
  en: 'Say of which year: --year 2014.',
};

type Span = { readonly from: Position; readonly to: Position };

const spanOf = async (
  { geography, from, to }: Options,
  clock: ProjectionClock,
): Promise<Result<Span, Bilingual>> => {
  const reached = await clock.position();
  const at = async (asOf: AsOf | undefined): Promise<Position> =>
    (await momentOf({ geography, ...(asOf !== undefined && { asOf }) }, clock)).asOf ?? reached;
  const span = { from: await at(from), to: await at(to) };
  const inOrder = span.from <= span.to && span.to <= reached;
  return inOrder ? ok(span) : err(outOfOrder(span.from, span.to, reached));
};

const france: TerritoryRef = { kind: 'country', code: 'FR' };

const compare = async (
  options: Options,
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { catalogue, clock, revisions } = observatory;
  const refuse = (why: Bilingual): ExitCode => {
    terminal.note(why[terminal.language]);
    return exitCodes.usage;
  };
  const { indicator, geography, year, territory: territories = [france] } = options;
  if (definitionOf(catalogue, indicator) === undefined) return refuse(unknownIndicator(indicator));
  if (year === undefined) return refuse(noYear);
  await requireTerritories(observatory, territories);
  const span = await spanOf(options, clock);
  if (!span.ok) return refuse(span.error);

  for (const territory of territories)
    for (const schoolYear of year) {
      const figure = { indicator, territory, schoolYear, geography };
      const change = await revisions.figureChange({ ...figure, ...span.value });
      if (change === undefined) return refuse(unknownIndicator(indicator));
      terminal.result(change, () => show(change, terminal));
    }
  return exitCodes.done;
};

/** `figures compare`: why a figure has moved. Territory, year and map are options of `figures`. */
export const registerCompare = (figures: Command, run: Run): void => {
  const command = addCommand(figures, 'compare <indicateur>', {
    fr: 'Dit pourquoi un chiffre a bougé entre deux moments : la part de chaque cause.',
    en: 'Tell why a figure has moved between two moments: the share of each cause.',
  });
  command
    .requiredOption(
      '--from <moment>',
      text(command, {
        fr: 'avant : une position du journal, ou un instant',
        en: 'before: a position of the log, or an instant',
      }),
      asOfArgument,
    )
    .option(
      '--to <moment>',
      text(command, { fr: 'après ; absent, maintenant', en: 'after; absent, now' }),
      asOfArgument,
    )
    .action((indicator: string, _: unknown, compared: Command) =>
      run.reading((observatory, terminal) =>
        compare(
          { ...compared.optsWithGlobals<Omit<Options, 'indicator'>>(), indicator },
          observatory,
          terminal,
        ),
      ),
    );
};
