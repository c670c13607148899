import {
  positionOfCursor,
  type Revision,
  type RevisionCause,
  revisionCauses,
  type RevisionFilter,
  type TerritoryRef,
} from '#application';
import { definitionOf } from '#catalogue';
import type { Bilingual } from '#kernel';
import { type Command, InvalidArgumentError } from 'commander';

import { listArgument, territoryArgument, wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { Language } from '../cli/language.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import { requireTerritories } from '../cli/territories.js';
import { UsageError } from '../cli/usage-error.js';
import type { Observatory } from '../composition/observatory.js';
import { unknownIndicator } from './explain.texts.js';
import type { Run } from './run.js';
import { factName } from './school-facts.js';

type Options = {
  readonly after?: string;
  readonly limit?: number;
  readonly territory?: readonly TerritoryRef[];
  readonly campaign?: string;
  readonly indicator?: readonly string[];
  readonly cause?: readonly RevisionCause[];
};

const pageSize = 100;

const cursorArgument = (given: string): string => {
  if (positionOfCursor(given) === undefined) throw new InvalidArgumentError('endCursor, cursor');
  return given;
};

const causeArgument = (
  given: string,
  previous: readonly RevisionCause[] = [],
): readonly RevisionCause[] => {
  const known = revisionCauses.find((cause) => cause === given);
  if (known === undefined) throw new InvalidArgumentError(revisionCauses.join(' | '));
  return [...previous, known];
};

const headings = {
  fr: [
    'Position',
    'Enregistré',
    'Quoi',
    'Cause',
    'Campagne',
    'UAI',
    'Avant',
    'Après',
    'Indicateurs',
    'Détail',
  ],
  en: [
    'Position',
    'Recorded',
    'What',
    'Cause',
    'Campaign',
    'UAI',
    'From',
    'To',
    'Indicators',
    'Detail',
  ],
} as const;

const rowOf = (row: Revision, language: Language) => [
  row.position,
  row.recordedAt,
  row.kind,
  row.cause,
  row.campaign,
  row.uai,
  row.statusFrom,
  row.statusTo,
  row.changes.length,
  row.detail === null ? null : factName(row.detail, language),
];

const filterOf = (options: Options): RevisionFilter => ({
  territory: options.territory?.[0] ?? null,
  campaign: options.campaign ?? null,
  indicators: options.indicator ?? [],
  causes: options.cause ?? [],
  within: { kind: 'all' },
});

const fromAnotherLog: Bilingual = {
  fr: 'Ce curseur est au-delà de la fin du journal : il vient d’un autre. Recommencez sans --after.',
  en: 'This cursor is beyond the end of the log: it comes from another. Begin again without --after.',
};

const unknownCampaign = (campaign: string): Bilingual => ({
  fr: `Campagne inconnue : ${campaign}. Liste : npm run observatory -- campaign list`,
  en: `Unknown campaign: ${campaign}. List: npm run observatory -- campaign list`,
});

/** A mistake in what is asked would be answered with nothing: it is refused. */
const requireAsked = async (
  { after, campaign, indicator = [], territory }: Options,
  observatory: Observatory,
): Promise<void> => {
  const { campaigns, catalogue, store } = observatory;
  const at = after === undefined ? undefined : positionOfCursor(after);
  if (at !== undefined && at > (await store.head())) throw new UsageError(fromAnotherLog);
  if (campaign !== undefined && (await campaigns.campaign(campaign)) === undefined)
    throw new UsageError(unknownCampaign(campaign));
  const unknown = indicator.filter((id) => definitionOf(catalogue, id) === undefined);
  if (unknown.length > 0) throw new UsageError(unknownIndicator(unknown.join(', ')));
  await requireTerritories(observatory, territory);
};

const follow = async (
  options: Options,
  observatory: Observatory,
  terminal: Terminal,
): Promise<ExitCode> => {
  await requireAsked(options, observatory);
  const filter = filterOf(options);
  let after = options.after ?? null;
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const first = Math.min(pageSize, left);
    const page = await observatory.revisions.revisions(filter, { first, after });
    left -= page.rows.length;
    after = page.endCursor;
    if (terminal.json) {
      for (const [index, row] of page.rows.entries())
        terminal.result({ cursor: page.cursors[index], ...row }, () => undefined);
    } else
      terminal.table(
        headings[terminal.language],
        page.rows.map((row) => rowOf(row, terminal.language)),
      );
    if (!page.hasNextPage || left <= 0) break;
  }
  const resume = after === null ? '–' : `--after ${after}`;
  terminal.note(terminal.language === 'fr' ? `Pour la suite : ${resume}` : `Go on with: ${resume}`);
  return exitCodes.done;
};

/** `revisions`: what changed since a cursor, for people and, with --json, for delta exports. */
export const registerRevisions = (program: Command, run: Run): void => {
  const command = addCommand(program, 'revisions', {
    fr: 'Liste ce qui a changé, dans l’ordre du journal, et pourquoi.',
    en: 'List what has changed, in the order of the log, and why.',
  });
  command
    .option(
      '--after <curseur>',
      text(command, {
        fr: 'reprend après ce curseur ; absent, depuis le début',
        en: 'go on after this cursor; absent, from the beginning',
      }),
      cursorArgument,
    )
    .option(
      '--limit <nombre>',
      text(command, { fr: 'au plus tant de révisions', en: 'at most so many' }),
      wholeArgument,
    )
    .option(
      '-t, --territory <nature:code>',
      text(command, { fr: 'un territoire : academy:02 …', en: 'one territory: academy:02 …' }),
      territoryArgument,
    )
    .option('--campaign <campagne>', text(command, { fr: 'une campagne', en: 'one campaign' }))
    .option(
      '-i, --indicator <indicateurs>',
      text(command, { fr: 'des indicateurs', en: 'indicators' }),
      listArgument,
    )
    .option(
      '--cause <cause>',
      text(command, {
        fr: `une cause, répétable : ${revisionCauses.join(', ')}`,
        en: `a cause, repeatable: ${revisionCauses.join(', ')}`,
      }),
      causeArgument,
    )
    .action((options: Options) =>
      run.reading((observatory, terminal) => follow(options, observatory, terminal)),
    );
};
