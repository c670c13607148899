// Stops what start-kafka.mjs started in this process.
export default async function stopKafka() {
  await globalThis.stopTestKafka?.();
  delete globalThis.stopTestKafka;
}
