import {
  absorbSchool,
  closeSchool,
  type Outcome,
  type RecordedChange,
  reopenSchool,
  schoolChanges,
  undoImport,
} from '#application';
import type { Command } from 'commander';

import { dayArgument, wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';
import { factName } from './school-facts.js';
import { absorbEveryProposal, registerSchoolImports } from './school-imports.command.js';

type ChangesOptions = { readonly import?: string; readonly uai?: string; readonly limit?: number };

const headings = {
  fr: ['Depuis', 'UAI', 'Fait', 'Avant', 'Après', 'Source', 'Import', 'Annulé'],
  en: ['Since', 'UAI', 'Fact', 'Before', 'After', 'Source', 'Import', 'Undone'],
};

const rowOf = (change: RecordedChange, { language }: Terminal): readonly (string | null)[] => {
  const undone = language === 'fr' ? 'oui' : 'yes';
  const { since, uai, kind, before, after, source, importId, isRetracted } = change;
  return [
    since,
    uai,
    factName(kind, language),
    before,
    after,
    source,
    importId,
    isRetracted ? undone : '',
  ];
};

const listChanges = async (
  { histories }: Observatory,
  terminal: Terminal,
  { import: importId, uai, limit = 100 }: ChangesOptions,
): Promise<ExitCode> => {
  const changes = await schoolChanges(histories, {
    limit,
    ...(importId !== undefined && { importId }),
    ...(uai !== undefined && { uai }),
  });
  terminal.result({ kind: 'changes', changes }, () => {
    if (changes.length === 0)
      terminal.line(terminal.language === 'fr' ? 'Aucun changement.' : 'No change.');
    else
      terminal.table(
        headings[terminal.language],
        changes.map((change) => rowOf(change, terminal)),
      );
  });
  return exitCodes.done;
};

const undo = async (
  { services, histories }: Observatory,
  terminal: Terminal,
  undoing: { readonly importId: string; readonly reason: string },
): Promise<ExitCode> => {
  const context = commandLineContext('territory-change');
  const undone = await undoImport({ store: services.store, histories }, undoing, context);
  if (!undone.ok) {
    terminal.problems(undone.error);
    return exitCodes.refused;
  }
  const { schools } = undone.value;
  terminal.result({ kind: 'undone', ...undone.value }, () => {
    const french = terminal.language === 'fr';
    if (schools === 0) terminal.line(french ? 'Déjà annulé : rien à faire.' : 'Undone already.');
    else terminal.line(french ? `Annulé pour ${schools} écoles` : `Undone for ${schools} schools`);
  });
  return exitCodes.done;
};

const tellOutcome = (outcome: Outcome, importId: string, terminal: Terminal): ExitCode => {
  if (!outcome.ok) {
    terminal.problems(outcome.error);
    return exitCodes.refused;
  }
  const { effect, position } = outcome.value;
  terminal.result({ kind: 'act', effect, position, importId }, () => {
    const french = terminal.language === 'fr';
    if (effect === 'unchanged') terminal.line(french ? 'Rien à changer.' : 'Nothing to change.');
    else
      terminal.line(
        `${french ? 'Enregistré' : 'Recorded'} · position ${position} · import ${importId}`,
      );
  });
  return exitCodes.done;
};

type ActOptions = { readonly on: string; readonly reason: string; readonly into: string };
type Act = (
  observatory: Observatory,
  act: { readonly uai: string } & ActOptions,
  context: ReturnType<typeof commandLineContext>,
) => Promise<Outcome>;

const acting =
  (run: Run, act: Act) =>
  (uai: string, options: ActOptions): Promise<void> =>
    run.reading(async (observatory, terminal) => {
      const context = commandLineContext('territory-change');
      const outcome = await act(observatory, { uai, ...options }, context);
      return tellOutcome(outcome, context.correlationId, terminal);
    });

const sinceDay = { fr: 'depuis ce jour, AAAA-MM-JJ', en: 'from this day on, YYYY-MM-DD' };

const dayOption = (command: Command): Command =>
  command.requiredOption('--on <jour>', text(command, sinceDay), dayArgument);

type AbsorbOptions = {
  readonly on?: string;
  readonly into?: string;
  readonly proposed?: true;
  readonly yes?: true;
};

const registerAbsorb = (schools: Command, run: Run): void => {
  const absorb = addCommand(schools, 'absorb [uai]', {
    fr: 'Ferme une école dont les élèves vont à une autre, ou toutes celles que des noms annoncent.',
    en: 'Close a school whose pupils go to another, or all those that names tell.',
  });
  const absorbOne = acting(run, ({ services }, act, context) =>
    absorbSchool(services, act, context),
  );
  absorb
    .option('--on <jour>', text(absorb, sinceDay), dayArgument)
    .option(
      '--into <uai>',
      text(absorb, { fr: 'l’école qui l’absorbe', en: 'the school that absorbs it' }),
    )
    .option(
      '--proposed',
      text(absorb, {
        fr: 'toutes les absorptions proposées qui sont prêtes',
        en: 'every absorption that is proposed and ready',
      }),
    )
    .option('--yes', text(absorb, { fr: 'enregistre sans demander', en: 'record without asking' }))
    .action((uai: string | undefined, { on, into, proposed, yes }: AbsorbOptions) => {
      if (proposed === true)
        return run.reading((observatory, terminal) =>
          absorbEveryProposal(observatory, terminal, yes === true),
        );
      if (uai === undefined || on === undefined || into === undefined)
        return absorb.error(
          text(absorb, {
            fr: 'options obligatoires : <uai> --into <uai> --on <jour>, ou --proposed',
            en: 'required options: <uai> --into <uai> --on <day>, or --proposed',
          }),
          { code: 'commander.missingMandatoryOptionValue' },
        );
      return absorbOne(uai, { on, into, reason: '' });
    });
};

const registerActs = (schools: Command, run: Run): void => {
  const close = addCommand(schools, 'close <uai>', {
    fr: 'Ferme une école depuis un jour : le premier sans élèves.',
    en: 'Close a school from a day on: the first without pupils.',
  });
  dayOption(close)
    .requiredOption('--reason <motif>', text(close, { fr: 'pourquoi', en: 'why' }))
    .action(acting(run, ({ services }, act, context) => closeSchool(services, act, context)));

  const reopen = addCommand(schools, 'reopen <uai>', {
    fr: 'Rouvre une école fermée.',
    en: 'Reopen a school that was closed.',
  });
  dayOption(reopen).action(
    acting(run, ({ services }, act, context) => reopenSchool(services, act, context)),
  );

  registerAbsorb(schools, run);
};

const registerChanges = (schools: Command, run: Run): void => {
  const changes = addCommand(schools, 'changes', {
    fr: 'Liste ce que les fichiers et les décisions ont changé.',
    en: 'List what files and decisions have changed.',
  });
  changes
    .option('--import <id>', text(changes, { fr: 'd’un seul import', en: 'of one import' }))
    .option('--uai <uai>', text(changes, { fr: 'd’une seule école', en: 'of one school' }))
    .option(
      '--limit <nombre>',
      text(changes, { fr: 'au plus tant de changements (100)', en: 'so many at most (100)' }),
      wholeArgument,
    )
    .action((options: ChangesOptions) =>
      run.reading((observatory, terminal) => listChanges(observatory, terminal, options)),
    );

  const back = addCommand(schools, 'undo <import>', {
    fr: 'Annule un import ou une décision : l’histoire redevient celle d’avant lui.',
    en: 'Undo an import or a decision: history becomes what it is without it.',
  });
  back
    .requiredOption('--reason <motif>', text(back, { fr: 'pourquoi', en: 'why' }))
    .action((importId: string, { reason }: { readonly reason: string }) =>
      run.reading((observatory, terminal) => undo(observatory, terminal, { importId, reason })),
    );
};

export const registerSchools = (program: Command, run: Run): void => {
  const schools = addCommand(program, 'schools', {
    fr: 'L’histoire des écoles : ce qui a changé, et ce que l’on décide.',
    en: 'The history of schools: what has changed, and what is decided.',
  });
  registerChanges(schools, run);
  registerSchoolImports(schools, run);
  registerActs(schools, run);
};
