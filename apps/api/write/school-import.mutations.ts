import { Inject } from '@nestjs/common';
import {
  Args,
  Context,
  createUnionType,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from '@nestjs/graphql';

import type { Position, Problem, Result } from '#kernel';
import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { PositionScalar } from '../graphql/scalars.js';
import { EVENT_LOG, SCHOOL_IMPORTS, type ApiPorts, type SchoolImports } from '../ports.js';
import { InLanguage, languageIn, originOf } from './origin.js';
import { RefusedModel, refusedRow } from './outcome.model.js';
import { AbsorbProposedInput, UndoSchoolImportInput } from './school.input.js';

@ObjectType('SchoolsChanged', {
  description: 'Ce qui a été enregistré de plusieurs établissements.',
})
class SchoolsChangedModel {
  @Field(() => ID, { description: 'L’import qui a été annulé, ou celui que l’on peut annuler.' })
  readonly import!: string;

  @Field(() => Int, { description: 'Combien d’établissements ; 0 si c’était déjà fait.' })
  readonly schools!: number;

  @Field(() => PositionScalar, { description: 'À relire avec atLeast.' })
  readonly position!: Position;
}

const SchoolsOutcome = createUnionType({
  name: 'SchoolsOutcome',
  description: 'Ce qui a été enregistré, ou tout ce qui ne va pas.',
  types: () => [SchoolsChangedModel, RefusedModel] as const,
  resolveType: (row: object) => ('problems' in row ? 'Refused' : 'SchoolsChanged'),
});

type Changed = { readonly schools: number; readonly position: Position | null };
type Row = ReturnType<typeof refusedRow> | SchoolsChangedModel;
type Asked = { readonly importId: string; readonly language: Language };

@Resolver()
export class SchoolImportMutations {
  constructor(
    @Inject(SCHOOL_IMPORTS) private readonly imports: SchoolImports,
    @Inject(EVENT_LOG) private readonly log: ApiPorts['eventLog'],
  ) {}

  @Allow('operator')
  @Mutation(() => SchoolsOutcome, {
    description:
      'Annule un import ou une décision : l’histoire des établissements redevient celle qu’elle serait sans lui.',
  })
  async undoSchoolImport(
    @Args('input', { description: 'Ce qui est annulé.' }) input: UndoSchoolImportInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const { import: importId, reason } = input;
    const undone = await this.imports.undo({ importId, reason }, originOf(context));
    return this.told(undone, { importId, language: languageIn(language, context) });
  }

  @Allow('operator')
  @Mutation(() => SchoolsOutcome, {
    description: 'Enregistre des absorptions proposées, en un seul import.',
  })
  async absorbProposed(
    @Args('input', { description: 'Lesquelles.' }) { uais }: AbsorbProposedInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    const origin = originOf(context);
    const absorbed = await this.imports.absorbProposed(uais, origin);
    const importId = origin.correlationId;
    return this.told(absorbed, { importId, language: languageIn(language, context) });
  }

  private async told(
    outcome: Result<Changed, readonly Problem[]>,
    { importId, language }: Asked,
  ): Promise<Row> {
    if (!outcome.ok) return refusedRow(outcome.error, language);
    const { schools, position } = outcome.value;
    return { import: importId, schools, position: position ?? (await this.log.head()) };
  }
}
