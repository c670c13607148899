import { Command, type CommanderError, type Help, type Option } from 'commander';

import type { Bilingual } from '#kernel';

import { exitCodes } from './exit-codes.js';
import type { Language } from './language.js';

const helpTitles: Readonly<Record<string, string>> = {
  'Usage:': 'Utilisation :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Global Options:': 'Options générales :',
  'Commands:': 'Commandes :',
};

const errorTexts: Readonly<Record<string, Bilingual>> = {
  'commander.unknownCommand': { fr: 'commande inconnue', en: 'unknown command' },
  'commander.unknownOption': { fr: 'option inconnue', en: 'unknown option' },
  'commander.missingArgument': { fr: 'argument manquant', en: 'missing argument' },
  'commander.optionMissingArgument': { fr: 'valeur manquante', en: 'missing value' },
  'commander.missingMandatoryOptionValue': { fr: 'option obligatoire', en: 'mandatory option' },
  'commander.invalidArgument': { fr: 'valeur refusée', en: 'refused value' },
  'commander.excessArguments': { fr: 'trop d’arguments', en: 'too many arguments' },
};

/** What a commander error is about: the quoted part of its message, or all that follows the colon. */
const subjectOf = (message: string): string => message.replace(/^error: /, '');

export const usageText = (error: CommanderError, language: Language): string => {
  const known = errorTexts[error.code];
  return known === undefined || language === 'en'
    ? subjectOf(error.message)
    : `${known.fr} – ${subjectOf(error.message)}`;
};

const displayed: ReadonlySet<string> = new Set([
  'commander.helpDisplayed',
  'commander.help',
  'commander.version',
]);

export const exitCodeOf = (error: CommanderError): number =>
  displayed.has(error.code) ? error.exitCode : exitCodes.usage;

/** What an option says of itself, as commander writes it, in French. */
const describedInFrench = ({ description, argChoices, defaultValue }: Option): string => {
  const notes = [
    ...(argChoices === undefined ? [] : [`au choix : ${argChoices.join(', ')}`]),
    ...(typeof defaultValue === 'string' ? [`par défaut : ${defaultValue}`] : []),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join(' ; ')})`;
};

const localise = (command: Command, language: Language): Command =>
  command
    .configureHelp({
      styleTitle: (title) => (language === 'fr' ? (helpTitles[title] ?? title) : title),
      showGlobalOptions: true,
      ...(language === 'fr' && { optionDescription: describedInFrench }),
    } satisfies Partial<Help>)
    .configureOutput({ writeErr: () => undefined })
    .helpOption('-h, --help', language === 'fr' ? 'affiche cette aide' : 'show this help')
    .exitOverride();

/** Adds a command that speaks the language of the program. */
export const addCommand = (parent: Command, usage: string, description: Bilingual): Command => {
  const language = parent.getOptionValue('language') as Language;
  const command = localise(parent.command(usage).description(description[language]), language);
  command.setOptionValue('language', language);
  return command.helpCommand(false);
};

/** The text of an option in the language of its command. */
export const text = (command: Command, bilingual: Bilingual): string =>
  bilingual[command.getOptionValue('language') as Language];

export const makeProgram = (language: Language, version: string): Command => {
  const fr = language === 'fr';
  const program = localise(new Command('observatory'), language)
    .description(
      fr
        ? 'Observatoire des usages du numérique : des réponses des écoles aux chiffres.'
        : 'Observatory of digital uses: from the answers of schools to figures.',
    )
    .version(version, '-V, --version', fr ? 'affiche la version' : 'show the version')
    .option('--json', fr ? 'résultats en JSON, une ligne chacun' : 'results as JSON, a line each')
    .option('--lang <langue>', fr ? 'langue : fr ou en' : 'language: fr or en')
    .helpCommand(false);
  program.setOptionValue('language', language);
  return program;
};
