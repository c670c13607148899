import { type Breakdown, type CoverageRow, type TerritoryRef } from '#application';
import type { Command } from 'commander';

import { breakdownArgument, territoryArgument } from '../cli/arguments.js';
import { exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf, withMoment } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import { type Cell, localNumber, type Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Run } from './run.js';

type Options = {
  readonly territory?: readonly TerritoryRef[];
  readonly by?: readonly Breakdown[];
} & MomentOptions;

const headings = {
  fr: [
    'Territoire',
    'Type',
    'Secteur',
    'Attendus',
    'Reçus',
    'Validés',
    'En retard',
    'Exclus',
    'Réponse %',
    'Élèves attendus',
    'Élèves couverts',
  ],
  en: [
    'Territory',
    'Type',
    'Sector',
    'Expected',
    'Received',
    'Validated',
    'Late',
    'Excluded',
    'Response %',
    'Pupils expected',
    'Pupils covered',
  ],
} as const;

const rowOf = (row: CoverageRow, terminal: Terminal): readonly Cell[] => [
  `${row.territory.kind}:${row.territory.code}`,
  row.segment.schoolType ?? '*',
  row.segment.sector ?? '*',
  row.expected,
  row.received,
  row.validated,
  row.late,
  row.excluded,
  localNumber(row.responseRate, terminal.language),
  localNumber(row.pupilsExpected, terminal.language),
  localNumber(row.pupilsReceived, terminal.language),
];

const defaultTerritories = (academies: readonly string[]): readonly TerritoryRef[] => [
  { kind: 'country', code: 'FR' },
  ...academies.map((code): TerritoryRef => ({ kind: 'academy', code })),
];

export const registerCoverage = (program: Command, run: Run): void => {
  const command = addCommand(program, 'coverage <campagne>', {
    fr: 'Attendus, reçus, validés et en retard, par territoire.',
    en: 'Expected, received, validated and late, by territory.',
  });
  withMoment(command)
    .option(
      '-t, --territory <nature:code>',
      text(command, {
        fr: 'academy:02, department:013 … ; par défaut la France et les académies attendues',
        en: 'academy:02, department:013 …; by default France and the académies expected',
      }),
      territoryArgument,
    )
    .option(
      '-b, --by <axe>',
      text(command, {
        fr: 'ventile par schoolType ou sector',
        en: 'break down by schoolType or sector',
      }),
      breakdownArgument,
    )
    .action((campaign: string, options: Options) =>
      run.reading(async (observatory, terminal) => {
        if ((await observatory.campaigns.campaign(campaign)) === undefined) {
          terminal.note(
            terminal.language === 'fr'
              ? `Campagne inconnue : ${campaign}. Liste : npm run observatory -- campaign list`
              : `Unknown campaign: ${campaign}. List: npm run observatory -- campaign list`,
          );
          return exitCodes.usage;
        }
        await requireTerritories(observatory, options.territory);
        const academies = observatory.catalogue.territories.academies.map(({ code }) => code);
        const rows = await observatory.figures.coverage({
          campaign,
          territories: options.territory ?? defaultTerritories(academies),
          breakdown: options.by ?? [],
          moment: await momentOf(options, observatory.clock),
        });
        const shown =
          options.territory === undefined ? rows.filter(({ expected }) => expected > 0) : rows;
        terminal.result(shown, () =>
          terminal.table(
            headings[terminal.language],
            shown.map((row) => rowOf(row, terminal)),
          ),
        );
        return exitCodes.done;
      }),
    );
};
