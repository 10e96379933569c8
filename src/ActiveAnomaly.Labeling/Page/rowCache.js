// Rows' details, fetched ahead, so that the next row is on screen at once.

/** Keeps the latest `most` rows. `load` fetches one; at most `lanes` rows are fetched ahead at a time. */
export class RowCache {
    #rows = new Map();
    #loading = new Map();
    #wanted = [];
    #running = 0;
    #load;
    #lanes;
    #most;
    #onLoad;
    #onTrouble;

    constructor(load, { most = 300, lanes = 3, onLoad = () => {}, onTrouble = () => {} } = {}) {
        this.#load = load;
        this.#most = most;
        this.#lanes = lanes;
        this.#onLoad = onLoad;
        this.#onTrouble = onTrouble;
    }

    /** The row's details as last fetched, or null. */
    peek(row) {
        return this.#rows.get(row) ?? null;
    }

    /** The row's details: those kept, else fetched. */
    async get(row) {
        return this.peek(row) ?? await this.refresh(row);
    }

    /** Fetches the row's details anew. Two who ask at a time share one request. */
    refresh(row) {
        return this.#loading.get(row)?.promise ?? this.#begin(row);
    }

    /** Fetches even where a request is on its way, for that one may not know of a change just made. */
    renew(row) {
        return this.#begin(row);
    }

    /** Takes a row's details that came another way, newer than any that were asked for before. */
    put(row, details) {
        this.#loading.delete(row);
        this.#keep(row, details);
    }

    /** Fetches these rows ahead, the first first. Rows wanted before and not begun are forgotten. */
    prefetch(rows) {
        this.#wanted = [...rows];
        this.#pump();
    }

    #pump() {
        while (this.#running < this.#lanes && this.#wanted.length > 0) {
            const row = this.#wanted.shift();
            if (this.#rows.has(row) || this.#loading.has(row)) {
                continue;
            }

            this.#running++;
            const done = () => {
                this.#running--;
                this.#pump();
            };
            // A row that could not be fetched ahead is fetched again when it is shown.
            this.#begin(row).catch(this.#onTrouble).finally(done);
        }
    }

    #begin(row) {
        const request = { promise: null };
        request.promise = this.#fetch(row, request);
        this.#loading.set(row, request);
        return request.promise;
    }

    async #fetch(row, request) {
        try {
            const details = await this.#load(row);
            const isLatest = this.#loading.get(row) === request;
            if (isLatest || !this.#rows.has(row)) {
                this.#keep(row, details);
            }

            return details;
        } finally {
            if (this.#loading.get(row) === request) {
                this.#loading.delete(row);
            }
        }
    }

    #keep(row, details) {
        this.#rows.delete(row);
        this.#rows.set(row, details);
        if (this.#rows.size > this.#most) {
            this.#rows.delete(this.#rows.keys().next().value);
        }

        this.#onLoad(row, details);
    }
}
