import { columnKey } from '#contracts';
import type { SchoolDescription, Zone, ZoneKind } from '#domain/territory';
import type { Uai } from '#kernel';

import type { SchoolCells } from './school-cells.js';

/** A zone as a line tells it; either text may be empty. */
export type StatedZones = Readonly<Record<ZoneKind, Zone>>;

/**
 * The zones of a line. What was a bassin de formation has been a « zone d'animation pédagogique » in the columns of
 * later years: a line that has both tells its bassin.
 */
export const statedZones = (cells: SchoolCells): StatedZones => {
  const bassin = { code: cells('bassinCode'), name: cells('bassinName') };
  const animation = { code: cells('animationZoneCode'), name: cells('animationZoneName') };
  return {
    circonscription: { code: cells('circonscriptionCode'), name: cells('circonscriptionName') },
    bassin: bassin.code === '' && bassin.name === '' ? animation : bassin,
  };
};

/** The services that a file lists beside schools, by department and name. */
export type ServiceCodes = Map<string, Uai>;

type Service = { readonly uai: Uai; readonly name: string; readonly department: string };

const serviceKey = ({ department, name }: Pick<Service, 'department' | 'name'>): string =>
  `${department} ${columnKey(name)}`;

/** Of two services of one name the first by UAI: their lines may stand in any order. */
export const addService = (services: ServiceCodes, service: Service): void => {
  const key = serviceKey(service);
  const known = services.get(key);
  if (known === undefined || service.uai < known) services.set(key, service.uai);
};

/**
 * A zone that has a name and no code has that of the service of its name in the same file, as a circonscription has
 * in the annuaire of 2023; else its department and name are its code: names alone are not the country's.
 */
const zoneOf = ({ code, name }: Zone, department: string, services: ServiceCodes): Zone | null => {
  if (code !== '') return { code, name };
  if (name === '') return null;
  return { code: services.get(serviceKey({ department, name })) ?? `${department} ${name}`, name };
};

/** A description with the zones that its line states, each with its code; without, where it states none. */
export const withZones = (
  description: SchoolDescription,
  stated: StatedZones,
  services: ServiceCodes,
): SchoolDescription => {
  const { department } = description;
  const circonscription = zoneOf(stated.circonscription, department, services);
  const bassin = zoneOf(stated.bassin, department, services);
  if (circonscription === null && bassin === null) return description;
  const zones = { ...(circonscription && { circonscription }), ...(bassin && { bassin }) };
  return { ...description, zones };
};
