import { Heap } from '../laira/heap.js';

/** A job of a single machine that may be interrupted at no cost. */
export interface Job {
  readonly release: number;
  readonly deadline: number;
  /** Processing time; Infinity for a job that cannot be done. */
  readonly length: number;
}

/**
 * A set of jobs that can all be finished by their deadlines, as large as possible, in order of deadline.
 * Jobs released at `now` or before: Moore-Hodgson (scan by deadline; when late, drop the longest), which is optimal,
 * in O(K log K). With later releases the problem is 1|pmtn,r_j|sum U_j, whose exact solution costs O(K^4) (Baptiste
 * 1999); there the jobs are inserted shortest first while preemptive EDF still meets every deadline: a lower bound.
 * @returns indices into `jobs`
 */
export function largestOnTimeSet(jobs: readonly Job[], now: number): number[] {
  const possible = jobs.flatMap((job, index) => (now + job.length <= job.deadline ? [index] : []));
  possible.sort((a, b) => jobs[a]!.deadline - jobs[b]!.deadline || a - b);
  return possible.every((index) => jobs[index]!.release <= now)
    ? mooreHodgson(jobs, possible, now)
    : shortestFirst(jobs, possible, now);
}

function mooreHodgson(jobs: readonly Job[], byDeadline: readonly number[], now: number): number[] {
  // Of equally long jobs the later index is dropped first.
  const kept = new Heap<number>((a, b) => {
    const difference = jobs[a]!.length - jobs[b]!.length;
    return difference > 0 || (difference === 0 && a > b);
  });
  let end = now;
  for (const index of byDeadline) {
    kept.add(index);
    end += jobs[index]!.length;
    if (end > jobs[index]!.deadline) end -= jobs[kept.remove()!]!.length;
  }
  const members = new Set(kept.items);
  return byDeadline.filter((index) => members.has(index));
}

function shortestFirst(jobs: readonly Job[], byDeadline: readonly number[], now: number): number[] {
  const shortest = [...byDeadline].sort((a, b) => jobs[a]!.length - jobs[b]!.length);
  const kept = new Set<number>();
  for (const index of shortest) {
    kept.add(index);
    const inOrder = byDeadline.filter((other) => kept.has(other));
    if (!meetsDeadlines(jobs, inOrder, now)) kept.delete(index);
  }
  return byDeadline.filter((index) => kept.has(index));
}

/** Whether preemptive earliest-deadline-first finishes all of `byDeadline` in time. */
function meetsDeadlines(jobs: readonly Job[], byDeadline: readonly number[], now: number): boolean {
  const rest = byDeadline.map((index) => jobs[index]!.length);
  const releases = byDeadline.map((index) => Math.max(now, jobs[index]!.release));
  const instants = [...new Set(releases)].sort((a, b) => a - b);
  for (const [i, instant] of instants.entries()) {
    const next = instants[i + 1] ?? Infinity;
    let time = instant;
    for (let j = 0; j < rest.length && time < next; j++) {
      if (releases[j]! > instant || rest[j] === 0) continue;
      const work = Math.min(rest[j]!, next - time);
      time += work;
      rest[j]! -= work;
      // Working past the deadline is late; so is a job that still has work at its deadline.
      if (time > jobs[byDeadline[j]!]!.deadline + 1e-9 * Math.abs(time)) return false;
    }
    for (let j = 0; j < rest.length; j++) {
      if (rest[j]! > 0 && next >= jobs[byDeadline[j]!]!.deadline && releases[j]! <= instant) return false;
    }
  }
  return true;
}
