/**
 * Counts a report of vitest's json reporter. A file that could not be run, and a run that failed though every test
 * passed (an unhandled error), count as one failure each.
 */
export function countTests(report, succeeded) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report.testResults) {
    if (file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed')) {
      counts.failed++;
    }
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else counts.skipped++;
    }
  }
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return counts;
}
