import type { Breakdown, Moment, TerritoryRef } from '#application';
import { publish, type Published, type PublishInput } from '#application/publications';
import type { Bilingual, SchoolYear } from '#kernel';
import { type Command, Option } from 'commander';

import {
  breakdownArgument,
  listArgument,
  schoolYearArgument,
  territoryArgument,
} from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { type MomentOptions, momentOf, withMoment } from '../cli/moment.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

type Options = MomentOptions & {
  readonly campaign?: readonly string[];
  readonly survey?: readonly string[];
  readonly year?: readonly SchoolYear[];
  readonly state: 'provisional' | 'definitive';
  readonly title: string;
  readonly titleEn?: string;
  readonly id?: string;
  readonly territory?: readonly TerritoryRef[];
  readonly by?: readonly Breakdown[];
  readonly replaces?: string;
};

const words = {
  fr: {
    recorded: 'Publiée',
    unchanged: 'Déjà publiée, rien n’a changé',
    shows: 'montre la position',
  },
  en: {
    recorded: 'Published',
    unchanged: 'Published already, nothing changed',
    shows: 'shows position',
  },
} as const;

const synthetic: Bilingual = {
  fr: 'Données synthétiques : inventées pour une démonstration.',
  en: 'Synthetic data: made up for a demonstration.',
};

const tell = (published: Published, terminal: Terminal): void => {
  const { publication, manifestSha256, shows, effect, manifest } = published;
  const said = words[terminal.language];
  terminal.line(`${said[effect]} : ${publication} · ${said.shows} ${String(shows)}`);
  terminal.line(`  manifest.json  ${manifestSha256}`);
  for (const { name, rows, sha256 } of manifest?.tables ?? [])
    terminal.line(`  ${name.padEnd(20)} ${String(rows ?? '–').padStart(8)}  ${sha256}`);
  if (manifest?.synthetic === true) terminal.note(synthetic[terminal.language]);
};

const scopeOf = ({ campaign = [], survey = [], year = [] }: Options) => ({
  campaigns: campaign,
  surveys: survey,
  schoolYears: year,
});

const inputOf = (options: Options, { asOf, geography }: Moment): PublishInput => {
  const { title, titleEn = title, state, territory = null, by = [] } = options;
  return {
    ...scopeOf(options),
    title: { fr: title, en: titleEn },
    ...{ state, geography, territories: territory, breakdown: by },
    replaces: options.replaces ?? null,
    ...(options.id !== undefined && { series: options.id }),
    ...(asOf !== null && { position: asOf }),
  };
};

const run = async (
  options: Options,
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { publishing, clock } = observatory;
  await requireTerritories(observatory, options.territory);
  const input = inputOf(options, await momentOf(options, clock));
  const outcome = await publish(publishing, input, commandLineContext());
  if (!outcome.ok) {
    terminal.problems(outcome.error);
    return exitCodes.refused;
  }
  terminal.result(outcome.value, () => tell(outcome.value, terminal));
  return exitCodes.done;
};

const withScope = (command: Command): Command => {
  const about = (fr: string, en: string): string => text(command, { fr, en });
  return command
    .option(
      '--campaign <ids>',
      about('campagnes : etic-1d-2014', 'campaigns: etic-1d-2014'),
      listArgument,
    )
    .option('--survey <ids>', about('ou enquêtes : etic-1d', 'or surveys: etic-1d'), listArgument)
    .option(
      '-y, --year <année>',
      about('et années scolaires 2013-2014 ; répétable', 'and school years 2013-2014; repeatable'),
      schoolYearArgument,
    )
    .option(
      '-t, --territory <nature:code>',
      about('sinon tous ceux des listes ; répétable', 'else all those of the lists; repeatable'),
      territoryArgument,
    )
    .option(
      '-b, --by <axe>',
      about('schoolType, sector ; répétable', 'schoolType, sector; repeatable'),
      breakdownArgument,
    );
};

export const registerPublish = (program: Command, runner: Run): void => {
  const command = addCommand(program, 'publish', {
    fr: 'Fige un état des chiffres : tables, manifeste signé, identifiant pour toujours.',
    en: 'Freeze a state of the figures: tables, a signed manifest, an id for ever.',
  });
  const about = (fr: string, en: string): string => text(command, { fr, en });
  withMoment(withScope(command))
    .addOption(
      new Option('--state <état>', about('provisoire ou définitif', 'provisional or definitive'))
        .choices(['provisional', 'definitive'])
        .makeOptionMandatory(),
    )
    .requiredOption('--title <titre>', about('titre en français', 'title in French'))
    .option('--title-en <titre>', about('titre en anglais', 'title in English'))
    .option(
      '--id <série>',
      about('nom de la série ; la version s’y ajoute', 'name of the series; the version is added'),
    )
    .option(
      '--replaces <id>',
      about('la publication dont elle prend la place', 'the publication whose place it takes'),
    )
    .action((options: Options) =>
      runner.reading((observatory, terminal) => run(options, observatory, terminal)),
    );
};
