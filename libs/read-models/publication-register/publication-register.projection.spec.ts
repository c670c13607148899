import { describe, expect, it } from '@jest/globals';

import type { Frozen, PublicationEvent } from '#domain/publication';
import { BrokenAssumption, position } from '#kernel';
import type { Fact } from '#read-models/fact';

import { project, type PublicationRow } from './publication-register.projection.js';

const frozen: Frozen = {
  publication: 'small-v2',
  series: 'small',
  version: 2,
  title: { fr: 'Petite', en: 'Small' },
  state: 'definitive',
  position: '12',
  manifestSha256: 'ab',
  contentsSha256: 'cd',
  signature: 'AAAA',
  keyId: 'ef',
  publicKey: 'BBBB',
  previous: { publication: 'small-v1', manifestSha256: '00' },
  replaces: 'small-v1',
};

const row: PublicationRow = {
  publication: 'small-v2',
  series: 'small',
  version: 2,
  titleFr: 'Petite',
  titleEn: 'Small',
  state: 'definitive',
  position: '12',
  manifestSha256: 'ab',
  contentsSha256: 'cd',
  signature: 'AAAA',
  keyId: 'ef',
  publicKey: 'BBBB',
  previous: 'small-v1',
  replaces: 'small-v1',
  synthetic: true,
  frozenAt: '2014-07-01T08:00:00.000000Z',
  withdrawnAt: null,
  withdrawalReason: null,
};

const fact = (event: PublicationEvent, recordedAt: string): Fact<PublicationEvent> => ({
  event,
  position: position(13n),
  revision: 2,
  recordedAt,
  cause: 'definition-change',
  synthetic: true,
});

const freezing = fact({ type: 'PublicationFrozen', data: frozen }, row.frozenAt);
const withdrawing = fact(
  {
    type: 'PublicationWithdrawn',
    data: { publication: 'small-v2', series: 'small', reason: 'faux' },
  },
  '2014-07-02T08:00:00.000000Z',
);
const withdrawn = {
  ...row,
  withdrawnAt: '2014-07-02T08:00:00.000000Z',
  withdrawalReason: 'faux',
};

describe('the ledger of publications', () => {
  it('enters what was frozen, with the time at which the log took it', () => {
    expect(project(new Map(), [freezing])).toEqual([row]);
  });

  it('keeps a withdrawn publication, with its reason', () => {
    expect(project(new Map([['small-v2', row]]), [withdrawing])).toEqual([withdrawn]);
  });

  it('says the same of both in one batch', () => {
    expect(project(new Map(), [freezing, withdrawing])).toEqual([withdrawn]);
  });

  it('takes a withdrawal of nothing for a broken log', () => {
    expect(() => project(new Map(), [withdrawing])).toThrow(BrokenAssumption);
  });
});
