import { Inject, Injectable } from '@nestjs/common';

import type {
  FigureReader,
  ProjectionReading,
  ProjectionName,
  SchoolDirectory,
  SchoolHistories,
} from '#application';
import type { Caller, Language, RequestContext } from '#platform';

import type { Atlas } from '../access/atlas.js';
import { type CallerReach, reachOf } from '../access/reach.js';
import { ATLAS, DIRECTORY, FIGURES, HISTORIES } from '../ports.js';
import { type CoverageLoader, coverageLoader } from '../read/coverage.loader.js';
import type { GraphqlRequest } from './request.js';

/** What every resolver of one request shares. */
export type GraphqlContext = {
  readonly caller: Caller;
  readonly language: Language;
  readonly correlationId: string;
  readonly method: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The static cost, once the document was examined. */
  cost: number | undefined;
  /** Whether the answer depends on nothing but the read models. */
  isMemorable: boolean;
  /** Throws when the variables do not fit, once the document was examined. */
  requireVariables: () => void;
  /** The read models that the answer is made of. */
  reads: ReadonlySet<ProjectionName>;
  /** Where the read models were, before anything was read from them. */
  reading: ProjectionReading | undefined;
  /** What the caller may look into, worked out once and only when something asks. */
  readonly reach: () => Promise<CallerReach>;
  readonly coverage: () => CoverageLoader;
};

const once = <Value extends object>(make: () => Value): (() => Value) => {
  let made: Value | undefined;
  return () => (made ??= make());
};

@Injectable()
export class ContextFactory {
  constructor(
    @Inject(DIRECTORY) private readonly directory: SchoolDirectory,
    @Inject(FIGURES) private readonly figures: FigureReader,
    @Inject(ATLAS) private readonly atlas: Atlas,
    @Inject(HISTORIES) private readonly histories: SchoolHistories,
  ) {}

  create(request: GraphqlRequest, method: string, of: RequestContext): GraphqlContext {
    const { caller, language, correlationId } = of;
    const { atlas, directory, histories } = this;
    const { operationName, variables } = request;
    return {
      caller,
      language,
      correlationId,
      method,
      operationName,
      variables,
      cost: undefined,
      isMemorable: false,
      requireVariables: () => undefined,
      reads: new Set(),
      reading: undefined,
      reach: once(() => reachOf(caller, { atlas, directory, histories })),
      coverage: once(() => coverageLoader(this.figures)),
    };
  }
}
