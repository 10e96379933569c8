// One column of the row on screen: its name, the cell as the file has it, all rows' distribution and where this value lies in it.

import { linkOf, number, percent } from "./format.js";
import { barPath, placeOf } from "./shapes.js";
import { draw, make, setText } from "./dom.js";

const stripWidth = 128;
const stripHeight = 22;
const longText = 150;
const categoryGap = 1;

/** A column's line. Made once a column and kept: a new row changes only the cell, the mark and the share. */
export class ColumnLine {
    #column;
    #value;
    #mark = null;
    #tail = null;
    #more = null;
    #text = null;

    /** `hidesCell`: the cell would give the label away. */
    constructor(column, hidesCell) {
        this.#column = column;
        this.hidesCell = hidesCell;
        this.#value = make("span", { class: "column-value", dir: "auto" });
        const name = make("span", { class: "column-name", title: `${column.name} (${kindOf(column)})` }, column.name);
        this.element = make("li", { class: "column", "data-column": column.index }, name, this.#value);
        if (column.distribution !== null) {
            this.#addStrip(column.distribution);
        } else {
            this.#addMore();
        }
    }

    /** Shows a row's cell. */
    show(details) {
        const index = this.#column.index;
        const cell = details.cells[index];
        this.#showCell(this.hidesCell ? "(hidden: the label)" : cell);
        if (this.#mark === null) {
            return;
        }

        const tail = details.tails[index];
        const place = this.#placeOf(details.values[index], cell);
        this.#mark.hidden = place === null;
        if (place !== null) {
            this.#mark.style.left = `${place * 100}%`;
        }

        const [share, words] = this.#tail.children;
        setText(share, tail === null ? "" : percent(tail));
        setText(words, tail === null ? "" : this.#column.distribution.categories === undefined ? "as extreme" : "of all rows");
        this.element.dataset.tail = tail === null || tail > 0.05 ? "" : tail > 0.01 ? "out" : "far";
    }

    #showCell(text) {
        if (this.#text === text) {
            return;
        }

        this.#text = text;
        const link = linkOf(text);
        this.#value.classList.toggle("empty", text === "");
        if (text === "") {
            setText(this.#value, "empty");
        } else if (link !== null) {
            this.#value.replaceChildren(make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, text));
        } else {
            this.#value.textContent = text;
        }

        this.#value.title = this.#mark === null ? "" : text;
        if (this.#more !== null) {
            this.#more.hidden = text.length <= longText && text.split("\n").length <= 3;
            setText(this.#more, this.#moreText());
        }
    }

    #placeOf(value, cell) {
        const distribution = this.#column.distribution;
        if (distribution.categories === undefined) {
            return value === null ? null : placeOf(value, distribution.minimum, distribution.maximum);
        }

        const count = barCountOf(distribution);
        const category = distribution.categories.findIndex(each => each.text === cell);
        if (category >= 0) {
            return (category + 0.5) / count;
        }

        return distribution.otherCount > 0 ? (count - 0.5) / count : null;
    }

    #addStrip(distribution) {
        const isCategory = distribution.categories !== undefined;
        const counts = isCategory ? distribution.categories.map(each => each.count) : distribution.counts;
        const all = isCategory && distribution.otherCount > 0 ? [...counts, distribution.otherCount] : counts;
        const ends = isCategory ? [`${all.length} values`, ""] : this.#endsOf(distribution);
        this.#mark = make("span", { class: "strip-mark" });
        this.#tail = make("span", { class: "column-tail" }, make("b"), make("small"));
        const bars = draw("svg", { viewBox: `0 0 ${stripWidth} ${stripHeight}`, preserveAspectRatio: "none" },
            draw("path", { d: barPath(all, stripWidth, stripHeight, isCategory ? categoryGap / stripWidth * all.length : 0) }));
        const title = isCategory ? "All rows, by category, the most frequent first" : `All rows: ${ends[0]} to ${ends[1]}`;
        this.element.append(
            make("span", { class: "strip", title, "aria-hidden": "true" },
                make("span", { class: "strip-bars" }, bars, this.#mark),
                make("span", { class: "strip-ends" }, make("span", {}, ends[0]), make("span", {}, ends[1]))),
            this.#tail);
    }

    #endsOf(distribution) {
        // Dates are numbers here, whose ends say nothing to a person; the cell says the date.
        return this.#column.kind === "date"
            ? ["earliest", "latest"]
            : [number(distribution.minimum), number(distribution.maximum)];
    }

    #addMore() {
        this.element.classList.add("wordy");
        this.#more = make("button", {
            type: "button",
            class: "plain",
            hidden: true,
            onclick: () => {
                this.element.classList.toggle("whole");
                setText(this.#more, this.#moreText());
            },
        });
        this.element.append(this.#more);
    }

    #moreText() {
        return this.element.classList.contains("whole") ? "Show less" : `Show all ${this.#text.length} characters`;
    }
}

function kindOf(column) {
    return column.isLabel ? "label" : column.isFeature ? column.kind : `${column.kind}, no feature`;
}

function barCountOf(distribution) {
    return distribution.categories.length + (distribution.otherCount > 0 ? 1 : 0);
}
