// The arithmetic of the charts: bins, heights, paths, ticks. Nothing here draws.

/** The bin of a value, of bins of equal width over a range; the maximum belongs to the last. Outside: the nearest. */
export function binOf(value, minimum, maximum, binCount) {
    if (!(maximum > minimum)) {
        return 0;
    }

    const bin = Math.floor((value - minimum) / (maximum - minimum) * binCount);
    return Math.max(0, Math.min(binCount - 1, bin));
}

/** Where a value lies in a range, 0 to 1; the middle where the range has no width. */
export function placeOf(value, minimum, maximum) {
    if (!(maximum > minimum)) {
        return 0.5;
    }

    return Math.max(0, Math.min(1, (value - minimum) / (maximum - minimum)));
}

/** The bar of a signed number from the middle of a line: { left, width }, as shares of it. One of the size `largest` reaches an end. */
export function partPlace(value, largest) {
    const width = largest > 0 ? Math.min(1, Math.abs(value) / largest) / 2 : 0;
    return { left: value < 0 ? 0.5 - width : 0.5, width };
}

/** Heights of bars by the square root of their counts, so that rare bins are seen beside full ones; at least one pixel where not empty. */
export function barHeights(counts, height) {
    const largest = Math.max(1, ...counts);
    return counts.map(each => each === 0 ? 0 : Math.max(1, Math.sqrt(each / largest) * height));
}

/** One path of all bars, from a base line at the bottom: one element to draw, however many bars. `gap`: the part of a bar left empty. */
export function barPath(counts, width, height, gap = 0) {
    const step = width / counts.length;
    const heights = barHeights(counts, height);
    let path = "";
    for (let i = 0; i < counts.length; i++) {
        if (heights[i] > 0) {
            const [left, wide, high] = [(i + gap / 2) * step, (1 - gap) * step, heights[i]].map(fixed);
            path += `M${left} ${fixed(height)}v-${high}h${wide}v${high}z`;
        }
    }

    return path;
}

/** Round numbers from zero to at least the maximum, about as many as asked for. */
export function ticks(maximum, about = 4) {
    if (!(maximum > 0)) {
        return [0, 1];
    }

    const rough = maximum / about;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, [1, 2, 5, 10].map(each => each * power).find(each => each >= rough * 0.999));
    const result = [];
    for (let tick = 0; tick < maximum + step * 0.999; tick += step) {
        result.push(tick);
    }

    return result;
}

/** The curve of [questions, found] pairs as the points of a line, from the origin; of very long curves at most `most` points. */
export function curvePoints(found, width, height, widest, highest, most = 600) {
    const stride = Math.max(1, Math.ceil(found.length / most));
    const points = [[0, 0]];
    for (let i = 0; i < found.length; i++) {
        if (i % stride === 0 || i === found.length - 1) {
            points.push(found[i]);
        }
    }

    return points.map(([x, y]) => `${fixed(x / widest * width)},${fixed(height - y / highest * height)}`).join(" ");
}

/** The index of the point nearest to a place, or -1 where none lies within the reach. */
export function nearest(xs, ys, x, y, reach) {
    let best = -1;
    let bestDistance = reach * reach;
    for (let i = 0; i < xs.length; i++) {
        const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
        if (distance <= bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }

    return best;
}

function fixed(value) {
    return String(Math.round(value * 100) / 100);
}
