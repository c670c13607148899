#!/usr/bin/env node
import { runProcess } from '#platform/process';

import { api } from './process.js';

process.exitCode = await runProcess(api, process.env);
