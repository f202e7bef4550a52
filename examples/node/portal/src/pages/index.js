/** The pages. */
export default async function pages(app) {
  app.get('/', async () => ({ releases: await app.portal.releases.list() }));
}
