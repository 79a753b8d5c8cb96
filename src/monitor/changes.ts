import type { ChangeView } from '../protocol/runs.js';
import type { RegimeChange } from './run-forecaster.js';
import type { Run } from './run.js';

/** Every change of regime of a run as views show it: its restarts, and where the forecaster re-opened a filter. */
export function changesOf(run: Run, found: readonly RegimeChange[]): ChangeView[] {
  const { reports } = run;
  const restarts = run.restarts.map((point) => changeAt(run, point, 'restart', 'restart'));
  const others = found.map(({ kind, report }) => {
    const point = reports.point.at(report);
    if (kind === 'learning-rate') return changeAt(run, point, kind, rateLabel(run, report));
    if (kind === 'running-mean') return changeAt(run, point, kind, 'running mean of the epoch');
    return changeAt(run, point, 'jump', kind === 'rise' ? 'loss jumped' : 'loss fell suddenly');
  });
  return [...restarts, ...others].sort((a, b) => a.point - b.point).map(({ view }) => view);
}

/** One sentence for people: what happened, where, and what it means for the forecast. */
export function explainChange(change: ChangeView): string {
  const place =
    change.line !== undefined
      ? ` (${change.file}, line ${change.line})`
      : change.offset !== undefined
        ? ` (${change.file}, byte ${change.offset})`
        : '';
  return `Step ${change.step}${place}: ${change.label}; ${MEANING[change.kind]}.`;
}

const MEANING: Readonly<Record<ChangeView['kind'], string>> = {
  restart: 'the forecast follows the newest segment',
  'learning-rate': 'the forecast trusts the reports before less',
  jump: 'the forecast trusts the reports before less',
  'running-mean': 'the loss starts anew at every epoch, and the forecast is made from the ends of epochs',
};

function rateLabel({ reports }: Run, report: number): string {
  const [before, after] = [reports.learningRate.at(report - 1), reports.learningRate.at(report)];
  return `learning rate ${formatRate(before)} → ${formatRate(after)}`;
}

/** As people write learning rates: `0.01`, `3e-5`. */
function formatRate(rate: number): string {
  const rounded = Number(rate.toPrecision(3));
  return rounded < 1e-3 ? rounded.toExponential() : String(rounded);
}

function changeAt(
  run: Run,
  point: number,
  kind: ChangeView['kind'],
  label: string,
): { readonly point: number; readonly view: ChangeView } {
  const { step, data, time } = run.curve;
  const [log, other] = run.files.values();
  const place = run.metrics.get(run.lossMetric)?.place.at(point);
  const where =
    log === undefined || other !== undefined || place === undefined
      ? {}
      : { file: log.path, ...(log.placeUnit === 'line' ? { line: place } : { offset: place }) };
  return {
    point,
    view: { kind, label, step: step.at(point), data: data.at(point), time: time.at(point), ...where },
  };
}
