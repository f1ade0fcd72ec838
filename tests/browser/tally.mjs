// A reporter for node's test runner: the last line of the browser tests.
export default async function* tally(events) {
  let [passed, failed] = [0, 0];
  for await (const { type, data } of events) {
    const isFile = data?.details?.type === "suite";
    if (type === "test:pass" && !isFile && data.skip === undefined) passed += 1;
    if (type === "test:fail" && !isFile) failed += 1;
  }
  yield `browser tests: ${passed} passed, ${failed} failed\n`;
}
