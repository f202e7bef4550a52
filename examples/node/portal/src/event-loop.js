// How long the event loop is delayed, for measuring: `GET /event-loop`, and `DELETE` begins anew.

import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks, which are part of every delay that is told. */
const RESOLUTION = 1;

export default async function eventLoop(app) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  app.addHook('onClose', async () => delays.disable());
  app.get('/event-loop', async () => {
    const millis = (nanoseconds) => Math.round(nanoseconds / 1e4) / 100;
    const [p50, p99] = [50, 99].map((percent) => millis(delays.percentile(percent)));
    return { p50, p99, max: millis(delays.max) };
  });
  app.delete('/event-loop', async (request, reply) => {
    delays.reset();
    return reply.code(204).send();
  });
}
