/** The fields that a JSON Schema describes, outer ones first, as the command lists them. */

const DEPTH = 6;
/** A schema comes from a rule and may be as large as it likes. */
const MOST = 400;

/**
 * Fields as `{ path, names, kind, fallback, about, leaf }`: `path` for people (`a.b`, `a[]` the items of a list, `a.*` the
 * values of a map), `names` from the outside in, `leaf` where nothing in it has a name of its own. Without `within`
 * lists and maps are not entered.
 */
export function fields(schema, { within = true } = {}) {
  const found = [];
  walk(schema, { schema, path: '', names: [], depth: DEPTH, within, found });
  return found;
}

function walk(schema, context) {
  const { path, names, depth, within, found, fallback } = context;
  const target = resolved(context.schema, schema);
  if (depth === 0 || found.length >= MOST || !isObject(target)) return;
  for (const [name, property] of Object.entries(isObject(target.properties) ? target.properties : {})) {
    const own = resolved(context.schema, property);
    if (!isObject(own) || found.length >= MOST) continue;
    const inner =
      (isObject(fallback) && Object.hasOwn(fallback, name) ? fallback[name] : undefined) ?? property.default ?? own.default;
    const holds = isObject(own.properties);
    const field = {
      path: path === '' ? name : `${path}.${name}`,
      names: [...names, name],
      kind: kind(context.schema, property),
      fallback: holds && isObject(inner) ? undefined : inner,
      about: property.description ?? own.description ?? '',
      leaf: !holds,
    };
    found.push(field);
    walk(own, { ...context, path: field.path, names: field.names, depth: depth - 1, fallback: inner });
  }
  if (!within) return;
  const deeper = { ...context, depth: depth - 1, fallback: undefined };
  if (isObject(target.additionalProperties)) walk(target.additionalProperties, { ...deeper, path: `${path}.*` });
  if (isObject(target.items)) walk(target.items, { ...deeper, path: `${path}[]` });
  for (const part of ['anyOf', 'oneOf', 'allOf'])
    for (const one of listOf(target[part])) walk(one, { ...context, depth: depth - 1 });
}

/** What may stand there, in words. */
function kind(root, given, depth = DEPTH) {
  const schema = resolved(root, given);
  if (depth === 0 || !isObject(schema)) return 'any';
  if (Array.isArray(schema.enum)) return schema.enum.map(word).join(' or ');
  if (Object.hasOwn(schema, 'const')) return word(schema.const);
  for (const part of ['anyOf', 'oneOf']) {
    if (Array.isArray(schema[part]))
      return [...new Set(schema[part].slice(0, 50).map((one) => kind(root, one, depth - 1)))].join(' or ');
  }
  const one = (name) => {
    if (name === 'array') return isObject(schema.items) ? `list of ${kind(root, schema.items, depth - 1)}` : 'list';
    if (name === 'object' && isObject(schema.additionalProperties))
      return `map of ${kind(root, schema.additionalProperties, depth - 1)}`;
    return name === 'number' || name === 'integer' ? `${name}${range(schema)}` : name;
  };
  const names = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type);
  return names.length === 0 ? 'any' : names.map((name) => one(String(name))).join(' or ');
}

const word = (value) => (typeof value === 'string' ? `\`${value}\`` : JSON.stringify(value));

function range({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }) {
  const bound = (number, text) => (typeof number === 'number' ? ` ${text} ${number}` : undefined);
  const least = bound(minimum, 'from') ?? bound(exclusiveMinimum, 'above') ?? '';
  const most = bound(maximum, 'to') ?? bound(exclusiveMaximum, 'below') ?? '';
  return least + most;
}

function resolved(root, schema) {
  const reference = schema?.$ref;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  const names = reference
    .slice(2)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), root) ?? schema;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value) => (Array.isArray(value) ? value : []);
