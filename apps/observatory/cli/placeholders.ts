import type { Language } from './language.js';

/** Placeholders are written in French in the code: `open <enquête> <année>`. */
const english: Readonly<Record<string, string>> = {
  année: 'year',
  axe: 'axis',
  campagne: 'campaign',
  carte: 'map',
  choix: 'choice',
  clé: 'key',
  codage: 'encoding',
  curseur: 'cursor',
  dossier: 'folder',
  enquête: 'survey',
  état: 'state',
  fichier: 'file',
  genre: 'kind',
  graine: 'seed',
  indicateur: 'indicator',
  indicateurs: 'indicators',
  jour: 'day',
  journal: 'log',
  langue: 'language',
  modèle: 'model',
  modèles: 'models',
  motif: 'reason',
  nature: 'kind',
  nombre: 'number',
  pourcent: 'percent',
  rang: 'offset',
  secteurs: 'sectors',
  série: 'series',
  texte: 'text',
  titre: 'title',
  valeur: 'value',
};

const french: Readonly<Record<string, string>> = { command: 'commande' };

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: english,
  fr: french,
};

/** A text of the help with its placeholders, `<jour>` or `[modèles...]`, in a language. */
export const placeholdersIn = (text: string, language: Language): string =>
  text.replace(/<[^>]+>|\[[^\]]+\]|(?<=missing required argument )'[^']+'/g, (placeholder) =>
    placeholder.replace(/\p{L}+/gu, (word) => words[language][word] ?? word),
  );
