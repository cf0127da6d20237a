export function DeviceStatus() {
  return null;
}
