// The session as the page sees it: the question, the row on screen, what is being answered.

import { askQuestion, getExplanation, getLookahead, getRow } from "./requests.js";
import { answered, count, counted, rowNamed, sentence, takenBack } from "./format.js";
import { painted } from "./dom.js";
import { AnsweredGroups } from "./answeredGroups.js";
import { Explanations } from "./explanations.js";
import { Haste } from "./haste.js";
import { KeyTiming } from "./keyTiming.js";
import { anotherCame, Lookahead } from "./lookahead.js";
import { remember, TabMemory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Refresher } from "./refresher.js";
import { RowCache } from "./rowCache.js";
import { Trail } from "./trail.js";
import { takenOf, transmit } from "./transmit.js";

const prefetched = 20;
const explainedAhead = 2;

/**
 * What the keys and buttons do. It draws nothing itself: `screen` shows rows and lists, and is told of everything (see screen.js).
 */
export class App {
    #pending;
    #isActing = false;
    #isStarted = false;
    #questionIssue = 0;
    #haste = new Haste();
    #timing = new KeyTiming();
    #sequence = 0;
    #tab = null;
    #groups = new AnsweredGroups();
    #refresher = new Refresher(() => this.#refresh());

    /** The session's description. */
    session;
    /** Who answers, or null where the session has one annotator only. */
    annotator = null;
    /** The question as the server last gave it. */
    question = { row: null, reason: null, upcoming: [], upcomingScores: [], waiting: "Reading the session…", stage: null };
    /** The row on screen or about to be, or null. */
    shown = null;

    constructor(session, live, decisions, screen) {
        this.session = session;
        this.live = live;
        this.decisions = decisions;
        this.screen = screen;
        this.trail = new Trail();
        this.outbox = new Outbox(operation => this.#transmit(operation), () => this.#onOutbox());
        this.cache = new RowCache(row => this.#load(row), {
            onLoad: (row, details) => this.#onLoad(row, details),
            onTrouble: error => this.#mind(error),
        });
        this.explanations = new Explanations(row => getExplanation(row, this.annotator), {
            onLoad: explanation => explanation.row === this.shown && this.screen.showExplanation(explanation),
            onTrouble: error => this.#mind(error),
        });
        this.lookahead = new Lookahead(this, row => getLookahead(row, this.annotator));
        this.#pending = `pending.${session.key}.${crypto.randomUUID?.() ?? Date.now()}`;
    }

    /** Whether something is on its way, so that no key answers. */
    get isBusy() {
        return this.#isActing || this.outbox.isBusy;
    }

    /** Whether the row on screen is the question. */
    get isAtQuestion() {
        return this.shown === this.question.row;
    }

    /** Begins to answer under a name. */
    begin(annotator) {
        this.annotator = annotator;
        this.#tab = new TabMemory(this.session, annotator);
        this.trail = new Trail(this.#tab.recall("trail"));
        this.#groups = new AnsweredGroups(this.#tab.recall("groups"));
        this.screen.trailChanged();
    }

    /** Reads the first question, and shows nothing yet. */
    async readQuestion() {
        this.setQuestion(await askQuestion(this.annotator, false));
    }

    /** Reads the question; the row on screen follows where it was the question. */
    async refreshQuestion() {
        if (this.isBusy || !this.#isStarted) {
            return;
        }

        const { shown } = this;
        const issue = this.#questionIssue;
        const question = await askQuestion(this.annotator, false);
        if (this.isBusy || issue !== this.#questionIssue) {
            // An answer given meanwhile brought a newer question.
            return;
        }

        // Who began to look around meanwhile stays where he is.
        const follows = this.isAtQuestion && this.shown === shown && (question.row !== shown || question.row === null);
        this.setQuestion(question);
        if (follows) {
            await this.show(question.row);
        }
    }

    /** Puts a row on screen; null shows why nothing is asked. */
    async show(row) {
        this.#isStarted = true;
        this.shown = row;
        this.screen.placeChanged();
        if (row === null) {
            this.screen.showWaiting(this.question.waiting ?? "");
            return;
        }

        const kept = this.cache.peek(row);
        if (kept !== null) {
            this.screen.showRow(kept);
            void this.#renewShown(row);
            return;
        }

        this.screen.showLoading();
        try {
            await this.cache.refresh(row);
        } catch (error) {
            this.#mind(error);
            if (this.shown === row) {
                this.screen.showFailure(error);
            }
        }
    }

    /** Takes a question, and shows it nowhere yet but beside the row. */
    setQuestion(question) {
        this.#questionIssue++;
        this.question = question;
        this.trail.question = question.row;
        this.trail.upcoming = question.upcoming;
        this.screen.questionChanged();
        this.screen.afterPaint.do("rows ahead", () => this.#prefetch());
    }

    /** Shows the question. */
    showQuestion() {
        return this.show(this.question.row);
    }

    /** Looks at the row before (-1) or after (1), without answering. */
    look(step) {
        const row = this.shown === null ? null : this.trail.beside(this.shown, step);
        return row === null ? Promise.resolve() : this.show(row);
    }

    /** Answers a row, called `id`: `pressedAt` is the time of the key press. True when the server has it. */
    async answer(row, id, answer, pressedAt) {
        if (this.isBusy) {
            return false;
        }

        this.#timing.begin(pressedAt);
        if (this.lookahead.show(row, answer)) {
            this.#timing.end();
        }

        return await this.#act({ kind: "answer", row, id, answer, annotator: this.annotator }, async result => {
            this.#groups.add([row]);
            this.trail.add(row);
            this.screen.tellOnce("haste", this.#haste.press(id, pressedAt));
            const text = sentence(`${rowNamed(id)} ${answered(answer)}.`);
            await this.#goOn(result, [row], text);
            this.#timing.end();
        });
    }

    /** Answers many rows alike; what the server took, or null. */
    async answerAll(rows, answer) {
        if (this.isBusy) {
            return null;
        }

        let taken = null;
        await this.#act({ kind: "bulk", rows: [...rows], answer, annotator: this.annotator }, async result => {
            taken = result;
            await this.#takeBulk(result, rows, `${counted(result.count, "row")} ${answered(answer)}.`);
        });
        return taken;
    }

    /** Takes the last answer back, or the last answers where many rows were answered at once. */
    async undo() {
        if (this.isBusy) {
            return;
        }

        this.#isActing = true;
        const state = await this.live.atLeast(this.#sequence);
        this.#isActing = false;
        if (state === null || state.sequence < this.#sequence) {
            this.screen.tell("Nothing was taken back: which answer was your last could not be read. Try again.", true);
            return;
        }

        const last = state.you?.lastRow ?? null;
        if (last === null) {
            this.screen.tell("There is no answer of yours to take back.");
            return;
        }

        const rows = this.#groups.of(last).toReversed();
        this.#isActing = true;
        const told = rows.length > 1 ? null : await this.#takenBack(last);
        const operation = rows.length > 1
            ? { kind: "bulk-withdrawal", rows, annotator: this.annotator }
            : { kind: "withdrawal", row: last, id: this.idOf(last), annotator: this.annotator };
        await this.#act(operation, result => {
            const taken = takenOf(rows, result);
            this.#groups.remove(rows);
            taken.forEach(row => this.trail.remove(row));
            this.screen.goToQuestion();
            this.shown = null;
            this.setQuestion(result.next);
            if (taken.length < rows.length) {
                this.screen.tell(`${counted(taken.length, "answer")} of ${count(rows.length)} taken back. ${result.refused[0].why}`, true);
            } else {
                this.screen.tellOnce("undo", told ?? `Taken back: the answers of ${count(rows.length)} rows.`);
            }

            return this.#goOn(result, rows, "");
        });
    }

    /** Puts the question back for later, and asks something else. */
    async askElse() {
        if (this.isBusy) {
            return;
        }

        this.#isActing = true;
        try {
            this.setQuestion(await askQuestion(this.annotator, true));
        } catch (error) {
            this.#mind(error);
            this.screen.tell(`Nothing else was asked: ${error.message}`, true);
            return;
        } finally {
            this.#isActing = false;
        }

        this.screen.goToQuestion();
        await this.showQuestion();
        this.screen.say(`Asked later. Now: ${this.#nextText()}`);
    }

    /** Sees to it that what a row's score comes from is known, and then what comes after it. */
    explain(details) {
        void this.explanations.explain(details, () => this.#lookAhead(details.row));
    }

    /** Sends what an earlier visit could not. */
    async sendKept(operation) {
        await this.#act(operation, result => operation.kind === "bulk"
            ? this.#takeBulk(result, operation.rows, "Saved.")
            : this.#goOn(result, [operation.row], "Saved."));
    }

    /** A new state: reads again what may be out of date. */
    follow(state) {
        this.decisions.compare(state.counts);
        const isIdle = this.question.row === null;
        // How far a training is changes no row.
        const news = isIdle || state.training === null ? state.version : `${state.sequence}, training`;
        this.#refresher.follow(`${this.live.connectionCount}/${news}`, isIdle);
    }

    /** After a time without connection: sends what waits, and reads everything anew. */
    async resume() {
        if (this.outbox.isBusy) {
            this.outbox.retryNow();
            return;
        }

        await this.#refresher.run();
    }

    /** A row's details as the server has them now. */
    detailsOf(row) {
        const kept = this.cache.peek(row);
        return this.#isFresh(kept) ? Promise.resolve(kept) : this.cache.refresh(row);
    }

    /** What a row is called: its id where that is known. */
    idOf(row) {
        return this.cache.peek(row)?.id ?? `row ${row}`;
    }

    async #refresh() {
        try {
            await this.refreshQuestion();
            if (this.shown !== null) {
                await this.#renewShown(this.shown);
            }
        } catch (error) {
            this.#mind(error);
        }
    }

    // What was fetched ahead may know less than the server does by now: fetched again once the row is painted, unless an answer is on its
    // way, which brings it.
    async #renewShown(row) {
        await painted();
        if (this.shown === row && !this.isBusy && !this.#isFresh(this.cache.peek(row))) {
            await this.#renew(row);
        }
    }

    #takeBulk(result, rows, text) {
        const taken = takenOf(rows, result);
        this.#groups.add(taken);
        taken.forEach(row => this.trail.add(row));
        return this.#goOn(result, rows, text);
    }

    // What undo is about to take back, by the server's word: what is kept of the row may be older than its answer.
    async #takenBack(row) {
        await this.#renew(row);
        const answer = this.cache.peek(row)?.answers.find(each => each.annotator === this.annotator)?.answer ?? null;
        return takenBack(this.idOf(row), answer, this.trail.answered.includes(row));
    }

    async #act(operation, take) {
        this.#isActing = true;
        this.screen.sendingChanged(operation);
        try {
            const result = await this.outbox.send(operation);
            if (result === null) {
                this.lookahead.takeBack();
                this.screen.tell("Not saved, as you asked. Had the server already taken it, the row shows that once the server answers.");
                this.#afterwards();
                return false;
            }

            const isOther = this.lookahead.keep(result.next.row);
            await take(result);
            await (isOther ? anotherCame(this.screen) : null);
            return true;
        } catch (error) {
            this.lookahead.takeBack();
            this.#mind(error);
            this.screen.tell(`Not saved: ${operation.id ?? `${operation.rows.length} rows`}. ${error.message}`, true);
            this.#afterwards();
            return false;
        } finally {
            this.#isActing = false;
            this.screen.sendingChanged(null);
        }
    }

    // What the server refused or may have taken: its word counts, once nothing is on its way.
    #afterwards() {
        setTimeout(() => void this.#refresher.run());
    }

    async #goOn(result, rows, text) {
        this.#sequence = Math.max(this.#sequence, result.sequence);
        // Who looked around while the answer was on its way stays where he is.
        const follows = this.shown === null || rows.includes(this.shown) || this.isAtQuestion;
        if (result.nextRow) {
            this.cache.put(result.nextRow.row, { ...result.nextRow, connectionCount: this.live.connectionCount });
        }

        this.setQuestion(result.next);
        this.screen.trailChanged();
        const shown = follows ? this.show(this.question.row) : Promise.resolve();
        if (this.question.row !== null && this.cache.peek(this.question.row) === null) {
            await shown;
        }

        // The next row is there, and may be answered; what follows waits until it is painted.
        void painted().then(() => {
            this.#tab.remember("trail", this.trail.answered);
            this.#tab.remember("groups", this.#groups.all);
            this.screen.say(`${text} ${follows ? `Next: ${this.#nextText()}` : ""}`);
            rows.filter(row => row !== this.shown).forEach(row => void this.#renew(row));
        });
    }

    #nextText() {
        return this.question.row === null ? this.question.waiting ?? "no question." : `${rowNamed(this.idOf(this.question.row))}.`;
    }

    // What may come next is read ahead first, and so is its explanation; answers and what they bring come before all of that.
    async #lookAhead(row) {
        await this.lookahead.ask(row);
        if (this.isBusy) {
            return [];
        }

        this.#prefetch();
        return [...this.lookahead.rowsAfter(row), ...this.question.upcoming.slice(0, explainedAhead)];
    }

    #prefetch() {
        const { row, upcoming } = this.question;
        const ahead = row === null ? upcoming : [row, ...this.lookahead.rowsAfter(row), ...upcoming];
        this.cache.prefetch(ahead.slice(0, prefetched));
    }

    async #load(row) {
        const { connectionCount } = this.live;
        return { ...await getRow(row, this.annotator), connectionCount };
    }

    // A server that was started anew counts its versions from the start.
    #isFresh(details) {
        const { connectionCount, state } = this.live;
        return details !== null && details.connectionCount === connectionCount && details.version >= (state?.version ?? 0);
    }

    async #renew(row) {
        try {
            await this.cache.renew(row);
        } catch (error) {
            // What is on screen stays; the connection's bar tells of the trouble.
            this.#mind(error);
        }
    }

    #onLoad(row, details) {
        this.decisions.set(row, details.decision);
        if (row === this.shown) {
            this.screen.showRow(details);
        }

        this.screen.rowLoaded(details);
    }

    // Trouble with the connection shows in its bar; what the server refuses is told by those who asked; anything else is a fault of the
    // page.
    #mind(error) {
        if (error.name !== "ServerError") {
            throw error;
        }

        if (error.isTemporary) {
            void this.live.fetch();
        }
    }

    async #transmit(operation) {
        try {
            return await transmit(operation);
        } catch (error) {
            // What cannot be sent may be the connection's trouble, which then shows as that.
            if (error.isTemporary) {
                void this.live.fetch();
            }

            throw error;
        }
    }

    #onOutbox() {
        const { operation, failedCount } = this.outbox;
        if (operation !== null && failedCount === 1 && !operation.kind.endsWith("withdrawal")) {
            this.lookahead.takeBack();
            this.screen.sendingChanged(operation);
            remember(this.#pending, operation);
        } else if (operation === null) {
            remember(this.#pending, null);
        }

        this.screen.connectionChanged();
    }
}
