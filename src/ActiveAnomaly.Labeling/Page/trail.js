// The line of rows that the arrow keys walk: rows answered here, oldest first; the question; the upcoming rows.

/** Answered rows and the question, in the order that the arrow keys walk. */
export class Trail {
    /** Rows answered here, the latest last; each once. */
    answered = [];
    question = null;
    upcoming = [];

    constructor(answered = [], most = 200) {
        this.most = most;
        this.answered = answered.slice(-most);
    }

    /** Takes down an answer: the row is now the latest. */
    add(row) {
        this.answered = this.answered.filter(each => each !== row);
        this.answered.push(row);
        if (this.answered.length > this.most) {
            this.answered.shift();
        }
    }

    /** Takes a row out, whose answer was taken back. */
    remove(row) {
        this.answered = this.answered.filter(each => each !== row);
    }

    /** All rows of the line. A row that is asked about again stands where it is asked. */
    get line() {
        const ahead = [this.question, ...this.upcoming].filter(row => row !== null);
        const coming = new Set(ahead);
        return [...this.answered.filter(row => !coming.has(row)), ...new Set(ahead)];
    }

    /** The row `step` places on from the one on screen, or null at an end. From a row beside the line one step leads to the question. */
    beside(row, step) {
        const line = this.line;
        const place = line.indexOf(row);
        if (place < 0) {
            const start = line.indexOf(this.question);
            const target = step > 0 ? start : start - 1;
            return line[target] ?? null;
        }

        return line[place + step] ?? null;
    }
}
