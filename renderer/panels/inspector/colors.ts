/** Header colours to choose from: dark enough in both themes for the light text that nodes with a colour have. */
export const COLORS = [
  { name: 'red', value: '#7a2f33' },
  { name: 'brown', value: '#6b4a2b' },
  { name: 'green', value: '#2f5f3c' },
  { name: 'teal', value: '#25605f' },
  { name: 'blue', value: '#2c4f7c' },
  { name: 'purple', value: '#553a7a' },
  { name: 'grey', value: '#4a4a52' },
] as const;
