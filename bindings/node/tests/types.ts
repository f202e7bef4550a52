// Checked by the compiler, never run: what a user writes has the types that it should have.

import {
  catalogue,
  ClearanceError,
  type Decision,
  decisionFromJson,
  Engine,
  EvaluationError,
  failing,
  Facts,
  FactsError,
  type Outcome,
  type Policy,
  policySchema,
  raiseForVerdict,
  toJson,
  toMessagePack,
  VerdictError,
  version,
} from 'clearance';

interface Release {
  release: { name: string; version?: string };
}

export async function decide(release: Release): Promise<string> {
  const engine = new Engine({ limits: { timeMs: 500 } });
  const policy: Policy = await engine.loadPolicy(new URL('file:///policy.yaml'), {
    onProgress: ({ entry, step, ready, entries }) => console.log(entry, step === 'ready', ready / entries),
  });
  const decision: Decision = await policy.decide(release, { at: new Date(), signal: AbortSignal.timeout(1000) });
  const again: Decision = policy.decideSync(new Facts(new Map([['release', release.release]])), { at: '2026-11-23' });
  const { timings } = await policy.decideTimed('{}');
  const ms: number = timings.totalMs + timings.entries.reduce((sum, entry) => sum + entry.ms, 0);
  for (const [entry, row] of failing(decision)) {
    const remedy: string | undefined = row.remedy;
    const value: unknown = row.observed?.[0]?.value;
    console.log(entry.id, entry.score?.outOf, row.subject, remedy, value, row.waived);
  }
  const at: number = decision.at.getTime() + (decision.waivers[0]?.until.getTime() ?? 0);
  const content: Buffer | undefined = decision.entries[0]?.artifacts?.[0]?.content;
  return `${toJson(again)}${ms}${at}${content?.length}${policy.lint()[0]?.line}${version}${catalogue}`;
}

export async function* batch(policy: Policy, releases: AsyncIterable<Release>): AsyncIterable<Decision> {
  for await (const decided of policy.decideBatch(releases, { onProgress: (done: number) => console.log(done) })) {
    if (decided instanceof FactsError) console.log(decided.code, decided.place.pointer);
    else yield decided;
  }
}

export function evaluate(engine: Engine): Outcome {
  try {
    return engine.loadRuleSync('rule.wasm').configure({ minimum: 80 }).evaluateSync(Buffer.of(0x80));
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof ClearanceError) console.log(error.code, error.remedy);
    throw error;
  }
}

export function gate(text: string): number {
  try {
    raiseForVerdict(decisionFromJson(text));
  } catch (error) {
    if (error instanceof VerdictError) return toMessagePack(error.decision).length;
  }
  return Object.keys(policySchema()).length;
}

export function refused(engine: Engine, policy: Policy, decision: Decision): void {
  // @ts-expect-error a number is no facts
  policy.decideSync(3);
  // @ts-expect-error there is no such limit
  new Engine({ limits: { timeMS: 3 } });
  // @ts-expect-error a decision is not changed
  decision.verdict = 'allow';
  // @ts-expect-error nor is what it holds
  decision.entries.push(decision.entries[0]);
  // @ts-expect-error a path is text or a URL
  engine.loadPolicySync({});
  // @ts-expect-error there is no such verdict
  if (decision.verdict === 'denied') return;
}
