export const EXIT = {
  ok: 0,
  renderError: 1,
  badInput: 2,
  engineDied: 3,
  interrupted: 130,
} as const;
