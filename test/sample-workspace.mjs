// Small made-up logs and bundles that the host suite and the journeys open.

/** A log of reports that fall as a power of the step, with a little noise that is the same every time. */
export function lossLog(power, reports = 60) {
  const rows = Array.from({ length: reports }, (_, index) => {
    const step = index + 1;
    return `${step},${(2 * step ** -power * (1 + 0.02 * Math.sin(7.3 * step))).toFixed(6)}\n`;
  });
  return `step,loss\n${rows.join('')}`;
}

/** A bundle that began an hour ago and has three hours left: run -> target, each logged in a folder of its name. */
export function bundle(targets) {
  const tasks = Object.entries(targets).map(([name, target]) => ({
    name,
    logs: [`${name}/*.csv`],
    target,
    deadline: '4h',
    dataRate: 1,
  }));
  const start = new Date(Date.now() - 3_600_000).toISOString();
  return `${JSON.stringify({ name: 'two runs', start, resource: 'gpu:0', tasks }, undefined, 2)}\n`;
}
