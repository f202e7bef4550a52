/** What the portal refuses, with the status of the answer and where in the input it stands. */
export class Refused extends Error {
  /**
   * @param {number} statusCode
   * @param {string} code stable, lower case with hyphens
   * @param {string} message what was found, and what to do
   * @param {{ pointer?: string, retryAfter?: number }} [more] an RFC 6901 pointer into the body; seconds until it is worth
   *   asking again
   */
  constructor(statusCode, code, message, { pointer, retryAfter } = {}) {
    super(message);
    this.name = 'Refused';
    this.statusCode = statusCode;
    this.code = code;
    this.pointer = pointer;
    this.retryAfter = retryAfter;
  }
}
