import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

import type { Signer } from '../publications.port.js';

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** SHA-256, hexadecimal, of a public key's SPKI in DER; `publicKey` is that in base64. */
export const keyIdOf = (publicKey: string): string =>
  hash('sha256', Buffer.from(publicKey, 'base64'));

/** Signs with a private Ed25519 key. Throws for a key of another kind. */
export const signerOf = (privateKey: KeyObject): Signer => {
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`an Ed25519 key is due, not ${privateKey.asymmetricKeyType ?? 'a secret'}`);
  const publicKey = spkiOf(createPublicKey(privateKey)).toString('base64');
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (bytes) => sign(null, bytes, privateKey).toString('base64'),
  };
};

type Signed = {
  readonly bytes: Uint8Array;
  readonly signature: string;
  readonly publicKey: string;
};

/** Whether the holder of `publicKey` signed these bytes. A text that is no key signed nothing. */
export const isSignedBy = ({ bytes, signature, publicKey }: Signed): boolean => {
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verify(null, bytes, key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
};

/** The public key of a PEM text, as manifests write it. Throws for a text that holds none. */
export const publicKeyOfPem = (pem: string): string =>
  spkiOf(createPublicKey(pem)).toString('base64');
