// The large chart: Apache ECharts, only the parts that are used, bundled by www/build/charts.mjs and loaded when somebody
// opens one. Drawn as SVG: no inline style and no markup from text, so the page's policy holds. Numbers come as texts, for
// the page alone writes them.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GraphicComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GraphicComponent, GridComponent, TooltipComponent, SVGRenderer]);

const charts = new WeakMap();

/** The page's own colours and letters, as they are now. */
function dress() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    ink: token("--ink"),
    quiet: token("--ink-2"),
    rule: token("--rule"),
    sheet: token("--sheet"),
    first: token("--accent"),
    second: token("--rule-2"),
    // In single quotes: the writer of SVG files puts it between double ones as it is.
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
    wash: token("--accent-wash"),
  };
}

/** What ECharts is told. `spec`: see `Spec` in src/ui/plot.rs. */
function option(spec, look, still) {
  const text = { color: look.ink, fontFamily: look.font, fontSize: 12 };
  const axis = { axisLine: { lineStyle: { color: look.second } }, axisTick: { show: false }, axisLabel: { ...text, color: look.quiet } };
  const step = spec.high > spec.low ? (spec.high - spec.low) / Math.max(1, spec.ticks.length - 1) : 1;
  const values = {
    type: "value",
    min: spec.low,
    max: spec.high,
    interval: step,
    splitLine: { lineStyle: { color: look.rule } },
    axisLabel: { ...text, color: look.quiet, formatter: (value) => spec.ticks[Math.round((value - spec.low) / step)] ?? "" },
  };
  const names = { type: "category", data: spec.labels, ...axis, inverse: spec.bars };
  const line = (name, data, colour, dashed) => ({
    name,
    type: "line",
    data,
    showSymbol: data.length <= 31,
    symbol: dashed ? "emptyTriangle" : "circle",
    symbolSize: 6,
    connectNulls: false,
    lineStyle: { color: colour, width: 2, type: dashed ? [6, 5] : "solid" },
    itemStyle: { color: colour },
  });
  const bars = {
    name: spec.names[0],
    type: "bar",
    data: spec.series[0],
    itemStyle: { color: look.first },
    label: { show: true, position: "right", ...text, formatter: ({ dataIndex }) => spec.texts[0][dataIndex] },
    barMaxWidth: 22,
  };
  const said = still ? spec.caption : [];
  return {
    animation: false,
    aria: { enabled: true, label: { description: spec.summary }, decal: { show: spec.bars } },
    textStyle: text,
    grid: { left: 16, right: spec.bars ? 96 : 24, top: still ? 56 : 20, bottom: (still ? 28 + 18 * said.length : 16) + (!still && !spec.bars ? 40 : 0), containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: look.sheet,
      borderColor: look.second,
      textStyle: text,
      formatter: (points) => {
        const at = points[0]?.dataIndex ?? 0;
        const lines = spec.names.map((name, which) => `${name}: ${spec.texts[which][at] ?? "—"}`);
        return [spec.labels[at], ...lines].join("\n");
      },
    },
    ...(spec.bars ? { xAxis: values, yAxis: { ...names, axisLabel: { ...names.axisLabel, width: 180, overflow: "truncate" } } } : { xAxis: names, yAxis: values }),
    series: spec.bars ? [bars] : spec.series.map((data, which) => line(spec.names[which], data, which ? look.second : look.first, which > 0)),
    ...(still || spec.bars
      ? {}
      : { dataZoom: [{ type: "inside" }, { type: "slider", height: 22, bottom: 8, showDetail: false, brushSelect: false, borderColor: look.rule, fillerColor: look.rule, handleStyle: { color: look.sheet, borderColor: look.first }, moveHandleSize: 0, dataBackground: { lineStyle: { color: look.second }, areaStyle: { color: look.wash } }, selectedDataBackground: { lineStyle: { color: look.first }, areaStyle: { color: look.wash } } }] }),
    graphic: still
      ? [
          { type: "text", left: 16, top: 16, style: { text: spec.title, fill: look.ink, font: `600 16px ${look.font}` } },
          ...said.map((words, at) => ({ type: "text", left: 16, bottom: 10 + 18 * (said.length - 1 - at), style: { text: words, fill: look.quiet, font: `12px ${look.font}` } })),
        ]
      : [],
    ...(still ? { backgroundColor: look.sheet } : {}),
  };
}

/** Which point of the drawing a place is over; a finger need not hit the line itself. */
function point(chart, spec, { offsetX, offsetY }) {
  if (!chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return -1;
  const at = Math.round(chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY])[spec.bars ? 1 : 0]);
  return at >= 0 && at < spec.labels.length ? at : -1;
}

/** Draws into an element, or draws it anew; `picked` gets the position of a point that is pressed. */
export function draw(element, spec, picked) {
  let chart = charts.get(element);
  if (!chart) {
    chart = init(element, null, { renderer: "svg" });
    charts.set(element, chart);
    new ResizeObserver(() => chart.resize()).observe(element);
  }
  chart.setOption(option(spec, dress(), false), true);
  const surface = chart.getZr();
  surface.off("click");
  surface.on("click", (event) => {
    const at = point(chart, spec, event);
    if (at >= 0) picked(at);
  });
}

/** The chart as an SVG file, with its title and where it comes from. */
export function svg(spec) {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 960, height: 560 });
  chart.setOption(option(spec, dress(), true));
  return chart.renderToSVGString();
}

/** The same as a PNG, twice as fine. */
export async function png(spec) {
  const url = URL.createObjectURL(new Blob([svg(spec)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 1920, height: 1120 });
  canvas.getContext("2d").drawImage(image, 0, 0, 1920, 1120);
  URL.revokeObjectURL(url);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
