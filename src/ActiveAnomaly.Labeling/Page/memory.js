// What the browser remembers between visits. A browser that forbids it is no reason to stop: then nothing is remembered.

const prefix = "active-anomaly.";

/** Something kept, or null. */
export function recall(name, storage = localStorageOrNull()) {
    const text = storage?.getItem(prefix + name) ?? null;
    if (text === null) {
        return null;
    }

    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** Keeps something; null forgets it. False where the browser did not keep it: storage is off or full. */
export function remember(name, value, storage = localStorageOrNull()) {
    if (storage === null) {
        return false;
    }

    try {
        if (value === null) {
            storage.removeItem(prefix + name);
        } else {
            storage.setItem(prefix + name, JSON.stringify(value));
        }

        return true;
    } catch (error) {
        if (error instanceof DOMException) {
            return false;
        }

        throw error;
    }
}

/** The names kept that begin like this. */
export function recalledNames(start, storage = localStorageOrNull()) {
    return storage === null
        ? []
        : Object.keys(storage).filter(name => name.startsWith(prefix + start)).map(name => name.slice(prefix.length));
}

/** The storage of this tab alone, or null. */
export function tabStorage() {
    try {
        return window.sessionStorage;
    } catch {
        return null;
    }
}

/** What this tab knows of an annotator's work in a session; a reload keeps it. */
export class TabMemory {
    #suffix;

    constructor(session, annotator) {
        this.#suffix = `.${session.key}.${annotator ?? ""}`;
    }

    /** A list kept, empty where there is none. */
    recall(name) {
        return recall(name + this.#suffix, tabStorage()) ?? [];
    }

    /** Keeps a list. */
    remember(name, list) {
        remember(name + this.#suffix, list, tabStorage());
    }
}

function localStorageOrNull() {
    try {
        return window.localStorage;
    } catch {
        return null;
    }
}
