// Measures the dashboard in Chromium: prints one JSON line with the milliseconds from a message to the picture that
// shows it, and with the gaps between frames.
//   node test/webview/harness/speed.mjs [runs, in tens] [updates a second] [points a run has]
import { bundlePages, launchBrowser, openPage } from './chromium-page.mjs';
import { THEMES } from './html.mjs';

const [tens = 1, rate = 20, points = 2400] = process.argv.slice(2).map(Number);
const files = await bundlePages();
const browser = await launchBrowser();
try {
  const page = await openPage(browser, files, {
    name: 'dashboard',
    theme: THEMES[0],
    viewport: { width: 1400, height: 900 },
    complain: (text) => console.error(text),
  });
  const figures = await page.evaluate(measure, { tens, rate, points, updates: rate * 6 });
  console.log(JSON.stringify({ runs: tens * 10, rate, points, ...figures }));
} finally {
  await browser.close();
}

async function measure({ tens: copies, rate: perSecond, points: wanted, updates }) {
  const { Recording, deliver } = globalThis.harness;
  const recording = new Recording(copies);
  recording.lengthen(wanted);
  deliver(recording.snapshot());
  const reporting = Array.from({ length: 10 }, (_, i) => i);
  // Made beforehand: what is measured is the page, not the recording.
  const messages = Array.from({ length: updates }, () => recording.update(reporting, 1000 / perSecond));
  await new Promise((resolve) => setTimeout(resolve, 3000));

  const sent = new Map();
  const latencies = [];
  new MutationObserver(() => {
    const drawn = Number(document.body.dataset.drawnRevision);
    for (const [revision, at] of sent) {
      if (revision > drawn) continue;
      latencies.push(performance.now() - at);
      sent.delete(revision);
    }
  }).observe(document.body, { attributes: true, attributeFilter: ['data-drawn-revision'] });
  const gaps = [];
  let last = performance.now();
  let isOver = false;
  requestAnimationFrame(function frame(now) {
    gaps.push(now - last);
    last = now;
    if (!isOver) requestAnimationFrame(frame);
  });
  const began = performance.now();
  for (const [i, message] of messages.entries()) {
    const wait = began + (i * 1000) / perSecond - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    sent.set(message.revision, performance.now());
    deliver(message);
  }
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  isOver = true;
  const quantile = (values, share) =>
    Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN);
  return {
    updatesPerSecond: Math.round(messages.length / seconds),
    latency50: quantile(latencies, 0.5),
    latency95: quantile(latencies, 0.95),
    frameGap50: quantile(gaps, 0.5),
    frameGap95: quantile(gaps, 0.95),
  };
}
