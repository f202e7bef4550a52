// How the package is loaded, and that its declarations name what it exports.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import * as esm from '../index.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const manifest = require('../package.json');
const cjs = require('../index.cjs');

test('both module systems export the same things', () => {
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort());
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name], name);
});

test('the package resolves by its name, in both module systems', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'clearance-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules', 'clearance'));
  const script = `
    const cjs = require('clearance');
    const { name } = require('clearance/package.json');
    import('clearance').then((esm) => console.log(esm.Engine === cjs.Engine, cjs.version, name));
  `;
  const out = execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  assert.equal(out.trim(), `true ${manifest.version} clearance`);
});

test('version and catalogue are those of the package', () => {
  assert.equal(esm.version, manifest.version);
  assert.equal(esm.catalogue, path.join(root, 'catalogue'));
  assert(path.isAbsolute(esm.catalogue));
});

test('the package depends on nothing and carries what it needs', () => {
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual(manifest.files, ['index.cjs', 'index.mjs', 'index.d.ts', 'lib', 'native', 'catalogue']);
  assert.equal(manifest.license, 'Apache-2.0');
});

test('a platform for which there is no native file is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'clearance-'));
  for (const part of ['index.cjs', 'package.json', 'lib'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(folder)} + '/index.cjs')`], {
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  const wanted = `native/clearance.${process.platform}-${process.arch}.node`;
  assert.match(
    stderr,
    new RegExp(`Error: clearance cannot be loaded on ${process.platform} on ${process.arch}: it wanted ${wanted}`),
  );
});

test("the declarations are sound, and users' programs have the types that they should", () => {
  const config = path.join(root, 'tests', 'tsconfig.json');
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    path.dirname(config),
  );
  const problems = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  assert.equal(
    ts.formatDiagnostics(problems, {
      getCanonicalFileName: (f) => f,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
    '',
  );
});

/** The names that the declarations give values, and the members of each class; every one has a comment. */
function declared() {
  const file = path.join(root, 'index.d.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const values = new Map();
  const commented = (node, name) => assert(ts.getJSDocCommentsAndTags(node).length > 0, `${name} has no comment`);
  for (const node of source.statements) {
    const names = ts.isVariableStatement(node)
      ? node.declarationList.declarations.map((d) => d.name.text)
      : [node.name.text];
    for (const name of names) commented(node, name);
    const members = new Set();
    for (const member of node.members ?? []) {
      if (ts.isConstructorDeclaration(member)) continue;
      commented(member, `${names[0]}.${member.name.getText()}`);
      members.add(member.name.getText());
    }
    if (ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isVariableStatement(node)) {
      for (const name of names) values.set(name, members);
    }
  }
  return values;
}

test('the declarations name exactly what the module exports', async () => {
  const values = declared();
  assert.deepEqual([...values.keys()].sort(), Object.keys(cjs).sort());
  const { engine, guests, policy, SHOW, COVERAGE, caught } = await import('./support.mjs');
  const decision = policy(COVERAGE).decideSync({});
  const rule = engine.loadRuleSync(path.join(guests, 'scripted.wasm'));
  const examples = {
    Engine: engine,
    Policy: policy(SHOW),
    Facts: new cjs.Facts({}),
    Rule: rule,
    ConfiguredRule: rule.configure({}),
    VerdictError: await caught(() => cjs.raiseForVerdict(decision)),
    ClearanceError: await caught(() => engine.loadPolicySync('none')),
  };
  const inherited = ['code', 'place', 'remedy', 'name', 'message', 'stack'];
  for (const [name, example] of Object.entries(examples)) {
    const members = new Set(Object.getOwnPropertyNames(example));
    for (
      let type = Object.getPrototypeOf(example);
      ![Object.prototype, Error.prototype].includes(type);
      type = Object.getPrototypeOf(type)
    ) {
      for (const member of Object.getOwnPropertyNames(type)) if (member !== 'constructor') members.add(member);
    }
    if (example instanceof Error) {
      for (const member of inherited) members.delete(member);
      if (name === 'ClearanceError') for (const member of ['code', 'place', 'remedy']) members.add(member);
    }
    assert.deepEqual([...members].sort(), [...values.get(name)].sort(), name);
    const statics = Object.getOwnPropertyNames(cjs[name]).filter(
      (member) => !['length', 'name', 'prototype'].includes(member),
    );
    assert.deepEqual(statics, [], name);
  }
});

test('every error is a ClearanceError and bears its name', () => {
  for (const [name, type] of Object.entries(cjs)) {
    if (!name.endsWith('Error')) continue;
    assert(name === 'ClearanceError' ? type.prototype instanceof Error : type.prototype instanceof cjs.ClearanceError);
    assert.equal(type.prototype.name, name);
  }
});
