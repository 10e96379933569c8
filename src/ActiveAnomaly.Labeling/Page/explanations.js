// What rows' scores come from: asked for after the row is on screen, one row at a time.

import { RowCache } from "./rowCache.js";

/** Whether an explanation is of the very score, and so of the model that gave it. */
export function explains(explanation, score) {
    const explained = explanation?.score ?? null;
    // The server writes both in single precision, each in its own way.
    return explained !== null && score !== null && score !== undefined && Math.fround(explained) === Math.fround(score);
}

/**
 * Keeps explanations, those of earlier models too: they still say which columns matter. One request at a time, for an answer must never
 * wait for a connection; of the rows that come meanwhile, the last is next. `load(row)` fetches one.
 */
export class Explanations {
    #cache;
    #wanted = null;
    #isWorking = false;
    #interrupt = () => {};
    #onTrouble;

    constructor(load, { onLoad = () => {}, onTrouble = () => {} } = {}) {
        this.#cache = new RowCache(load, { onLoad: (_, explanation) => onLoad(explanation) });
        this.#onTrouble = onTrouble;
    }

    /** A row's explanation as last fetched, or null. */
    peek(row) {
        return this.#cache.peek(row);
    }

    /**
     * Fetches that of a row where none of its score is known, and then those of the rows that `ahead` finds and nothing is known of. A row
     * whose explanation could not be had is shown without, and it is fetched when the row is shown anew.
     */
    async explain({ row, score }, ahead = () => []) {
        this.#wanted = { row, score, ahead };
        this.#interrupt();
        if (this.#isWorking) {
            return;
        }

        this.#isWorking = true;
        try {
            while (this.#wanted !== null) {
                const next = this.#wanted;
                this.#wanted = null;
                await this.#fetch(next).catch(error => this.#onTrouble(error));
            }
        } finally {
            this.#isWorking = false;
        }
    }

    // What it comes to is told even where nobody waits for it any more.
    async #found(ahead) {
        try {
            return await ahead();
        } catch (error) {
            this.#onTrouble(error);
            return [];
        }
    }

    async #fetch({ row, score, ahead }) {
        if (score !== null && !explains(this.peek(row), score)) {
            await this.#cache.renew(row);
        }

        const interrupted = new Promise(resolve => {
            this.#interrupt = () => resolve([]);
        });
        for (const next of await Promise.race([this.#found(ahead), interrupted])) {
            if (this.#wanted !== null) {
                return;
            }

            await this.#cache.get(next);
        }
    }
}
