// A list of rows that is walked with the arrow keys: the table and the lists of rows share it.

import { make, setText } from "./dom.js";
import { signElement } from "./signs.js";

/** Lines of a table body, one of them selected. `open(row)` on Enter and click. */
export class Grid {
    #body;
    #rows = [];
    #selected = -1;
    #open;
    #onSelect;

    constructor(body, open, onSelect = () => {}) {
        this.#body = body;
        this.#open = open;
        this.#onSelect = onSelect;
        body.addEventListener("click", event => {
            const line = event.target.closest("tr");
            if (line !== null && event.target.closest("a[target]") === null) {
                this.select(Number(line.dataset.index), false);
                this.#open(this.selected.row);
            }
        });
        body.addEventListener("focusin", event => {
            const line = event.target.closest("tr");
            if (line !== null) {
                this.select(Number(line.dataset.index), false);
            }
        });
    }

    /** The rows shown. */
    get rows() {
        return this.#rows;
    }

    /** The row selected, or null. */
    get selected() {
        return this.#rows[this.#selected] ?? null;
    }

    /** Shows rows; `cellsOf(row)` gives the cells after the sign. Selects the row that was selected, else the first. */
    show(rows, cellsOf) {
        const before = this.selected?.row;
        const hadFocus = this.#body.contains(document.activeElement);
        this.#rows = rows;
        this.#body.replaceChildren(...rows.map((row, index) => make("tr", {
            "data-test": "table-row",
            "data-row": row.row,
            "data-index": index,
            "data-decision": row.decision ?? "open",
            tabindex: -1,
            "aria-selected": "false",
        }, make("td", { class: "sign-cell" }, signElement(row.decision)), ...cellsOf(row))));
        this.#selected = -1;
        const kept = rows.findIndex(row => row.row === before);
        this.select(rows.length === 0 ? -1 : Math.max(0, kept), hadFocus);
    }

    /** Selects a line. */
    select(index, takesFocus = true) {
        const old = this.#body.children[this.#selected];
        if (old !== undefined && this.#selected !== index) {
            old.setAttribute("aria-selected", "false");
            old.tabIndex = -1;
        }

        this.#selected = index;
        const line = this.#body.children[index];
        if (line === undefined) {
            return;
        }

        line.setAttribute("aria-selected", "true");
        line.tabIndex = 0;
        if (takesFocus) {
            line.focus({ preventScroll: true });
            line.scrollIntoView({ block: "nearest" });
        }

        this.#onSelect(this.#rows[index]);
    }

    /** Selects the line `step` further on. False at an end. */
    move(step) {
        const index = this.#selected + step;
        if (index < 0 || index >= this.#rows.length) {
            return false;
        }

        this.select(index);
        return true;
    }

    /** Puts the focus on the selected line. */
    focus() {
        if (this.#rows.length > 0) {
            this.select(Math.max(0, this.#selected));
        }
    }

    /** Takes down what became known of a row, in place. */
    setDecision(row, decision) {
        const index = this.#rows.findIndex(each => each.row === row);
        if (index < 0 || this.#rows[index].decision === decision) {
            return;
        }

        this.#rows[index].decision = decision;
        const line = this.#body.children[index];
        line.dataset.decision = decision ?? "open";
        line.firstChild.replaceChildren(signElement(decision));
    }

    /** Sets the text of the last cell of a row, in place. */
    setLastCell(row, text) {
        const index = this.#rows.findIndex(each => each.row === row);
        if (index >= 0) {
            setText(this.#body.children[index].lastChild, text);
        }
    }
}
