/** The exports of the component. The build puts the author's rule in the place of `rule-of-the-project`. */

import { refuseTheRest } from "./guards.js";
// @ts-expect-error: it is there when the component is built
import exported from "rule-of-the-project";
import * as evaluation from "./evaluation.js";
import { told } from "./failures.js";
import { MalformedFact, Mismatch, MissingFact } from "./mismatch.js";
import { pack } from "./msgpack.js";
import { Check, type Outcome } from "./outcome.js";
import * as utf8 from "./utf8.js";

const definition = evaluation.checked(exported);
let configured: unknown;
refuseTheRest();

export const rule = {
  describe() {
    return {
      id: definition.id,
      version: definition.version,
      title: definition.title,
      summary: definition.summary,
      reads: evaluation.sections(definition),
      paramsSchema: evaluation.paramsSchema(definition),
      checks: Object.entries(definition.checks).map(([code, summary]) => ({ code, summary })),
      practices: definition.practices ?? [],
      controls: definition.controls ?? [],
      timeless: definition.timeless ?? false,
    };
  },

  configure(params: Uint8Array): void {
    try {
      configured = evaluation.configure(definition, params);
    } catch (error) {
      if (isA(Mismatch, error)) throw { pointer: error.pointer, message: error.message };
      throw { pointer: "", message: told(error) };
    }
  },

  evaluate(at: bigint, facts: Uint8Array): unknown {
    try {
      return lowered(evaluation.evaluate(definition, configured, Number(at), facts));
    } catch (error) {
      if (isA(MissingFact, error)) throw { tag: "missing-fact", val: error.pointer };
      if (isA(MalformedFact, error)) {
        throw { tag: "malformed-fact", val: { pointer: error.pointer, message: error.message } };
      }
      throw { tag: "failed", val: told(error) };
    }
  },
};

/** Whether an error is one of these. What an author may throw could object to being asked. */
function isA<E extends Error>(type: new (...parts: never[]) => E, error: unknown): error is E {
  try {
    return error instanceof type;
  } catch {
    return false;
  }
}

/** The outcome as it crosses the boundary. */
function lowered(outcome: Outcome): unknown {
  const { scored } = outcome;
  return {
    checks: outcome.checks.map(row),
    score: scored && { points: scored.points, outOf: scored.outOf, contributions: scored.contributions },
    artifacts: outcome.artifacts.map(({ name, mediaType, content }) => ({
      name,
      mediaType,
      content: typeof content === "string" ? Uint8Array.from(utf8.encode(content)) : content,
    })),
    derived: outcome.derived === undefined ? undefined : pack(outcome.derived, "the derived facts"),
  };
}

function row(check: Check): unknown {
  if (!(check instanceof Check)) throw new TypeError("a row is made by `outcome.pass`, `outcome.fail` and their like");
  return {
    code: check.code,
    subject: check.subject,
    status: check.status,
    severity: check.severityOf,
    message: check.message,
    observed: check.observed.map(({ pointer, value, found }) => ({
      pointer,
      value: found ? pack(value, `what \`${check.code}\` of \`${check.subject}\` observed at \`${pointer}\``) : undefined,
    })),
    required: check.requiredText,
    remedy: check.remedyText,
  };
}
