// Prints the one line that sums a run: `Tests: N passed, N failed`.
import { appendFileSync } from 'node:fs';

export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const line = `Tests: ${results.numPassedTests} passed, ${failed} failed`;
    process.stdout.write(`${line}\n`);
    if (process.env['TEST_SUMMARY_FILE'])
      appendFileSync(process.env['TEST_SUMMARY_FILE'], `${line}\n`);
  }
}
