import { type Actor, err, ok, parseUai, type Result, type Uai } from '#kernel';
import { z } from 'zod';

/** What an observatory account may look into: its académie, or one department of it. */
export type ObservatoryScope =
  | { readonly kind: 'academy'; readonly code: string }
  | { readonly kind: 'department'; readonly code: string };

/** Who asks. Role and scope come from the token alone, never from an argument. */
export type Caller =
  | { readonly role: 'anonymous' }
  | { readonly role: 'school'; readonly id: string; readonly uai: Uai }
  | { readonly role: 'observatory'; readonly id: string; readonly scope: ObservatoryScope }
  | { readonly role: 'operator'; readonly id: string };

export type Role = Caller['role'];

export const anonymous: Caller = { role: 'anonymous' };

export const actorOf = (caller: Caller): Actor => ({
  role: caller.role,
  id: caller.role === 'anonymous' ? 'anonymous' : caller.id,
});

const claims = z.discriminatedUnion('role', [
  z.object({ role: z.literal('school'), sub: z.string().min(1), uai: z.string() }),
  z.object({
    role: z.literal('observatory'),
    sub: z.string().min(1),
    academy: z
      .string()
      .regex(/^\d{2}$/)
      .optional(),
    department: z
      .string()
      .regex(/^\d[0-9AB]\d$|^0\d[0-9AB]$/)
      .optional(),
  }),
  z.object({ role: z.literal('operator'), sub: z.string().min(1) }),
]);

type Claims = z.output<typeof claims>;

const schoolOf = (id: string, text: string): Result<Caller, string> => {
  const uai = parseUai(text);
  return uai.ok ? ok({ role: 'school', id, uai: uai.value }) : err('uai: not a valid UAI');
};

const observatoryOf = ({
  sub: id,
  academy,
  department,
}: Extract<Claims, { role: 'observatory' }>): Result<Caller, string> => {
  if ((academy === undefined) === (department === undefined)) {
    return err('academy, department: exactly one of them');
  }
  if (academy !== undefined) {
    return ok({ role: 'observatory', id, scope: { kind: 'academy', code: academy } });
  }
  return ok({ role: 'observatory', id, scope: { kind: 'department', code: department ?? '' } });
};

/** The caller that the claims of a verified token name, or what is wrong with the claims. */
export const callerOf = (payload: unknown): Result<Caller, string> => {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
  const { data } = parsed;
  switch (data.role) {
    case 'school':
      return schoolOf(data.sub, data.uai);
    case 'observatory':
      return observatoryOf(data);
    case 'operator':
      return ok({ role: 'operator', id: data.sub });
  }
};
