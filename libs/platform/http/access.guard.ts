import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { type Allowed, allowedKey, requireAllowed } from '../auth/allow.js';
import type { Authenticate } from '../auth/authenticate.js';

/**
 * Authenticates every HTTP request and admits the roles that its route declares; a route that declares
 * none admits nobody. GraphQL fields are admitted before execution, with the document in hand.
 */
export class AccessGuard implements CanActivate {
  constructor(private readonly authenticate: Authenticate) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.observatory.caller = await this.authenticate(request.headers.authorization);
    const allowed = (Reflect.getMetadata(allowedKey, context.getHandler()) ??
      []) as readonly Allowed[];
    requireAllowed(allowed, request.observatory.caller, request.url.split('?', 1)[0] ?? '');
    return true;
  }
}
