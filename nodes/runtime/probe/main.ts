/** A process of its own for what a driver may crash: one JSON argument, one message back. */
import { reportOf, type DeviceReport, type ProbeRequest } from './device-report.ts';

export type ProbeAnswer = { readonly report: DeviceReport } | { readonly failure: string };

const answer: ProbeAnswer = await reportOf(JSON.parse(process.argv[2] ?? '') as ProbeRequest).then(
  (report) => ({ report }),
  (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
);
process.send?.(answer, () => process.exit());
