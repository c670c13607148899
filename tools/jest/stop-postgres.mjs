// Stops the PostgreSQL that start-postgres.mjs started in this process, if it did.
export default async function stopPostgres() {
  await globalThis.stopTestPostgres?.();
  delete globalThis.stopTestPostgres;
}
