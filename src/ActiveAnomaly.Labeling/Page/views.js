// Which view is open: the row, the table, the review, a list. The address keeps it, so that the browser's Back works.

import { announce } from "./dialogs.js";
import { byId } from "./dom.js";

const places = { question: "row-panel", table: "table-view", review: "review-view", list: "list-view" };
const names = {
    question: "Row",
    table: "Table of all rows",
    review: "Review",
    similar: "Rows like this one",
    disagreements: "Disagreements",
};

/** Opens views. `parts`: { table, review, list }. */
export class Views {
    #app;
    #parts;
    #current = "question";

    constructor(app, parts) {
        this.#app = app;
        this.#parts = parts;
        window.addEventListener("popstate", () => void this.#follow());
    }

    /** The view that is open: "question", "table", "review", "similar" or "disagreements". */
    get current() {
        return this.#current;
    }

    /** The view with a selected row, or null. */
    get lines() {
        return this.#current === "table" ? this.#parts.table : this.#isList ? this.#parts.list : null;
    }

    /** The row that keys act on: the selected one of a list, else the one on screen. */
    get row() {
        return this.#current === "question" ? this.#app.shown : this.lines?.selected?.row ?? null;
    }

    /** Opens the view that the page's address names. */
    start() {
        return this.#follow();
    }

    /** Opens a view. `row` is whom "similar" is about. */
    go(view, row = null, takesFocus = true) {
        if (view === this.#current && view !== "similar") {
            return;
        }

        const address = view === "question" ? "#/" : row === null ? `#/${view}` : `#/${view}/${row}`;
        window.history.pushState(null, "", address);
        this.#open(view, row, takesFocus);
    }

    /** Shows a row, wherever it was chosen. */
    openRow(row) {
        window.history.pushState(null, "", `#/row/${row}`);
        this.#open("question", row, true);
        void this.#app.show(row);
    }

    /** Lets the address name the row on screen, so that a reload shows it again; the question needs no name. */
    nameRow(row) {
        if (this.#current !== "question") {
            return;
        }

        const address = row === null || this.#app.isAtQuestion ? "#/" : `#/row/${row}`;
        if (window.location.hash !== address && !(address === "#/" && window.location.hash === "")) {
            window.history.replaceState(null, "", address);
        }
    }

    /** Takes down what became known of a row, in the lists. */
    rowLoaded(details) {
        this.#parts.table.setDecision(details.row, details.decision);
        this.#parts.list.rowLoaded(details);
    }

    get #isList() {
        return this.#current === "similar" || this.#current === "disagreements";
    }

    async #follow() {
        const { hash } = window.location;
        if (hash !== "" && !hash.startsWith("#/")) {
            // A place within the page, not a view.
            return;
        }

        const [, view = "", number = ""] = hash.split("/");
        const row = /^\d+$/.test(number) ? Number(number) : null;
        if (view === "row" && row !== null) {
            this.#open("question", row, true);
            await this.#app.show(row);
        } else if (view === "table" || view === "review" || view === "disagreements" || view === "similar" && row !== null) {
            this.#open(view, row, true);
            await this.#app.showQuestion();
        } else {
            this.#open("question", null, true);
            await this.#app.showQuestion();
        }
    }

    #open(view, row, takesFocus) {
        const before = this.#current;
        this.#current = view;
        const place = places[this.#isList ? "list" : view];
        byId("work").dataset.view = view === "question" ? "question" : "other";
        for (const id of Object.values(places)) {
            byId(id).hidden = id !== place;
        }

        byId("beside").hidden = view !== "question";
        for (const tab of document.querySelectorAll(".tabs [data-view]")) {
            if (tab.dataset.view === view) {
                tab.setAttribute("aria-current", "page");
            } else {
                tab.removeAttribute("aria-current");
            }
        }

        if (view === "table") {
            void this.#parts.table.enter(takesFocus);
        } else if (view === "review") {
            void this.#parts.review.enter();
        } else if (view === "disagreements") {
            void this.#parts.list.disagreements();
        } else if (view === "similar") {
            void this.#parts.list.similar(row);
        } else if (before !== "question") {
            // Where the focus was is hidden now; letters answer from here.
            byId("row-title").focus();
        }

        if (before !== view) {
            announce(names[view]);
        }
    }
}
