import { err, ok } from '#kernel';

import { answering, receiptOf } from '../outcome.js';
import { publicationUnknown } from '../problems/publication.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { publicationStream } from '../streams.js';
import { runSeries, seriesOf } from './series.js';

/** Takes a publication back, with a reason. Its bytes stay, and the ledger says that it was. */
export const withdrawPublication = (
  services: Pick<Services, 'store' | 'newId'>,
  { publication, reason }: { readonly publication: string; readonly reason: string },
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const series = seriesOf(publication);
    if (series === undefined) return err([publicationUnknown(publication)]);
    const command = { type: 'WithdrawPublication', series, publication, reason } as const;
    const executed = await runSeries(services, { series, command }, context);
    if (!executed.ok) return executed;
    const stream = publicationStream(series);
    const told = { stream, contentHash: null, warnings: [], recordedBy: new Set<string>() };
    return ok(receiptOf(executed.value, told));
  });
