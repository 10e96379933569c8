// Review: the open rows of the highest scores in groups of like rows, each answered as a whole after a look and one more key.

import { getReview } from "./requests.js";
import { mostUnusual } from "./columnOrder.js";
import { count, counted, score } from "./format.js";
import { make, setText } from "./dom.js";
import { headOf } from "./heads.js";

const rowCount = 50;
const columnsShown = 5;
const answers = { abnormal: "Abnormal", normal: "Normal", skip: "Skip" };

/**
 * The review. `answerAll(rows, answer)` answers rows and returns what the server took, or null where it took nothing; `open(row)` shows
 * one; `detailsOf(row)` fetches one's details, of which only the cells are shown here.
 */
export class ReviewView {
    #session;
    #answerAll;
    #open;
    #detailsOf;
    #onTrouble;
    #note = make("p", { class: "quiet", role: "status" });
    #list = make("ol", { class: "groups" });
    #groups = [];
    #selected = -1;
    #asked = null;
    #issue = 0;

    constructor(element, session, { answerAll, open, detailsOf, onTrouble }) {
        this.#session = session;
        this.#answerAll = answerAll;
        this.#open = open;
        this.#detailsOf = detailsOf;
        this.#onTrouble = onTrouble;
        element.append(
            make("div", { class: "view-head" }, make("h2", {}, "Review"), this.#note,
                make("button", { type: "button", onclick: () => void this.enter() }, "Read again")),
            make("div", { class: "table-scroll" }, this.#list),
            make("div", { class: "view-foot" }, make("span", { class: "quiet hint" },
                "↑ ↓ choose a group; ", make("span", { class: "letters" }, "A, N, S answer all its rows after Enter; "),
                "× leaves a row out; Esc goes back")));
    }

    /** Reads the groups. */
    async enter() {
        const issue = ++this.#issue;
        this.#asked = null;
        setText(this.#note, "Reading…");
        try {
            const answer = await getReview(rowCount);
            if (issue !== this.#issue) {
                return;
            }

            this.#groups = answer.groups.map(group => this.#groupOf(group));
            this.#list.replaceChildren(...this.#groups.map(group => group.element));
            const rows = this.#groups.reduce((sum, group) => sum + group.rows.length, 0);
            setText(this.#note, rows === 0
                ? "No open row has a score to review."
                : `${counted(rows, "open row")} with the highest scores, in ${counted(this.#groups.length, "group")}.`);
            this.#selected = -1;
            this.#select(0);
            await this.#fillAll(issue);
        } catch (error) {
            if (issue === this.#issue) {
                setText(this.#note, `Not read: ${error.message}`);
                this.#onTrouble(error);
            }
        }
    }

    /** A key: arrows, an answer, Enter to confirm. True where the review took it. */
    key(action) {
        if (action === "up" || action === "down") {
            this.#unask();
            this.#select(this.#selected + (action === "up" ? -1 : 1));
            return true;
        }

        if (Object.hasOwn(answers, action)) {
            this.#ask(this.#groups[this.#selected], action);
            return true;
        }

        if (action === "open" && this.#asked !== null) {
            void this.#confirm();
            return true;
        }

        if (action === "home" && this.#asked !== null) {
            this.#unask();
            return true;
        }

        return false;
    }

    #groupOf({ rows, ids, scores, highestScore, text }) {
        const group = {
            rows: [...rows],
            ids: new Map(rows.map((row, i) => [row, ids[i]])),
            scores: new Map(rows.map((row, i) => [row, scores[i]])),
            isSending: false,
            isDone: false,
        };
        group.title = make("h3", {}, text || counted(rows.length, "row"));
        group.body = make("tbody");
        group.head = make("tr");
        group.buttons = make("div", { class: "group-buttons" });
        group.result = make("p", { class: "group-result", role: "status" });
        group.element = make("li", { class: "group", "data-test": "review-group", "data-rows": rows.length, tabindex: -1 },
            make("div", { class: "group-head" },
                group.title, make("span", { class: "quiet" }, `highest score ${score(highestScore)}`), group.buttons),
            make("div", { class: "group-rows" }, make("table", { class: "rows-table" }, make("thead", {}, group.head), group.body)),
            group.result);
        group.element.addEventListener("focusin", () => this.#select(this.#groups.indexOf(group), false));
        this.#showRows(group, [], []);
        this.#showButtons(group);
        return group;
    }

    // The columns in which a group is most unusual say best what it is.
    async #fillAll(issue) {
        for (const group of this.#groups) {
            const details = await Promise.all(group.rows.map(row => this.#detailsOf(row)));
            if (issue !== this.#issue) {
                return;
            }

            this.#showRows(group, mostUnusual(this.#session, details, columnsShown), details);
        }
    }

    #showRows(group, columns, details) {
        const byRow = new Map(details.map(each => [each.row, each]));
        group.columns = columns;
        group.details = details;
        group.head.replaceChildren(
            headOf("Id", "id-cell"), headOf("Score", "number-cell"), ...columns.map(column => headOf(column.name)),
            make("th", { scope: "col", class: "leave-out" }, make("span", { class: "hidden-text" }, "Leave out")));
        group.body.replaceChildren(...group.rows.map(row => make("tr", { "data-row": row },
            make("th", { scope: "row", class: "id-cell" }, make("button", {
                type: "button",
                class: "row-link",
                title: `Open ${group.ids.get(row)}`,
                onclick: () => this.#open(row),
            }, group.ids.get(row))),
            make("td", { class: "number-cell" }, score(group.scores.get(row))),
            ...columns.map(column => make("td", { dir: "auto" }, byRow.get(row)?.cells[column.index] ?? "")),
            make("td", {}, group.isDone ? "" : make("button", {
                type: "button",
                class: "plain",
                "data-test": "review-remove",
                "aria-label": `Leave ${group.ids.get(row)} out`,
                title: "Leave out",
                onclick: () => this.#leaveOut(group, row),
            }, "×")))));
        group.element.dataset.rows = group.rows.length;
    }

    #leaveOut(group, row) {
        group.rows = group.rows.filter(each => each !== row);
        this.#unask();
        this.#showRows(group, group.columns, group.details);
        this.#showButtons(group);
        group.element.focus({ preventScroll: true });
    }

    #showButtons(group) {
        const size = group.rows.length;
        if (group.isDone || size === 0) {
            group.buttons.replaceChildren();
            if (size === 0) {
                setText(group.result, "All rows are left out.");
            }

            return;
        }

        if (this.#asked?.group === group) {
            const { answer } = this.#asked;
            const what = answer === "skip" ? `Skip ${counted(size, "row")}?` : `Answer ${counted(size, "row")} ${answer}?`;
            group.buttons.replaceChildren(
                make("strong", { role: "alert" }, what),
                make("button", { type: "button", class: "strong", "data-test": "review-confirm", onclick: () => void this.#confirm() },
                    "Yes ", make("kbd", {}, "Enter")),
                make("button", { type: "button", onclick: () => this.#unask() }, "No ", make("kbd", {}, "Esc")));
            return;
        }

        group.buttons.replaceChildren(...Object.entries(answers).map(([answer, word]) => make("button", {
            type: "button",
            class: `answer ${answer}`,
            "data-test": `review-${answer}`,
            onclick: () => this.#ask(group, answer),
        }, size === 1 ? `${word} ` : `${word}: ${count(size)} `, make("kbd", {}, word[0]))));
    }

    #ask(group, answer) {
        if (group === undefined || group.isDone || group.isSending || group.rows.length === 0) {
            return;
        }

        const before = this.#asked?.group;
        this.#asked = { group, answer };
        if (before !== undefined && before !== group) {
            this.#showButtons(before);
        }

        this.#select(this.#groups.indexOf(group));
        this.#showButtons(group);
    }

    #unask() {
        const group = this.#asked?.group;
        this.#asked = null;
        if (group !== undefined) {
            this.#showButtons(group);
        }
    }

    async #confirm() {
        const asked = this.#asked;
        if (asked === null) {
            return;
        }

        const { group, answer } = asked;
        group.isSending = true;
        const result = await this.#answerAll(group.rows, answer);
        group.isSending = false;
        if (result === null) {
            return;
        }

        // Meanwhile another group may be selected and asked about.
        const isStillAsked = this.#asked === asked;
        if (isStillAsked) {
            this.#asked = null;
        }

        group.isDone = true;
        group.element.dataset.answer = answer;
        const refused = result.refused.map(each => each.why);
        const words = answer === "skip" ? "skipped" : answer;
        setText(group.result, `${counted(result.count, "row")} ${words}.`
            + (refused.length === 0 ? "" : ` ${counted(refused.length, "row")} not taken. ${refused.join(" ")}`));
        this.#showRows(group, group.columns, group.details);
        this.#showButtons(group);
        if (isStillAsked) {
            this.#select(Math.min(this.#groups.indexOf(group) + 1, this.#groups.length - 1));
        }
    }

    #select(index, takesFocus = true) {
        if (index < 0 || index >= this.#groups.length) {
            return;
        }

        this.#groups[this.#selected]?.element.removeAttribute("aria-current");
        this.#selected = index;
        const { element } = this.#groups[index];
        element.setAttribute("aria-current", "true");
        if (takesFocus) {
            element.focus({ preventScroll: true });
            element.scrollIntoView({ block: "nearest" });
        }
    }
}
