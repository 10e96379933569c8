// The table of all rows: search, filter, sort, pages of 50; the server does the work, so that a million rows are as fast as fifty.

import { getRows } from "./requests.js";
import { count, counted, linkOf, score } from "./format.js";
import { make, setAttribute, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { headOf, signHead } from "./heads.js";

const pageSize = 50;
const columnsAtOnce = 30;
const typingPause = 150;
const filters = [
    ["all", "All rows"],
    ["unlabeled", "Without an answer"],
    ["abnormal", "Abnormal"],
    ["normal", "Normal"],
    ["skipped", "Skipped"],
    ["flagged", "Flagged by the model"],
    ["disagreed", "Disagreed"],
    ["noted", "With a note"],
];

/** The table. `open(row)` shows a row; `onTrouble(error)` is told what the server refused. */
export class TableView {
    #session;
    #onTrouble;
    #query = { search: "", filter: "all", sort: "score", descending: true, offset: 0 };
    #total = 0;
    #firstColumn = 0;
    #issue = 0;
    #timer = null;
    #version = null;
    #latest = null;
    #parts = {};
    #heads = [];
    #grid;
    #columns;

    constructor(element, session, open, onTrouble) {
        this.#session = session;
        this.#onTrouble = onTrouble;
        // The id has a column of its own already.
        this.#columns = session.columns.filter(column => !column.isId);
        this.#build(element);
        this.#grid = new Grid(this.#parts.body, open);
        element.addEventListener("keydown", event => this.#onFieldKey(event));
    }

    /** The row selected, or null. */
    get selected() {
        return this.#grid.selected;
    }

    /** Shows the table as it was left; what it lists is read anew. */
    async enter(takesFocus) {
        await this.#load();
        if (takesFocus) {
            this.#grid.focus();
        }
    }

    /** Puts the cursor into the search field. */
    search() {
        this.#parts.search.focus();
        this.#parts.search.select();
    }

    /** An arrow or page key. */
    key(action) {
        if (action === "up" || action === "down") {
            this.#grid.move(action === "up" ? -1 : 1);
        } else {
            this.#turn(action === "page-back" ? -1 : 1);
        }
    }

    /** Goes to the next line after an answer. */
    advance() {
        this.#grid.move(1);
    }

    /** Takes down what became known of a row, in place: the list stays as it is, so that nothing moves under the hand. */
    setDecision(row, decision) {
        this.#grid.setDecision(row, decision);
    }

    /** Offers to read anew, where something changed since. */
    follow(version) {
        this.#parts.refresh.hidden = this.#version === null || version === this.#version;
        this.#latest = version;
    }

    #isHidden(column) {
        return column.isLabel && this.#session.hidesLabels;
    }

    async #load() {
        const issue = ++this.#issue;
        const version = this.#latest;
        this.#parts.table.setAttribute("aria-busy", "true");
        try {
            const answer = await getRows({ ...this.#query, count: pageSize });
            if (issue !== this.#issue) {
                return;
            }

            this.#total = answer.total;
            this.#version = version;
            this.#parts.refresh.hidden = true;
            this.#show(answer.rows);
        } catch (error) {
            if (issue === this.#issue) {
                this.#onTrouble(error);
                setText(this.#parts.note, `Not read: ${error.message}`);
                this.#parts.refresh.hidden = false;
            }
        } finally {
            if (issue === this.#issue) {
                this.#parts.table.removeAttribute("aria-busy");
            }
        }
    }

    #show(rows) {
        const { offset } = this.#query;
        const columns = this.#columns.slice(this.#firstColumn, this.#firstColumn + columnsAtOnce);
        this.#showHead(columns);
        this.#grid.show(rows, row => [
            make("th", { scope: "row", class: "id-cell", title: row.id, dir: "auto" }, row.id),
            make("td", { class: "number-cell" }, score(row.score)),
            make("td", { class: "number-cell" }, row.rank === null ? "–" : count(row.rank)),
            ...columns.map(column => cellOf(row.cells[column.index], column, this.#isHidden(column))),
        ]);
        this.#parts.scroll.scrollTop = 0;
        const last = Math.min(offset + rows.length, this.#total);
        setText(this.#parts.note, this.#total === 0
            ? "No row is like that."
            : `${count(offset + 1)} to ${count(last)} of ${counted(this.#total, "row")}`);
        setOn(this.#parts.back, offset > 0);
        setOn(this.#parts.on, last < this.#total);
        const all = this.#columns.length;
        setText(this.#parts.columnsNote, `columns ${this.#firstColumn + 1} to ${this.#firstColumn + columns.length} of ${all}`);
        setOn(this.#parts.columnsBack, this.#firstColumn > 0);
        setOn(this.#parts.columnsOn, this.#firstColumn + columnsAtOnce < all);
    }

    // Heads stay where their columns do: one of them may have the focus.
    #showHead(columns) {
        if (this.#parts.head.dataset.first !== String(this.#firstColumn)) {
            this.#parts.head.dataset.first = this.#firstColumn;
            this.#heads = [["id", "Id", "id-cell"], ["score", "Score", "number-cell"], [null, "Rank", "number-cell"],
                ...columns.map(column => [this.#isHidden(column) ? null : `column:${column.index}`, column.name, classOf(column)])]
                .map(([key, name, kind]) => this.#headOf(key, name, kind));
            this.#parts.head.replaceChildren(signHead(), ...this.#heads.map(({ element }) => element));
        }

        const { sort, descending } = this.#query;
        for (const { key, element, arrow } of this.#heads) {
            const isSorted = key === sort;
            setAttribute(element, "aria-sort", !isSorted ? null : descending ? "descending" : "ascending");
            setText(arrow, !isSorted ? "" : descending ? " ▾" : " ▴");
        }
    }

    #headOf(key, name, kind) {
        const arrow = make("span", { "aria-hidden": "true" });
        const element = headOf(name, kind, text => key === null ? text
            : make("button", { type: "button", class: "sort", onclick: () => this.#sortBy(key) }, text, arrow));
        return { key, element, arrow };
    }

    #sortBy(sort) {
        const descending = this.#query.sort === sort ? !this.#query.descending : sort === "score" || sort.startsWith("column:");
        this.#set({ sort, descending, offset: 0 });
        this.#parts.sort.value = sort;
    }

    #turn(pages) {
        const offset = this.#query.offset + pages * pageSize;
        if (offset >= 0 && offset < this.#total) {
            this.#set({ offset });
        }
    }

    #turnColumns(pages) {
        const first = this.#firstColumn + pages * columnsAtOnce;
        if (first >= 0 && first < this.#columns.length) {
            this.#firstColumn = first;
            void this.#load();
        }
    }

    #set(change) {
        Object.assign(this.#query, change);
        void this.#load();
    }

    #onFieldKey(event) {
        const { search } = this.#parts;
        if (event.target === search && (event.key === "Enter" || event.key === "ArrowDown")) {
            event.preventDefault();
            event.stopPropagation();
            clearTimeout(this.#timer);
            Object.assign(this.#query, { search: search.value, offset: 0 });
            void this.#load().then(() => this.#grid.focus());
        }
    }

    #build(element) {
        const parts = this.#parts;
        const button = (text, name, press) => make("button", { type: "button", "aria-label": name, onclick: press }, text);
        parts.search = make("input", {
            type: "search",
            "data-test": "search",
            placeholder: "Search in all cells",
            "aria-label": "Search in all cells",
            autocomplete: "off",
            spellcheck: "false",
            oninput: () => {
                clearTimeout(this.#timer);
                this.#timer = setTimeout(() => this.#set({ search: parts.search.value, offset: 0 }), typingPause);
            },
        });
        parts.filter = make("select", {
            "data-test": "filter",
            "aria-label": "Which rows",
            onchange: () => this.#set({ filter: parts.filter.value, offset: 0 }),
        }, ...filters.map(([value, text]) => make("option", { value }, text)));
        parts.sort = make("select", {
            "data-test": "sort",
            "aria-label": "Sorted by",
            onchange: () => this.#sortBy(parts.sort.value),
        }, ...[["score", "By score"], ["row", "As in the file"], ["id", "By id"],
            ...this.#columns.filter(column => !this.#isHidden(column)).map(column => [`column:${column.index}`, `By ${column.name}`]),
        ].map(([value, text]) => make("option", { value }, text)));
        parts.refresh = make("button", { type: "button", "data-test": "refresh", hidden: true, onclick: () => void this.#load() },
            "Changed since: read again");
        parts.note = make("span", { class: "quiet", role: "status", "data-test": "table-note" });
        parts.back = button("‹", "Page before", () => this.#turn(-1));
        parts.on = button("›", "Next page", () => this.#turn(1));
        parts.columnsNote = make("span", { class: "quiet" });
        parts.columnsBack = button("‹", "Columns before", () => this.#turnColumns(-1));
        parts.columnsOn = button("›", "Further columns", () => this.#turnColumns(1));
        parts.head = make("tr");
        parts.body = make("tbody");
        parts.table = make("table", { class: "rows-table", role: "grid", "data-test": "table" }, make("thead", {}, parts.head), parts.body);
        parts.scroll = make("div", { class: "table-scroll" }, parts.table);
        const columnTurner = make("span", { class: "turner", hidden: this.#columns.length <= columnsAtOnce },
            parts.columnsBack, parts.columnsNote, parts.columnsOn);
        element.append(
            make("div", { class: "view-head" },
                make("h2", { class: "hidden-text" }, "All rows"), parts.search, parts.filter, parts.sort, parts.refresh),
            parts.scroll,
            make("div", { class: "view-foot" },
                make("span", { class: "turner" }, parts.back, parts.note, parts.on), columnTurner,
                make("span", { class: "quiet hint" },
                    make("span", { class: "letters" }, "A, N, S answer the selected row; "), "Enter opens it")));
    }
}

// A button that does nothing now stays where the focus may be: one that is disabled would lose it.
function setOn(button, isOn) {
    setAttribute(button, "aria-disabled", isOn ? null : "true");
}

function cellOf(text, column, isHidden) {
    if (isHidden) {
        return make("td", { class: "quiet" }, "hidden");
    }

    const link = linkOf(text);
    return make("td", { class: classOf(column), dir: "auto", title: text.length > 24 ? text : null },
        link === null ? text : make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, text));
}

function classOf(column) {
    return column.kind === "number" ? "number-cell" : "";
}
