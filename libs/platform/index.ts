export {
  type AuthConfig,
  type Config,
  type GraphqlConfig,
  type HttpConfig,
  loadConfig,
  type LoggingConfig,
  type LogLevel,
} from './config.js';
export {
  Fault,
  type FaultCode,
  faultCodes,
  type FaultDetails,
  faultOf,
  statusOf,
} from './fault.js';
export { createLogger, type Logger } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export {
  actorOf,
  anonymous,
  type Caller,
  type ObservatoryScope,
  type Role,
} from './auth/caller.js';
export { Allow, type Allowed, allowedKey, requireAllowed } from './auth/allow.js';
export { type Authenticate, createAuthenticate } from './auth/authenticate.js';
export {
  developmentKey,
  type DevelopmentToken,
  developmentTokens,
  signToken,
} from './auth/development-key.js';
export { shutDown, type ShutdownReport, type ShutdownStep } from './shutdown.js';
export { AccessGuard } from './http/access.guard.js';
export {
  FaultFilter,
  faultReplier,
  httpFaultOf,
  logFault,
  problemDetails,
  registerFaults,
  type RenderFault,
  type RenderedFault,
} from './http/fault.filter.js';
export { type Language, languageOf } from './http/language.js';
export { registerRequestContext, type RequestContext } from './http/request-context.js';
