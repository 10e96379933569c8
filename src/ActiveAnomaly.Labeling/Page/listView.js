// Lists of rows for one purpose: rows like one, and rows that annotators answered differently.

import { getDisagreements, getSimilar } from "./requests.js";
import { mostUnusual } from "./columnOrder.js";
import { number, score } from "./format.js";
import { make, setText } from "./dom.js";
import { Grid } from "./grid.js";
import { maySeeAnswers } from "./signs.js";
import { headOf, signHead } from "./heads.js";

const similarCount = 30;
const columnsShown = 6;

/**
 * A list of rows. `open(row)` shows one; `detailsOf(row)` fetches one's details as they are now; `annotatorOf()` tells who looks;
 * `onTrouble(error)` is told what the server refused.
 */
export class ListView {
    #title = make("h2");
    #note = make("p", { class: "quiet", role: "status" });
    #head = make("tr");
    #body = make("tbody");
    #grid;
    #session;
    #detailsOf;
    #annotatorOf;
    #onTrouble;
    #showsAnswers = false;
    #issue = 0;

    constructor(element, session, { open, detailsOf, annotatorOf, onTrouble }) {
        this.#session = session;
        this.#detailsOf = detailsOf;
        this.#annotatorOf = annotatorOf;
        this.#onTrouble = onTrouble;
        this.#grid = new Grid(this.#body, open);
        element.append(
            make("div", { class: "view-head" }, this.#title, this.#note),
            make("div", { class: "table-scroll" },
                make("table", { class: "rows-table", role: "grid", "data-test": "list" }, make("thead", {}, this.#head), this.#body)),
            make("div", { class: "view-foot" },
                make("span", { class: "quiet hint" },
                    make("span", { class: "letters" }, "A, N, S answer the selected row; "), "Enter opens it; Esc goes back")));
    }

    /** The row selected, or null. */
    get selected() {
        return this.#grid.selected;
    }

    /** Lists the rows like one, the nearest first, below the row itself; with the columns in which that is most unusual. */
    similar(row) {
        const cells = new Map();
        let columns = [];
        return this.#load("Rows like this one", "The row itself, then the nearest first.", () => ["Id", "Distance", "Score",
            ...columns.map(column => column.name)], async () => {
            const [own, { rows }] = await Promise.all([this.#detailsOf(row), getSimilar(row, similarCount)]);
            const all = [{ row, id: own.id, distance: 0, score: own.score, decision: own.decision }, ...rows];
            const details = await Promise.all(all.map(each => this.#detailsOf(each.row)));
            details.forEach(each => cells.set(each.row, each.cells));
            columns = mostUnusual(this.#session, [own], columnsShown);
            return all;
        }, each => [
            each.row === row ? "this row" : number(each.distance),
            score(each.score),
            ...columns.map(column => cells.get(each.row)[column.index]),
        ]);
    }

    /** Lists the rows that annotators answered differently. */
    disagreements() {
        return this.#load("Disagreements", "Rows that annotators answered differently.", () => ["Id", "Answers"],
            async () => (await getDisagreements()).rows, each => [answersText(each, this.#annotatorOf())], true);
    }

    /** An arrow key. */
    key(action) {
        this.#grid.move(action === "up" ? -1 : action === "down" ? 1 : action === "page-back" ? -10 : 10);
    }

    /** Goes to the next line after an answer. */
    advance() {
        this.#grid.move(1);
    }

    /** Takes down what became known of a row. */
    rowLoaded(details) {
        this.#grid.setDecision(details.row, details.decision);
        if (this.#showsAnswers) {
            this.#grid.setLastCell(details.row, answersText(details, this.#annotatorOf()));
        }
    }

    async #load(title, note, headsOf, read, cellsOf, showsAnswers = false) {
        const issue = ++this.#issue;
        this.#showsAnswers = showsAnswers;
        setText(this.#title, title);
        setText(this.#note, "Reading…");
        this.#head.replaceChildren();
        this.#grid.show([], () => []);
        try {
            const rows = await read();
            if (issue !== this.#issue) {
                return;
            }

            setText(this.#note, rows.length === 0 ? "There are none." : note);
            this.#head.replaceChildren(signHead(), ...headsOf().map((head, i) => headOf(head, i === 0 ? "id-cell" : "")));
            this.#grid.show(rows, row => [
                make("th", { scope: "row", class: "id-cell", title: row.id, dir: "auto" }, row.id),
                ...cellsOf(row).map(cell => make("td", { dir: "auto" }, cell)),
            ]);
            this.#grid.focus();
        } catch (error) {
            if (issue === this.#issue) {
                setText(this.#note, `Not read: ${error.message}`);
                this.#onTrouble(error);
            }
        }
    }
}

function answersText(details, annotator) {
    return details.answers.length === 0 || maySeeAnswers(details, annotator)
        ? details.answers.map(each => `${each.annotator}: ${each.answer}`).join(", ")
        : "open; shown once you have answered";
}
