import { setTimeout as pause } from 'node:timers/promises';

import { checkLetterOf } from '#kernel';

const workers = 8;
const workersOfTool = 2;
const askAgainAfterMs = 100;
const answerWithinMs = 30_000;

export const campaign = 'etic-1d-2014';
export const pupils = 100;

const numberOf = (index: number): string => `013${String(index).padStart(4, '0')}`;

export const uaisOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => numberOf(index) + checkLetterOf(numberOf(index)));

export const schoolsFile = (uais: readonly string[]): string =>
  [
    'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips',
    ...uais.map((uai) => `${uai},ECOLE,ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0`),
  ].join('\n');

const submitting = `mutation ($input: SubmitResponseInput!) {
  done: submitResponse(input: $input) { ... on Accepted { revision } ... on Refused { problems { code } } }
}`;
const correcting = `mutation ($input: CorrectAnswersInput!) {
  done: correctAnswers(input: $input) { ... on Accepted { revision } ... on Refused { problems { code } } }
}`;

type Answer = {
  readonly data?: {
    readonly done?: {
      readonly revision?: number;
      readonly problems?: readonly { readonly code: string }[];
    };
  } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
};

/** How an answer was not an acknowledgement: the connection, or HTTP status and code. */
export type Failure = string;

export type Load = {
  /** How often each school was heard: its n-th acknowledged act says n computers. */
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly count: () => number;
  /** What was answered instead of an acknowledgement, and how often. */
  readonly failures: ReadonlyMap<Failure, number>;
  /** Resolves when so many more acts were acknowledged. */
  readonly more: (count: number) => Promise<void>;
  /** Lets each worker finish the act that it has begun. */
  readonly stop: () => Promise<void>;
};

export type Target = { readonly address: string; readonly token: string };

/** Asks for an act of a school, which is acknowledged when there was no failure. */
export type Ask = (uai: string, computers: number) => Promise<Failure | undefined>;

/** What a school says in its first act, which is a submission, and in a later one, which corrects it. */
export const declared = (computers: number) => {
  const answers = { nb_ordinateurs_fixes: computers };
  return computers === 1
    ? { answers: { ...answers, nb_eleves: pupils, nb_ordinateurs_portables: 0 } }
    : { answers, reason: `recount ${String(computers)}` };
};

const bodyOf = (uai: string, computers: number): string => {
  const input = { campaign, uai, ...declared(computers) };
  return JSON.stringify({ query: computers === 1 ? submitting : correcting, variables: { input } });
};

const failureOf = (status: number, { data, errors }: Answer): Failure | undefined => {
  if (data?.done?.revision !== undefined) return undefined;
  const codes = [...(errors ?? []).map(({ extensions }) => extensions?.code ?? '?')]
    .concat((data?.done?.problems ?? []).map(({ code }) => code))
    .join(',');
  return `${String(status)} ${codes}`;
};

const post = async ({ address, token }: Target, body: string): Promise<Failure | undefined> => {
  try {
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
      },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return failureOf(answer.status, (await answer.json()) as Answer);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'no connection';
  }
};

/**
 * Each worker has schools of its own, and asks for one act after the other: a submission, then corrections. What
 * is not acknowledged is asked again, until it is. Some ask through `tool`, where there is one. It goes on where
 * `before` has ended.
 */
export const startLoad = (
  target: () => Target,
  uais: readonly string[],
  { before, tool }: { readonly before?: Load; readonly tool?: Ask } = {},
): Load => {
  const acknowledged = new Map(before?.acknowledged);
  const failures = new Map(before?.failures);
  let count = before?.count() ?? 0;
  let isOn = true;

  const throughApi: Ask = (uai, computers) => post(target(), bodyOf(uai, computers));
  const act = async (ask: Ask, uai: string, computers: number): Promise<void> => {
    for (;;) {
      const failure = await ask(uai, computers);
      if (failure === undefined) break;
      failures.set(failure, (failures.get(failure) ?? 0) + 1);
      await pause(askAgainAfterMs);
    }
    acknowledged.set(uai, computers);
    count += 1;
  };
  const work = async (ask: Ask, mine: readonly string[]): Promise<void> => {
    for (;;)
      for (const uai of mine) {
        if (!isOn) return;
        await act(ask, uai, (acknowledged.get(uai) ?? 0) + 1);
      }
  };

  const working = Array.from({ length: workers }, (_, worker) =>
    work(
      worker < workersOfTool && tool !== undefined ? tool : throughApi,
      uais.filter((_uai, index) => index % workers === worker),
    ),
  );
  return {
    acknowledged,
    failures,
    count: () => count,
    more: async (wanted) => {
      for (const goal = count + wanted; count < goal;) await pause(20);
    },
    stop: async () => {
      isOn = false;
      await Promise.all(working);
    },
  };
};
