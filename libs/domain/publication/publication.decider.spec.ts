import { describe, it } from '@jest/globals';

import { specify } from '../../testing/specify.js';
import { publicationSeries } from './publication.decider.js';
import type { Frozen, PublicationEvent } from './publication.events.js';

const { given } = specify(publicationSeries);

const digest = (letter: string): string => letter.repeat(64);

const first: Frozen = {
  publication: 'etic-1d-2014-v1',
  series: 'etic-1d-2014',
  version: 1,
  title: { fr: 'ETIC 2014', en: 'ETIC 2014' },
  state: 'provisional',
  position: '10',
  manifestSha256: digest('1'),
  contentsSha256: digest('a'),
  signature: 'AAAA',
  keyId: digest('e'),
  publicKey: 'AAAA',
  previous: null,
  replaces: null,
};

const second: Frozen = {
  ...first,
  publication: 'etic-1d-2014-v2',
  version: 2,
  state: 'definitive',
  position: '20',
  manifestSha256: digest('2'),
  previous: { publication: first.publication, manifestSha256: first.manifestSha256 },
};

const third: Frozen = {
  ...second,
  publication: 'etic-1d-2014-v3',
  version: 3,
  manifestSha256: digest('3'),
  previous: { publication: second.publication, manifestSha256: second.manifestSha256 },
};

const frozen = (data: Frozen): PublicationEvent => ({ type: 'PublicationFrozen', data });
const freeze = (data: Frozen) => ({ type: 'FreezePublication', frozen: data }) as const;

const withdrawal = {
  publication: first.publication,
  series: first.series,
  reason: 'effectifs faux',
};
const withdrawn: PublicationEvent = { type: 'PublicationWithdrawn', data: withdrawal };
const withdraw = { type: 'WithdrawPublication', ...withdrawal } as const;

describe('freezing a publication', () => {
  it('records the first of a series', () => {
    given().when(freeze(first)).then(frozen(first));
  });

  it('chains each to the one before', () => {
    given(frozen(first)).when(freeze(second)).then(frozen(second));
  });

  it('takes an id once', () => {
    given(frozen(first)).when(freeze(first)).thenRejected({
      kind: 'PublicationNotNext',
      publication: first.publication,
      expected: second.publication,
    });
  });

  it('leaves no version out', () => {
    given().when(freeze(second)).thenRejected({
      kind: 'PublicationNotNext',
      publication: second.publication,
      expected: first.publication,
    });
  });

  it('refuses a link to other bytes than those that were frozen before', () => {
    const previous = { publication: first.publication, manifestSha256: digest('9') };
    given(frozen(first))
      .when(freeze({ ...second, previous }))
      .thenRejected({
        kind: 'PublicationChainBroken',
        publication: second.publication,
        expected: { publication: first.publication, manifestSha256: first.manifestSha256 },
      });
  });

  it('chains to a withdrawn publication too: the ledger forgets nothing', () => {
    given(frozen(first), withdrawn).when(freeze(second)).then(frozen(second));
  });
});

describe('while a definitive publication stands', () => {
  const standing = [frozen(first), frozen(second)] as const;
  const stands = { kind: 'DefinitivePublicationStands', standing: second.publication } as const;

  it('another definitive one must say that it replaces it', () => {
    given(...standing)
      .when(freeze(third))
      .thenRejected(stands);
  });

  it('a provisional one cannot follow, whatever it says', () => {
    given(...standing)
      .when(freeze({ ...third, state: 'provisional', replaces: second.publication }))
      .thenRejected(stands);
  });

  it('a definitive one that replaces it follows', () => {
    const replacing = { ...third, replaces: second.publication };
    given(...standing)
      .when(freeze(replacing))
      .then(frozen(replacing));
  });

  it('replacing another one is not enough', () => {
    given(...standing)
      .when(freeze({ ...third, replaces: first.publication }))
      .thenRejected(stands);
  });

  it('a publication that never was cannot be replaced', () => {
    given(...standing)
      .when(freeze({ ...third, replaces: 'etic-1d-2014-v9' }))
      .thenRejected({ kind: 'ReplacedPublicationUnknown', replaces: 'etic-1d-2014-v9' });
  });

  it('the way is free again once it is withdrawn', () => {
    const gone: PublicationEvent = {
      type: 'PublicationWithdrawn',
      data: { ...withdrawal, publication: second.publication },
    };
    given(...standing, gone)
      .when(freeze({ ...third, state: 'provisional' }))
      .then(frozen({ ...third, state: 'provisional' }));
  });
});

describe('withdrawing a publication', () => {
  it('records the reason', () => {
    given(frozen(first)).when(withdraw).then(withdrawn);
  });

  it('needs a reason', () => {
    given(frozen(first))
      .when({ ...withdraw, reason: '  ' })
      .thenRejected({ kind: 'WithdrawalNeedsReason', publication: first.publication });
  });

  it('happens once', () => {
    given(frozen(first), withdrawn).when(withdraw).thenRejected({
      kind: 'PublicationAlreadyWithdrawn',
      publication: first.publication,
    });
  });

  it('of one that never was is refused', () => {
    given().when(withdraw).thenRejected({
      kind: 'PublicationUnknown',
      publication: first.publication,
    });
  });
});
