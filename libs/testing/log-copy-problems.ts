import { copyProblem } from '#application/log-copy';
import { position } from '#kernel';

const kinds = ['TargetNotAPrefix', 'TargetMoved', 'CopyDiffers'] as const;

/** One problem of each kind that copying a log has. */
export const logCopyProblems = kinds.map((kind) => copyProblem({ kind, position: position(7n) }));
