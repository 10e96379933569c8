// The page around the row: lists beside it, views in its place, and what is said aloud.

import { AfterPaint } from "./afterPaint.js";
import { answered, number, score, shortName } from "./format.js";
import { byId, setAttribute, setText } from "./dom.js";
import { announce, toast } from "./dialogs.js";
import { lettersAct } from "./letterKeys.js";
import { setRows } from "./rowLinks.js";

const trailShown = 8;
const upcomingShown = 20;

/**
 * Shows what the app tells it: the row at once, and what stands around it once that is painted. `parts`: { panel, notes, side, map, bar,
 * views }, set once they are made.
 */
export class Screen {
    /** The app, set by it. */
    app = null;
    /** The parts of the page. */
    parts = null;
    #toasts = new Map();

    /** Does what may wait until the row is on screen. */
    afterPaint = new AfterPaint();

    /** Shows a row's details. */
    showRow(details) {
        const { panel } = this.parts;
        panel.show(details, this.app.explanations.peek(details.row));
        panel.showReason(this.app.isAtQuestion ? this.app.question.reason : null);
        this.#showLooking(details);
        this.#enable(true);
        this.afterPaint.do("beside the row", () => this.#showBeside());
    }

    /** What the score of a row comes from is known. */
    showExplanation(explanation) {
        this.parts.panel.showExplanation(explanation);
    }

    /** Empties the panel while a row is fetched. */
    showLoading() {
        this.#empty("", true);
    }

    /** Says why there is no row. */
    showWaiting(text) {
        this.#empty(text, false);
        byId("looking").hidden = true;
    }

    /** Says why a row could not be shown. */
    showFailure(error) {
        this.#empty(`This row could not be read: ${error.message}`, false, error.status === 404 ? "No such row" : "Row not read");
    }

    /** The question or the upcoming rows changed. */
    questionChanged() {
        this.#upcomingChanged();
        if (this.parts.panel.row !== null && this.parts.panel.row === this.app.shown) {
            this.parts.panel.showReason(this.app.isAtQuestion ? this.app.question.reason : null);
            this.#showLooking({ id: this.app.idOf(this.app.shown), row: this.app.shown });
        }
    }

    /** Another row is on screen or about to be. */
    placeChanged() {
        this.afterPaint.do("address", () => this.parts.views.nameRow(this.app.shown));
        this.#upcomingChanged();
        this.trailChanged();
    }

    /** The rows answered here changed. */
    trailChanged() {
        this.afterPaint.do("answered", () => this.#showTrail());
    }

    /** A row's details came. */
    rowLoaded(details) {
        const { app } = this;
        const { row } = details;
        if (app.question.row === row || app.question.upcoming.includes(row)) {
            this.#upcomingChanged();
        }

        if (app.trail.answered.includes(row)) {
            this.trailChanged();
        }

        this.parts.views.rowLoaded(details);
    }

    /** Something is on its way, or no longer is: what it brings comes first, and only then what else there is to show. */
    sendingChanged(operation) {
        const panel = byId("row-panel");
        document.documentElement.dataset.saving = operation === null ? "false" : "true";
        if (operation === null) {
            this.afterPaint.release();
        } else {
            this.afterPaint.hold();
        }

        if (operation?.kind === "answer" && operation.row === this.app.shown) {
            panel.dataset.sending = operation.answer;
        } else {
            delete panel.dataset.sending;
        }
    }

    /** The connection or what waits changed. */
    connectionChanged() {
        this.parts?.bar.show();
    }

    /** The keys that are letters were switched on or off. */
    lettersChanged() {
        const { details } = this.parts.panel;
        if (details !== null) {
            this.#showLooking(details);
        }
    }

    /** Leaves whatever view is open for the row. */
    goToQuestion() {
        this.parts.views.go("question");
    }

    /** Says something to those who hear the page. */
    say(text) {
        announce(text);
    }

    /** Says something to everybody. */
    tell(text, isError = false) {
        toast(text, { isError });
    }

    /** Says something in place of what was said under the same name; null says nothing. */
    tellOnce(name, text) {
        if (text === null) {
            return;
        }

        this.#toasts.get(name)?.();
        this.#toasts.set(name, toast(text));
    }

    #showBeside() {
        const { notes, side, map, panel } = this.parts;
        const { details } = panel;
        notes.show(details);
        side.here = details.score;
        map.here = details.row;
        this.#showSimilar(details);
        this.app.explain(details);
        document.documentElement.dataset.ready = "true";
        const title = `${details.id} – ${this.app.session.name}`;
        if (document.title !== title) {
            document.title = title;
        }
    }

    #empty(text, isBusy, title = isBusy ? "…" : "No question") {
        this.parts.panel.clear(text, isBusy, title);
        this.afterPaint.drop("beside the row");
        this.parts.notes.show(null);
        this.parts.side.here = null;
        this.parts.map.here = null;
        setRows(byId("similar"), [], () => {}, "");
        this.#enable(false);
    }

    #enable(isOn) {
        // A button that is disabled would lose the focus; what it does goes by the row on screen.
        for (const button of document.querySelectorAll("#answers .answer")) {
            setAttribute(button, "aria-disabled", isOn ? null : "true");
        }
    }

    #upcomingChanged() {
        this.afterPaint.do("upcoming", () => this.#showUpcoming());
    }

    #showTrail() {
        const { app } = this;
        const rows = app.trail.answered.slice(-trailShown).reverse();
        setRows(byId("answered"), rows.map(row => ({
            row,
            id: app.idOf(row),
            decision: app.decisions.of(row),
            text: app.decisions.of(row) ?? "",
            isHere: row === app.shown,
        })), row => this.parts.views.openRow(row), "Nothing yet.");
    }

    #showUpcoming() {
        const { app } = this;
        const { row, upcoming, upcomingScores } = app.question;
        const line = upcoming.map((each, i) => [each, score(upcomingScores[i])]);
        if (row !== null) {
            line.unshift([row, "now"]);
        }

        setRows(byId("upcoming"), line.slice(0, upcomingShown).map(([each, text]) => ({
            row: each,
            id: app.idOf(each),
            decision: null,
            text,
            isHere: each === app.shown,
        })), each => this.parts.views.openRow(each), "No rows wait.");
    }

    #showSimilar(details) {
        setRows(byId("similar"), details.similarAnswered.map(each => ({
            ...each,
            text: `${number(Number(each.distance.toPrecision(2)))} away`,
            isHere: false,
        })), row => this.parts.views.openRow(row), "No answers yet.");
    }

    #showLooking({ row, id }) {
        const { app } = this;
        const looking = byId("looking");
        looking.hidden = app.isAtQuestion;
        if (looking.hidden) {
            return;
        }

        const decision = app.decisions.of(row);
        const kind = decision === null ? app.question.upcoming.includes(row) ? "an upcoming row" : "a row that is not asked now"
            : `a row ${answered(decision === "skipped" ? "skip" : decision)}`;
        const who = lettersAct() ? "A, N and S" : "The buttons";
        setText(byId("looking-text"), `You are looking at ${kind}. ${who} answer ${shortName(id, 24)}.`);
    }
}
