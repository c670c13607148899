import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, ResolveField, Resolver } from '@nestjs/graphql';

import {
  changesOfImport,
  type RecordedChange,
  type SchoolHistories,
  type SchoolImport,
  type StandingProposal,
  standingProposals,
} from '#application';
import { Allow } from '#platform';

import { PageArgs } from '../graphql/arguments.js';
import { type Connection, connectionTypes } from '../graphql/connection.model.js';
import { Paged } from '../graphql/cost.js';
import { listOf } from '../graphql/list.js';
import { Reads } from '../graphql/reads.js';
import type { RowOf } from '../graphql/row.js';
import {
  AbsorptionProposalModel,
  SchoolChangeModel,
  SchoolImportModel,
} from '../model/school-import.model.js';
import { HISTORIES } from '../ports.js';
import { memoryPage } from './memory-page.js';
import { ObservatoryModel } from './observatory.resolver.js';

export const SchoolImportConnection = connectionTypes(
  SchoolImportModel,
  'SchoolImport',
  'un import d’établissements',
);
export const SchoolChangeConnection = connectionTypes(
  SchoolChangeModel,
  'SchoolChange',
  'un changement d’établissement',
);
export const ProposalConnection = connectionTypes(
  AbsorptionProposalModel,
  'AbsorptionProposal',
  'une absorption proposée',
);

@ArgsType()
class SchoolChangesArgs extends PageArgs {
  @Field(() => ID, { description: 'L’import, ou la décision.' })
  readonly import!: string;
}

const importRow = ({ importId, ...rest }: SchoolImport): RowOf<SchoolImportModel> => ({
  id: importId,
  ...rest,
});

const keyOfProposal = ({ uai, into, on }: StandingProposal): string => `${uai} ${into} ${on}`;

const notCounted = (): Promise<null> => Promise.resolve(null);

@Resolver(() => ObservatoryModel)
export class SchoolImportsResolver {
  constructor(@Inject(HISTORIES) private readonly histories: SchoolHistories) {}

  @Allow('operator')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => SchoolImportConnection.type, {
    description:
      'Les imports d’établissements et les décisions, du dernier au premier. Ni asOf ni geography ne s’y appliquent.',
  })
  async schoolImports(@Args() args: PageArgs): Promise<Connection<RowOf<SchoolImportModel>>> {
    const list = listOf('school-imports');
    const page = await this.histories.imports(list.request(args));
    return list.connection(page, importRow, notCounted);
  }

  @Allow('operator')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => SchoolChangeConnection.type, {
    description: 'Ce qu’un import a changé, par UAI ; vide s’il est inconnu.',
  })
  async schoolChanges(@Args() args: SchoolChangesArgs): Promise<Connection<RecordedChange>> {
    const list = listOf('school-changes', args.import);
    const page = await changesOfImport(this.histories, args.import, list.request(args));
    return list.connection(page, (change) => change, notCounted);
  }

  @Allow('operator')
  @Paged()
  @Reads('school-directory')
  @ResolveField(() => ProposalConnection.type, {
    description: 'Les absorptions que des noms annoncent et que personne n’a décidées, par UAI.',
  })
  async absorptionProposals(@Args() args: PageArgs): Promise<Connection<StandingProposal>> {
    const list = listOf('absorption-proposals');
    const request = list.request(args);
    const proposals = await standingProposals(this.histories);
    return list.connection(
      memoryPage(proposals, keyOfProposal, request),
      (proposal) => proposal,
      () => Promise.resolve(proposals.length),
    );
  }
}
