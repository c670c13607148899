import type {
  CampaignAccess,
  Page,
  QuestionReturn,
  ReturnFilter,
  ReviewReader,
  Signature,
} from '#application';
import { position } from '#kernel';

const signature: Signature = {
  at: '2014-09-01T08:00:00.000000Z',
  by: { role: 'observatory', id: 'dan' },
  position: position(40n),
};

const questionReturn: QuestionReturn = {
  campaign: 'etic-1d-2014',
  uai: '0131884C',
  question: 'nb_ordinateurs_fixes',
  message: 'Zéro ?',
  until: '2014-09-30',
  status: 'open',
  returned: signature,
  settled: null,
  text: null,
};

const access = (effect: CampaignAccess['effect']): CampaignAccess => ({
  campaign: 'etic-1d-2014',
  effect,
  kind: effect === 'lock' ? 'country' : 'school',
  code: effect === 'lock' ? 'FR' : '0131884C',
  until: '2014-12-31',
  reason: 'publication',
  inForce: true,
  granted: signature,
  ended: null,
  endReason: null,
});

const pageOf = <Row>(row: Row): Page<Row> => ({ rows: [row], cursors: ['1'], hasNextPage: false });

const isAsked = ({ uai, status }: ReturnFilter): boolean =>
  (uai ?? questionReturn.uai) === questionReturn.uai && (status ?? 'open') === 'open';

const none: Page<never> = { rows: [], cursors: [], hasNextPage: false };

/** One return, one lock, one exception and one thing to do. */
export const fakeReview: ReviewReader = {
  returns: (filter) => Promise.resolve(isAsked(filter) ? pageOf(questionReturn) : none),
  returnCount: () => Promise.resolve(1),
  access: ({ effect }) => Promise.resolve(pageOf(access(effect))),
  accessCount: () => Promise.resolve(1),
  toDo: () =>
    Promise.resolve([
      {
        kind: 'answer-return',
        campaign: 'etic-1d-2014',
        question: 'nb_ordinateurs_fixes',
        message: 'Zéro ?',
        until: '2014-09-30',
      },
    ]),
};
