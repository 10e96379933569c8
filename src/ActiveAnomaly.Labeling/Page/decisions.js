// Which rows have a decision, for the map and the lists. The server has no list of them alone: its table is read by filter, and own
// answers at once.

import { getRows } from "./requests.js";

const kinds = ["normal", "abnormal", "skipped"];
const page = 200;
const shortest = 1500;

/** Known decisions: row to "normal", "abnormal" or "skipped". */
export class Decisions {
    #rows = new Map();
    #counts = null;
    #mismatch = null;
    #timer = null;
    #isLoading = false;
    #onChange;

    constructor(onChange) {
        this.#onChange = onChange;
    }

    /** All rows with a decision. */
    get rows() {
        return this.#rows;
    }

    /** What a row was found to be, or null. */
    of(row) {
        return this.#rows.get(row) ?? null;
    }

    /** Takes down what became known of a row. */
    set(row, decision) {
        if (this.of(row) === decision) {
            return;
        }

        if (decision === null) {
            this.#rows.delete(row);
        } else {
            this.#rows.set(row, decision);
        }

        this.#onChange();
    }

    /** Compares with the server's counts, and reads all decisions again where they differ in a new way: somebody else answers too. */
    compare(counts) {
        this.#counts = counts;
        if (!this.#isNewMismatch() || this.#timer !== null || this.#isLoading) {
            return;
        }

        this.#timer = setTimeout(() => {
            this.#timer = null;
            // An own answer is in the counts before its row is read again.
            if (this.#isNewMismatch()) {
                void this.#load();
            }
        }, this.#rows.size === 0 ? 0 : shortest);
    }

    #isNewMismatch() {
        const mismatch = mismatchOf(this.#rows, this.#counts);
        return mismatch !== "0,0,0" && mismatch !== this.#mismatch;
    }

    async #load() {
        const counts = this.#counts;
        this.#isLoading = true;
        try {
            const rows = new Map();
            for (const kind of kinds) {
                await loadKind(kind, rows);
            }

            this.#rows = rows;
            this.#mismatch = mismatchOf(rows, counts);
            this.#onChange();
        } catch (error) {
            // Read again at the next state; the connection's bar tells of the trouble.
            if (!error.isTemporary) {
                throw error;
            }
        } finally {
            this.#isLoading = false;
        }

        // States came meanwhile, and the rows may be older.
        if (counts !== this.#counts) {
            this.compare(this.#counts);
        }
    }
}

function mismatchOf(rows, counts) {
    const own = { normal: 0, abnormal: 0, skipped: 0 };
    for (const decision of rows.values()) {
        own[decision]++;
    }

    return kinds.map(kind => counts[kind] - own[kind]).join();
}

async function loadKind(kind, rows) {
    for (let offset = 0; ; offset += page) {
        const answer = await getRows({ filter: kind, offset, count: page });
        for (const row of answer.rows) {
            rows.set(row.row, row.decision ?? kind);
        }

        if (answer.rows.length === 0 || offset + answer.rows.length >= answer.total) {
            return;
        }
    }
}
