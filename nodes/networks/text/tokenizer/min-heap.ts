/** A binary heap of numbers, smallest first. */
export class MinHeap {
  private readonly items: number[] = [];

  push(value: number): void {
    const { items } = this;
    let at = items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.at(parent) <= value) break;
      items[at] = this.at(parent);
      at = parent;
    }
    items[at] = value;
  }

  pop(): number | undefined {
    const { items } = this;
    const smallest = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return smallest;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < items.length && this.at(child + 1) < this.at(child)) child++;
      if (child >= items.length || this.at(child) >= last) break;
      items[at] = this.at(child);
      at = child;
    }
    items[at] = last;
    return smallest;
  }

  private at(index: number): number {
    return this.items[index] as number;
  }
}
