import { err, ok, type Result } from './result.js';

export type DecodeRefusal =
  | { readonly kind: 'UnknownEventType'; readonly type: string }
  | { readonly kind: 'UnknownSchemaVersion'; readonly type: string; readonly version: number }
  | {
      readonly kind: 'MalformedEvent';
      readonly type: string;
      readonly version: number;
      readonly reason: string;
    };

type Step = {
  readonly parse: (raw: unknown) => unknown;
  readonly upcast: (value: never) => unknown;
};

/** Every stored shape of one event type, oldest first, and the way from each to the latest. */
export type Versioned<Type extends string, Latest> = {
  readonly type: Type;
  readonly latestVersion: number;
  /** Parses `raw` with the schema of `version`, then walks the upcasters to the latest shape. */
  readonly decode: (version: number, raw: unknown) => Result<Latest, DecodeRefusal>;
  /** Adds a shape. The upcaster changes form only: a change of meaning is a new event type (ADR-0006). */
  readonly next: <Next>(
    parse: (raw: unknown) => Next,
    upcast: (older: Latest) => Next,
  ) => Versioned<Type, Next>;
};

const identity = (value: unknown): unknown => value;

const chain = <Type extends string, Latest>(
  type: Type,
  steps: readonly Step[],
): Versioned<Type, Latest> => ({
  type,
  latestVersion: steps.length,
  decode: (version, raw) => {
    const step = steps[version - 1];
    if (step === undefined) return err({ kind: 'UnknownSchemaVersion', type, version });
    try {
      let value = step.parse(raw);
      for (const { upcast } of steps.slice(version)) value = upcast(value as never);
      return ok(value as Latest);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return err({ kind: 'MalformedEvent', type, version, reason });
    }
  },
  next: (parse, upcast) => chain(type, [...steps, { parse, upcast: upcast }]),
});

/** Starts the history of an event type with its first shape. `parse` throws on what it does not know. */
export const versioned = <Type extends string, First>(
  type: Type,
  parse: (raw: unknown) => First,
): Versioned<Type, First> => chain(type, [{ parse, upcast: identity }]);

/** The codec of one context: which of its event types exist, and how stored data becomes an event. */
export type Codec<Event> = {
  readonly types: readonly string[];
  readonly versionOf: (type: string) => number;
  readonly decode: (type: string, version: number, raw: unknown) => Result<Event, DecodeRefusal>;
};

// The union of a context's events cannot be inferred from its parts without a cast: it lives here, once.
export const codecOf = <Event extends { readonly type: string }>(parts: {
  readonly [Type in Event['type']]: Versioned<
    Type,
    Extract<Event, { type: Type }> extends { data: infer Data } ? Data : never
  >;
}): Codec<Event> => {
  const byType = new Map<string, Versioned<string, unknown>>(Object.entries(parts));
  return {
    types: [...byType.keys()],
    versionOf: (type) => byType.get(type)?.latestVersion ?? 0,
    decode: (type, version, raw) => {
      const part = byType.get(type);
      if (part === undefined) return err({ kind: 'UnknownEventType', type });
      const decoded = part.decode(version, raw);
      return decoded.ok ? ok({ type, data: decoded.value } as unknown as Event) : decoded;
    },
  };
};
