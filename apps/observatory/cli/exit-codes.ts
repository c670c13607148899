export { type ExitCode, exitCodes } from '#platform/process';
