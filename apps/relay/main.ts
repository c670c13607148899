#!/usr/bin/env node
import { runProcess } from '#platform/process';

import { relay } from './process.js';

process.exitCode = await runProcess(relay, process.env);
