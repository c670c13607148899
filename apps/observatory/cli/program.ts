import { Command, type CommanderError, Help, type Option } from 'commander';

import type { Bilingual } from '#kernel';

import { exitCodes } from './exit-codes.js';
import type { Language } from './language.js';
import { placeholdersIn } from './placeholders.js';

const helpTitles: Readonly<Record<string, string>> = {
  'Usage:': 'Utilisation :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Global Options:': 'Options générales :',
  'Commands:': 'Commandes :',
};

/** What commander says in English, in French. */
const inFrench: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*?)'/, 'commande inconnue : « $1 ».'],
  [/^unknown option '(.*?)'/, 'option inconnue : « $1 ».'],
  [/^missing required argument '(.*?)'/, 'argument manquant : « $1 ».'],
  [/^option '(.*?)' argument missing/, 'valeur manquante : « $1 ».'],
  [/^required option '(.*?)' not specified/, 'option obligatoire : « $1 ».'],
  [/^option '(.*?)' cannot be used with option '(.*?)'/, '« $1 » ne va pas avec « $2 ».'],
  [
    /^option '(.*?)' argument '(.*?)' is invalid\. /s,
    'valeur refusée pour « $1 » : « $2 ». Admis : ',
  ],
  [
    /^command-argument value '(.*?)' is invalid for argument '(.*?)'\. /s,
    'valeur refusée pour « $2 » : « $1 ». Admis : ',
  ],
  [
    /^too many arguments for '(.*?)'\. Expected (\d+) arguments? but got (\d+).*/s,
    'trop d’arguments pour « $1 » : $3, au lieu de $2.',
  ],
  [/Allowed choices are (.*)\.$/, '$1'],
  [/\s*\(Did you mean (?:one of )?(.*?)\?\)/, ' Vouliez-vous dire $1 ?'],
];

/** Why a command line is refused, in the language of who wrote it. */
export const usageText = ({ message }: CommanderError, language: Language): string => {
  const english = message.replace(/^error: /, '');
  if (language === 'en') return placeholdersIn(english, language);
  return inFrench.reduce((text, [pattern, french]) => text.replace(pattern, french), english);
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

const help = new Help();

const localise = (command: Command, language: Language): Command =>
  command
    .configureHelp({
      styleTitle: (title) => (language === 'fr' ? (helpTitles[title] ?? title) : title),
      showGlobalOptions: true,
      subcommandTerm: (term) => placeholdersIn(help.subcommandTerm(term), language),
      optionTerm: (term) => placeholdersIn(help.optionTerm(term), language),
      commandUsage: (term) => placeholdersIn(help.commandUsage(term), language),
      ...(language === 'fr' && { optionDescription: describedInFrench }),
    } satisfies Partial<Help>)
    .configureOutput({ writeErr: () => undefined })
    .helpOption('-h, --help', language === 'fr' ? 'affiche cette aide' : 'show this help')
    .exitOverride();

/** How arguments are read, in their order; those beyond stay texts. */
export type ArgumentParsers = readonly ((text: string) => unknown)[];

/** Adds a command that speaks the language of the program. */
export const addCommand = (
  parent: Command,
  usage: string,
  description: Bilingual,
  parsers: ArgumentParsers = [],
): Command => {
  const language = parent.getOptionValue('language') as Language;
  const command = localise(parent.command(usage).description(description[language]), language);
  command.setOptionValue('language', language);
  parsers.forEach((parse, index) => command.registeredArguments[index]?.argParser(parse));
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
