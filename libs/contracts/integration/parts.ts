import { z } from 'zod';

// What integration messages are made of. Nothing here holds a text that a person has written.

export const uai = z
  .string()
  .regex(/^\d{7}[A-Z]$/)
  .describe('UAI of the school.');
export const campaign = z.string().describe('Id of the campaign: etic-1d-2014.');
export const question = z.string().describe('Code of the question, the same in every version.');
export const questionnaire = z.string().describe('Version of the questionnaire: etic-1d@2014.');
export const day = z.iso.date();
export const count = z.int().min(0);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const department = z.string().describe('Three characters: 013, 02A, 974.');
export const academy = z.string().describe('Two characters: 02 is Aix-Marseille.');
export const schoolType = z.string().describe('ECOLE, COLLEGE, LEGT, LP, LPO, EREA or AUTRE.');
export const degree = z.string().describe('1D or 2D.');
export const sector = z.string().describe('PU, public, or PR, private.');
export const position = z
  .string()
  .regex(/^\d{1,19}$/)
  .describe('Position in the event log, decimal digits: it grows, with holes.');
