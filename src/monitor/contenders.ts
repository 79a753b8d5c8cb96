import type { Assessment } from './assessment.js';
import type { Contender } from './recommender.js';

/** The tasks of a resource, as the recommender sees them. */
export function contendersOf(resource: string, assessments: readonly Assessment[]): Contender[] {
  return assessments.flatMap((assessment) => {
    const { run, task, start } = assessment;
    if (task?.resource !== resource) return [];
    return {
      run: run.id,
      name: run.name,
      spec: {
        begin: (task.begin - start) / 1000,
        deadline: (task.deadline - start) / 1000,
        target: task.target,
        ...pace(assessment),
      },
      reports: run.reports,
      reached: !Number.isNaN(assessment.reachedAt) || run.diverged,
      data: assessment.data,
      loss: run.reports.loss.last(),
    };
  });
}

/**
 * Data rate and report size for the scheduler. A measured rate is rounded to two digits, so that its last digits do not
 * make the scheduler begin anew; before it is known, a report a second stands in for the warm-up.
 */
function pace({ bundleTask, dataRate, run }: Assessment): { dataRate: number; reportSize: number } {
  const size = run.reports.size;
  if (Number.isNaN(dataRate)) return { dataRate: 1, reportSize: 1 };
  const rate = bundleTask?.dataRate ?? Number(dataRate.toPrecision(2));
  return { dataRate: rate, reportSize: Number.isNaN(size) ? rate : size };
}
