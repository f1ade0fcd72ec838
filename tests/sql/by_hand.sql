-- The figures of the overview as somebody would write them by hand for DuckDB: the yardstick of bench.py.
CREATE OR REPLACE TEMP TABLE hand_views AS
SELECT visitor, session, time, seq, source,
  if(page <> '', page, item) AS page,
  if(item <> '', item, if(page_type = 'item', page, NULL)) AS looked,
  lead(time) OVER w AS next_time,
  coalesce(session = '' AND time - lag(time) OVER w > 1800 OR lag(time) OVER w IS NULL, true) AS starts
FROM events
WHERE event = 'view'
WINDOW w AS (PARTITION BY visitor, session ORDER BY time, seq);

CREATE OR REPLACE TEMP TABLE hand_visits AS
WITH numbered AS (
  SELECT *, sum(starts::INTEGER) OVER w AS visit, last_value(if(starts, page, NULL) IGNORE NULLS) OVER w AS entry
  FROM hand_views
  WINDOW w AS (PARTITION BY visitor, session ORDER BY time, seq ROWS UNBOUNDED PRECEDING)
), grouped AS (
  SELECT visitor, min(time) AS started, max(time) AS ended, count(*) AS views,
    any_value(source) FILTER (starts) AS source, count(*) FILTER (page = entry) AS landing, count(DISTINCT looked) AS items,
    count(*) FILTER (looked IS NOT NULL AND next_time IS NOT NULL AND (session <> '' OR next_time - time <= 1800)) AS followed,
    sum(next_time - time) FILTER (looked IS NOT NULL AND (session <> '' OR next_time - time <= 1800)) AS item_seconds
  FROM numbered
  GROUP BY visitor, session, visit
)
SELECT *, timezone('Asia/Shanghai', to_timestamp(started))::DATE AS day
FROM grouped;

CREATE OR REPLACE TEMP TABLE hand_days AS
SELECT visitor, timezone('Asia/Shanghai', to_timestamp(time))::DATE AS day,
  count(*) FILTER (event = 'view') AS views, count(*) FILTER (event = 'view' AND (item <> '' OR page_type = 'item')) AS item_views,
  count(*) FILTER (event = 'favorite') AS favorites, count(*) FILTER (event = 'favorite' AND (item <> '' OR page_type = 'item')) AS item_favorites,
  count(*) FILTER (event = 'cart') AS carts, count(*) FILTER (event = 'search') AS searches, count(*) FILTER (event = 'buy') AS buys
FROM events
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE hand_orders AS
SELECT *, timezone('Asia/Shanghai', to_timestamp(placed_at))::DATE AS placed, timezone('Asia/Shanghai', to_timestamp(paid_at))::DATE AS paid,
  min(paid_at) OVER (PARTITION BY buyer) AS first_paid
FROM orders;

SELECT sum(views) AS page_views, count(DISTINCT visitor) FILTER (views > 0) AS visitors, sum(favorites) AS favorites,
  sum(item_views) AS item_page_views, count(DISTINCT visitor) FILTER (item_views > 0) AS item_page_visitors,
  sum(item_favorites) AS item_favorites, sum(carts) AS carts, sum(searches) AS searches, sum(buys) AS buys
FROM hand_days WHERE day BETWEEN '2026-06-08' AND '2026-06-30';

SELECT count(DISTINCT visitor) AS returning_visitors
FROM (SELECT visitor, day, lag(day) OVER (PARTITION BY visitor ORDER BY day) AS before FROM hand_days WHERE views > 0)
WHERE day BETWEEN '2026-06-08' AND '2026-06-30' AND day - before <= 6;

SELECT count(*) AS visits, sum(views) / count(*) AS avg_visit_depth, count(*) FILTER (views = 1) / count(*) AS bounce_rate,
  sum(ended - started) AS visit_seconds, sum(ended - started) / count(*) FILTER (views > 1) AS avg_visit_seconds,
  sum(landing) AS landing_page_views, sum(items) AS item_visits, sum(item_seconds) / sum(followed) AS avg_item_view_seconds
FROM hand_visits WHERE day BETWEEN '2026-06-08' AND '2026-06-30';

WITH firsts AS (SELECT visitor, min(day) AS day FROM hand_visits WHERE day BETWEEN '2026-06-08' AND '2026-06-30' GROUP BY visitor),
seen AS (SELECT visitor, day, lag(day) OVER (PARTITION BY visitor ORDER BY day) AS before FROM hand_days WHERE views > 0)
SELECT count(*) AS source_visitors, count(*) FILTER (before IS NULL OR day - before > 6) AS source_new_visitors
FROM firsts JOIN seen USING (visitor, day);

SELECT sum(quantity) AS placed_items, count(DISTINCT "order") AS placed_orders, sum(amount) AS placed_amount,
  sum(quantity) FILTER (paid = placed) AS same_day_paid_items, count(DISTINCT "order") FILTER (paid = placed) AS same_day_paid_orders,
  sum(paid_amount) FILTER (paid = placed) AS same_day_paid_amount
FROM hand_orders WHERE placed BETWEEN '2026-06-08' AND '2026-06-30';

SELECT count(DISTINCT buyer) AS buyers, count(DISTINCT buyer) FILTER (paid_at > first_paid) AS repeat_buyers, sum(quantity) AS paid_items,
  count(DISTINCT "order") AS paid_orders, sum(paid_amount) AS paid_amount,
  count(DISTINCT buyer) FILTER (promotion <> '') AS promo_buyers, sum(quantity) FILTER (promotion <> '') AS promo_paid_items,
  count(DISTINCT "order") FILTER (promotion <> '') AS promo_paid_orders, sum(paid_amount) FILTER (promotion <> '') AS promo_paid_amount,
  count(DISTINCT buyer) FILTER (promotion = '') AS non_promo_buyers, sum(quantity) FILTER (promotion = '') AS non_promo_paid_items,
  count(DISTINCT "order") FILTER (promotion = '') AS non_promo_paid_orders, sum(paid_amount) FILTER (promotion = '') AS non_promo_paid_amount
FROM hand_orders WHERE paid BETWEEN '2026-06-08' AND '2026-06-30';

WITH traffic AS (SELECT day, count(DISTINCT visitor) FILTER (views > 0) AS visitors, count(DISTINCT visitor) FILTER (item_views > 0) AS lookers
  FROM hand_days GROUP BY day),
sold AS (SELECT paid AS day, count(DISTINCT buyer) AS buyers, count(DISTINCT buyer) FILTER (promotion <> '') AS promo, sum(paid_amount)::DOUBLE AS amount
  FROM hand_orders GROUP BY paid),
walked AS (SELECT day, sum(views) / count(*) AS depth FROM hand_visits GROUP BY day)
SELECT sum(buyers / visitors) / 23 AS conversion_rate_daily_mean, sum(amount / buyers) / 23 AS amount_per_buyer_daily_mean,
  sum(promo / lookers) / 23 AS promo_conversion_rate, avg(depth) AS avg_visit_depth_daily_mean
FROM traffic LEFT JOIN sold USING (day) LEFT JOIN walked USING (day)
WHERE day BETWEEN '2026-06-08' AND '2026-06-30';
