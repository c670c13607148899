// Stops the PostgreSQL that start-postgres.mjs started in this process, if it did.
export default function stopPostgres() {
  globalThis.stopTestPostgres?.();
  delete globalThis.stopTestPostgres;
}
