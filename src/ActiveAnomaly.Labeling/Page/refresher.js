// Reads again what may be out of date by now.

const pause = 400;
const shortPause = 30;

/** `refresh` reads anew. It runs one at a time: it may wait for a row, and states come faster than that. */
export class Refresher {
    #refresh;
    #seenNews = null;
    #timer = null;
    #isRunning = false;
    #isWanted = false;

    constructor(refresh) {
        this.#refresh = refresh;
    }

    /** What the news are called: where that is another name, reads anew soon, or at once where nobody has a row to look at (`isIdle`). */
    follow(news, isIdle) {
        if (news === this.#seenNews) {
            return;
        }

        this.#seenNews = news;
        this.#timer ??= setTimeout(() => {
            this.#timer = null;
            void this.run();
        }, isIdle ? shortPause : pause);
    }

    /** Reads anew; where that is going on, once more after. */
    async run() {
        this.#isWanted = true;
        if (this.#isRunning) {
            return;
        }

        this.#isRunning = true;
        try {
            while (this.#isWanted) {
                this.#isWanted = false;
                await this.#refresh();
            }
        } finally {
            this.#isRunning = false;
        }
    }
}
