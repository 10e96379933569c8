// The row on screen: who it is, its columns, what is known of it.

import { columnOrder, named, split } from "./columnOrder.js";
import { ColumnLine } from "./columnLine.js";
import { count, counted, number, score } from "./format.js";
import { byId, make, setAttribute, setText } from "./dom.js";
import { decisionText } from "./signs.js";
import { recall, remember } from "./memory.js";

const reasons = {
    "highest score": "asked because its score is among the highest",
    top: "asked because its score is among the highest",
    boundary: "asked because it lies near the boundary",
    "least known": "asked because least is known of rows like it",
};
const findFrom = 25;
const mostReasons = 8;
const lineHeight = 44;
const twoColumnsFrom = 960;
const restAtOnce = 80;
const restPause = 40;

/** Shows one row at a time. */
export class RowPanel {
    #session;
    #lines = new Map();
    #order = recall("columnOrder") === "file" ? "file" : "unusual";
    #showsAll = false;
    #details = null;
    #rest = null;
    #visibleCount = 20;
    #panel = byId("row-panel");
    #list = byId("column-list");
    #scroll = byId("columns");
    #more = byId("more-columns");
    #find = byId("column-find");

    /** Who looks. */
    annotator = null;

    constructor(session) {
        this.#session = session;
        byId("order-unusual").addEventListener("click", () => this.#setOrder("unusual"));
        byId("order-file").addEventListener("click", () => this.#setOrder("file"));
        this.#more.addEventListener("click", () => {
            this.#showsAll = true;
            this.#showColumns();
        });
        byId("column-find-label").hidden = session.columns.length < findFrom;
        this.#find.addEventListener("input", () => this.#showColumns());
        this.#showOrder();
        new ResizeObserver(([{ contentRect }]) => {
            // Where the page scrolls as a whole, the list is as long as it is, and the window says what is seen of it.
            const lines = Math.ceil(Math.min(contentRect.height, window.innerHeight) / lineHeight) + 2;
            this.#visibleCount = Math.max(12, contentRect.width >= twoColumnsFrom ? 2 * lines : lines);
        }).observe(this.#scroll);
    }

    /** The row whose content is on screen, or null. */
    get row() {
        return this.#details?.row ?? null;
    }

    /** Shows a row. Of the row that is there already, what is known anew. */
    show(details) {
        const isNew = details.row !== this.row;
        this.#details = details;
        this.#panel.removeAttribute("aria-busy");
        this.#panel.classList.remove("loading");
        this.#panel.dataset.row = details.row;
        byId("waiting").hidden = true;
        this.#showHead(details);
        this.#showWhy(details.explanation);
        if (isNew) {
            this.#showColumns();
            this.#scroll.scrollTop = 0;
        }
    }

    /** Says why the row was chosen, where that does not influence the answer. */
    showReason(reason) {
        // Where rows are also drawn for an audit, "no reason" would give those away.
        const isTold = reason !== null && this.#session.auditShare === 0;
        setText(byId("row-reason"), isTold ? reasons[reason] ?? `asked because: ${reason}` : "");
    }

    /** Empties the panel while a row is fetched, or nothing is asked: nothing of the last row may stay beside another row's name. */
    clear(text, isBusy) {
        this.#details = null;
        clearTimeout(this.#rest);
        delete this.#panel.dataset.row;
        setAttribute(this.#panel, "aria-busy", isBusy ? "true" : null);
        this.#panel.classList.add("loading");
        setText(byId("row-id"), isBusy ? "…" : "No question");
        setAttribute(byId("row-id"), "href", null);
        for (const id of ["row-place", "row-score", "row-reason", "columns-note"]) {
            setText(byId(id), "");
        }

        byId("row-decision").hidden = true;
        byId("why").hidden = true;
        this.#more.hidden = true;
        this.#list.replaceChildren();
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

    #showWhy(explanation) {
        const why = byId("why");
        why.hidden = explanation === null || explanation === undefined || explanation.length === 0;
        if (why.hidden) {
            return;
        }

        const parts = [...explanation].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostReasons);
        why.replaceChildren(...parts.map(({ column, weight }) => make("li", { class: weight < 0 ? "down" : "up" },
            `${this.#session.columns[column].name} `, make("b", {}, `${weight < 0 ? "−" : "+"}${number(Math.abs(weight))}`))));
    }

    #showColumns() {
        const details = this.#details;
        if (details === null) {
            return;
        }

        const columns = this.#session.columns;
        const ordered = named(columns, columnOrder(columns, details.tails, this.#order), this.#find.value);
        const { shown, hidden } = split(ordered, this.#showsAll || this.#order === "file" && columns.length <= 100);
        // What is below the screen anyway may come after the next row is painted.
        this.#list.replaceChildren(...shown.slice(0, this.#visibleCount).map(index => this.#elementOf(index, details)));
        clearTimeout(this.#rest);
        this.#addRest(shown.slice(this.#visibleCount), details);
        this.#more.hidden = hidden.length === 0;
        setText(this.#more, `Show ${counted(hidden.length, "more column")}`);
        setText(byId("columns-note"), hidden.length > 0
            ? `${shown.length} of ${ordered.length} columns`
            : this.#find.value.trim() === "" ? counted(ordered.length, "column") : `${ordered.length} of ${columns.length} columns`);
    }

    #addRest(indices, details) {
        if (indices.length > 0) {
            this.#rest = setTimeout(() => {
                this.#list.append(...indices.slice(0, restAtOnce).map(index => this.#elementOf(index, details)));
                this.#addRest(indices.slice(restAtOnce), details);
            }, restPause);
        }
    }

    #elementOf(index, details) {
        let line = this.#lines.get(index);
        if (line === undefined) {
            const column = this.#session.columns[index];
            line = new ColumnLine(column, column.isLabel && this.#session.hidesLabels);
            this.#lines.set(index, line);
        }

        line.show(details);
        return line.element;
    }

    #setOrder(order) {
        this.#order = order;
        remember("columnOrder", order);
        this.#showOrder();
        this.#showColumns();
        this.#scroll.scrollTop = 0;
    }

    #showOrder() {
        byId("order-unusual").setAttribute("aria-pressed", this.#order === "unusual");
        byId("order-file").setAttribute("aria-pressed", this.#order === "file");
    }
}
