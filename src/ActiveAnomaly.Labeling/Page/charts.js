// The two drawings of numbers in the side panel: anomalies found over questions, and the scores of all rows.

import { count, counted, number, score } from "./format.js";
import { barPath, binOf, curvePoints, placeOf, ticks } from "./shapes.js";
import { draw, setAttribute } from "./dom.js";

const width = 300;
/** How wide a digit of a tick is, a little more than the page's fonts have it. */
const digitWidth = 6.6;

/** Draws how many anomalies were found over the questions answered; the slanted line is "every answer an anomaly". */
export function drawCurve(svg, found, budget) {
    const top = 8;
    const height = 110;
    const last = found.at(-1) ?? [0, 0];
    const xTicks = ticks(Math.max(last[0], budget ?? 0, 5), 5);
    const yTicks = ticks(Math.max(last[1], 3), 3);
    const widest = xTicks.at(-1);
    const highest = yTicks.at(-1);
    // Beside the drawing there is room for the largest ticks.
    const left = Math.max(30, count(highest).length * digitWidth + 6);
    const right = Math.max(14, count(widest).length * digitWidth / 2);
    const inner = width - left - right;
    const x = value => left + value / widest * inner;
    const y = value => top + height - value / highest * height;
    const hasBudget = budget !== null && budget !== undefined;
    const steepest = Math.min(widest, highest);
    svg.replaceChildren(
        ...yTicks.flatMap(tick => [
            draw("line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
            draw("text", { class: "label end", x: left - 5, y: y(tick) + 4 }, count(tick)),
        ]),
        ...xTicks.map(tick => draw("text", { class: "label middle", x: x(tick), y: top + height + 15 }, count(tick))),
        draw("line", { class: "best", x1: x(0), y1: y(0), x2: x(steepest), y2: y(steepest) }),
        ...(hasBudget ? [draw("line", { class: "budget", x1: x(budget), x2: x(budget), y1: top, y2: top + height })] : []),
        draw("polyline", {
            class: "curve",
            points: curvePoints(found, inner, height, widest, highest),
            transform: `translate(${left} ${top})`,
        }),
        draw("circle", { class: "curve-end", cx: x(last[0]), cy: y(last[1]), r: 3.5 }),
        draw("text", { class: "label middle", x: left + inner / 2, y: top + height + 30 }, "questions answered"));
    setAttribute(svg, "viewBox", `0 0 ${width} ${top + height + 34}`);
    svg.dataset.points = found.length;
    setAttribute(svg, "aria-label", `Anomalies found over questions: ${last[1]} found in ${counted(last[0], "answer")}`);
}

/** Draws the scores of all rows, the answered rows below them, the threshold and the row on screen. */
export function drawHistogram(svg, histogram, threshold, here) {
    const height = 70;
    const top = 14;
    const base = top + height;
    if (histogram === null) {
        svg.replaceChildren(draw("text", { class: "label", x: 4, y: 40 }, "No scores yet: the first model is not trained."));
        setAttribute(svg, "viewBox", `0 0 ${width} ${base + 44}`);
        setAttribute(svg, "aria-label", "Scores of all rows: none yet");
        return;
    }

    const { minimum, maximum, counts } = histogram;
    const step = width / counts.length;
    const x = value => placeOf(value, minimum, maximum) * width;
    const hasThreshold = threshold !== null && threshold !== undefined;
    const thresholdX = hasThreshold ? x(threshold) : 0;
    const isRight = thresholdX > width / 2;
    svg.replaceChildren(
        draw("path", { class: "bars", d: barPath(counts, width, height), transform: `translate(0 ${top})` }),
        ...marks(histogram.abnormal, each => triangle((each + 0.5) * step, base + 9), "abnormal"),
        ...marks(histogram.normal, each => circle((each + 0.5) * step, base + 22), "normal"),
        ...(hasThreshold ? [
            draw("line", { class: "threshold", x1: thresholdX, x2: thresholdX, y1: 2, y2: base }),
            draw("text", { class: isRight ? "label end" : "label", x: thresholdX + (isRight ? -4 : 4), y: 10 },
                `threshold ${score(threshold)}`),
        ] : []),
        ...(here === null ? [] : [draw("path", { class: "here", d: `M${x(here)} ${base - 9}l5 9h-10z` })]),
        draw("text", { class: "label", x: 0, y: base + 42 }, number(minimum)),
        draw("text", { class: "label middle", x: width / 2, y: base + 42 }, "score, all rows (root scale)"),
        draw("text", { class: "label end", x: width, y: base + 42 }, number(maximum)));
    setAttribute(svg, "viewBox", `0 0 ${width} ${base + 46}`);
    setAttribute(svg, "aria-label", summaryOf(histogram, threshold, here));
}

function summaryOf(histogram, threshold, here) {
    const parts = [`Scores of all rows from ${score(histogram.minimum)} to ${score(histogram.maximum)}`];
    if (threshold !== null && threshold !== undefined) {
        parts.push(`threshold ${score(threshold)}`);
    }

    if (here !== null) {
        const bin = binOf(here, histogram.minimum, histogram.maximum, histogram.counts.length);
        const above = histogram.counts.slice(bin + 1).reduce((sum, each) => sum + each, 0);
        parts.push(`this row ${score(here)}, about ${counted(above, "row")} above it`);
    }

    return parts.join("; ");
}

function marks(counts, shapeOf, kind) {
    const largest = Math.max(1, ...counts);
    return counts.flatMap((each, i) => {
        if (each === 0) {
            return [];
        }

        const shape = shapeOf(i);
        shape.setAttribute("class", `mark ${kind}`);
        shape.setAttribute("opacity", 0.55 + 0.45 * each / largest);
        shape.append(draw("title", {}, `${counted(each, "row")} ${kind}`));
        return [shape];
    });
}

function triangle(x, y) {
    return draw("path", { d: `M${x} ${y - 5}l4.5 8h-9z` });
}

function circle(x, y) {
    return draw("circle", { cx: x, cy: y, r: 3.4 });
}
