import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';

import { Allow, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import type { SchoolCommand } from './commands.js';
import { InLanguage, languageIn, originOf } from './origin.js';
import { OutcomeModel, outcomeRow } from './outcome.model.js';
import { ExecuteOnSchool } from './school.handler.js';
import { AbsorbSchoolInput, CloseSchoolInput, ReopenSchoolInput } from './school.input.js';

type Row = ReturnType<typeof outcomeRow>;

@Resolver()
export class SchoolMutations {
  constructor(private readonly commands: CommandBus) {}

  @Allow('operator')
  @Mutation(() => OutcomeModel, { description: 'Ferme un établissement depuis un jour.' })
  closeSchool(
    @Args('input', { description: 'L’établissement à fermer.' })
    { uai, on, reason }: CloseSchoolInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'CloseSchool', uai, on, reason }, context, language);
  }

  @Allow('operator')
  @Mutation(() => OutcomeModel, { description: 'Rouvre un établissement fermé.' })
  reopenSchool(
    @Args('input', { description: 'L’établissement à rouvrir.' }) { uai, on }: ReopenSchoolInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'ReopenSchool', uai, on }, context, language);
  }

  @Allow('operator')
  @Mutation(() => OutcomeModel, {
    description: 'Ferme un établissement dont les élèves vont à un autre.',
  })
  absorbSchool(
    @Args('input', { description: 'Qui est absorbé, et par qui.' })
    { uai, on, into }: AbsorbSchoolInput,
    @Context() context: GraphqlContext,
    @InLanguage() language: Language | null,
  ): Promise<Row> {
    return this.execute({ type: 'AbsorbSchool', uai, on, into }, context, language);
  }

  private async execute(
    command: SchoolCommand,
    context: GraphqlContext,
    language: Language | null,
  ): Promise<Row> {
    const outcome = await this.commands.execute(new ExecuteOnSchool(command, originOf(context)));
    return outcomeRow(outcome, languageIn(language, context));
  }
}
