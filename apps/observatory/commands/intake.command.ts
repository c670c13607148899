import type { Bus } from '#application';
import {
  type DeadLetter,
  type DeadLetterFilter,
  deadLetters,
  intakeTopics,
  matches,
  retryDeadLetters,
} from '#application/intake';
import { unreadableCodes } from '#contracts';
import type { Bilingual } from '#kernel';
import { openBus } from '#platform/composition';
import { createLogger } from '#platform/process';
import { type Command, Option } from 'commander';

import { listArgument, wholeArgument } from '../cli/arguments.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { PlainJob, Run } from './run.js';

const withoutKafka: Bilingual = {
  fr: 'KAFKA_BROKERS n’est pas réglé : cette commande lit et écrit dans Kafka.',
  en: 'KAFKA_BROKERS is not set: this command reads and writes in Kafka.',
};

/** Runs a job on Kafka alone: no database is opened. */
const onBus = (run: Run, job: PlainJob<Bus>): Promise<void> =>
  run.configured(async (config, terminal) => {
    if (config.kafka === undefined) {
      terminal.note(withoutKafka[terminal.language]);
      return exitCodes.usage;
    }
    const bus = await openBus({ config, logger: createLogger({ level: 'error' }) });
    try {
      return await job(bus, terminal);
    } finally {
      await bus.close();
    }
  });

const headings = {
  fr: ['Partition', 'Rang', 'Quand', 'Code', 'Raison', 'Venue', 'D’où', 'Octets'],
  en: ['Partition', 'Offset', 'When', 'Code', 'Reason', 'Attempt', 'From', 'Bytes'],
} as const;

const rowOf = ({ message, ...letter }: DeadLetter) => ({
  ...letter,
  bytes: message.value?.length ?? 0,
});

const list = async (bus: Bus, terminal: Terminal, filter: DeadLetterFilter): Promise<ExitCode> => {
  const rows = (await deadLetters(bus, intakeTopics))
    .filter((letter) => matches(filter, letter))
    .map(rowOf);
  if (terminal.json) {
    for (const row of rows) terminal.result(row, () => undefined);
    return exitCodes.done;
  }
  terminal.table(
    headings[terminal.language],
    rows.map(({ partition, offset, at, code, reason, attempt, origin, bytes }) => [
      ...[partition, offset, at, code, reason, attempt, origin, bytes],
    ]),
  );
  return exitCodes.done;
};

const nothingThere: Bilingual = {
  fr: 'Aucun message illisible n’est à cet endroit.',
  en: 'No dead letter lies there.',
};

const meaningOf = (code: string): Bilingual | undefined =>
  Object.entries(unreadableCodes).find(([known]) => known === code)?.[1];

/** Bytes that are a text as that, others in hexadecimal. */
const contentOf = (value: Buffer | null) => {
  const bytes = value ?? Buffer.alloc(0);
  const written = bytes.toString('utf8');
  const isText = Buffer.from(written, 'utf8').equals(bytes);
  return isText ? { value: written } : { valueHex: bytes.toString('hex') };
};

const show = async (
  bus: Bus,
  terminal: Terminal,
  place: { readonly partition: number; readonly offset: bigint },
): Promise<ExitCode> => {
  const found = (await deadLetters(bus, intakeTopics)).find(
    ({ partition, offset }) => partition === place.partition && offset === place.offset,
  );
  if (found === undefined) {
    terminal.note(nothingThere[terminal.language]);
    return exitCodes.refused;
  }
  const { message, code, reason } = found;
  const { headers, key } = message;
  const content = contentOf(message.value);
  const whole = { ...rowOf(found), headers, key: key?.toString('utf8') ?? null, ...content };
  terminal.result(whole, () => {
    terminal.line(`${code} · ${meaningOf(code)?.[terminal.language] ?? ''} (${reason})`);
    for (const [name, value] of Object.entries(headers)) terminal.line(`${name}: ${value}`);
    terminal.line('');
    terminal.line(content.value ?? content.valueHex);
  });
  return exitCodes.done;
};

const retry = async (bus: Bus, terminal: Terminal, filter: DeadLetterFilter): Promise<ExitCode> => {
  const { retried, left } = await retryDeadLetters(bus, intakeTopics, filter);
  const told = {
    fr: `Messages renvoyés : ${retried} ; laissés : ${left}. Ce qui échoue de nouveau revient ici.`,
    en: `Messages sent again: ${retried}; left: ${left}. What fails again comes back here.`,
  };
  terminal.result({ retried, left }, () => terminal.line(told[terminal.language]));
  return exitCodes.done;
};

type Options = {
  readonly code?: readonly string[];
  readonly mostAttempts?: number;
  readonly all?: true;
};

const filterOf = ({ code = [], mostAttempts }: Options): DeadLetterFilter => ({
  codes: code,
  ...(mostAttempts !== undefined && { mostAttempts }),
});

const filtered = (parent: Command, name: string, about: Bilingual): Command => {
  const command = addCommand(parent, name, about);
  return command
    .option(
      '--code <codes>',
      text(command, { fr: 'seulement ces codes', en: 'these codes only' }),
      listArgument,
    )
    .option(
      '--most-attempts <n>',
      text(command, { fr: 'venus n fois au plus', en: 'that came n times at most' }),
      wholeArgument,
    );
};

const registerRetry = (parent: Command, run: Run): void => {
  const command = filtered(parent, 'retry', {
    fr: 'Renvoie des messages illisibles à la réception, chacun une fois.',
    en: 'Send dead letters to the intake again, each once.',
  });
  const all = { fr: 'tous, quel que soit leur code', en: 'all of them, whatever their code' };
  command
    .addOption(new Option('--all', text(command, all)).conflicts('code'))
    .action((options: Options) => {
      if (options.all === undefined && options.code === undefined) {
        command.error(
          text(command, {
            fr: 'dites lesquels : --code CODES ou --all',
            en: 'say which: --code CODES or --all',
          }),
          {
            code: 'commander.missingMandatoryOptionValue',
          },
        );
      }
      return onBus(run, (bus, terminal) => retry(bus, terminal, filterOf(options)));
    });
};

export const registerIntake = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'intake', {
    fr: 'Montre et renvoie les messages d’outils que la réception n’a pas pu lire.',
    en: 'Show and send again the messages of tools that the intake could not read.',
  });
  filtered(parent, 'list', {
    fr: 'Les messages illisibles, et pourquoi.',
    en: 'Messages that could not be read, and why.',
  }).action((options: Options) =>
    onBus(run, (bus, terminal) => list(bus, terminal, filterOf(options))),
  );
  const whole = {
    fr: 'Un message illisible, entier.',
    en: 'A message that could not be read, whole.',
  };
  addCommand(parent, 'show <partition> <rang>', whole, [wholeArgument, wholeArgument]).action(
    (partition: number, offset: number) =>
      onBus(run, (bus, terminal) => show(bus, terminal, { partition, offset: BigInt(offset) })),
  );
  registerRetry(parent, run);
};
