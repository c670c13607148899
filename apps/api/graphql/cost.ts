import { Extensions } from '@nestjs/graphql';

/** How many objects a field may answer with, from its arguments, before anything is executed. */
export type NodesOf = (args: Readonly<Record<string, unknown>>) => number;

/** Declares how many objects a list field may answer with. */
export const Nodes = (nodesOf: NodesOf): MethodDecorator & PropertyDecorator =>
  Extensions({ nodesOf }) as MethodDecorator & PropertyDecorator;

/** Declares a Relay connection: its `first` is checked (1 to 100) and multiplies what is below it. */
export const Paged = (): MethodDecorator & PropertyDecorator =>
  Extensions({
    paged: true,
    nodesOf: (args: { readonly first?: number }) => args.first ?? 0,
  }) as MethodDecorator & PropertyDecorator;

export const maxPageSize = 100;
export const maxFigures = 1_000;

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
