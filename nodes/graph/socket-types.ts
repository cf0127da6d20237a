/** Whether an output may feed an input: equal, `*` on either side, or comma lists that share a type. */
export function typesFit(received: string, wanted: string): boolean {
  if (received === wanted || received === '*' || wanted === '*') return true;
  if (!received.includes(',') && !wanted.includes(',')) return false;
  const offered = new Set(received.split(',').map((type) => type.trim()));
  return wanted.split(',').some((type) => offered.has(type.trim()));
}
