#!/usr/bin/env node
import { runProcess } from '#platform/process';

import { projector } from './process.js';

process.exitCode = await runProcess(projector, process.env);
