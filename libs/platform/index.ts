export { loadConfig } from './config/load-config.js';
export { type GraphqlConfig, type HttpConfig } from './config/http.config.js';
export { Fault, type FaultCode, faultOf, statusOf } from './fault.js';
export { createLogger, type Logger } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { actorOf, type Caller, type ObservatoryScope } from './auth/caller.js';
export { Allow, type Allowed, allowedKey, requireAllowed } from './auth/allow.js';
export { type Authenticate, createAuthenticate } from './auth/authenticate.js';
export {
  developmentKey,
  type DevelopmentToken,
  developmentTokens,
} from './auth/development-key.js';
export { AccessGuard } from './http/access.guard.js';
export {
  FaultFilter,
  faultReplier,
  logFault,
  problemDetails,
  registerFaults,
  type RenderFault,
  type ReplyFault,
} from './http/fault.filter.js';
export { type Language } from './http/language.js';
export {
  enterRequest,
  registerRequestContext,
  type RequestContext,
} from './http/request-context.js';
export { type PoolUsage, ProcessMeasures } from './metrics/process.measures.js';
export { ProjectionMeasures } from './metrics/projection.measures.js';
