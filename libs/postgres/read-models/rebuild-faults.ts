import type { Bilingual, RecordedEvent } from '#kernel';

/** The same read model is being made anew already: wait for it. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';
  readonly text: Bilingual;

  constructor(projection: string) {
    super(`${projection} is being made anew already: wait for it to end`);
    this.text = {
      fr: `${projection} est déjà en reconstruction, ici ou dans un autre processus : attendez qu’elle finisse (observatory projections montre où elle en est).`,
      en: `${projection} is being made anew already, here or in another process: wait for it to end (observatory projections shows how far it is).`,
    };
  }
}

/** A rebuild met an event that it cannot apply: the live rows are as they were. */
export class RebuildStopped extends Error {
  override readonly name = 'RebuildStopped';

  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`cannot apply event ${event.position} (${event.type} of ${event.stream}): ${why}`, {
      cause,
    });
  }
}

/** Somebody reads the live rows for so long that they could not be replaced; those stay, nothing is lost. */
export class SwitchPostponed extends Error {
  override readonly name = 'SwitchPostponed';
  readonly text: Bilingual;

  constructor(projection: string, waitedMs: number) {
    super(`${projection} could not be switched over within ${waitedMs} ms: a long query reads it`);
    this.text = {
      fr: `${projection} n’a pas pu être basculé en ${waitedMs} ms : une longue lecture le retient. Rien n’a changé ; recommencez quand elle sera finie.`,
      en: `${projection} could not be switched over within ${waitedMs} ms: a long query holds it. Nothing has changed; try again once it has ended.`,
    };
  }
}

/** Another rebuild has taken the shadow tables, or this one was told to stop. */
export class RebuildAbandoned extends Error {
  override readonly name = 'RebuildAbandoned';
}
