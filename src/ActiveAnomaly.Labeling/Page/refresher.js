// Reads again what may be out of date by now.

const pause = 400;
const shortPause = 30;

/** `refresh` reads anew. It runs one at a time: it may wait for a row, and states come faster than that. */
export class Refresher {
    #refresh;
    #seenVersion = 0;
    #timer = null;
    #isRunning = false;
    #isWanted = false;

    constructor(refresh) {
        this.#refresh = refresh;
    }

    /** The state has a version: where that is a new one, reads anew soon, or at once where nobody has a row to look at (`isIdle`). */
    follow(version, isIdle) {
        if (version === this.#seenVersion) {
            return;
        }

        this.#seenVersion = version;
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
