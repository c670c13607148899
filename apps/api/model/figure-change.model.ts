import { Field, Int, ObjectType } from '@nestjs/graphql';

import type { RevisionCause } from '#application';

import { RevisionCauseEnum } from '../graphql/enums.js';
import { DecimalScalar } from '../graphql/scalars.js';
import { FigureModel } from './figure.model.js';

@ObjectType('CauseOfChange', { description: 'Ce qu’une cause a ajouté à un chiffre.' })
export class CauseOfChangeModel {
  @Field(() => RevisionCauseEnum, { description: 'La cause.' })
  readonly cause!: RevisionCause;

  @Field(() => Int, { description: 'Réponses retenues en plus, ou en moins.' })
  readonly used!: number;

  @Field(() => DecimalScalar, { description: 'Ajouté au numérateur ; négatif si c’est retiré.' })
  readonly numerator!: string;

  @Field(() => DecimalScalar, { description: 'Ajouté au dénominateur ; 0 pour un total.' })
  readonly denominator!: string;
}

@ObjectType('FigureChange', {
  description:
    'Un chiffre à deux positions du journal, tous deux selon la définition d’aujourd’hui.',
})
export class FigureChangeModel {
  @Field(() => FigureModel, { description: 'Le chiffre d’avant.' })
  readonly before!: FigureModel;

  @Field(() => FigureModel, { description: 'Le chiffre d’après.' })
  readonly after!: FigureModel;

  @Field(() => [CauseOfChangeModel], {
    description:
      'La différence, cause par cause : leur somme est exactement l’écart. Ce que la carte a déplacé est TERRITORY_CHANGE.',
  })
  readonly byCause!: readonly CauseOfChangeModel[];
}
