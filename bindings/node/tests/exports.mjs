// Prints what the package exports, for the table in `bindings/README.md`: each type with its members, as JSON.

import { readFileSync } from 'node:fs';
import ts from 'typescript';

const file = new URL('../index.d.ts', import.meta.url);
const source = ts.createSourceFile('index.d.ts', readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

const snake = (name) => name.replaceAll('MessagePack', 'Messagepack').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const types = {};
const bases = {};
const functions = [];
for (const node of source.statements) {
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
    const named = node.members.filter((member) => member.name && !ts.isConstructorDeclaration(member));
    types[node.name.text] = named.map((member) => snake(member.name.getText()));
    bases[node.name.text] = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.expression.getText()));
  } else if (ts.isTypeAliasDeclaration(node)) {
    types[node.name.text] = [];
  } else if (ts.isFunctionDeclaration(node)) {
    // A function of a plain object is what a method is elsewhere.
    const [first] = node.parameters;
    const owner = first?.type?.getText();
    const made = node.type?.getText();
    if (owner in types) types[owner].push(snake(node.name.text));
    else if (made in types) types[made].push(snake(node.name.text).replace(`${made.toLowerCase()}_`, ''));
    else functions.push(snake(node.name.text));
  } else if (ts.isVariableStatement(node)) {
    functions.push(...node.declarationList.declarations.map((declaration) => snake(declaration.name.text)));
  }
}
const inherited = (name) => (bases[name] ?? []).flatMap((base) => [...(types[base] ?? []), ...inherited(base)]);
const whole = Object.fromEntries(Object.keys(types).map((name) => [name, [...new Set([...types[name], ...inherited(name)])].sort()]));
process.stdout.write(JSON.stringify({ types: whole, functions: functions.sort() }));
