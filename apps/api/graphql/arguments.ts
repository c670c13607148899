import { Args, Int } from '@nestjs/graphql';

import type { PageRequest } from '#application';

/** The mandatory size of a page. */
export const First = (): ParameterDecorator =>
  Args('first', {
    type: () => Int,
    description: 'Nombre d’éléments de la page, de 1 à 100. Obligatoire.',
  });

export const After = (): ParameterDecorator =>
  Args('after', {
    type: () => String,
    nullable: true,
    description: 'Le curseur après lequel la page commence : le endCursor de la précédente.',
  });

export const pageOf = (first: number, after: string | null | undefined): PageRequest => ({
  first,
  after: after ?? null,
});

/** Drops what is null or absent: a filter restricts by what it names alone. */
export const given = <Row extends object>(
  input: Row | null | undefined,
): { [Key in keyof Row]?: NonNullable<Row[Key]> } =>
  Object.fromEntries(
    Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined),
  ) as { [Key in keyof Row]?: NonNullable<Row[Key]> };
