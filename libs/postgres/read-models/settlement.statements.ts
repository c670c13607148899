import type { StoredStatus } from '#read-models/figures';

import { statement } from '../pool/pool.js';

// $1, $2: after one position, up to another. $3: how many rows there may be before it stops.
export const readSettleTo = statement<{ readonly position: bigint }>(
  'settlement-end',
  `select known_from as position
   from (
     (select known_from from response where known_from > $1 and known_from <= $2
      order by known_from limit $3)
     union all
     (select known_from from respondent where known_from > $1 and known_from <= $2
      order by known_from limit $3)
   ) as version
   order by known_from
   offset $3 - 1 limit 1`,
);

type StoredLeaf = {
  readonly department: string | null;
  readonly academy: string | null;
  readonly academicRegion: string | null;
  readonly schoolType: string | null;
  readonly sector: string | null;
};

export type StoredListed = StoredLeaf & {
  readonly position: bigint;
  readonly campaign: string;
  readonly isExpected: boolean;
  readonly pupils: number | null;
  readonly numerators: string | null;
  readonly denominators: string | null;
};

/** Schools that lists add or leave out, in the order of the lists. */
export const readListed = statement<StoredListed>(
  'settlement-listed',
  `select known_from as position, campaign, is_expected as "isExpected", pupils, department, academy,
     academic_region as "academicRegion", school_type as "schoolType", sector, numerators::text,
     denominators::text
   from (
     select known_from, campaign, uai, true as is_expected, pupils, department, academy, academic_region,
       school_type, sector, numerators, denominators
     from respondent
     where known_from > $1 and known_from <= $2
     union all
     select known_from, campaign, uai, false, null, department, academy, academic_region, school_type, sector,
       null, null
     from excluded_school
     where known_from > $1 and known_from <= $2
   ) as listed
   order by known_from, is_expected desc, uai`,
);

type StoredVersion<Prefix extends 'was' | 'is', Status> = {
  readonly [Name in `${Prefix}Status`]: Status;
} & { readonly [Name in `${Prefix}Late` | `${Prefix}Synthetic`]: boolean } & {
  readonly [Name in `${Prefix}Numerators` | `${Prefix}Denominators`]: string | null;
};

export type StoredChange = StoredLeaf & {
  readonly position: bigint;
  readonly campaign: string;
  readonly pupils: number | null;
  readonly baseNumerators: string;
  readonly baseDenominators: string;
} & StoredVersion<'is', StoredStatus> &
  StoredVersion<'was', StoredStatus | null>;

/** Versions of responses that change a sum, with those that they replace, in the order of positions. */
export const readChanges = statement<StoredChange>(
  'settlement-changes',
  `select response.known_from as position, response.campaign, respondent.pupils, respondent.department,
     respondent.academy, respondent.academic_region as "academicRegion",
     respondent.school_type as "schoolType", respondent.sector,
     respondent.numerators::text as "baseNumerators", respondent.denominators::text as "baseDenominators",
     response.status as "isStatus", response.late as "isLate", response.synthetic as "isSynthetic",
     response.numerators::text as "isNumerators", response.denominators::text as "isDenominators",
     before.status as "wasStatus", before.late as "wasLate", before.synthetic as "wasSynthetic",
     before.numerators::text as "wasNumerators", before.denominators::text as "wasDenominators"
   from response
   join respondent on respondent.campaign = response.campaign and respondent.uai = response.uai
   left join response as before on before.campaign = response.campaign and before.uai = response.uai
     and before.known_to = response.known_from
   where response.known_from > $1 and response.known_from <= $2
     and (response.numerators is not null or before.numerators is not null)
   order by response.known_from`,
);
