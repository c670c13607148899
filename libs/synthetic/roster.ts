import type { Answers } from '#kernel';

import { below, type Draw } from './draw.js';
import { pupilsOf } from './topics.js';
import type { SyntheticSchool } from './school.js';

type Frame = {
  /** Pupils for one class, for one teacher, for one pupil of the year that takes the B2i. */
  readonly perClass: number;
  readonly perTeacher: number;
  readonly perCandidate: number;
};

const frames: Readonly<Record<string, Frame>> = {
  ECOLE: { perClass: 24, perTeacher: 21, perCandidate: 5 },
  COLLEGE: { perClass: 25, perTeacher: 14, perCandidate: 4 },
  LP: { perClass: 20, perTeacher: 9, perCandidate: 3 },
};
const lycee: Frame = { perClass: 28, perTeacher: 12, perCandidate: 3 };

const atLeastOne = (value: number): number => Math.max(1, Math.round(value));

/** What the school's size decides: pupils as the directory counts them, classes, teachers, rooms. */
export const rosterOf = (school: SyntheticSchool, draw: Draw): Answers => {
  const pupils = pupilsOf(school);
  const { perClass, perTeacher, perCandidate } = frames[school.schoolType] ?? lycee;
  const classes = atLeastOne(pupils / perClass);
  return {
    nb_eleves: pupils,
    nb_enseignants: atLeastOne(pupils / perTeacher),
    nb_classes: classes,
    nb_salles: classes + below(draw(school.uai, 'rooms'), 9) + Math.round(classes / 3),
    nb_eleves_b2i_concernes: Math.round(pupils / perCandidate),
  };
};
