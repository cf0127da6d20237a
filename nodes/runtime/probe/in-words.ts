/**
 * What ONNX Runtime says, without its place in the source and the condition that failed.
 * @param log what it wrote: it throws less than it knows when a library cannot be loaded
 */
export function inWords(failure: string, log: string): string {
  const library = /Failed to load library \S+ with error: (.+)/.exec(log)?.[1];
  const [line = ''] = (library ?? failure).split('\n');
  return line
    .replace(/^.*(CUDA failure \d+: [^;]*?) *;.*$/, '$1')
    .replace(/^.* was false\. /, '')
    .replace(/^.*\[ONNXRuntimeError\] : \d+ : \w+ : /, '')
    .replace(/\.$/, '');
}
