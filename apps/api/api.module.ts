import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { Registry } from 'prom-client';

import type { Logger } from '#platform';

import { atlasOf } from './access/atlas.js';
import type { ApiConfig } from './config.js';
import { QuestionnaireFilesController } from './files/questionnaire-files.controller.js';
import { UploadController } from './files/upload.controller.js';
import { AnswerMemory } from './graphql/answer-memory.js';
import { ContextFactory } from './graphql/context.js';
import { GraphqlEngine } from './graphql/engine.js';
import { GraphqlController } from './graphql/graphql.controller.js';
import { mercuriusOptions } from './graphql/mercurius.options.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { GraphiqlController } from './pages/graphiql.controller.js';
import { HealthController, Intake } from './pages/health.controller.js';
import { LandingController } from './pages/landing.controller.js';
import { StatusReader } from './pages/status.js';
import * as token from './ports.js';
import { PublicationsController } from './publications/publications.controller.js';
import { RevisionsAsked } from './read/revisions-asked.js';
import { TerritoryLookup } from './read/territories.js';
import { readResolvers, writeResolvers } from './resolvers.js';
import { CampaignCommandHandler } from './write/campaign.handler.js';
import { ResponseCommandHandler } from './write/response.handler.js';
import { SchoolCommandHandler } from './write/school.handler.js';

export type ApiParts = {
  readonly ports: token.ApiPorts;
  readonly config: ApiConfig;
  readonly version: string;
  readonly logger: Logger;
  readonly registry: Registry;
};

const portProviders = ({
  ports,
  config,
  version,
  logger,
  registry,
}: ApiParts): readonly Provider[] => [
  { provide: token.CATALOGUE, useValue: ports.catalogue },
  { provide: token.DIRECTORY, useValue: ports.directory },
  { provide: token.HISTORIES, useValue: ports.histories },
  { provide: token.CAMPAIGNS, useValue: ports.campaigns },
  { provide: token.FIGURES, useValue: ports.figures },
  { provide: token.REVISIONS, useValue: ports.revisions },
  { provide: token.PROVENANCE, useValue: ports.provenance },
  { provide: token.PROJECTIONS, useValue: ports.projections },
  { provide: token.MONITOR, useValue: ports.monitor },
  { provide: token.EVENT_LOG, useValue: ports.eventLog },
  { provide: token.CAMPAIGN_COMMANDS, useValue: ports.campaignCommands },
  { provide: token.SCHOOL_COMMANDS, useValue: ports.schoolCommands },
  { provide: token.SCHOOL_IMPORTS, useValue: ports.schoolImports },
  { provide: token.RESPONSE_COMMANDS, useValue: ports.responseCommands },
  { provide: token.RESPONSES, useValue: ports.responses },
  { provide: token.REVIEW, useValue: ports.review },
  { provide: token.TODAY, useValue: ports.today },
  { provide: token.RESPONSE_IMPORTS, useValue: ports.responseImports },
  { provide: token.PUBLISHING, useValue: ports.publishing },
  { provide: token.POOL_USAGE, useValue: ports.poolUsage },
  { provide: token.ATLAS, useValue: atlasOf(ports.catalogue.territories) },
  { provide: token.API_CONFIG, useValue: config },
  { provide: token.VERSION, useValue: version },
  { provide: token.REGISTRY, useValue: registry },
  { provide: token.LOGGER, useValue: logger },
];

/** The ports as providers, in a module that every feature imports. */
@Module({})
class PortsModule {
  static of(parts: ApiParts): DynamicModule {
    const providers = [...portProviders(parts)];
    return { module: PortsModule, providers, exports: providers };
  }
}

@Module({})
class ReadModule {
  static on(ports: DynamicModule): DynamicModule {
    return {
      module: ReadModule,
      imports: [ports],
      providers: [RevisionsAsked, TerritoryLookup, ...readResolvers],
    };
  }
}

@Module({})
class WriteModule {
  static on(ports: DynamicModule): DynamicModule {
    return {
      module: WriteModule,
      imports: [ports, CqrsModule],
      providers: [
        CampaignCommandHandler,
        ResponseCommandHandler,
        SchoolCommandHandler,
        ...writeResolvers,
      ],
    };
  }
}

@Module({})
class EdgeModule {
  static on(ports: DynamicModule): DynamicModule {
    return {
      module: EdgeModule,
      imports: [ports],
      controllers: [
        GraphqlController,
        GraphiqlController,
        LandingController,
        HealthController,
        MetricsController,
        QuestionnaireFilesController,
        UploadController,
        PublicationsController,
      ],
      providers: [
        ContextFactory,
        AnswerMemory,
        GraphqlEngine,
        StatusReader,
        Intake,
        Metrics,
        TerritoryLookup,
      ],
    };
  }
}

@Module({})
export class ApiModule {
  static of(parts: ApiParts): DynamicModule {
    const ports = PortsModule.of(parts);
    return {
      module: ApiModule,
      imports: [
        GraphQLModule.forRoot(mercuriusOptions(parts.config.graphql)),
        ReadModule.on(ports),
        WriteModule.on(ports),
        EdgeModule.on(ports),
      ],
    };
  }
}
