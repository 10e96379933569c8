// Rows that were answered at once, so that they can be taken back at once.

/** The latest groups; a row is in one of them at most. */
export class AnsweredGroups {
    #groups;
    #most;

    constructor(groups = [], most = 20) {
        this.#groups = groups.slice(-most);
        this.#most = most;
    }

    /** The groups, to be kept. */
    get all() {
        return this.#groups;
    }

    /** The row and those that were answered with it, in the order of their answers. */
    of(row) {
        return this.#groups.find(group => group.includes(row)) ?? [row];
    }

    /** Takes rows down that were answered at once; one alone is in no group any more. */
    add(rows) {
        this.remove(rows);
        if (rows.length > 1) {
            this.#groups = [...this.#groups, [...rows]].slice(-this.#most);
        }
    }

    /** Forgets rows whose answers were taken back or replaced. */
    remove(rows) {
        this.#groups = this.#groups.map(group => group.filter(row => !rows.includes(row))).filter(group => group.length > 0);
    }
}
