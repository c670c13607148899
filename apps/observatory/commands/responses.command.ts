import {
  executeOnResponse,
  expectedSchool,
  type ResponseCommand,
  responseReader,
  type ResponseSheet,
} from '#application';
import type { AnswerValue, Bilingual, Said } from '#kernel';
import type { Command } from 'commander';

import { dayArgument, listArgument, valueArgument } from '../cli/arguments.js';
import { exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import { commandLineContext } from './origin.js';
import { tellOutcome } from './outcome.js';
import type { Run } from './run.js';

type Address = { readonly campaign: string; readonly uai: string };

const addressed = (parent: Command, name: string, about: Bilingual): Command => {
  const command = addCommand(parent, name, about);
  return command
    .requiredOption('--campaign <id>', text(command, { fr: 'campagne', en: 'campaign' }))
    .requiredOption('--uai <uai>', text(command, { fr: 'école', en: 'school' }));
};

type CommandOf = (options: never) => ResponseCommand;

const writes = (command: Command, run: Run, commandOf: CommandOf): void => {
  command.action((options: unknown) =>
    run.writing(async ({ services }, terminal) => {
      const asked = commandOf(options as never);
      return tellOutcome(await executeOnResponse(services, asked, commandLineContext()), terminal);
    }),
  );
};

/** Who acts at a terminal has not read a revision. */
const unchecked = { expectedRevision: null };

const reason: Bilingual = { fr: 'motif, conservé avec le fait', en: 'reason, kept with the fact' };

const registerReturn = (parent: Command, run: Run): void => {
  const command = addressed(parent, 'return', {
    fr: 'Rend des questions à une école, avec un message et un dernier jour.',
    en: 'Give questions back to a school, with a message and a last day.',
  });
  command
    .requiredOption(
      '--question <codes>',
      text(command, { fr: 'questions', en: 'questions' }),
      listArgument,
    )
    .requiredOption(
      '--message <texte>',
      text(command, { fr: 'ce que l’école lira', en: 'what the school will read' }),
    )
    .requiredOption(
      '--until <jour>',
      text(command, { fr: 'dernier jour', en: 'last day' }),
      dayArgument,
    );
  type Options = Address & { question: readonly string[]; message: string; until: string };
  writes(command, run, ({ question, ...rest }: Options) => ({
    type: 'ReturnQuestions',
    ...rest,
    ...unchecked,
    questions: question,
  }));
};

const registerConfirm = (parent: Command, run: Run): void => {
  const command = addressed(parent, 'confirm', {
    fr: 'Confirme une réponse rendue : elle est exacte.',
    en: 'Confirm a returned answer: it is right.',
  });
  command
    .requiredOption('--question <code>', text(command, { fr: 'question', en: 'question' }))
    .requiredOption('--justification <texte>', text(command, { fr: 'pourquoi', en: 'why' }));
  type Options = Address & { question: string; justification: string };
  writes(command, run, (input: Options) => ({ type: 'ConfirmAnswer', ...input, ...unchecked }));
};

const registerCancel = (parent: Command, run: Run): void => {
  const command = addressed(parent, 'cancel-return', {
    fr: 'Annule un retour : la question se referme.',
    en: 'Cancel a return: the question is shut again.',
  });
  command
    .requiredOption('--question <code>', text(command, { fr: 'question', en: 'question' }))
    .requiredOption('--reason <motif>', text(command, reason));
  type Options = Address & { question: string; reason: string };
  writes(command, run, (input: Options) => ({ type: 'CancelReturn', ...input, ...unchecked }));
};

const registerCorrect = (parent: Command, run: Run): void => {
  const command = addressed(parent, 'correct', {
    fr: 'Corrige une réponse à une question.',
    en: 'Correct the answer to a question.',
  });
  command
    .requiredOption('--question <code>', text(command, { fr: 'question', en: 'question' }))
    .option(
      '--value <valeur>',
      text(command, { fr: 'valeur ; absente, efface', en: 'value; absent, clears' }),
      valueArgument,
    )
    .requiredOption('--reason <motif>', text(command, reason));
  type Options = Address & { question: string; value?: AnswerValue; reason: string };
  writes(command, run, ({ question, value, ...rest }: Options) => ({
    type: 'CorrectAnswers',
    ...rest,
    ...unchecked,
    answers: { [question]: value ?? null },
    notConcerned: null,
    justifications: [],
  }));
};

const registerValidate = (parent: Command, run: Run): void => {
  const command = addressed(parent, 'validate', {
    fr: 'Valide une réponse envoyée, même après la clôture.',
    en: 'Validate a submitted response, after closing too.',
  });
  writes(command, run, (input: Address) => ({ type: 'ValidateResponse', ...input, ...unchecked }));
};

type Show = (sheet: ResponseSheet, terminal: Terminal) => void;

const shows = (command: Command, run: Run, show: Show): void => {
  command.action((address: Address) =>
    run.reading(async ({ services }, terminal) => {
      const uai = await expectedSchool(services, address);
      if (!uai.ok) {
        terminal.problems(uai.error);
        return exitCodes.refused;
      }
      const { campaign } = address;
      const sheet = await responseReader(services).response({
        campaign,
        uai: uai.value,
        asOf: null,
      });
      if (sheet !== undefined) show(sheet, terminal);
      return exitCodes.done;
    }),
  );
};

const shown = ({ value, notConcerned }: Said): string => {
  if (value !== null) return typeof value === 'string' ? value : JSON.stringify(value);
  return notConcerned ? 'NC' : '–';
};

const differenceHeadings = {
  fr: ['Question', 'Validé', 'Maintenant', 'Qui', 'Quand', 'Motif'],
  en: ['Question', 'Validated', 'Now', 'Who', 'When', 'Reason'],
} as const;

const neverValidated: Bilingual = {
  fr: 'Cette réponse n’a jamais été validée.',
  en: 'This response was never validated.',
};

const showDiff: Show = ({ sinceValidation }, terminal) => {
  terminal.result(sinceValidation, () => {
    if (sinceValidation === null) {
      terminal.line(neverValidated[terminal.language]);
      return;
    }
    terminal.table(
      differenceHeadings[terminal.language],
      sinceValidation.changes.map(({ question, from, to, changedBy, changedAt, reason: why }) => [
        question,
        shown(from),
        shown(to),
        `${changedBy.role} ${changedBy.id}`,
        changedAt,
        why,
      ]),
    );
  });
};

const historyHeadings = {
  fr: ['Révision', 'Fait', 'Quand', 'Qui', 'Question', 'Motif ou message', 'Changements'],
  en: ['Revision', 'Fact', 'When', 'Who', 'Question', 'Reason or message', 'Changes'],
} as const;

const showHistory: Show = ({ history }, terminal) => {
  terminal.result(history, () =>
    terminal.table(
      historyHeadings[terminal.language],
      history.map((row) => [
        row.revision,
        row.type,
        row.recordedAt,
        `${row.actorRole} ${row.actorId}`,
        row.question,
        row.reason,
        row.changes
          .map(
            ({ question, from, to }) =>
              `${question}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
          )
          .join(', '),
      ]),
    ),
  );
};

export const registerResponses = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'responses', {
    fr: 'Rend, corrige, confirme et valide des réponses ; montre ce qui a changé.',
    en: 'Return, correct, confirm and validate responses; show what has changed.',
  });
  registerReturn(parent, run);
  registerConfirm(parent, run);
  registerCancel(parent, run);
  registerCorrect(parent, run);
  registerValidate(parent, run);
  shows(
    addressed(parent, 'diff', {
      fr: 'Ce qui diffère de la dernière validation : quoi, qui, quand, pourquoi.',
      en: 'What differs from the last validation: what, who, when, why.',
    }),
    run,
    showDiff,
  );
  shows(
    addressed(parent, 'history', {
      fr: 'Toutes les versions d’une réponse, avec leur auteur et leur motif.',
      en: 'Every version of a response, with its author and its reason.',
    }),
    run,
    showHistory,
  );
};
