// Job J1: what everybody has to answer, the one shape of the answer, and how two answers are compared.

/** Metrics of the catalogue that make up J1, of the whole period. */
export const FIGURES = [
  "page_views",
  "visitors",
  "favorites",
  "carts",
  "buys",
  "buyers",
  "repeat_buyers",
  "conversion_rate",
  "bounce_rate",
  "avg_visit_depth",
  "avg_visit_seconds",
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => `retention_day_${day}`),
];

/** Metrics wanted for each day. */
export const DAILY = ["page_views", "visitors", "buyers", "returning_visitors"];

/** How many items, by their views. */
export const TOP = 10;

/** The nine days of the log. */
export const DAYS = Array.from({ length: 9 }, (_, day) => new Date(Date.UTC(2017, 10, 25 + day)).toISOString().slice(0, 10));

const ratio = (above, below) => (below > 0 ? above / below : null);

/** The answer from the counts that the peers give: rows named as in j1.sql, days counted from the log's first. */
export function answer({ days, whole, daily, retention, visits, items }) {
  const total = (at) => days.reduce((sum, row) => sum + row[at], 0);
  const [[visitors, buyers, repeat_buyers]] = whole;
  const [[views, count, bounces, seconds]] = visits;
  const last = Math.max(...days.map(([day]) => day));
  const figures = {
    page_views: total(1),
    visitors,
    favorites: total(2),
    carts: total(3),
    buys: total(4),
    buyers,
    repeat_buyers,
    conversion_rate: ratio(buyers, visitors),
    bounce_rate: ratio(bounces, count),
    avg_visit_depth: ratio(views, count),
    avg_visit_seconds: ratio(seconds, count - bounces),
  };
  for (let after = 1; after <= 7; after += 1) {
    // Only who was first seen early enough can have come back so many days later.
    const cohorts = retention.filter(([later, first]) => later === after && first + after <= last);
    const sum = (at) => cohorts.reduce((sum, row) => sum + row[at], 0);
    figures[`retention_day_${after}`] = ratio(sum(3), sum(2));
  }
  const views_of = new Map(days.map(([day, views]) => [day, views]));
  const of = daily.map(([day, visitors, buyers, returning_visitors]) => [
    DAYS[day],
    { page_views: views_of.get(day), visitors, buyers, returning_visitors },
  ]);
  return { figures, days: Object.fromEntries(of), items: items.map(([item, views]) => [String(item), views]) };
}

/** Adds the counts of parts of the persons; rows of one key are one row. `keys` says how many cells name a row. */
export function merge(many) {
  const keys = { days: 1, whole: 0, daily: 1, retention: 2, visits: 0 };
  const merged = {};
  for (const [name, width] of Object.entries(keys)) {
    const rows = new Map();
    for (const row of many.flatMap((parts) => parts[name])) {
      const key = row.slice(0, width).join();
      const known = rows.get(key);
      rows.set(key, known ? row.map((cell, at) => (at < width ? cell : cell + known[at])) : row);
    }
    merged[name] = [...rows.values()];
  }
  return merged;
}

/** The program's JSON as an answer; what it does not know is left out. */
export function ofProgram(json) {
  const known = (metrics, ids) => ids.filter((id) => metrics[id]).map((id) => [id, metrics[id].value]);
  const days = {};
  for (const [id, points] of Object.entries(json.series ?? {})) {
    if (!DAILY.includes(id)) continue;
    for (const point of points) (days[point.from] ??= {})[id] = point.value;
  }
  const items = json.breakdowns?.item?.slice(0, TOP).map((row) => [row.key, row.metrics.item_page_views.value]);
  return { figures: Object.fromEntries(known(json.metrics, FIGURES)), days, items };
}

// Everybody divides two whole numbers; a last digit may still differ where a figure was written as text.
const same = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-12 * Math.abs(b));

/** What differs from the right answer, and what of it is missing: lists of names. */
export function compare(got, right) {
  const [wrong, missing] = [[], []];
  const check = (name, mine, theirs) => {
    if (mine === undefined) missing.push(name);
    else if (!same(mine, theirs)) wrong.push(`${name} is ${mine}, not ${theirs}`);
  };
  for (const id of FIGURES) check(id, got.figures[id], right.figures[id]);
  for (const [day, of] of Object.entries(right.days)) {
    for (const id of DAILY) check(`${id} of ${day}`, got.days[day]?.[id], of[id]);
  }
  if (!got.items) missing.push("top items");
  else {
    right.items.forEach(([item, views], at) => {
      const [key, count] = got.items[at] ?? [];
      if (key !== item) wrong.push(`item ${at + 1} is ${key}, not ${item}`);
      else check(`views of item ${item}`, count, views);
    });
  }
  return { wrong, missing };
}
