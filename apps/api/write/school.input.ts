import { Field, ID, InputType } from '@nestjs/graphql';

import { DateScalar, UaiScalar } from '../graphql/scalars.js';

@InputType('CloseSchoolInput', { description: 'Ferme un établissement.' })
export class CloseSchoolInput {
  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => DateScalar, { description: 'Premier jour sans élèves.' })
  readonly on!: string;

  @Field(() => String, { description: 'Pourquoi.' })
  readonly reason!: string;
}

@InputType('UndoSchoolImportInput', {
  description: 'Annule un import d’établissements ou une décision.',
})
export class UndoSchoolImportInput {
  @Field(() => ID, { description: 'L’import, ou la décision.' })
  readonly import!: string;

  @Field(() => String, { description: 'Pourquoi : conservé avec l’annulation.' })
  readonly reason!: string;
}

@InputType('AbsorbProposedInput', { description: 'Des absorptions proposées à enregistrer.' })
export class AbsorbProposedInput {
  @Field(() => [UaiScalar], { description: 'Les établissements absorbés.' })
  readonly uais!: readonly string[];
}

@InputType('ReopenSchoolInput', { description: 'Rouvre un établissement fermé.' })
export class ReopenSchoolInput {
  @Field(() => UaiScalar, { description: 'L’établissement.' })
  readonly uai!: string;

  @Field(() => DateScalar, { description: 'Premier jour où il est de nouveau ouvert.' })
  readonly on!: string;
}

@InputType('AbsorbSchoolInput', {
  description: 'Ferme un établissement dont les élèves vont à un autre.',
})
export class AbsorbSchoolInput {
  @Field(() => UaiScalar, { description: 'L’établissement absorbé.' })
  readonly uai!: string;

  @Field(() => UaiScalar, { description: 'Celui qui l’absorbe.' })
  readonly into!: string;

  @Field(() => DateScalar, { description: 'Premier jour sans élèves.' })
  readonly on!: string;
}
