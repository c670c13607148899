export type Age = {
  readonly maxAgeMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
};

type Kept<Value> = { readonly value: Value; readonly loadedAtMs: number };

export type FreshCache<Value> = {
  /** What `get` would answer without loading, at once; undefined when it would load. */
  fresh(key: string): Value | undefined;
  /** The value, as it was at most `maxAgeMs` ago; callers that ask at once share one loading. */
  get(key: string): Promise<Value | undefined>;
  /** The next `get` loads, even while an older loading is under way. */
  expire(key: string): void;
  keys(): readonly string[];
};

/** Keeps what `load` answers; it is given what was kept before. Unknown keys and failures are not kept. */
export const freshCache = <Value>(
  load: (key: string, before: Value | undefined) => Promise<Value | undefined>,
  { maxAgeMs, monotonicMs }: Age,
): FreshCache<Value> => {
  const kept = new Map<string, Kept<Value>>();
  const loading = new Map<string, Promise<Value | undefined>>();

  const loadAndKeep = (key: string): Promise<Value | undefined> => {
    const loadedAtMs = monotonicMs();
    const isLatest = (): boolean => loading.get(key) === latest;
    const latest: Promise<Value | undefined> = load(key, kept.get(key)?.value)
      .then((value) => {
        if (value !== undefined && isLatest()) kept.set(key, { value, loadedAtMs });
        return value;
      })
      .finally(() => {
        if (isLatest()) loading.delete(key);
      });
    loading.set(key, latest);
    return latest;
  };

  const fresh = (key: string): Value | undefined => {
    const found = kept.get(key);
    return found !== undefined && monotonicMs() - found.loadedAtMs < maxAgeMs
      ? found.value
      : undefined;
  };

  return {
    fresh,
    get: async (key) => fresh(key) ?? loading.get(key) ?? loadAndKeep(key),
    expire: (key) => {
      const found = kept.get(key);
      if (found !== undefined) kept.set(key, { ...found, loadedAtMs: Number.NEGATIVE_INFINITY });
      loading.delete(key);
    },
    keys: () => [...kept.keys()],
  };
};
