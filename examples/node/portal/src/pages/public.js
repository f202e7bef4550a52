/** The files that pages refer to. They are few, so they are read once and no package is needed. */

import { readFile } from 'node:fs/promises';
import { sha256 } from '../digest.js';

const TYPES = { 'portal.css': 'text/css; charset=utf-8', 'icon.svg': 'image/svg+xml' };

export default async function files(app) {
  for (const [name, type] of Object.entries(TYPES)) {
    const content = await readFile(new URL(`../../public/${name}`, import.meta.url));
    const etag = `"${sha256(content).slice(0, 32)}"`;
    app.get(`/public/${name}`, async (request, reply) => {
      reply.header('etag', etag).header('cache-control', 'no-cache');
      return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type(type).send(content);
    });
  }
}
