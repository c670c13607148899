import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';

import { type School, type SchoolHistories, withAcademies } from '#application';
import type { Catalogue } from '#catalogue';
import { Allow } from '#platform';

import { Reads } from '../graphql/reads.js';
import { SchoolModel } from '../model/school.model.js';
import { SchoolVersionModel } from '../model/school-version.model.js';
import { CATALOGUE, HISTORIES } from '../ports.js';
import type { RowOf } from '../graphql/row.js';
import type { Viewed } from './view.js';
import { historyLoader, type HistoryLoader } from './history.loader.js';

@Resolver(() => SchoolModel)
export class SchoolHistoryResolver {
  readonly #loaders = new WeakMap<object, HistoryLoader>();

  constructor(
    @Inject(HISTORIES) private readonly histories: SchoolHistories,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Allow('public')
  @Reads()
  @ResolveField(() => [SchoolVersionModel], {
    description:
      'Son histoire : ses versions de la plus ancienne à l’actuelle, avec l’académie de chaque date.',
  })
  async history(
    @Parent() { uai, view }: Viewed<School>,
  ): Promise<readonly RowOf<SchoolVersionModel>[]> {
    const versions = await this.loaderOf(view).load(uai);
    return withAcademies(versions, this.catalogue.territories).map((version) => ({
      ...version,
      circonscription: version.circonscription?.code ?? null,
      bassin: version.bassin?.code ?? null,
    }));
  }

  private loaderOf(view: object): HistoryLoader {
    const known = this.#loaders.get(view) ?? historyLoader(this.histories);
    this.#loaders.set(view, known);
    return known;
  }
}
