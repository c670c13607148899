// Lets a child process of a spec run TypeScript: node --conditions=source --import ./tools/jest/typescript.mjs FILE.ts
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
