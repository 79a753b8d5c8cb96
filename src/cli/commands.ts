import { registerAccept } from './accept.js';
import { registerBacktest } from './backtest.js';
import type { RegisterCommand } from './command.js';
import { registerDecisions } from './decisions.js';
import { registerInspect } from './inspect.js';
import { registerReplay } from './replay.js';
import { registerSimulate } from './simulate.js';
import { registerTrace } from './trace.js';
import { registerVerdicts } from './verdicts.js';
import { registerWatch } from './watch.js';

/** Every command of `laira`. */
export const COMMANDS: readonly RegisterCommand[] = [
  registerInspect,
  registerVerdicts,
  registerWatch,
  registerAccept,
  registerDecisions,
  registerReplay,
  registerBacktest,
  registerSimulate,
  registerTrace,
];
