const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86400,
  day: 86400,
  days: 86400,
};

/**
 * Reads a duration as people write it (`90s`, `12 min`, `1h 30m`, `2 days`).
 * @returns seconds, or undefined when the text is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const part = /\s*(\d+(?:\.\d+)?)\s*([a-z]+)/gy;
  let seconds = 0;
  let end = 0;
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const unit = UNITS[match[2] ?? ''];
    if (unit === undefined) return undefined;
    seconds += Number(match[1]) * unit;
    end = part.lastIndex;
  }
  return end > 0 && text.slice(end).trim() === '' ? seconds : undefined;
}

/** Says a duration as people say it (`42 s`, `11 min`, `3 h 10`, `2 days`); `seconds` may be negative or infinite. */
export function formatDuration(seconds: number): string {
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds === Infinity) return 'never';
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = minutes % 60;
    return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`;
  }
  return `${Math.round(hours / 24)} days`;
}

/** Writes a duration that `parseDuration` reads back to the second (`1h 30m`, `45s`). */
export function writeDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ] as const;
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return text.length > 0 ? text.join(' ') : '0s';
}
