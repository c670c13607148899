import { hash } from 'node:crypto';

const namespace = Buffer.from('5c1f0a7ee0d34c0b9a4e2f6d8b7c9e10', 'hex');

/** SHA-256, hexadecimal. */
export const sha256 = (text: string): string => hash('sha256', text);

/** The same UUID (version 5) for the same name, in this project's own namespace: RFC 9562, section 5.5. */
export const nameUuid = (name: string): string => {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]));
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
};
