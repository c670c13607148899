import { SetMetadata } from '@nestjs/common';
import { Extensions } from '@nestjs/graphql';

import type { Caller, Role } from './caller.js';
import { Fault } from '../fault.js';

/** Who may call: everybody, or the named roles. */
export type Allowed = 'public' | Exclude<Role, 'anonymous'>;

export const allowedKey = 'observatoire:allowed';

/**
 * Declares who may call a resolver or a route. Every one carries it: a spec fails when one does not,
 * and what carries none is closed to all.
 */
export const Allow = (...allowed: readonly [Allowed, ...Allowed[]]): MethodDecorator => {
  const onRoute = SetMetadata(allowedKey, allowed);
  const onField = Extensions({ allowed });
  return (target, key, descriptor) => {
    onRoute(target, key, descriptor);
    onField(target, key);
  };
};

const permits = (allowed: readonly Allowed[], caller: Caller): boolean =>
  allowed.includes('public') || (caller.role !== 'anonymous' && allowed.includes(caller.role));

const roleNames: Readonly<Record<Allowed, { readonly fr: string; readonly en: string }>> = {
  public: { fr: 'tous', en: 'everybody' },
  school: { fr: 'les établissements', en: 'schools' },
  observatory: { fr: 'l’observatoire', en: 'the observatory' },
  operator: { fr: 'les exploitants', en: 'operators' },
};

const names = (allowed: readonly Allowed[], language: 'fr' | 'en'): string =>
  allowed.map((role) => roleNames[role][language]).join(', ');

/** Throws UNAUTHENTICATED or FORBIDDEN, naming `what` was asked, unless `caller` may call. */
export const requireAllowed = (allowed: readonly Allowed[], caller: Caller, what: string): void => {
  if (permits(allowed, caller)) return;
  if (caller.role === 'anonymous') {
    throw new Fault('UNAUTHENTICATED', {
      fr: `« ${what} » n’est pas public. Envoyez un jeton d’accès : Authorization: Bearer <jeton>. Y ont accès : ${names(allowed, 'fr')}.`,
      en: `"${what}" is not public. Send an access token: Authorization: Bearer <token>. It is open to ${names(allowed, 'en')}.`,
    });
  }
  throw new Fault('FORBIDDEN', {
    fr: `« ${what} » est réservé : y ont accès ${names(allowed, 'fr')}.`,
    en: `"${what}" is reserved: it is open to ${names(allowed, 'en')}.`,
  });
};
