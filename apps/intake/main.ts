#!/usr/bin/env node
import { runProcess } from '#platform/process';

import { intake } from './process.js';

process.exitCode = await runProcess(intake, process.env);
