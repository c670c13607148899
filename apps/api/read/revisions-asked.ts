import { Inject, Injectable } from '@nestjs/common';

import { type CampaignReader, positionOfCursor } from '#application';
import type { Catalogue } from '#catalogue';
import type { Position } from '#kernel';
import { Fault } from '#platform';

import { cursorUnknown } from '../graphql/list.js';
import { CAMPAIGNS, CATALOGUE, EVENT_LOG } from '../ports.js';
import { requireKnown } from './figures.resolver.js';

const cursorAhead = (at: Position, head: Position): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: `« after » est un curseur de la position ${String(at)}, et le journal s’arrête à ${String(head)} : ce curseur vient d’un autre journal. Recommencez sans « after ».`,
      en: `"after" is a cursor of position ${String(at)}, and the log ends at ${String(head)}: this cursor comes from another log. Begin again without "after".`,
    },
    { field: 'after', position: String(head) },
  );

const campaignUnknown = (campaign: string): Fault =>
  new Fault(
    'NOT_FOUND',
    {
      fr: `Aucune campagne ne s’appelle « ${campaign} ». La liste est dans observatory.campaigns.`,
      en: `No campaign is called "${campaign}". They are listed in observatory.campaigns.`,
    },
    { unknown: [campaign] },
  );

/** Refuses a question about revisions that would be answered with nothing for a mistake in it. */
@Injectable()
export class RevisionsAsked {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(CAMPAIGNS) private readonly campaigns: Pick<CampaignReader, 'campaign'>,
    @Inject(EVENT_LOG) private readonly eventLog: { head(): Promise<Position> },
  ) {}

  /** Throws BAD_REQUEST for a cursor of another feed or log, NOT_FOUND for what does not exist. */
  async require(asked: {
    readonly after: string | null;
    readonly campaign: string | null;
    readonly indicators: readonly string[];
  }): Promise<void> {
    const { after, campaign, indicators } = asked;
    requireKnown(this.catalogue, indicators);
    if (after !== null) await this.requireCursor(after);
    if (campaign !== null && (await this.campaigns.campaign(campaign)) === undefined)
      throw campaignUnknown(campaign);
  }

  private async requireCursor(after: string): Promise<void> {
    const at = positionOfCursor(after);
    if (at === undefined) throw cursorUnknown(after);
    const head = await this.eventLog.head();
    if (at > head) throw cursorAhead(at, head);
  }
}
