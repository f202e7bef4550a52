'use strict';

const path = require('node:path');
const { toJson, toMessagePack, decisionFromJson, failing, raiseForVerdict } = require('./lib/decision.cjs');
const { Engine } = require('./lib/engine.cjs');
const { classes } = require('./lib/errors.cjs');
const { Facts } = require('./lib/facts.cjs');
const { OutcomeCache, Policy, policySchema } = require('./lib/policy.cjs');
const { Rule, ConfiguredRule } = require('./lib/rule.cjs');
const { version } = require('./package.json');

module.exports = {
  ...classes,
  ConfiguredRule,
  Engine,
  Facts,
  OutcomeCache,
  Policy,
  Rule,
  catalogue: path.join(__dirname, 'catalogue'),
  decisionFromJson,
  failing,
  policySchema,
  raiseForVerdict,
  toJson,
  toMessagePack,
  version,
};
