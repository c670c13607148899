import { type Breakdown, type Figure, type TerritoryRef } from '#application';
import { type SchoolYear } from '#kernel';
import type { Command } from 'commander';

import { breakdownArgument, schoolYearArgument, territoryArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf, withMoment } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import { type Cell, localNumber, type Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import type { Run } from './run.js';

type Options = {
  readonly territory?: readonly TerritoryRef[];
  readonly year?: readonly SchoolYear[];
  readonly by?: readonly Breakdown[];
} & MomentOptions;

const france: TerritoryRef = { kind: 'country', code: 'FR' };

const headings = {
  fr: [
    'Indicateur',
    'Territoire',
    'Année',
    'Type',
    'Secteur',
    'Valeur',
    'Numérateur',
    'Dénominateur',
    'Répondants',
    'Attendus',
    'Réponse %',
    'État',
  ],
  en: [
    'Indicator',
    'Territory',
    'Year',
    'Type',
    'Sector',
    'Value',
    'Numerator',
    'Denominator',
    'Used',
    'Expected',
    'Response %',
    'Status',
  ],
} as const;

const statusOf = (figure: Figure): string => {
  const reason = figure.missingReason === null ? '' : ` (${figure.missingReason})`;
  return `${figure.status}${reason}${figure.synthetic ? ' · SYNTHETIC' : ''}`;
};

const rowOf = (figure: Figure, terminal: Terminal): readonly Cell[] => {
  const number = (value: string | null): string => localNumber(value, terminal.language);
  return [
    figure.indicator,
    `${figure.territory.kind}:${figure.territory.code}`,
    figure.schoolYear,
    figure.segment.schoolType ?? '*',
    figure.segment.sector ?? '*',
    number(figure.value),
    number(figure.numerator),
    number(figure.denominator),
    figure.used,
    figure.coverage.expected,
    number(figure.responseRate),
    statusOf(figure),
  ];
};

const unknownIndicators = (ids: readonly string[], observatory: Observatory): readonly string[] =>
  ids.filter((id) => !observatory.catalogue.indicators.has(id));

const yearsOf = async (observatory: Observatory): Promise<readonly SchoolYear[]> => {
  const { rows } = await observatory.campaigns.campaigns({ first: 100, after: null });
  return [...new Set(rows.map((campaign) => campaign.schoolYear))].sort();
};

const show = async (
  ids: readonly string[],
  options: Options,
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  const unknown = unknownIndicators(ids, observatory);
  if (unknown.length > 0) {
    terminal.note(
      terminal.language === 'fr'
        ? `Indicateur inconnu : ${unknown.join(', ')}. Liste : npm run observatory -- indicators`
        : `Unknown indicator: ${unknown.join(', ')}. List: npm run observatory -- indicators`,
    );
    return exitCodes.usage;
  }
  const figures = await observatory.figures.figures({
    indicators: ids,
    territories: options.territory ?? [france],
    schoolYears: options.year ?? (await yearsOf(observatory)),
    breakdown: options.by ?? [],
    moment: await momentOf(options, observatory.clock),
  });
  terminal.result(figures, () =>
    terminal.table(
      headings[terminal.language],
      figures.map((figure) => rowOf(figure, terminal)),
    ),
  );
  return exitCodes.done;
};

export const registerFigures = (program: Command, run: Run): void => {
  const command = addCommand(program, 'figures <indicateurs...>', {
    fr: 'Calcule des indicateurs par territoire et par année.',
    en: 'Compute indicators by territory and year.',
  });
  withMoment(command)
    .option(
      '-t, --territory <nature:code>',
      text(command, {
        fr: 'academy:02, department:013, school:0131884C, country:FR ; répétable',
        en: 'academy:02, department:013, school:0131884C, country:FR; repeatable',
      }),
      territoryArgument,
    )
    .option(
      '-y, --year <année>',
      text(command, {
        fr: 'année scolaire 2013-2014, ou campagne 2014 ; répétable',
        en: 'school year 2013-2014, or campaign 2014; repeatable',
      }),
      schoolYearArgument,
    )
    .option(
      '-b, --by <axe>',
      text(command, {
        fr: 'ventile par schoolType ou sector',
        en: 'break down by schoolType or sector',
      }),
      breakdownArgument,
    )
    .action((ids: readonly string[], options: Options) =>
      run.reading((observatory, terminal) => show(ids, options, observatory, terminal)),
    );
};

export const registerIndicators = (program: Command, run: Run): void => {
  const command = addCommand(program, 'indicators', {
    fr: 'Liste les indicateurs du catalogue.',
    en: 'List the indicators of the catalogue.',
  });
  command.action(() =>
    run.offline((catalogue, terminal) => {
      const rows = [...catalogue.indicators.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      terminal.result(rows, () =>
        terminal.table(
          [
            'id',
            'v',
            terminal.language === 'fr' ? 'libellé' : 'label',
            'ETIC',
            terminal.language === 'fr' ? 'unité' : 'unit',
          ],
          rows.map((indicator) => [
            indicator.id,
            `v${indicator.version}`,
            indicator.label[terminal.language],
            indicator.survey,
            indicator.unit[terminal.language],
          ]),
        ),
      );
      return exitCodes.done;
    }),
  );
};
