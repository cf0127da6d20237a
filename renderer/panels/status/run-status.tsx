export function RunStatus() {
  return null;
}
