// The judge judged: what the benchmark takes as equal, wrong and missing. Needs no peer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DAILY, FIGURES, TOP, answer, compare, merge, ofProgram } from "./j1.mjs";

// Two persons: one views on the days 0, 1 and 7 and buys twice, the other views on day 8 only.
const ONE = {
  days: [[0, 2, 0, 1, 1], [1, 1, 1, 0, 0], [7, 1, 0, 0, 1]],
  whole: [[1, 1, 1]],
  daily: [[0, 1, 1, 0], [1, 1, 0, 1], [7, 1, 1, 1]],
  retention: [[1, 0, 1, 1], [2, 0, 1, 0], [7, 0, 1, 1]],
  visits: [[4, 3, 2, 60]],
};
const OTHER = {
  days: [[0, 0, 0, 1, 0], [8, 3, 0, 0, 0]],
  whole: [[1, 0, 0]],
  daily: [[0, 0, 0, 0], [8, 1, 0, 0]],
  retention: [[1, 8, 1, 0], [2, 8, 1, 0], [7, 8, 1, 0]],
  visits: [[3, 1, 0, 100]],
};
const ITEMS = Array.from({ length: TOP }, (_, at) => [900 + at, 50 - at]);
const right = () => answer({ ...merge([ONE, OTHER]), items: ITEMS });

test("parts of the persons add up, and ratios are formed of the sums", () => {
  const { figures, days, items } = right();
  const { page_views, visitors, buyers, favorites, carts, buys, repeat_buyers } = figures;
  assert.deepEqual({ page_views, visitors, buyers, favorites, carts, buys, repeat_buyers }, {
    page_views: 7, visitors: 2, buyers: 1, favorites: 1, carts: 2, buys: 2, repeat_buyers: 1,
  });
  assert.deepEqual([figures.conversion_rate, figures.bounce_rate, figures.avg_visit_depth, figures.avg_visit_seconds], [1 / 2, 2 / 4, 7 / 4, 160 / 2]);
  // Who came first on the last day could not come back yet.
  assert.deepEqual([figures.retention_day_1, figures.retention_day_2, figures.retention_day_7, figures.retention_day_3], [1, 0, 1, null]);
  assert.deepEqual(days["2017-12-03"], { page_views: 3, visitors: 1, buyers: 0, returning_visitors: 0 });
  assert.deepEqual(items[0], ["900", 50]);
});

test("equal answers are equal, to the last digits of a ratio", () => {
  const near = right();
  near.figures.bounce_rate *= 1 + 2 ** -52;
  assert.deepEqual(compare(near, right()), { wrong: [], missing: [] });
});

test("every single figure that differs is found, and every one that lacks", () => {
  const changes = [
    ...FIGURES.map((id) => (of, to) => (of.figures[id] = to)),
    ...DAILY.flatMap((id) => Object.keys(right().days).map((day) => (of, to) => (of.days[day][id] = to))),
    ...ITEMS.map((_, at) => (of, to) => (of.items[at][1] = to)),
  ];
  for (const change of changes) {
    const [other, less] = [right(), right()];
    change(other, 0.123);
    change(less, undefined);
    assert.equal(compare(other, right()).wrong.length, 1);
    assert.equal(compare(less, right()).missing.length, 1);
  }
  const [swapped, none] = [right(), right()];
  [swapped.items[0], swapped.items[1]] = [swapped.items[1], swapped.items[0]];
  none.items = undefined;
  assert.equal(compare(swapped, right()).wrong.length, 2);
  assert.deepEqual(compare(none, right()).missing, ["top items"]);
});

test("the program's JSON is read into the same shape", () => {
  const of = ofProgram({
    metrics: { visitors: { value: 2 }, item_page_views: { value: 9 } },
    series: { buyers: [{ from: "2017-11-25", value: 1 }], buys: [{ from: "2017-11-25", value: 4 }] },
    breakdowns: { item: [{ key: "77", metrics: { item_page_views: { value: 3 } } }] },
  });
  assert.deepEqual(of, { figures: { visitors: 2 }, days: { "2017-11-25": { buyers: 1 } }, items: [["77", 3]] });
});
