// One column of the row on screen: its name, the cell as the file has it, what it makes of the score, all rows' distribution and where this
// value lies in it.

import { count, counted, linkOf, number, percent, shortName, signed } from "./format.js";
import { barPath, partPlace, placeOf } from "./shapes.js";
import { draw, make, setAttribute, setText } from "./dom.js";

const stripWidth = 128;
const stripHeight = 22;
/** From how many characters on a cell is cut to three lines: beside a strip there is room for fewer. */
const longText = 150;
const longBesideStrip = 60;
const mostLines = 3;
const categoryGap = 1;
const labelHidden = "(hidden: the label)";

/**
 * A line for any column with a distribution. Lines stay where they are: for another row, and for another column, only texts and shapes
 * change, so that little is laid out anew.
 */
export class StripLine {
    #name = make("span", { class: "column-name" });
    #cell = new Cell(longBesideStrip);
    #fill = make("span", { class: "part-fill" });
    #part = make("span");
    #path = draw("path");
    #mark = make("span", { class: "strip-mark" });
    #strip;
    #ends = [make("span"), make("span")];
    #share = make("b");
    #words = [make("span", { class: "hidden-text" }), make("small")];
    #column = null;

    /** A line with a cell of text only has another shape. */
    isWordy = false;

    constructor() {
        const bars = draw("svg", { viewBox: `0 0 ${stripWidth} ${stripHeight}`, preserveAspectRatio: "none" }, this.#path);
        this.#strip = make("span", { class: "strip", "aria-hidden": "true" },
            make("span", { class: "strip-bars" }, bars, this.#mark),
            make("span", { class: "strip-ends" }, ...this.#ends));
        this.element = make("li", { class: "column" },
            this.#name,
            this.#cell.value,
            make("span", { class: "part", title: "What the column adds to the score; to the right: more suspicious" },
                make("span", { class: "part-bar", "aria-hidden": "true" }, this.#fill),
                make("span", { class: "part-number" }, this.#words[0], this.#part)),
            this.#strip,
            make("span", { class: "column-tail" }, this.#share, this.#words[1]),
            this.#cell.more);
    }

    /** The index of the column shown. */
    get index() {
        return this.#column.index;
    }

    /** Shows a row's cell of a column. `shape` is what `shapeOf` gives for it; `hidesCell`: the cell would give the label away. */
    show(column, shape, details, hidesCell) {
        if (column !== this.#column) {
            this.#column = column;
            this.#setShape(column, shape);
            this.#cell.fold();
        }

        const cell = details.cells[column.index];
        const filled = details.filled.find(each => each.column === column.index);
        if (this.#cell.show(hidesCell ? labelHidden : cell, hidesCell ? null : filled?.text ?? null)) {
            this.#cell.fold();
        }

        setAttribute(this.#cell.value, "title", hidesCell ? labelHidden : cell);
        const tail = details.tails[column.index];
        const place = shape.placeOf(details.values[column.index], cell);
        this.#mark.hidden = place === null;
        if (place !== null) {
            this.#mark.style.left = `${place * 100}%`;
        }

        setText(this.#share, tail === null ? "" : percent(tail));
        setText(this.#words[1], tail === null ? "" : shape.tailWords);
        setAttribute(this.element, "data-tail", tail === null || tail > 0.05 ? "" : tail > 0.01 ? "out" : "far");
    }

    /** Shows what the column makes of the score, or nothing where that is not known; `largest` is the largest of the row. */
    showPart(contribution, largest) {
        const place = contribution === null ? null : partPlace(contribution, largest);
        setAttribute(this.element, "data-part", place === null ? null : contribution < 0 ? "down" : "up");
        setText(this.#words[0], place === null ? "" : `${contribution < 0 ? "lowers" : "raises"} the score: `);
        setText(this.#part, place === null ? "" : signed(contribution));
        if (place !== null) {
            this.#fill.style.left = `${place.left * 100}%`;
            this.#fill.style.width = `${place.width * 100}%`;
        }
    }

    #setShape(column, shape) {
        setAttribute(this.element, "data-column", column.index);
        setText(this.#name, shortName(column.name));
        setAttribute(this.#name, "title", `${column.name} (${kindOf(column)})`);
        setAttribute(this.#path, "d", shape.path);
        setAttribute(this.#strip, "title", shape.title);
        this.#ends.forEach((end, i) => setText(end, shape.ends[i]));
    }
}

/** The line of a column of texts: the cell alone. Made once a column and kept; a cell shown whole stays so for the next row. */
export class WordyLine {
    #column;
    #hidesCell;
    #cell = new Cell(longText);

    isWordy = true;

    constructor(column, hidesCell) {
        this.#column = column;
        this.#hidesCell = hidesCell;
        this.element = make("li", { class: "column wordy", "data-column": column.index },
            make("span", { class: "column-name", title: `${column.name} (${kindOf(column)})` }, shortName(column.name)),
            this.#cell.value, this.#cell.more);
    }

    /** Shows a row's cell. */
    show(details) {
        this.#cell.show(this.#hidesCell ? labelHidden : details.cells[this.#column.index]);
    }
}

/** A cell, three lines of it where it is long, and then the button that shows all of it. */
class Cell {
    value = make("span", { class: "column-value", dir: "auto" });
    more = make("button", { type: "button", class: "plain show-all", hidden: true, onclick: () => this.#unfold(!this.#isWhole) });
    #longFrom;
    #isWhole = false;
    #text = null;
    #filled = null;

    constructor(longFrom) {
        this.#longFrom = longFrom;
    }

    /** Shows a text, and what the cell was filled with where it has no value; true where that differs from what is shown. */
    show(text, filled = null) {
        if (text === this.#text && filled === this.#filled) {
            return false;
        }

        this.#text = text;
        this.#filled = filled;
        showCell(this.value, text, filled);
        const isLong = text.length > this.#longFrom || text.split("\n").length > mostLines;
        this.value.classList.toggle("long", isLong);
        this.more.hidden = !isLong;
        this.#unfold(this.#isWhole);
        return true;
    }

    /** Shows the first lines only. */
    fold() {
        if (this.#isWhole) {
            this.#unfold(false);
        }
    }

    #unfold(isWhole) {
        this.#isWhole = isWhole;
        this.value.classList.toggle("whole", isWhole && !this.more.hidden);
        setText(this.more, isWhole ? "Show less" : `Show all ${count(this.#text.length)} characters`);
    }
}

/**
 * What is drawn of a column's distribution: { path, ends, title, tailWords, placeOf }; `placeOf(value, cell)` is where a cell lies in it, 0
 * to 1, or null.
 */
export function shapeOf(column) {
    const { distribution } = column;
    return distribution.categories === undefined ? numberShape(column, distribution) : categoryShape(distribution);
}

function numberShape(column, distribution) {
    // Dates are numbers here, whose ends say nothing to a person; the cell says the date.
    const ends = column.kind === "date" ? ["earliest", "latest"] : [number(distribution.minimum), number(distribution.maximum)];
    return {
        path: barPath(distribution.counts, stripWidth, stripHeight),
        ends,
        title: `All rows: ${ends[0]} to ${ends[1]}`,
        tailWords: "as extreme",
        placeOf: value => value === null ? null : placeOf(value, distribution.minimum, distribution.maximum),
    };
}

function categoryShape({ categories, otherCount, textCount }) {
    const counts = categories.map(each => each.count);
    const all = otherCount > 0 ? [...counts, otherCount] : counts;
    const places = new Map(categories.map((each, i) => [each.text, (i + 0.5) / all.length]));
    return {
        path: barPath(all, stripWidth, stripHeight, categoryGap / stripWidth * all.length),
        ends: [otherCount > 0 ? `${categories.length} of ${counted(textCount, "value")}` : counted(textCount, "value"), ""],
        title: "All rows, by category, the most frequent first"
            + (otherCount > 0 ? `; the last bar: the ${counted(textCount - categories.length, "other value")}` : ""),
        tailWords: "of all rows",
        placeOf: (_, cell) => places.get(cell) ?? (otherCount > 0 ? (all.length - 0.5) / all.length : null),
    };
}

function showCell(element, text, filled) {
    const link = linkOf(text);
    element.classList.toggle("empty", text === "" || filled !== null);
    if (filled !== null) {
        setText(element, `${text === "" ? "empty" : text}, taken as ${filled}`);
    } else if (text === "") {
        setText(element, "empty");
    } else if (link !== null) {
        element.replaceChildren(make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, text));
    } else {
        element.textContent = text;
    }
}

function kindOf(column) {
    return column.isLabel ? "label" : column.isFeature ? column.kind : `${column.kind}, no feature`;
}
