import { Extensions } from '@nestjs/graphql';

import { Fault } from '#platform';

/** How many objects a field may answer with, from its arguments, before anything is executed. */
export type NodesOf = (args: Readonly<Record<string, unknown>>) => number;

/** Declares how many objects a list field may answer with. */
export const Nodes = (nodesOf: NodesOf): MethodDecorator & PropertyDecorator =>
  Extensions({ nodesOf });

/** Declares a Relay connection: its `first` is checked (1 to 100) and multiplies what is below it. */
export const Paged = (): MethodDecorator & PropertyDecorator =>
  Extensions({
    paged: true,
    nodesOf: (args: { readonly first?: number }) => args.first ?? 0,
  });

/** Declares a field that reads the event log itself: its answer is never remembered. */
export const Fresh = (): MethodDecorator & PropertyDecorator => Extensions({ fresh: true });

export const maxPageSize = 100;
const maxFigures = 1_000;

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);
const segmentsOf: Readonly<Record<string, number>> = { schoolType: 7, sector: 2 };

/** Indicators × territories × school years × segments. */
export const figuresAsked: NodesOf = (args) => {
  const breakdown = Array.isArray(args['breakdown'])
    ? (args['breakdown'] as readonly string[])
    : [];
  const segments = breakdown.reduce((product, name) => product * (segmentsOf[name] ?? 1), 1);
  const years = args['schoolYears'] === undefined ? 1 : lengthOf(args['schoolYears']);
  const indicators = args['indicators'] === undefined ? 1 : lengthOf(args['indicators']);
  return indicators * lengthOf(args['territories']) * years * segments;
};

const tooMany = (asked: number): Fault =>
  new Fault(
    'QUERY_TOO_COSTLY',
    {
      fr: `${String(asked)} chiffres sont demandés ; ${String(maxFigures)} sont permis. Demandez moins d’années, de territoires ou d’indicateurs à la fois.`,
      en: `${String(asked)} figures are asked for; ${String(maxFigures)} are allowed. Ask for fewer years, territories or indicators at once.`,
    },
    { limit: 'figures', found: asked, allowed: maxFigures },
  );

/** Throws QUERY_TOO_COSTLY for more figures than one question may ask. */
export const requireFew = (args: Readonly<Record<string, unknown>>): void => {
  const asked = figuresAsked(args);
  if (asked > maxFigures) throw tooMany(asked);
};
