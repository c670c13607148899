import { both, didYouMean, listed, nearest } from '#domain/expression';
import { type Questionnaire, questionnaireKey } from '#domain/survey';
import { err, ok, type Result } from '#kernel';

import type { Catalogue, ReferenceFigure, Territories } from './catalogue.js';
import { fingerprintOf } from './fingerprint.js';
import { indicatorMistakes, placedIndicator, versionsByKey } from './indicators.js';
import {
  type CatalogueFile,
  type CatalogueMistake,
  type FileKind,
  fileKinds,
  inOrder,
  type Told,
} from './mistake.js';
import { placedQuestionnaire, questionnaireMistakes } from './questionnaires.js';
import { type ShapeCheck, shapeCheckOf } from './shape.js';
import { figureOf, type RawReferences } from './shapes.js';
import { readSource, type Source } from './source.js';
import { territoriesOf, territoryMistakes } from './territories.js';

const schemaOf: Readonly<Record<Exclude<FileKind, 'schemas'>, string>> = {
  questionnaires: 'questionnaire.schema.json',
  indicators: 'indicator.schema.json',
  territories: 'territories.schema.json',
  reference: 'published-figures.schema.json',
};

type Sources = { readonly [Kind in FileKind]: readonly Source[] };

const isKind = (folder: string): folder is FileKind => fileKinds.some((kind) => kind === folder);

const kindOf = ({ path, kind }: CatalogueFile): FileKind | undefined => {
  if (kind !== undefined) return kind;
  const folder = path.split('/').at(-2) ?? '';
  return isKind(folder) ? folder : undefined;
};

const atTop = (file: string, told: Told): CatalogueMistake => ({
  file,
  line: 1,
  column: 1,
  ...told,
});

const misplaced = ({ path }: CatalogueFile): CatalogueMistake => {
  const folder = path.split('/').at(-2) ?? '';
  const allowed = listed(fileKinds);
  return atTop(path, {
    code: 'FILE_MISPLACED',
    found: folder,
    allowed,
    remedy: didYouMean(nearest(folder, fileKinds), {
      fr: `Rangez-le dans un dossier ${allowed.fr}.`,
      en: `Put it in a folder ${allowed.en}.`,
    }),
    message: {
      fr: 'Le dossier de ce fichier ne dit pas ce qu’il définit.',
      en: 'The folder of this file does not say what it defines.',
    },
  });
};

const absent = (file: string): CatalogueMistake =>
  atTop(file, {
    code: 'FILE_MISSING',
    found: '',
    allowed: both(file),
    remedy: { fr: 'Remettez ce fichier du catalogue.', en: 'Put this file of the catalogue back.' },
    message: { fr: `Le fichier ${file} manque.`, en: `The file ${file} is missing.` },
  });

const readSources = (files: readonly CatalogueFile[], mistakes: CatalogueMistake[]): Sources => {
  const sources: Record<FileKind, Source[]> = {
    questionnaires: [],
    indicators: [],
    territories: [],
    reference: [],
    schemas: [],
  };
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const kind = kindOf(file);
    const source = readSource(file);
    if (kind === undefined) mistakes.push(misplaced(file));
    else if (source.ok) sources[kind].push(source.value);
    else mistakes.push(...source.error);
  }
  return sources;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const shapeCheckFor = (name: string, { schemas }: Sources): ShapeCheck | null => {
  const schema = schemas.find(({ file }) => file.split('/').at(-1) === name);
  return schema !== undefined && isObject(schema.value) ? shapeCheckOf(schema.value) : null;
};

/** The sources of one kind that have the shape of their schema; the mistakes of the others are noted. */
const shaped = (
  kind: Exclude<FileKind, 'schemas'>,
  sources: Sources,
  mistakes: CatalogueMistake[],
): readonly Source[] => {
  const check = shapeCheckFor(schemaOf[kind], sources);
  if (check === null) {
    mistakes.push(absent(`schemas/${schemaOf[kind]}`));
    return [];
  }
  return sources[kind].filter((source) => {
    const found = check(source);
    mistakes.push(...found);
    return found.length === 0;
  });
};

const readTerritories = (sources: Sources, mistakes: CatalogueMistake[]): Territories | null => {
  if (sources.territories.length === 0) mistakes.push(absent('territories/territories.yaml'));
  const [source] = shaped('territories', sources, mistakes);
  if (source === undefined) return null;
  const territories = territoriesOf(source);
  mistakes.push(...territoryMistakes(source, territories));
  return territories;
};

const byKey = (questionnaires: readonly Questionnaire[]): ReadonlyMap<string, Questionnaire> => {
  const keyed = questionnaires.map(
    (one) => [questionnaireKey(one.survey, one.version), one] as const,
  );
  return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : 1)));
};

const readReferences = (
  sources: Sources,
  mistakes: CatalogueMistake[],
): readonly ReferenceFigure[] =>
  // the schema has just promised this shape
  shaped('reference', sources, mistakes).flatMap(({ value }) =>
    (value as RawReferences).figures.map(figureOf),
  );

/**
 * Makes a catalogue of its files, or says every mistake that they hold, in one pass and in the order of files
 * and lines. Reads nothing: `readCatalogue` brings the files.
 */
export const loadCatalogue = (
  files: readonly CatalogueFile[],
): Result<Catalogue, readonly CatalogueMistake[]> => {
  const mistakes: CatalogueMistake[] = [];
  const sources = readSources(files, mistakes);
  const territories = readTerritories(sources, mistakes);
  const versions = shaped('questionnaires', sources, mistakes).map(placedQuestionnaire);
  mistakes.push(...questionnaireMistakes(versions));
  const questionnaires = versions.map(({ definition }) => definition);
  const indicators = shaped('indicators', sources, mistakes).map(placedIndicator);
  mistakes.push(...indicatorMistakes(indicators, { questionnaires, territories }));
  const references = readReferences(sources, mistakes);
  if (mistakes.length > 0 || territories === null) return err(inOrder(mistakes));

  const catalogue = {
    questionnaires: byKey(questionnaires),
    ...versionsByKey(indicators.map(({ definition }) => definition)),
    territories,
    references,
  };
  return ok({ ...catalogue, fingerprint: fingerprintOf(catalogue) });
};
