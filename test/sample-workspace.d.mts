export function lossLog(power: number, reports?: number): string;
export function bundle(targets: Readonly<Record<string, number>>): string;
