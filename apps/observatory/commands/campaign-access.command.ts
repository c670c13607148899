import {
  type CampaignAccess,
  dayOf,
  grantException,
  lockAnswers,
  type Signature,
  type TerritoryRef,
  unlockAnswers,
  withdrawException,
} from '#application';
import type { CampaignPart } from '#domain/campaign';
import type { Bilingual } from '#kernel';
import { type Command, InvalidArgumentError } from 'commander';

import { dayArgument, territoryArgument } from '../cli/arguments.js';
import { exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import { commandLineContext } from './origin.js';
import { tellOutcome } from './outcome.js';
import type { Run } from './run.js';

const partArgument = (text: string): CampaignPart => {
  const [part] = territoryArgument(text);
  if (part === undefined || !isPart(part)) {
    throw new InvalidArgumentError('country:FR, academy:02, department:013, school:0131884C');
  }
  return part;
};

const isPart = (part: TerritoryRef): part is CampaignPart =>
  ['country', 'academy', 'department', 'school'].includes(part.kind);

const france: CampaignPart = { kind: 'country', code: 'FR' };

const partText: Bilingual = {
  fr: 'academy:02, department:013, school:… ; toute la campagne par défaut',
  en: 'academy:02, department:013, school:…; the whole campaign by default',
};
const reasonText: Bilingual = {
  fr: 'motif, conservé avec le fait',
  en: 'reason, kept with the fact',
};
const untilText: Bilingual = { fr: 'dernier jour', en: 'last day' };

type LockOptions = {
  readonly part?: CampaignPart;
  readonly until?: string;
  readonly reason?: string;
};

const registerLock = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'lock <campagne>', {
    fr: 'Verrouille les réponses : plus d’envoi, de correction ni de retrait, hors retours et exceptions.',
    en: 'Lock the answers: no submission, correction or withdrawal but by returns and exceptions.',
  });
  command
    .option('--part <nature:code>', text(command, partText), partArgument)
    .option('--until <jour>', text(command, untilText), dayArgument)
    .option('--reason <motif>', text(command, reasonText))
    .action((campaign: string, { part = france, until, reason }: LockOptions) =>
      run.writing(async ({ services }, terminal) =>
        tellOutcome(
          await lockAnswers(
            services,
            { campaign, part, until: until ?? null, reason: reason ?? null },
            commandLineContext(),
          ),
          terminal,
        ),
      ),
    );
};

const registerUnlock = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'unlock <campagne>', {
    fr: 'Lève un verrou, tel qu’il a été posé.',
    en: 'Lift a lock, as it was set.',
  });
  command
    .option('--part <nature:code>', text(command, partText), partArgument)
    .requiredOption('--reason <motif>', text(command, reasonText))
    .action(
      (
        campaign: string,
        { part = france, reason }: { readonly part?: CampaignPart; readonly reason: string },
      ) =>
        run.writing(async ({ services }, terminal) =>
          tellOutcome(
            await unlockAnswers(services, { campaign, part, reason }, commandLineContext()),
            terminal,
          ),
        ),
    );
};

type ExceptOptions = {
  readonly part: CampaignPart;
  readonly until?: string;
  readonly revoke?: true;
  readonly reason: string;
};

const registerExcept = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'except <campagne>', {
    fr: 'Laisse une école, ou une partie, répondre jusqu’à un jour malgré clôture et verrous.',
    en: 'Let a school, or a part, answer until a day, whatever is closed or locked.',
  });
  command
    .requiredOption('--part <nature:code>', text(command, partText), partArgument)
    .option('--until <jour>', text(command, untilText), dayArgument)
    .option('--revoke', text(command, { fr: 'retire l’exception', en: 'withdraw the exception' }))
    .requiredOption('--reason <motif>', text(command, reasonText))
    .action((campaign: string, { part, until, revoke, reason }: ExceptOptions) =>
      run.writing(async ({ services }, terminal) => {
        const context = commandLineContext();
        if (revoke === true) {
          const ended = await withdrawException(services, { campaign, part, reason }, context);
          return tellOutcome(ended, terminal);
        }
        if (until === undefined) {
          terminal.note(terminal.language === 'fr' ? '--until manque' : '--until is missing');
          return exitCodes.usage;
        }
        const granted = await grantException(services, { campaign, part, until, reason }, context);
        return tellOutcome(granted, terminal);
      }),
    );
};

const headings = {
  fr: ['Effet', 'Partie', 'Jusqu’au', 'Tient', 'Motif', 'Posé par', 'le', 'Fini le', 'Pourquoi'],
  en: ['Effect', 'Part', 'Until', 'Holds', 'Reason', 'Set by', 'on', 'Ended on', 'Why'],
} as const;

const author = ({ by }: Signature): string => `${by.role} ${by.id}`;

const rowOf = (row: CampaignAccess): readonly (string | null)[] => [
  row.effect,
  `${row.kind}:${row.code}`,
  row.until,
  row.inForce ? '✓' : '',
  row.reason,
  author(row.granted),
  row.granted.at,
  row.ended?.at ?? null,
  row.endReason,
];

const registerAccess = (parent: Command, run: Run): void => {
  addCommand(parent, 'access <campagne>', {
    fr: 'Liste les verrous et les exceptions, passés et présents.',
    en: 'List locks and exceptions, past and present.',
  }).action((campaign: string) =>
    run.reading(async ({ review, services }, terminal) => {
      const moment = { today: dayOf(services.clock()), asOf: null };
      const page = { first: 1_000, after: null };
      const effects = ['lock', 'exception'] as const;
      const pages = await Promise.all(
        effects.map((effect) => review.access({ campaign, effect }, moment, page)),
      );
      const rows = pages.flatMap((one) => one.rows);
      terminal.result(rows, () => terminal.table(headings[terminal.language], rows.map(rowOf)));
      return exitCodes.done;
    }),
  );
};

const returnHeadings = {
  fr: ['École', 'Question', 'État', 'Jusqu’au', 'Message', 'Réglé par', 'Motif'],
  en: ['School', 'Question', 'Status', 'Until', 'Message', 'Settled by', 'Reason'],
} as const;

const registerReturns = (parent: Command, run: Run): void => {
  addCommand(parent, 'returns <campagne>', {
    fr: 'Liste les questions rendues aux écoles, et ce qu’il en est advenu.',
    en: 'List the questions that were given back to schools, and what became of them.',
  }).action((campaign: string) =>
    run.reading(async ({ review, services }, terminal) => {
      const moment = { today: dayOf(services.clock()), asOf: null };
      const page = { first: 1_000, after: null };
      const { rows } = await review.returns({ campaign }, moment, page);
      terminal.result(rows, () =>
        terminal.table(
          returnHeadings[terminal.language],
          rows.map((row) => [
            row.uai,
            row.question,
            row.status,
            row.until,
            row.message,
            row.settled === null ? null : author(row.settled),
            row.text,
          ]),
        ),
      );
      return exitCodes.done;
    }),
  );
};

/** Who may answer a campaign beyond its days: locks, exceptions and returns. */
export const registerCampaignAccess = (parent: Command, run: Run): void => {
  registerLock(parent, run);
  registerUnlock(parent, run);
  registerExcept(parent, run);
  registerAccess(parent, run);
  registerReturns(parent, run);
};
