import { describe, expect, it } from '@jest/globals';

import type { SchoolYear } from '#kernel';

import { specify } from '../../testing/specify.js';
import { covers } from './access.js';
import { campaign, type CampaignCommand } from './campaign.decider.js';
import type { CampaignEvent, CampaignPart } from './campaign.events.js';

const { given } = specify(campaign);

const about = { campaign: 'etic-1d-2014' };
const france: CampaignPart = { kind: 'country', code: 'FR' };
const academy: CampaignPart = { kind: 'academy', code: '02' };
const school: CampaignPart = { kind: 'school', code: '0130001A' };

const opened: CampaignEvent = {
  type: 'CampaignOpened',
  data: {
    ...about,
    survey: 'etic-1d',
    version: '2014',
    schoolYear: '2013-2014' as SchoolYear,
    title: 'ETIC 2014',
    opensOn: '2014-03-03',
    closesOn: '2014-06-30',
    field: {},
    expected: 1,
    excluded: 0,
  },
};

const today = '2014-07-01';
const lock = (part: CampaignPart, until: string | null, on = today): CampaignCommand => ({
  type: 'LockAnswers',
  ...about,
  part,
  until,
  reason: ' publication ',
  today: on,
});
const unlock = (part: CampaignPart, reason = 'erreur', on = today): CampaignCommand => ({
  type: 'UnlockAnswers',
  ...about,
  part,
  reason,
  today: on,
});
const grant = (part: CampaignPart, until: string, reason = 'incendie'): CampaignCommand => ({
  type: 'GrantException',
  ...about,
  part,
  until,
  reason,
  today,
});
const withdraw = (part: CampaignPart, reason = 'erreur', on = today): CampaignCommand => ({
  type: 'WithdrawException',
  ...about,
  part,
  reason,
  today: on,
});

const locked = (part: CampaignPart, until: string | null): CampaignEvent => ({
  type: 'AnswersLocked',
  data: { ...about, part, until, reason: 'publication' },
});
const unlocked = (part: CampaignPart): CampaignEvent => ({
  type: 'AnswersUnlocked',
  data: { ...about, part, reason: 'erreur' },
});
const granted = (part: CampaignPart, until: string): CampaignEvent => ({
  type: 'ExceptionGranted',
  data: { ...about, part, until, reason: 'incendie' },
});
const withdrawn = (part: CampaignPart): CampaignEvent => ({
  type: 'ExceptionWithdrawn',
  data: { ...about, part, reason: 'erreur' },
});

describe('locking answers', () => {
  it('is said for a part of the campaign, open or closed, once for each day', () => {
    given(opened).when(lock(france, null)).then(locked(france, null));
    given(opened, { type: 'CampaignClosed', data: { ...about, reason: null } })
      .when(lock(academy, '2014-09-30'))
      .then(locked(academy, '2014-09-30'));
    given(opened, locked(france, null)).when(lock(france, null)).thenNothing();
    given(opened, locked(france, null))
      .when(lock(france, '2014-09-30'))
      .then(locked(france, '2014-09-30'));
    given(opened, locked(france, null), unlocked(france))
      .when(lock(france, null))
      .then(locked(france, null));
  });

  it('needs no reason', () => {
    given(opened)
      .when({ type: 'LockAnswers', ...about, part: france, until: null, reason: ' ', today })
      .then({ type: 'AnswersLocked', data: { ...about, part: france, until: null, reason: null } });
  });

  it('does not end before today', () => {
    given(opened)
      .when(lock(france, '2014-06-30'))
      .thenRejected({ kind: 'EndsInThePast', until: '2014-06-30', today });
  });

  it('is lifted as it was set, with a reason', () => {
    given(opened, locked(academy, null)).when(unlock(academy)).then(unlocked(academy));
    given(opened, locked(academy, null))
      .when(unlock(france))
      .thenRejected({ kind: 'NotLocked', part: france });
    given(opened, locked(academy, null))
      .when(unlock(academy, ' '))
      .thenRejected({ kind: 'UnlockingNeedsReason' });
    given(opened, locked(academy, '2014-07-15'))
      .when(unlock(academy, 'erreur', '2014-07-16'))
      .thenRejected({ kind: 'NotLocked', part: academy });
  });

  it('is for a campaign that was opened', () => {
    given()
      .when(lock(france, null))
      .thenRejected({ kind: 'CampaignUnknown', ...about });
    given()
      .when(unlock(france))
      .thenRejected({ kind: 'CampaignUnknown', ...about });
    given()
      .when(grant(school, '2014-07-15'))
      .thenRejected({ kind: 'CampaignUnknown', ...about });
    given()
      .when(withdraw(school))
      .thenRejected({ kind: 'CampaignUnknown', ...about });
  });
});

describe('granting an exception', () => {
  it('is said with its day and its reason, once for each day', () => {
    given(opened).when(grant(school, '2014-07-15')).then(granted(school, '2014-07-15'));
    given(opened, granted(school, '2014-07-15')).when(grant(school, '2014-07-15')).thenNothing();
    given(opened, granted(school, '2014-07-15'))
      .when(grant(school, '2014-07-31'))
      .then(granted(school, '2014-07-31'));
  });

  it('takes a reason, and a day that is not past', () => {
    given(opened)
      .when(grant(school, '2014-07-15', ' '))
      .thenRejected({ kind: 'ExceptionNeedsReason' });
    given(opened)
      .when(grant(school, '2014-06-30'))
      .thenRejected({ kind: 'EndsInThePast', until: '2014-06-30', today });
  });

  it('is taken back while it runs, with a reason', () => {
    const history = [opened, granted(school, '2014-07-15')];
    given(...history)
      .when(withdraw(school))
      .then(withdrawn(school));
    given(...history)
      .when(withdraw(school, ''))
      .thenRejected({ kind: 'ExceptionNeedsReason' });
    given(...history)
      .when(withdraw(academy))
      .thenRejected({ kind: 'NoException', part: academy });
    given(...history)
      .when(withdraw(school, 'erreur', '2014-07-16'))
      .thenRejected({ kind: 'NoException', part: school });
    given(...history, withdrawn(school))
      .when(withdraw(school))
      .thenRejected({ kind: 'NoException', part: school });
  });
});

describe('a part of a campaign', () => {
  it.each<[CampaignPart, boolean]>([
    [france, true],
    [academy, true],
    [{ kind: 'academy', code: '16' }, false],
    [{ kind: 'department', code: '013' }, true],
    [{ kind: 'department', code: '084' }, false],
    [school, true],
    [{ kind: 'school', code: '0130002B' }, false],
  ])('%j covers a school of 013 of Aix-Marseille: %s', (part, expected) => {
    expect(covers(part, { uai: '0130001A', department: '013', academy: '02' })).toBe(expected);
  });
});
