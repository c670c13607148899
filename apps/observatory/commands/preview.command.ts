import {
  type Impact,
  type ImpactRow,
  previewDefinition,
  type Side,
  type TerritoryRef,
} from '#application';
import { type Candidate, describeMistake, readCandidate, shippedCatalogue } from '#catalogue';
import type { Command } from 'commander';

import { territoryArgument, wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { Language } from '../cli/language.js';
import { addCommand, text } from '../cli/program.js';
import { type Cell, localNumber, type Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import type { Observatory } from '../composition/observatory.js';
import type { Run } from './run.js';

type Options = { readonly territory?: readonly TerritoryRef[]; readonly limit: number };

const headings = {
  fr: [
    'Année',
    'Territoire',
    'Avant',
    'Après',
    'Écart %',
    'Num.',
    'Dén.',
    'n',
    'Entrent',
    'Sortent',
  ],
  en: ['Year', 'Territory', 'Before', 'After', 'Change %', 'Num.', 'Den.', 'n', 'Enter', 'Leave'],
} as const;

const arrow = (
  before: string | null | undefined,
  after: string | null,
  language: Language,
): string => {
  const [from, to] = [localNumber(before ?? null, language), localNumber(after, language)];
  return from === to ? to : `${from} → ${to}`;
};

const usedOf = (side: Side | null): string => String(side?.used ?? 0);

const rowOf = (row: ImpactRow, language: Language): readonly Cell[] => {
  const { before, after, territory } = row;
  return [
    row.schoolYear,
    `${territory.kind}:${territory.code}`,
    localNumber(before?.value ?? null, language),
    localNumber(after.value, language),
    row.relativeChange === null ? null : localNumber(row.relativeChange, language),
    arrow(before?.numerator, after.numerator, language),
    arrow(before?.denominator, after.denominator, language),
    arrow(usedOf(before), usedOf(after), language),
    row.entering,
    row.leaving,
  ];
};

const titles = {
  fr: { totals: 'France, par année', rows: 'Territoires, du plus grand écart au plus petit' },
  en: { totals: 'France, by year', rows: 'Territories, largest change first' },
} as const;

const changed = ({ summary }: Impact): number =>
  summary.moving + summary.appearing + summary.disappearing;

const recap: Readonly<Record<Language, (impact: Impact, most: string) => string>> = {
  fr: (impact, most) =>
    `${String(changed(impact))} chiffres sur ${String(impact.summary.figures)} changent ` +
    `(${String(impact.summary.appearing)} apparaissent, ${String(impact.summary.disappearing)} disparaissent), ` +
    `écart le plus grand ${most} · ${String(impact.summary.entering)} établissements entrent, ` +
    `${String(impact.summary.leaving)} sortent · ${String(impact.responses)} réponses lues, position ${String(impact.position)}`,
  en: (impact, most) =>
    `${String(changed(impact))} of ${String(impact.summary.figures)} figures change ` +
    `(${String(impact.summary.appearing)} appear, ${String(impact.summary.disappearing)} disappear), ` +
    `largest change ${most} · ${String(impact.summary.entering)} schools enter, ` +
    `${String(impact.summary.leaving)} leave · ${String(impact.responses)} answers read, position ${String(impact.position)}`,
};

const left = (hidden: number, language: Language): string =>
  language === 'fr'
    ? `… et ${String(hidden)} autres ; --limit en montre davantage.`
    : `… and ${String(hidden)} more; --limit shows more.`;

const tell = (impact: Impact, limit: number, terminal: Terminal): void => {
  const { language } = terminal;
  const table = (rows: readonly ImpactRow[]): void =>
    terminal.table(
      headings[language],
      rows.map((row) => rowOf(row, language)),
    );
  terminal.line(`${impact.current ?? '–'} → ${impact.candidate}`);
  terminal.line(`\n${titles[language].totals}`);
  table(impact.totals);
  terminal.line(`\n${titles[language].rows}`);
  const moving = impact.rows.filter(({ change }) => change !== 'none');
  table(moving.slice(0, limit));
  if (moving.length > limit) terminal.line(left(moving.length - limit, language));
  const { maxRelativeChange } = impact.summary;
  const most = maxRelativeChange === null ? '–' : `${localNumber(maxRelativeChange, language)} %`;
  const made = impact.synthetic ? ' · SYNTHETIC' : '';
  terminal.line(`\n${recap[language](impact, most)}${made}`);
};

const candidateOf = async (
  path: string,
  { config }: Observatory,
  terminal: Terminal,
): Promise<Candidate | ExitCode> => {
  const read = await readCandidate(shippedCatalogue(), config.indicatorFolders, path);
  if (read.ok) return read.value;
  for (const mistake of read.error) terminal.note(describeMistake(mistake, terminal.language));
  return exitCodes.refused;
};

const isSchool = ({ kind }: TerritoryRef): boolean =>
  kind !== 'country' && kind !== 'academic-region' && kind !== 'academy' && kind !== 'department';

const preview = async (
  { path, options }: { readonly path: string; readonly options: Options },
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  if (options.territory?.some(isSchool) === true) {
    terminal.note('--territory country | academic-region | academy | department');
    return exitCodes.usage;
  }
  await requireTerritories(observatory, options.territory);
  const read = await candidateOf(path, observatory, terminal);
  if (typeof read === 'number') return read;
  const progress = terminal.progress(read.candidate.id, 0);
  const impact = await previewDefinition(observatory, {
    ...read,
    ...(options.territory !== undefined && { territories: options.territory }),
    onProgress: (schools, expected) => progress.update(schools, expected),
  }).finally(() => progress.stop());
  const shown = { ...impact, rows: impact.rows.slice(0, options.limit) };
  terminal.result(shown, () => tell(impact, options.limit, terminal));
  return exitCodes.done;
};

export const registerPreview = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'preview <fichier>', {
    fr: 'Calcule une définition candidate sur toute l’histoire et montre ce qu’elle changerait, sans rien changer.',
    en: 'Compute a candidate definition over all history and show what it would change, changing nothing.',
  });
  command
    .option(
      '-t, --territory <nature:code>',
      text(command, {
        fr: 'academy:02, department:013, academic-region:93, country:FR ; répétable ; toutes les académies et tous les départements par défaut',
        en: 'academy:02, department:013, academic-region:93, country:FR; repeatable; every académie and département by default',
      }),
      territoryArgument,
    )
    .option(
      '--limit <n>',
      text(command, {
        fr: 'montre au plus n territoires, les plus changés d’abord',
        en: 'show n territories at most, the most changed first',
      }),
      wholeArgument,
      40,
    )
    .action((path: string, options: Options) =>
      run.reading((observatory, terminal) => preview({ path, options }, observatory, terminal)),
    );
};
