// In which order a row's columns stand, and which wait behind a button.

/** How many columns are on screen before one asks for the rest. */
export const shownAtOnce = 60;

/**
 * The columns of a row in order: [indices]. "score": what is no feature first, as the file has it (ids, texts: what a person recognises a
 * row by), then features by the size of what they add to the score; `contributions` is by index, and where it is null the order is
 * "unusual": features by the share of rows as extreme, the smallest first, then features without one. "file": as the file has them.
 */
export function columnOrder(columns, tails, order, contributions = null) {
    const indices = columns.map(column => column.index);
    if (order === "file") {
        return indices;
    }

    if (order === "score" && contributions !== null) {
        const size = index => columns[index].isFeature ? -Math.abs(contributions.get(index) ?? 0) : -Infinity;
        return indices.sort((a, b) => size(a) === size(b) ? a - b : size(a) - size(b));
    }

    const rank = index => {
        const tail = tails[index];
        if (tail !== null && tail !== undefined) {
            return tail;
        }

        return columns[index].isFeature ? 2 : -1;
    };
    return indices.sort((a, b) => rank(a) - rank(b) || a - b);
}

/** The order cut in two: { shown, hidden }. Nothing is hidden where only a few would be. */
export function split(indices, showsAll, most = shownAtOnce) {
    if (showsAll || indices.length <= most + 5) {
        return { shown: indices, hidden: [] };
    }

    return { shown: indices.slice(0, most), hidden: indices.slice(most) };
}

/** The columns whose name contains the text, whatever the case. */
export function named(columns, indices, text) {
    const wanted = text.trim().toLowerCase();
    return wanted === "" ? indices : indices.filter(index => columns[index].name.toLowerCase().includes(wanted));
}

/**
 * The features in which rows are most unusual on average, at most so many: what says best what they are. Columns that the session hides
 * are left out.
 */
export function mostUnusual(session, details, most) {
    return session.columns
        .filter(column => column.isFeature && !(column.isLabel && session.hidesLabels))
        .map(column => ({ column, tail: meanOf(details.map(each => each.tails[column.index])) }))
        .sort((a, b) => a.tail - b.tail || a.column.index - b.column.index)
        .slice(0, most)
        .map(({ column }) => column);
}

function meanOf(tails) {
    const known = tails.filter(tail => tail !== null && tail !== undefined);
    return known.length === 0 ? 2 : known.reduce((sum, tail) => sum + tail, 0) / known.length;
}
