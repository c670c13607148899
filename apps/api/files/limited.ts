import { Fault } from '#platform';

const tooLarge = (limitBytes: number): Fault =>
  new Fault(
    'REQUEST_TOO_LARGE',
    {
      fr: `Le fichier dépasse ${String(limitBytes)} octets : coupez-le, ou importez-le en ligne de commande.`,
      en: `The file is larger than ${String(limitBytes)} bytes: split it, or import it from the command line.`,
    },
    { allowed: limitBytes },
  );

/** The same bytes, until there are too many of them: then throws REQUEST_TOO_LARGE. */
export async function* limited(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let seenBytes = 0;
  for await (const chunk of source) {
    seenBytes += chunk.length;
    if (seenBytes > limitBytes) throw tooLarge(limitBytes);
    yield chunk;
  }
}
