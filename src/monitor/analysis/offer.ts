import { ESTIMATORS } from '../../core/estimators/registry.js';
import { POLICIES } from '../../core/policies/registry.js';
import type { Named, Offer } from '../../protocol/analysis.js';
import type { MonitorState } from '../../protocol/runs.js';

/** Methods too slow to run over every moment of every run unasked. */
const SLOW: ReadonlySet<string> = new Set(['m4']);

/** What the pages of analyses can be asked about these runs. */
export function offerOf({ runs, method, policy, calibrate, intervals }: MonitorState): Offer {
  return {
    type: 'choices',
    methods: ESTIMATORS.filter(({ name }) => !SLOW.has(name)).map(named),
    policies: POLICIES.map(named),
    method,
    policy,
    calibrate,
    intervals,
    live: runs.map((run) => ({
      name: run.name,
      errors: run.methods.map(({ method: of, title, relativeError }) => ({
        method: of,
        title,
        error: relativeError,
      })),
    })),
    runs: runs.filter((run) => run.reports > 0).length,
    tasks: runs.filter((run) => run.task !== null).length,
  };
}

/** What goes to a page of a definition that also holds functions. */
function named({ name, title, description }: Named): Named {
  return { name, title, description };
}
