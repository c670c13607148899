import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { response } from '#domain/response';
import type { AnswerValue, Declaration, Uai } from '#kernel';

import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import type { Services } from '../services.js';
import { collectionOf, placeOf } from './place.js';
import { submissionOrder } from './submission.js';

const opened = async (): Promise<Services> => {
  const { services } = smallObservatory(new InMemoryEventStore());
  const days = { opensOn: '2014-03-03', closesOn: '2014-06-30' };
  const field = { academies: ['02'] };
  await openCampaign(services, { survey: 'essai', year: 2014, field, ...days }, testContext);
  return services;
};

const text = fc.string({ unit: 'binary' });
const answer: fc.Arbitrary<AnswerValue> = fc.oneof(
  fc.integer(),
  fc.boolean(),
  text,
  fc.array(text),
);

const declarationsOf = (codes: readonly string[]): fc.Arbitrary<Declaration> =>
  fc.record({
    answers: fc.dictionary(fc.constantFrom(...codes), answer, { noNullPrototype: true }),
    notConcerned: fc.subarray([...codes]).map((some) => some.sort()),
  });

describe('a submission', () => {
  it('is written for the log as it was decided, whatever it says', async () => {
    const services = await opened();
    const collection = await collectionOf(services, 'essai-2014');
    if (!collection.ok) throw new Error('the campaign was not opened');
    const place = placeOf(collection.value, testUai(1) as Uai);
    const around = { collection: collection.value, place, previous: null, context: testContext };
    const eventId = () => services.newId;

    const declarations = declarationsOf(collection.value.compiled.codes);
    const justifications = fc.array(fc.record({ rule: text, text }));
    fc.assert(
      fc.property(declarations, justifications, (declaration, justified) => {
        const said = { reason: null, channel: 'form', intent: 'submission' } as const;
        const { order } = submissionOrder(
          { ...around, eventId },
          { declaration, justifications: justified, ...said },
        );
        const decided = response.decide(order.command, response.initial);
        const [event] = decided.ok ? decided.value : [];
        expect(event?.type).toBe('ResponseSubmitted');
        expect(JSON.parse(order.jsonOf?.(event ?? { type: '', data: null }) ?? '')).toEqual(
          event?.data,
        );
      }),
    );
  });
});
