// Sends what changes the session: one thing at a time, again and again until the server has it or refuses it.

const waits = [500, 1000, 2000, 4000, 8000, 15000];

/** How long to wait before attempt number `attempt` (from 1), in milliseconds. */
export function waitBefore(attempt) {
    return waits[Math.min(attempt, waits.length) - 1];
}

/**
 * Holds at most one operation. `transmit` sends it and throws errors whose `isTemporary` says whether to try again. An operation counts as
 * done only when `transmit` has returned.
 */
export class Outbox {
    #transmit;
    #onChange;
    #timer = null;
    #wake = null;

    /** The operation on its way, or null. */
    operation = null;
    /** What went wrong at the last attempt, or null. */
    failure = null;
    /** When the next attempt starts, in milliseconds of performance.now(), or null while one runs. */
    nextTryAt = null;
    /** How many attempts have failed. */
    failedCount = 0;

    constructor(transmit, onChange = () => {}) {
        this.#transmit = transmit;
        this.#onChange = onChange;
    }

    /** Whether something is on its way. */
    get isBusy() {
        return this.operation !== null;
    }

    /** Sends an operation; the server's answer, or the error of a refusal. Null where it was given up meanwhile. */
    async send(operation) {
        if (this.isBusy) {
            throw new Error("Something is being sent already; look at isBusy first.");
        }

        this.operation = operation;
        this.failedCount = 0;
        this.#onChange();
        try {
            while (this.operation === operation) {
                try {
                    const result = await this.#transmit(operation);
                    return this.operation === operation ? result : null;
                } catch (error) {
                    if (this.operation !== operation) {
                        return null;
                    }

                    if (!error.isTemporary) {
                        throw error;
                    }

                    this.failure = error;
                    this.failedCount++;
                    await this.#pause(waitBefore(this.failedCount));
                }
            }

            return null;
        } finally {
            if (this.operation === operation) {
                this.#clear();
            }
        }
    }

    /** Tries at once, where it waits for the next attempt. */
    retryNow() {
        this.#wake?.();
    }

    /** Gives the operation up: `send` returns null. What is on its way may still arrive at the server. */
    giveUp() {
        this.#clear();
        this.#wake?.();
    }

    #pause(milliseconds) {
        this.nextTryAt = performance.now() + milliseconds;
        this.#onChange();
        return new Promise(resolve => {
            this.#wake = () => {
                clearTimeout(this.#timer);
                this.#wake = null;
                this.nextTryAt = null;
                this.#onChange();
                resolve();
            };
            this.#timer = setTimeout(() => this.#wake?.(), milliseconds);
        });
    }

    #clear() {
        this.operation = null;
        this.failure = null;
        this.failedCount = 0;
        this.nextTryAt = null;
        this.#onChange();
    }
}
