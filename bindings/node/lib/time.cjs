'use strict';
// The time of a decision.

const { types } = require('node:util');
const native = require('./native.cjs');
const { classes, seen, wrongType } = require('./errors.cjs');

/** Milliseconds since 1970; now where nothing is said. */
function timeOf(at) {
  if (at === undefined) return Date.now();
  if (typeof at === 'string') {
    try {
      return native.parseTime(at);
    } catch (thrown) {
      throw seen(thrown, timeOf);
    }
  }
  if (!types.isDate(at)) throw wrongType('at', 'a Date or a string', at);
  const millis = Date.prototype.getTime.call(at);
  if (Number.isNaN(millis)) {
    throw new classes.TimestampError({ code: 'timestamp', message: 'the Date is invalid, and so no time', place: {} });
  }
  return millis;
}

module.exports = { timeOf };
