import { createHash } from 'node:crypto';

/** The SHA-256 of bytes or text, in hexadecimal. */
export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
