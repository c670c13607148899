const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const instant =
  /^(?<on>\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/;

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export const isDay = (text: string): boolean => {
  if (!day.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(text);
};

/** Whether a text is an instant of the calendar, ISO 8601 with its offset from UTC, 15:59 at most. */
export const isInstant = (text: string): boolean =>
  isDay(instant.exec(text)?.groups?.['on'] ?? '') && !Number.isNaN(Date.parse(text));
