import { normaliseDeclaration, type RawDeclaration } from '#domain/survey';
import { err } from '#kernel';

import { nothingToPrefill } from '../problems/response.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { atSite, type ResponseAddress, type Site, take, whereabouts } from './lifecycle.js';
import { seenAt } from './rejection.js';
import { previousDeclaration } from './prefill.js';

const draftEvents = ['DraftSaved', 'DraftPrefilled'];

export type SaveDraftInput = ResponseAddress & {
  readonly declaration: RawDeclaration;
  /**
   * The revision of the response that the author has before them: 0 for a school that has not begun.
   * Null or absent overwrites whatever is there.
   */
  readonly expectedRevision?: number | null;
};

/**
 * Keeps a draft as a whole. What it holds must be answers to this questionnaire; it need not be complete or
 * consistent. When somebody else has saved in the meantime, it is refused with every question that differs.
 */
export const saveDraft = (
  services: Services,
  input: SaveDraftInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, async (site) => {
    const declaration = normaliseDeclaration(site.collection.compiled, input.declaration);
    if (!declaration.ok) return declaration;
    return take(services, site, {
      command: { type: 'SaveDraft', ...whereabouts(site), declaration: declaration.value },
      seen: seenAt(input.expectedRevision, declaration.value, 'draft'),
      context,
      recordedBy: draftEvents,
    });
  });

const prefill = async (
  services: Services,
  site: Site,
  context: RequestContext,
): Promise<Outcome> => {
  const { place } = site;
  const { declaration, fromCampaign } = await previousDeclaration(services, site);
  const isExpected = place.respondent !== undefined;
  if (isExpected && Object.keys(declaration.answers).length === 0) {
    return err([nothingToPrefill(place.uai)]);
  }
  return take(services, site, {
    command: { type: 'PrefillDraft', ...whereabouts(site), declaration, fromCampaign },
    seen: null,
    context,
    recordedBy: draftEvents,
  });
};

/**
 * Begins a draft with what the school answered last in the same survey, comparable questions only, and with the
 * head count that the campaign froze.
 */
export const prefillDraft = (
  services: Services,
  address: ResponseAddress,
  context: RequestContext,
): Promise<Outcome> => atSite(services, address, (site) => prefill(services, site, context));
