import type { TerritoryRefusal } from '#domain/territory';
import { type Bilingual, type Problem, unreachable } from '#kernel';

import { quote, reasonRequired, refused, text } from './problem.js';

/** `suggestions`: UAI of known schools that a misspelt one may have meant, nearest first. */
const orNearest = (suggestions: readonly string[], otherwise: Bilingual): Bilingual =>
  suggestions.length === 0
    ? otherwise
    : text(
        `Vouliez-vous dire ${suggestions.join(', ')} ?`,
        `Did you mean ${suggestions.join(', ')}?`,
      );

export const unknownSchool = (uai: string, suggestions: readonly string[]): Problem =>
  refused('UNKNOWN_SCHOOL', {
    field: 'uai',
    found: quote(uai),
    message: text(
      `Aucune école de l’annuaire ne porte l’UAI ${quote(uai)}.`,
      `No school of the directory has the UAI ${quote(uai)}.`,
    ),
    allowed: text('l’UAI d’une école de l’annuaire', 'the UAI of a school of the directory'),
    remedy: orNearest(
      suggestions,
      text(
        'Vérifiez l’UAI ; si l’école est nouvelle, importez l’annuaire à jour.',
        'Check the UAI; if the school is new, import an up-to-date directory.',
      ),
    ),
  });

const datesReversed = (field: string, earlier: string, later: string): Problem =>
  refused('SCHOOL_DATES_REVERSED', {
    field,
    found: later,
    message: text(
      `L’école ne peut pas passer à cet état le ${later}, avant le ${earlier}.`,
      `The school cannot change its state on ${later}, before ${earlier}.`,
    ),
    allowed: text(`une date à partir du ${earlier}`, `a day from ${earlier} on`),
    remedy: text('Vérifiez les deux dates.', 'Check both days.'),
  });

const since = (day: string | null): Bilingual =>
  day === null ? text('', '') : text(` depuis le ${day}`, ` since ${day}`);

type AlreadyThere = Extract<
  TerritoryRefusal,
  { kind: 'SchoolAlreadyClosed' | 'SchoolAlreadyOpen' }
>;

const alreadyClosed = (refusal: AlreadyThere): Problem =>
  refused('SCHOOL_ALREADY_CLOSED', {
    field: 'on',
    found: refusal.since ?? '',
    message: text(
      `L’école ${refusal.uai} est déjà fermée${since(refusal.since).fr}.`,
      `The school ${refusal.uai} is closed already${since(refusal.since).en}.`,
    ),
    allowed: text('une école ouverte', 'a school that is open'),
    remedy: text(
      'Rouvrez-la d’abord si sa fermeture était une erreur.',
      'Reopen it first if its closing was a mistake.',
    ),
  });

const alreadyOpen = (refusal: AlreadyThere): Problem =>
  refused('SCHOOL_ALREADY_OPEN', {
    field: 'on',
    found: refusal.since ?? '',
    message: text(
      `L’école ${refusal.uai} est déjà ouverte${since(refusal.since).fr}.`,
      `The school ${refusal.uai} is open already${since(refusal.since).en}.`,
    ),
    allowed: text('une école fermée', 'a school that is closed'),
    remedy: text('Il n’y a rien à faire.', 'There is nothing to do.'),
  });

const absorbsItself = (uai: string): Problem =>
  refused('SCHOOL_ABSORBS_ITSELF', {
    field: 'into',
    found: quote(uai),
    message: text(
      `L’école ${uai} ne peut pas être absorbée par elle-même.`,
      `The school ${uai} cannot be absorbed by itself.`,
    ),
    allowed: text('l’UAI d’une autre école', 'the UAI of another school'),
    remedy: text(
      'Donnez l’UAI de l’école qui reçoit les élèves.',
      'Give the UAI of the school that takes the pupils in.',
    ),
  });

/** `undo` was asked of an import that recorded nothing. */
export const importUnknown = (importId: string): Problem =>
  refused('SCHOOL_IMPORT_UNKNOWN', {
    field: 'importId',
    found: quote(importId),
    message: text(
      `Aucun import d’écoles ne porte l’identifiant ${quote(importId)}.`,
      `No import of schools has the id ${quote(importId)}.`,
    ),
    allowed: text(
      'l’identifiant d’un import qui a enregistré quelque chose',
      'the id of an import that recorded something',
    ),
    remedy: text(
      'Listez les changements : chacun nomme son import.',
      'List the changes: each names its import.',
    ),
  });

/** A line that was refused may be that of a school which the file would then miss. */
export const listingIncomplete = (refusedLines: number): Problem =>
  refused('SCHOOL_LISTING_INCOMPLETE', {
    found: String(refusedLines),
    message: text(
      `Lignes refusées dans le fichier : ${String(refusedLines)}. Il ne peut pas dire quelles écoles ont fermé.`,
      `Lines of the file that are refused: ${String(refusedLines)}. It cannot tell which schools have closed.`,
    ),
    allowed: text('un fichier dont chaque ligne est lue', 'a file of which every line is read'),
    remedy: text(
      'Corrigez ces lignes, ou importez sans --complete.',
      'Correct these lines, or import without --complete.',
    ),
  });

type Closings = {
  readonly academy: string;
  readonly on: string;
  readonly missed: number;
  readonly open: number;
  readonly mostPercent: number;
};

export const closingsTooMany = ({ academy, on, missed, open, mostPercent }: Closings): Problem =>
  refused('SCHOOL_CLOSINGS_TOO_MANY', {
    found: `${String(missed)} / ${String(open)}`,
    message: text(
      `Le fichier fermerait le ${on} ${String(missed)} des ${String(open)} écoles de l’académie ${academy}.`,
      `On ${on} the file would close ${String(missed)} of the ${String(open)} schools of the académie ${academy}.`,
    ),
    allowed: text(`${String(mostPercent)} % au plus`, `${String(mostPercent)} % at most`),
    remedy: text(
      'Vérifiez que le fichier nomme toutes les écoles ; si tant ont fermé, dites combien avec --closing-at-most.',
      'Check that the file names every school; if so many have closed, say how many with --closing-at-most.',
    ),
  });

/** A proposal was chosen that does not stand, or cannot be recorded as it is. */
export const proposalUnknown = (uai: string): Problem =>
  refused('SCHOOL_PROPOSAL_UNKNOWN', {
    field: 'uais',
    found: quote(uai),
    message: text(
      `Aucun nom ne propose d’absorber l’école ${quote(uai)} telle qu’elle est connue.`,
      `No name proposes to absorb the school ${quote(uai)} as it is known.`,
    ),
    allowed: text('une absorption proposée et prête', 'an absorption that is proposed and ready'),
    remedy: text(
      'Listez les propositions ; une autre absorption se décide une à une.',
      'List the proposals; another absorption is decided by itself.',
    ),
  });

export const actNeedsReason = (): Problem =>
  reasonRequired(
    text('Cette décision sur une école demande un motif.', 'This act on a school takes a reason.'),
  );

/** A refusal of the territory's rules, told to whoever described the school. */
export const territoryProblem = (refusal: TerritoryRefusal): Problem => {
  switch (refusal.kind) {
    case 'SchoolUnknown':
      return unknownSchool(refusal.uai, []);
    case 'SchoolAlreadyClosed':
      return alreadyClosed(refusal);
    case 'SchoolAlreadyOpen':
      return alreadyOpen(refusal);
    case 'SchoolAbsorbsItself':
      return absorbsItself(refusal.uai);
    case 'SchoolClosesBeforeItOpens':
      return datesReversed('closedOn', refusal.openedOn, refusal.closedOn);
    case 'SchoolReopensBeforeItCloses':
      return datesReversed('on', refusal.closedOn, refusal.reopensOn);
    default:
      return unreachable(refusal);
  }
};
