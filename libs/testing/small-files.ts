/** A file of two écoles of Marseille and one of Avignon, as `import schools` takes it. */
export const schoolsFile = [
  'uai,nom,type,degre,secteur,code_commune,commune,code_departement,code_academie,effectifs,ips',
  '0130002G,ECOLE A,ECOLE,1D,PU,13055,MARSEILLE,013,02,200,100.0',
  '0130003H,ECOLE B,ECOLE,1D,PU,13055,MARSEILLE,013,02,100,100.0',
  '0840001V,ECOLE C,ECOLE,1D,PU,84007,AVIGNON,084,02,150,100.0',
]
  .map((line) => `${line}\n`)
  .join('');

/** What a school answers to ETIC 1D: pupils, and computers that are all fixed. */
export const answersOf = (pupils: number, computers: number): Readonly<Record<string, number>> => ({
  nb_eleves: pupils,
  nb_ordinateurs_fixes: computers,
  nb_ordinateurs_portables: 0,
});

/** How `campaign open` is asked for ETIC 2014, open for long. */
export const openEtic2014 = [
  ...['campaign', 'open', 'etic-1d', '2014'],
  ...['--opens', '2014-05-01', '--closes', '2099-12-31'],
] as const;
