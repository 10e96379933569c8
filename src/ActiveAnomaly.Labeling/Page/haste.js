// Nobody reads a row in so short a time: whoever pressed twice should know that both rows have an answer now.

const shortest = 150;

/** Looks how fast answers follow each other. */
export class Haste {
    #last = null;

    /** Takes down the answer of a row, called `id`, at a time in milliseconds; what to say of it, or null. */
    press(id, at) {
        const last = this.#last;
        this.#last = { id, at };
        return last !== null && last.id !== id && at - last.at < shortest
            ? `Two answers within ${Math.round(at - last.at)} ms: ${last.id} and ${id}. Undo takes them back.`
            : null;
    }
}
