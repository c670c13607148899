import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import type { Page } from '#application';

import { Allow } from '#platform';

import { Reads } from './reads.js';
import type { RowOf } from './row.js';

@ObjectType({ description: 'Où l’on en est dans une liste paginée (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Vrai s’il reste des éléments après cette page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Toujours faux : on ne pagine que vers l’avant.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Curseur du premier élément.' })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Curseur du dernier élément : le `after` de la page suivante.',
  })
  readonly endCursor!: string | null;
}

/** How long the whole list is; null where that is not known. */
export type Count = () => Promise<number | null>;

/** A page as GraphQL shows it. `count` runs only when `totalCount` is selected. */
export type Connection<Row> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: RowOf<PageInfo>;
  readonly count: Count;
};

export const connectionOfPage = <Row, Node>(
  page: Page<Row> & { readonly endCursor: string | null },
  nodeOf: (row: Row) => Node,
  count: Count,
): Connection<Node> => ({
  edges: page.rows.map((row, index) => ({ cursor: page.cursors[index] ?? '', node: nodeOf(row) })),
  pageInfo: {
    hasNextPage: page.hasNextPage,
    hasPreviousPage: false,
    startCursor: page.cursors[0] ?? null,
    endCursor: page.endCursor,
  },
  count,
});

type NodeClass = abstract new () => object;

/** The Relay types of a list of `node`, with the resolver that counts only when it is asked to. */
export const connectionTypes = (node: NodeClass, name: string, of: string) => {
  @ObjectType(`${name}Edge`, { description: `Un élément de la liste : ${of}.` })
  class Edge {
    @Field(() => String, { description: 'Position opaque dans la liste.' })
    readonly cursor!: string;

    @Field(() => node, { description: `L’élément : ${of}.` })
    readonly node!: object;
  }

  @ObjectType(`${name}Connection`, { description: `Une page d’une liste : ${of}.` })
  class ConnectionType {
    @Field(() => [Edge], { description: 'Les éléments de la page, avec leurs curseurs.' })
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo, { description: 'Où l’on en est dans la liste.' })
    readonly pageInfo!: PageInfo;
  }

  @Resolver(() => ConnectionType)
  class TotalCountResolver {
    @Allow('public')
    @Reads()
    @ResolveField(() => Int, {
      nullable: true,
      description:
        'Nombre d’éléments de toute la liste, filtre compris ; compté seulement s’il est demandé.',
    })
    totalCount(@Parent() connection: Connection<unknown>): Promise<number | null> {
      return connection.count();
    }
  }
  return { type: ConnectionType, resolver: TotalCountResolver };
};
