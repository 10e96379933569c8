// One column of the row on screen: its name, the cell as the file has it, what it makes of the score, all rows' distribution and where this
// value lies in it.

import { linkOf, number, percent, signed } from "./format.js";
import { barPath, partPlace, placeOf } from "./shapes.js";
import { draw, make, setAttribute, setText } from "./dom.js";

const stripWidth = 128;
const stripHeight = 22;
const longText = 150;
const categoryGap = 1;
const labelHidden = "(hidden: the label)";

/**
 * A line for any column with a distribution. Lines stay where they are: for another row, and for another column, only texts and shapes
 * change, so that little is laid out anew.
 */
export class StripLine {
    #name = make("span", { class: "column-name" });
    #value = make("span", { class: "column-value", dir: "auto" });
    #fill = make("span", { class: "part-fill" });
    #part = make("span");
    #path = draw("path");
    #mark = make("span", { class: "strip-mark" });
    #strip;
    #ends = [make("span"), make("span")];
    #share = make("b");
    #words = [make("span", { class: "hidden-text" }), make("small")];
    #column = null;
    #shape = null;
    #text = null;

    /** A line with a cell of text only has another shape. */
    isWordy = false;

    constructor() {
        const bars = draw("svg", { viewBox: `0 0 ${stripWidth} ${stripHeight}`, preserveAspectRatio: "none" }, this.#path);
        this.#strip = make("span", { class: "strip", "aria-hidden": "true" },
            make("span", { class: "strip-bars" }, bars, this.#mark),
            make("span", { class: "strip-ends" }, ...this.#ends));
        this.element = make("li", { class: "column" },
            this.#name,
            this.#value,
            make("span", { class: "part", title: "What the column adds to the score; to the right: more suspicious" },
                make("span", { class: "part-bar", "aria-hidden": "true" }, this.#fill),
                make("span", { class: "part-number" }, this.#words[0], this.#part)),
            this.#strip,
            make("span", { class: "column-tail" }, this.#share, this.#words[1]));
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
        }

        const cell = details.cells[column.index];
        this.#text = showCell(this.#value, hidesCell ? labelHidden : cell, this.#text);
        setAttribute(this.#value, "title", hidesCell ? labelHidden : cell);
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
        setText(this.#name, column.name);
        setAttribute(this.#name, "title", `${column.name} (${kindOf(column)})`);
        setAttribute(this.#path, "d", shape.path);
        setAttribute(this.#strip, "title", shape.title);
        this.#ends.forEach((end, i) => setText(end, shape.ends[i]));
    }
}

/** The line of a column of texts: the cell alone, three lines of it where it is long. Made once a column and kept. */
export class WordyLine {
    #column;
    #hidesCell;
    #value = make("span", { class: "column-value", dir: "auto" });
    #more;
    #text = null;

    isWordy = true;

    constructor(column, hidesCell) {
        this.#column = column;
        this.#hidesCell = hidesCell;
        this.#more = make("button", {
            type: "button",
            class: "plain",
            hidden: true,
            onclick: () => {
                this.element.classList.toggle("whole");
                setText(this.#more, this.#moreText());
            },
        });
        this.element = make("li", { class: "column wordy", "data-column": column.index },
            make("span", { class: "column-name", title: `${column.name} (${kindOf(column)})` }, column.name), this.#value, this.#more);
    }

    /** Shows a row's cell. */
    show(details) {
        const text = this.#hidesCell ? labelHidden : details.cells[this.#column.index];
        this.#text = showCell(this.#value, text, this.#text);
        this.#more.hidden = text.length <= longText && text.split("\n").length <= 3;
        setText(this.#more, this.#moreText());
    }

    #moreText() {
        return this.element.classList.contains("whole") ? "Show less" : `Show all ${this.#text.length} characters`;
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

function categoryShape({ categories, otherCount }) {
    const counts = categories.map(each => each.count);
    const all = otherCount > 0 ? [...counts, otherCount] : counts;
    const places = new Map(categories.map((each, i) => [each.text, (i + 0.5) / all.length]));
    return {
        path: barPath(all, stripWidth, stripHeight, categoryGap / stripWidth * all.length),
        ends: [`${all.length} values`, ""],
        title: "All rows, by category, the most frequent first",
        tailWords: "of all rows",
        placeOf: (_, cell) => places.get(cell) ?? (otherCount > 0 ? (all.length - 0.5) / all.length : null),
    };
}

/** Shows a cell where it differs from what is shown; gives what is shown now. */
function showCell(element, text, shown) {
    if (text === shown) {
        return text;
    }

    const link = linkOf(text);
    element.classList.toggle("empty", text === "");
    if (text === "") {
        setText(element, "empty");
    } else if (link !== null) {
        element.replaceChildren(make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, text));
    } else {
        element.textContent = text;
    }

    return text;
}

function kindOf(column) {
    return column.isLabel ? "label" : column.isFeature ? column.kind : `${column.kind}, no feature`;
}
