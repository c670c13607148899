import { type Breakdown, type Figure, type TerritoryRef } from '#application';
import { type DefinitionChoice, definitionOf } from '#catalogue';
import { type SchoolYear } from '#kernel';
import type { Command } from 'commander';

import {
  breakdownArgument,
  definitionsArgument,
  schoolYearArgument,
  territoryArgument,
} from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf, withMoment } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import { type Cell, localNumber, type Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Observatory } from '../composition/observatory.js';
import { registerCompare } from './compare.command.js';
import { registerExplain } from './explain.command.js';
import { unknownIndicator } from './explain.texts.js';
import type { Run } from './run.js';

type Options = {
  readonly territory?: readonly TerritoryRef[];
  readonly year?: readonly SchoolYear[];
  readonly by?: readonly Breakdown[];
  readonly definitions: DefinitionChoice;
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
  const restart = figure.break === null || figure.status === 'break' ? '' : ' · break';
  return `${figure.status}${reason}${restart}${figure.synthetic ? ' · SYNTHETIC' : ''}`;
};

const rowOf = (figure: Figure, terminal: Terminal): readonly Cell[] => {
  const number = (value: string | null): string => localNumber(value, terminal.language);
  return [
    `${figure.indicator}@${figure.definitionVersion}`,
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
  ids.filter((id) => definitionOf(observatory.catalogue, id) === undefined);

/** Each break once, with the year that begins anew and the one that it does not compare with. */
const breaksOf = (figures: readonly Figure[], { language }: Terminal): readonly string[] => {
  const told = figures.flatMap(({ indicator, schoolYear, break: found }) =>
    found === null
      ? []
      : [`${indicator} ${schoolYear} ≠ ${found.comparedWith} : ${found.reason[language]}`],
  );
  return [...new Set(told)];
};

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
    terminal.note(unknownIndicator(unknown.join(', '))[terminal.language]);
    return exitCodes.usage;
  }
  await requireTerritories(observatory, options.territory);
  const figures = await observatory.figures.figures({
    indicators: ids,
    definitions: options.definitions,
    territories: options.territory ?? [france],
    schoolYears: options.year ?? (await yearsOf(observatory)),
    breakdown: options.by ?? [],
    moment: await momentOf(options, observatory.clock),
  });
  terminal.result(figures, () => {
    terminal.table(
      headings[terminal.language],
      figures.map((figure) => rowOf(figure, terminal)),
    );
    for (const told of breaksOf(figures, terminal)) terminal.line(told);
  });
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
    .option(
      '--definitions <choix>',
      text(command, {
        fr: 'latest : la dernière version de chaque indicateur ; in-force : celle de chaque année',
        en: 'latest: the latest version of each indicator; in-force: that of each year',
      }),
      definitionsArgument,
      'LATEST',
    )
    .action((ids: readonly string[], options: Options) =>
      run.reading((observatory, terminal) => show(ids, options, observatory, terminal)),
    );
  registerExplain(command, run);
  registerCompare(command, run);
};
