import {
  type AnswerValue,
  isInstant,
  parseSchoolYear,
  parseUai,
  position,
  type Position,
} from '#kernel';
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

type TextScalar<Value> = {
  readonly name: string;
  readonly description: string;
  readonly parse: (text: string) => Value;
  readonly serialize?: (value: unknown) => string;
};

const refuse = (name: string, expected: string, found: unknown): never => {
  throw new GraphQLError(`${name} : il faut ${expected}, et non ${JSON.stringify(found)}.`);
};

const textScalar = <Value>({ name, description, parse, serialize }: TextScalar<Value>) =>
  new GraphQLScalarType<Value, string>({
    name,
    description,
    serialize: serialize ?? String,
    parseValue: (value) =>
      typeof value === 'string' ? parse(value) : refuse(name, 'un texte', value),
    parseLiteral: (node: ValueNode) =>
      node.kind === Kind.STRING
        ? parse(node.value)
        : refuse(name, 'un texte', valueFromASTUntyped(node)),
  });

export const PositionScalar = textScalar<Position>({
  name: 'Position',
  description:
    'Position dans le journal des événements : un texte de chiffres. Elle croît avec chaque fait enregistré, avec des trous.',
  parse: (text) =>
    /^\d{1,18}$/.test(text)
      ? position(BigInt(text))
      : refuse('Position', 'un texte de chiffres', text),
});

export const SchoolYearScalar = textScalar({
  name: 'SchoolYear',
  description:
    'Année scolaire, du 1er septembre au 31 août : « 2013-2014 ». La campagne ETIC 2014 y a lieu.',
  parse: (text) => {
    const year = parseSchoolYear(text);
    return year.ok
      ? year.value
      : refuse('SchoolYear', 'une année scolaire comme « 2013-2014 »', text);
  },
});

export const UaiScalar = textScalar({
  name: 'Uai',
  description:
    'Unité administrative immatriculée : sept chiffres et une lettre de contrôle, « 0131884C ». L’identité nationale d’un établissement.',
  parse: (text) => {
    const uai = parseUai(text);
    if (uai.ok) return uai.value;
    if (uai.error.kind === 'UaiMalformed')
      return refuse('Uai', 'sept chiffres et une lettre', text);
    return refuse('Uai', `la lettre de contrôle de ${uai.error.expected}`, text);
  },
});

const isoDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export const DateScalar = textScalar({
  name: 'Date',
  description: 'Jour du calendrier, ISO 8601 : « 2014-06-30 ».',
  parse: (text) => (isoDate.test(text) ? text : refuse('Date', 'un jour AAAA-MM-JJ', text)),
});

export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'Instant, ISO 8601 avec son fuseau : « 2014-06-30T16:05:00Z ».',
  parse: (text) =>
    isInstant(text) ? text : refuse('DateTime', 'un instant ISO 8601 avec son fuseau', text),
});

export const DecimalScalar = textScalar({
  name: 'Decimal',
  description:
    'Nombre décimal exact, écrit comme un texte avec un point : « 15.56 ». Jamais un nombre à virgule flottante.',
  parse: (text) =>
    /^-?\d{1,30}(\.\d{1,15})?$/.test(text)
      ? text
      : refuse('Decimal', 'un décimal comme « 15.56 »', text),
});

const isAnswerValue = (value: unknown): value is AnswerValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

type AnswerMap = Readonly<Record<string, AnswerValue | null>>;

const answerMap = (value: unknown): AnswerMap => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('Answers', 'un objet { code : valeur }', value);
  }
  const answers = value as AnswerMap;
  for (const code of Object.keys(answers)) {
    const answer: unknown = answers[code];
    if (answer !== null && !isAnswerValue(answer)) {
      refuse(`Answers.${code}`, 'un nombre, un texte, un booléen ou une liste de textes', answer);
    }
  }
  return answers;
};

export const AnswersScalar = new GraphQLScalarType<AnswerMap, unknown>({
  name: 'Answers',
  description:
    'Réponses d’un établissement : un objet JSON du code de la question à sa valeur, nombre, texte, booléen ou liste de textes. Zéro est une réponse ; null efface.',
  parseValue: answerMap,
  parseLiteral: (node, variables) => answerMap(valueFromASTUntyped(node, variables)),
});

export const AnswerValueScalar = new GraphQLScalarType<AnswerValue, unknown>({
  name: 'AnswerValue',
  description:
    'Valeur d’une réponse : nombre entier, décimal écrit comme un texte, booléen, code d’un choix, ou liste de codes.',
  parseValue: (value) =>
    isAnswerValue(value) ? value : refuse('AnswerValue', 'une valeur de réponse', value),
});
