import { describe, expect, it } from 'vitest';
import { Heap } from '../../../../src/core/laira/heap.js';
import { Random } from '../../../../src/core/simulation/random.js';

describe('Heap', () => {
  it('gives items in order', () => {
    const random = new Random(3);
    const numbers = Array.from({ length: 200 }, () => random.index(50));
    const heap = new Heap<number>((a, b) => a > b);
    for (const number of numbers) heap.add(number);
    expect(heap.top).toBe(Math.max(...numbers));
    const removed = numbers.map(() => heap.remove());
    expect(removed).toEqual(numbers.sort((a, b) => b - a));
    expect(heap.remove()).toBeUndefined();
  });
});
