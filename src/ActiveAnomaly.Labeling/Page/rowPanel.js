// The row on screen: who it is, its columns, what is known of it.

import { columnOrder, named, split } from "./columnOrder.js";
import { shapeOf, StripLine, WordyLine } from "./columnLine.js";
import { count, counted, score, signed } from "./format.js";
import { byId, setAttribute, setText } from "./dom.js";
import { explains } from "./explanations.js";
import { decisionText } from "./signs.js";
import { recall, remember } from "./memory.js";

const reasons = {
    "highest score": "asked because its score is among the highest",
    top: "asked because its score is among the highest",
    boundary: "asked because it lies near the boundary",
    "least known": "asked because least is known of rows like it",
};
const orders = ["score", "unusual", "file"];
const findFrom = 25;
const lineHeight = 44;
const twoColumnsFrom = 960;
const restAtOnce = 80;
const restPause = 40;

/** Shows one row at a time. */
export class RowPanel {
    #session;
    #shapes = new Map();
    #wordy = new Map();
    #first = [];
    #later = [];
    #spare = [];
    #isScrolled = false;
    #order = orders.includes(recall("columnOrder")) ? recall("columnOrder") : orders[0];
    #explanation = null;
    #showsAll = false;
    #details = null;
    #rest = null;
    #visibleCount = 20;
    #panel = byId("row-panel");
    #firstList = byId("first-columns");
    #laterList = byId("later-columns");
    #scroll = byId("columns");
    #more = byId("more-columns");
    #find = byId("column-find");

    /** Who looks. */
    annotator = null;

    constructor(session) {
        this.#session = session;
        orders.forEach(order => byId(`order-${order}`).addEventListener("click", () => this.#setOrder(order)));
        this.#more.addEventListener("click", () => {
            this.#showsAll = true;
            this.#showColumns();
            // The button is gone, and the columns that it brought are here.
            this.#scroll.focus({ preventScroll: true });
        });
        byId("column-find-label").hidden = session.columns.length < findFrom;
        this.#find.addEventListener("input", () => this.#showColumns());
        this.#showOrder();
        new ResizeObserver(([{ contentRect }]) => {
            // Where the page scrolls as a whole, the list is as long as it is, and the window says what is seen of it.
            const lines = Math.ceil(Math.min(contentRect.height, window.innerHeight) / lineHeight) + 2;
            this.#visibleCount = contentRect.width >= twoColumnsFrom ? 2 * Math.max(6, lines) : Math.max(12, lines);
        }).observe(this.#scroll);
        // Asked for when the next row is there, the browser would lay that out twice.
        this.#scroll.addEventListener("scroll", () => {
            this.#isScrolled = this.#scroll.scrollTop > 0;
        }, { passive: true });
    }

    /** The row whose content is on screen, or null. */
    get row() {
        return this.#details?.row ?? null;
    }

    /** All there is of the row on screen, or null. */
    get details() {
        return this.#details;
    }

    /**
     * Shows a row. Of the row that is there already, what is known anew. `explanation` is what its score comes from, of an earlier model
     * too, or null where that is not known yet.
     */
    show(details, explanation = null) {
        const isNew = details.row !== this.row;
        this.#details = details;
        this.#explanation = explanation;
        this.#panel.removeAttribute("aria-busy");
        this.#panel.classList.remove("loading");
        this.#panel.dataset.row = details.row;
        byId("waiting").hidden = true;
        this.#showHead(details);
        this.#showWhy();
        if (isNew) {
            this.#showColumns();
            this.#toTop();
        } else {
            this.#showParts([...this.#first, ...this.#later]);
        }
    }

    /** Shows what the score of the row on screen comes from. Columns stay where they are: somebody reads them. */
    showExplanation(explanation) {
        if (explanation.row === this.row) {
            this.show(this.#details, explanation);
        }
    }

    /** Says why the row was chosen, where that does not influence the answer. */
    showReason(reason) {
        // Where rows are also drawn for an audit, "no reason" would give those away.
        const isTold = reason !== null && this.#session.auditShare === 0;
        setText(byId("row-reason"), isTold ? reasons[reason] ?? `asked because: ${reason}` : "");
    }

    /** Empties the panel while a row is fetched, or nothing is asked: nothing of the last row may stay beside another row's name. */
    clear(text, isBusy, title) {
        this.#details = this.#explanation = null;
        clearTimeout(this.#rest);
        delete this.#panel.dataset.row;
        setAttribute(this.#panel, "aria-busy", isBusy ? "true" : null);
        this.#panel.classList.add("loading");
        setText(byId("row-id"), title);
        setAttribute(byId("row-id"), "href", null);
        for (const id of ["row-place", "row-score", "row-reason", "columns-note", "why"]) {
            setText(byId(id), "");
        }

        byId("row-decision").hidden = true;
        this.#more.hidden = true;
        this.#firstList.hidden = this.#laterList.hidden = true;
        const waiting = byId("waiting");
        setText(waiting, text);
        waiting.hidden = text === "";
    }

    #showHead(details) {
        const id = byId("row-id");
        setText(id, details.id);
        setAttribute(id, "href", `#/row/${details.row}`);
        setAttribute(id, "title", details.id);
        const word = this.#session.rowWord;
        const place = details.line === null || details.line === undefined ? `row ${details.row}` : `${word} ${details.line}`;
        setText(byId("row-place"), details.id === place ? "" : place);
        const decision = byId("row-decision");
        const words = decisionText(details, this.annotator);
        decision.hidden = words === "";
        setText(decision, words);
        setAttribute(decision, "data-decision", details.decision ?? "open");
        const of = details.rank === null ? "" : `, rank ${count(details.rank)} of ${count(this.#session.rowCount)}`;
        setText(byId("row-score"), details.score === null
            ? "no score yet"
            : `score ${score(details.score)}${of}${details.isFlagged ? ", flagged" : ""}`);
    }

    #showWhy() {
        const why = byId("why");
        const { baseValue = null, isExact = true } = this.#known ?? {};
        const text = baseValue === null ? "" : `Ordinary rows score ${score(baseValue)} on average; the bars add `
            + `${signed(this.#details.score - baseValue)}${isExact ? "" : ", estimated"}.`;
        setText(why, text);
        setAttribute(why, "title", text);
    }

    // The explanation of the very score on screen: that of an earlier model only orders columns.
    get #known() {
        return explains(this.#explanation, this.#details?.score) ? this.#explanation : null;
    }

    #showColumns() {
        const details = this.#details;
        if (details === null) {
            return;
        }

        const columns = this.#session.columns;
        const ordered = named(columns, columnOrder(columns, details.tails, this.#order, partsOf(this.#explanation)), this.#find.value);
        const { shown, hidden } = split(ordered, this.#showsAll || this.#order === "file" && columns.length <= 100);
        // What is below the screen anyway may come after the next row is painted; until then nothing of the last row is there.
        const firstCount = this.#firstCount(shown);
        this.#first = this.#fill(this.#firstList, this.#first, shown.slice(0, firstCount));
        this.#firstList.hidden = this.#laterList.hidden = false;
        setAttribute(this.#laterList, "data-stale", "true");
        clearTimeout(this.#rest);
        this.#showLater(shown.slice(firstCount), 0);
        this.#more.hidden = hidden.length === 0;
        setText(this.#more, `Show ${counted(hidden.length, "more column")}`);
        const total = hidden.length > 0
            ? `${shown.length} of ${ordered.length} columns`
            : this.#find.value.trim() === "" ? counted(ordered.length, "column") : `${ordered.length} of ${columns.length} columns`;
        setText(byId("columns-note"), this.#order === "score" && partsOf(this.#explanation) === null ? `${total}, unusual first` : total);
    }

    #showLater(indices, count) {
        if (count < indices.length) {
            this.#rest = setTimeout(() => {
                const next = Math.min(indices.length, count + restAtOnce);
                this.#later = this.#fill(this.#laterList, this.#later, indices.slice(0, next), count);
                setAttribute(this.#laterList, "data-stale", null);
                this.#showLater(indices, next);
            }, restPause);
        } else if (count === 0) {
            this.#later = this.#fill(this.#laterList, this.#later, []);
        }
    }

    // Where lines stand in two columns, both end at the same height.
    #firstCount(shown) {
        const count = Math.min(shown.length, this.#visibleCount);
        const stripCount = shown.slice(0, count).filter(index => this.#session.columns[index].distribution !== null).length;
        return count + stripCount % 2;
    }

    // Lines stay where they are, and show another column. Those before `start` show what they are to show already.
    #fill(list, lines, indices, start = 0) {
        const filled = lines.slice(0, start);
        const free = lines.slice(start);
        for (const index of indices.slice(start)) {
            const line = this.#take(index, free);
            const before = list.children[filled.length] ?? null;
            if (before !== line.element) {
                list.insertBefore(line.element, before);
            }

            filled.push(line);
            this.#showLine(line, index);
        }

        this.#showParts(filled.slice(start));

        for (const line of free.filter(each => each.element.parentNode === list)) {
            line.element.remove();
            if (!line.isWordy) {
                this.#spare.push(line);
            }
        }

        return filled;
    }

    #take(index, free) {
        if (this.#session.columns[index].distribution !== null) {
            const place = free.findIndex(line => !line.isWordy);
            return place < 0 ? this.#spare.pop() ?? new StripLine() : free.splice(place, 1)[0];
        }

        let line = this.#wordy.get(index);
        if (line === undefined) {
            line = new WordyLine(this.#session.columns[index], this.#hides(index));
            this.#wordy.set(index, line);
        }

        const place = free.indexOf(line);
        if (place >= 0) {
            free.splice(place, 1);
        }

        return line;
    }

    #showLine(line, index) {
        if (line.isWordy) {
            line.show(this.#details);
            return;
        }

        const column = this.#session.columns[index];
        let shape = this.#shapes.get(index);
        if (shape === undefined) {
            shape = shapeOf(column);
            this.#shapes.set(index, shape);
        }

        line.show(column, shape, this.#details, this.#hides(index));
    }

    #showParts(lines) {
        const parts = partsOf(this.#known);
        const largest = parts === null ? 0 : Math.max(...[...parts.values()].map(Math.abs));
        lines.filter(line => !line.isWordy).forEach(line => line.showPart(parts?.get(line.index) ?? null, largest));
    }

    #hides(index) {
        return this.#session.columns[index].isLabel && this.#session.hidesLabels;
    }

    #toTop() {
        if (this.#isScrolled) {
            this.#scroll.scrollTop = 0;
            this.#isScrolled = false;
        }
    }

    #setOrder(order) {
        this.#order = order;
        remember("columnOrder", order);
        this.#showOrder();
        this.#showColumns();
        this.#toTop();
    }

    #showOrder() {
        orders.forEach(order => byId(`order-${order}`).setAttribute("aria-pressed", order === this.#order));
    }
}

/** What columns add to the score, by their indices; null where that is not known. */
function partsOf(explanation) {
    return explanation === null || explanation.score === null
        ? null
        : new Map(explanation.columns.map(({ column, contribution }) => [column, contribution]));
}
