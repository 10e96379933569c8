// The next row is on screen as the key is pressed: what comes after each answer is asked for while the row is looked at.

const lookPause = 500;

/** Says that another row came than was shown; done when whoever meant to answer that one can have seen it. */
export function anotherCame(screen) {
    screen.tell("Another row came than was shown: look again.");
    return new Promise(resolve => setTimeout(resolve, lookPause));
}

/**
 * Knows what comes after each answer for the question, and shows it before the server has the answer. `load(row)` asks the server. `app`:
 * { question, shown, isAtQuestion, isBusy, cache, setQuestion, show }.
 */
export class Lookahead {
    #app;
    #load;
    #known = null;
    #before = null;
    #changeCount = 0;

    constructor(app, load) {
        this.#app = app;
        this.#load = load;
    }

    /** The rows that may come after a row, as far as that is known. */
    rowsAfter(row) {
        const { normal = null, abnormal = null } = this.#known?.row === row ? this.#known : {};
        return [...new Set([normal, abnormal].filter(each => each !== null).map(each => each.row))];
    }

    /** Asks what comes after each answer for a row, where that is the question on screen and no answer is on its way. */
    async ask(row) {
        if (this.#app.isBusy || !this.#app.isAtQuestion || this.#app.shown !== row) {
            return;
        }

        const count = this.#changeCount;
        const { afterNormal, afterAbnormal } = await this.#load(row);
        if (count === this.#changeCount) {
            this.#known = { row, normal: afterNormal, abnormal: afterAbnormal };
        }
    }

    /** Shows what comes after an answer for the question, where that is known and read already; tells whether it does. */
    show(row, answer) {
        const app = this.#app;
        const next = this.#known?.row === row && app.shown === row && app.isAtQuestion ? this.#known[answer] ?? null : null;
        if (next === null || app.cache.peek(next.row) === null) {
            return false;
        }

        const { question } = app;
        const places = question.upcoming.map((_, i) => i).filter(i => question.upcoming[i] !== next.row);
        this.#before = question;
        app.setQuestion({
            ...question,
            ...next,
            upcoming: places.map(i => question.upcoming[i]),
            upcomingScores: places.map(i => question.upcomingScores[i]),
        });
        void app.show(next.row);
        return true;
    }

    /** The server has an answer: what it says of the next row counts from now on. Tells whether that is another row than is shown. */
    keep(next) {
        const isOther = this.#before !== null && this.#app.question.row !== next;
        this.#forget();
        return isOther;
    }

    /** The server does not have the answer, or not yet: shows the row again that it is about. */
    takeBack() {
        const question = this.#before;
        if (question === null) {
            return;
        }

        const app = this.#app;
        const follows = app.isAtQuestion;
        this.#forget();
        app.setQuestion(question);
        if (follows) {
            void app.show(question.row);
        }
    }

    // What was told before an answer, whichever row it was for, need not hold after it.
    #forget() {
        this.#before = null;
        this.#known = null;
        this.#changeCount++;
    }
}
