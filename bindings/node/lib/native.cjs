'use strict';
// Finds the native half of the package, one file a platform.

const fs = require('node:fs');
const path = require('node:path');

const wanted = `clearance.${process.platform}-${process.arch}.node`;
const file = path.join(__dirname, '..', 'native', wanted);

function load() {
  try {
    return require(file);
  } catch (error) {
    const why = fs.existsSync(file) ? error.message : 'the package holds no such file';
    const platform = `${process.platform} on ${process.arch}`;
    throw new Error(`clearance cannot be loaded on ${platform}: it wanted native/${wanted}, and ${why}`, {
      cause: error,
    });
  }
}

module.exports = load();
