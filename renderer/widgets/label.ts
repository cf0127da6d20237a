/** An input's name as people read it: `sampler_name` is "sampler", `noise_seed` "noise seed". */
export function labelOf(name: string): string {
  return name.replace(/_name$/, '').replaceAll('_', ' ');
}

/** With a capital, as labels of the inspector have it. */
export function titleOf(name: string): string {
  const label = labelOf(name);
  return label.charAt(0).toUpperCase() + label.slice(1);
}
