import type { Bilingual } from '#kernel';
import type { Part } from '#platform/process';
import type { Lease, LeaseHolder, ProjectionHealth, Projector } from '#postgres';

const somebodyElse = (holder: LeaseHolder | null): Bilingual => {
  const who =
    holder === null ? '' : ` (session ${holder.process} « ${holder.name} », ${holder.since})`;
  return {
    fr: `un autre processus projette sur cette base${who} ; celui-ci prend la suite dès que l’autre s’arrête`,
    en: `another process projects on this database${who}; this one takes over as soon as that one stops`,
  };
};

const nobodyCanTell: Bilingual = {
  fr: 'PostgreSQL ne répond pas : personne ne sait qui projette',
  en: 'PostgreSQL does not answer: nobody can tell who projects',
};

/** Whether it is this process that projects, and who does otherwise. */
export const leasePart = (lease: Pick<Lease, 'state'>): Part => ({
  name: 'lease',
  state: () => {
    const state = lease.state();
    if (state.status === 'held') return { status: 'up' };
    if (state.status === 'standby') return { status: 'standby', why: somebodyElse(state.holder) };
    return { status: 'down', why: nobodyCanTell };
  },
});

const detailsOf = ({ projection, status, position, failure }: ProjectionHealth) => ({
  projection,
  status,
  position: String(position),
  ...(failure?.event && {
    stoppedBy: { position: String(failure.event.position), type: failure.event.type },
  }),
});

const haveStopped = (names: readonly string[]): Bilingual => ({
  fr: `arrêtés : ${names.join(', ')} ; observatory projections dit pourquoi, et que faire`,
  en: `stopped: ${names.join(', ')}; observatory projections says why, and what to do`,
});

type Healths = readonly ProjectionHealth[];

const stateOf = (health: Healths) => {
  const stopped = health.filter(({ status }) => status === 'stopped');
  return {
    status: stopped.length === 0 ? ('up' as const) : ('down' as const),
    ...(stopped.length > 0 && { why: haveStopped(stopped.map(({ projection }) => projection)) }),
    details: { projections: health.map(detailsOf) },
  };
};

const messagesDoNotCome: Bilingual = {
  fr: 'les messages attendent : Kafka ou PostgreSQL ne répond pas, ou aucun relais n’a fait les topics',
  en: 'messages wait: Kafka or PostgreSQL does not answer, or no relay has made the topics',
};

/** Figures that this process makes from Kafka, whatever others do. */
export const figuresPart = (health: () => Healths): Part => ({
  name: 'figures-from-kafka',
  state: () => {
    const healths = health();
    const state = stateOf(healths);
    const isCut = healths.some(({ status }) => status === 'waiting');
    return isCut ? { ...state, status: 'down', why: messagesDoNotCome } : state;
  },
});

/** Each read model, as this process makes it. */
export const projectionsPart = (
  lease: Pick<Lease, 'state'>,
  current: () => Pick<Projector, 'health'> | undefined,
): Part => ({
  name: 'projections',
  state: () => {
    const health = current()?.health();
    if (health === undefined)
      return { status: lease.state().status === 'standby' ? 'standby' : 'down' };
    return stateOf(health);
  },
});
