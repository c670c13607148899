const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? left.length;
};

/**
 * At most three candidates that a misspelt name may have meant, nearest first; none when all are far
 * (more than a third of the name, at least two letters, would have to change). Case is ignored.
 */
export const nearest = (name: string, candidates: Iterable<string>): readonly string[] => {
  const wanted = name.toLowerCase();
  const tolerance = Math.max(2, Math.floor(wanted.length / 3));
  const near = [...candidates]
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= tolerance)
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1));
  const closest = near[0]?.far ?? 0;
  return near
    .filter(({ far }) => far <= closest + 1)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};
