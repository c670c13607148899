import { ArgsType, Field, Int } from '@nestjs/graphql';

import type { PageRequest } from '#application';

/** The arguments of every connection. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: 'Nombre d’éléments de la page, de 1 à 100. Obligatoire.' })
  readonly first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Le curseur après lequel la page commence : le endCursor de la précédente.',
  })
  readonly after?: string | null;
}

export const pageOf = ({ first, after }: PageArgs): PageRequest => ({
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
