// What may wait until the next row is on screen: lists, drawings, what is read ahead.

import { painted } from "./dom.js";

const longestHold = 500;

/**
 * Does work once what was changed is painted, in the order in which it was asked for; of work asked for under one name, the latest. While
 * it is held, as of the key press to the row that comes of it, nothing begins, but for no longer than half a second.
 */
export class AfterPaint {
    #work = new Map();
    #painted;
    #onFault;
    #isComing = false;
    #hold = null;

    constructor({ whenPainted = painted, onFault = reportError } = {}) {
        this.#painted = whenPainted;
        this.#onFault = onFault;
    }

    /** Asks for work. */
    do(name, work) {
        this.#work.delete(name);
        this.#work.set(name, work);
        this.#begin();
    }

    /** Forgets work that was asked for. */
    drop(name) {
        this.#work.delete(name);
    }

    /** Lets nothing begin until `release`. */
    hold() {
        clearTimeout(this.#hold);
        this.#hold = setTimeout(() => this.release(), longestHold);
    }

    /** Ends `hold`: what waits is done after the next paint. */
    release() {
        clearTimeout(this.#hold);
        this.#hold = null;
        this.#begin();
    }

    /** Does at once what waits: somebody needs it. */
    settle() {
        const work = [...this.#work.values()];
        this.#work.clear();
        for (const each of work) {
            try {
                each();
            } catch (error) {
                // One fault must not keep the rest from being shown; it is told of all the same.
                this.#onFault(error);
            }
        }
    }

    #begin() {
        if (this.#isComing || this.#hold !== null || this.#work.size === 0) {
            return;
        }

        this.#isComing = true;
        void this.#painted().then(() => {
            this.#isComing = false;
            if (this.#hold === null) {
                this.settle();
            }
        });
    }
}
