/** UTF-8, which the sandbox's JavaScript has no `TextEncoder` for. */

/** The bytes of a text. Half a surrogate pair becomes U+FFFD. */
export function encode(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return encodeAny(text);
    bytes.push(code);
  }
  return bytes;
}

function encodeAny(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0xfffd;
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 0x3f),
        0x80 | ((code >> 6) & 0x3f),
        0x80 | (code & 0x3f),
      );
  }
  return bytes;
}

const PART = 4096;

/** The text of the bytes from `start` to `end`, which the host has checked to be UTF-8. */
export function decode(data: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; ) {
    const begin = at;
    while (at < end && (data[at] ?? 0) < 0x80) at++;
    // A stretch of ASCII at once, of as many arguments as a call may have.
    for (let part = begin; part < at; part += PART) {
      text += String.fromCharCode.apply(null, data.subarray(part, Math.min(at, part + PART)) as unknown as number[]);
    }
    if (at === end) break;
    const head = data[at++] ?? 0;
    const more = head < 0xe0 ? 1 : head < 0xf0 ? 2 : 3;
    let code = head & (0x3f >> more);
    for (let i = 0; i < more; i++) code = (code << 6) | ((data[at++] ?? 0) & 0x3f);
    text += String.fromCodePoint(code);
  }
  return text;
}
