import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType('Text', { description: 'Un texte dans les deux langues de l’interface.' })
export class TextModel {
  @Field(() => String, { description: 'En français.' })
  readonly fr!: string;

  @Field(() => String, { description: 'En anglais.' })
  readonly en!: string;
}
