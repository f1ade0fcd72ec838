importScripts("/node_modules/papaparse/papaparse.min.js");

const FIRST = 17_495;
const persons = new Map();
const items = new Map();
const days = new Map();
const KINDS = { pv: 0, fav: 1, cart: 2, buy: 3 };

function take([user, item, , kind, timestamp]) {
  const [time, k] = [Number(timestamp), KINDS[kind]];
  const day = Math.floor((time + 28_800) / 86_400) - FIRST;
  let counts = days.get(day);
  if (!counts) days.set(day, (counts = [0, 0, 0, 0]));
  counts[k] += 1;
  let person = persons.get(user);
  if (!person) persons.set(user, (person = { views: [], viewed: 0, bought: 0, first: Infinity, last: -Infinity }));
  if (k === 0) {
    person.views.push(time);
    person.viewed |= 1 << day;
    items.set(item, (items.get(item) ?? 0) + 1);
  } else if (k === 3) {
    person.bought |= 1 << day;
    person.first = Math.min(person.first, time);
    person.last = Math.max(person.last, time);
  }
}

function parts() {
  const whole = [0, 0, 0];
  const daily = new Map([...days.keys()].map((day) => [day, [0, 0, 0]]));
  const retention = new Map();
  let [views, visits, bounces, seconds] = [0, 0, 0, 0];
  for (const person of persons.values()) {
    whole[0] += person.viewed > 0;
    whole[1] += person.bought > 0;
    whole[2] += person.last > person.first;
    for (const [day, of] of daily) {
      const seen = (person.viewed >> day) & 1;
      of[0] += seen;
      of[1] += (person.bought >> day) & 1;
      of[2] += seen && ((person.viewed << 6) >> day) & 63 ? 1 : 0;
    }
    if (!person.viewed) continue;
    const first = 31 - Math.clz32(person.viewed & -person.viewed);
    for (let after = 1; after <= 7; after += 1) {
      const key = after * 32 + first;
      let of = retention.get(key);
      if (!of) retention.set(key, (of = [0, 0]));
      of[0] += 1;
      of[1] += (person.viewed >> (first + after)) & 1;
    }
    const times = person.views.sort((a, b) => a - b);
    let length = 0;
    for (let at = 0; at < times.length; at += 1) {
      if (at > 0 && times[at] - times[at - 1] <= 1800) seconds += times[at] - times[at - 1];
      else {
        bounces += length === 1;
        [visits, length] = [visits + 1, 0];
      }
      length += 1;
    }
    bounces += length === 1;
    views += times.length;
  }
  const byViews = ([a, m], [b, n]) => n - m || (a < b ? -1 : 1);
  return {
    days: [...days].map(([day, counts]) => [day, ...counts]),
    whole: [whole],
    daily: [...daily].map(([day, of]) => [day, ...of]),
    retention: [...retention].map(([key, of]) => [key >> 5, key & 31, ...of]),
    visits: [[views, visits, bounces, seconds]],
    items: [...items].sort(byViews).slice(0, 10),
  };
}

onmessage = ({ data: file }) => {
  Papa.parse(file, {
    fastMode: true,
    skipEmptyLines: true,
    chunkSize: 8 << 20,
    chunk: ({ data }) => data.forEach(take),
    error: (error) => setTimeout(() => { throw error; }),
    complete: () => postMessage(parts()),
  });
};
