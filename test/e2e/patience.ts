import { PATIENCE } from '../host/suite/until.js';

/** For `expect.poll`. */
export const POLLING = { timeout: PATIENCE * 1000, interval: 50 } as const;
