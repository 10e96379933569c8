// Keeps the state current: the server's events, and questions of its own where those fall silent.

import { ServerError, eventsAddress, getState } from "./requests.js";
import { waitBefore } from "./outbox.js";

const silence = 30_000;
const tick = 5_000;

/**
 * Follows the session's state. `onState` gets every state that is newer than the last; `onConnection` gets "online", "connecting",
 * "offline", "unknown" (the server asks who this is), "other" (it serves another session), "refused" (it will not talk to this page) or
 * "closed" (it stopped), and what it was before; why is `failure`.
 */
export class LiveState {
    #annotator = null;
    #onState;
    #onConnection;
    #source = null;
    #failedCount = 0;
    #retry = null;
    #lastNews = 0;
    #lastTick = 0;
    #fetching = null;
    #isFresh = true;

    /** The latest state, or null. */
    state = null;
    /** The connection, as handed to onConnection. */
    connection = "connecting";
    /** Why there is none, or null. */
    failure = null;
    /** How often a connection was begun: versions of states and rows compare within one. */
    connectionCount = 0;
    /** When the next attempt starts, in milliseconds of performance.now(), or null. */
    nextTryAt = null;

    constructor(onState, onConnection) {
        this.#onState = onState;
        this.#onConnection = onConnection;
    }

    /** Begins to follow, as this annotator. */
    start(annotator) {
        const isFirst = this.#lastTick === 0;
        this.#annotator = annotator;
        this.#lastTick = Date.now();
        this.#connect();
        if (!isFirst) {
            return;
        }

        setInterval(() => this.#watch(), tick);
        window.addEventListener("online", () => this.wake());
        window.addEventListener("pageshow", event => event.persisted && this.wake());
        document.addEventListener("visibilitychange", () => this.#onVisibility());
    }

    /** Fetches the state now, and connects where nothing is connected. */
    wake() {
        if (this.#source === null || this.#source.readyState === EventSource.CLOSED) {
            this.#connect();
        }

        return this.fetch();
    }

    /** Fetches the state. Two who ask at a time share one request. Never throws: trouble shows in the connection. */
    fetch() {
        this.#fetching ??= this.#fetchState().finally(() => {
            this.#fetching = null;
        });
        return this.#fetching;
    }

    /** The state once it knows of this event of the log; the latest where that cannot be had. */
    async atLeast(sequence) {
        if (this.state === null || this.state.sequence < sequence) {
            await this.#fetching;
            await this.fetch();
        }

        return this.state;
    }

    async #fetchState() {
        try {
            this.#take(await getState(this.#annotator));
        } catch (error) {
            this.#fail(error);
        }
    }

    #connect() {
        clearTimeout(this.#retry);
        this.#retry = null;
        this.nextTryAt = null;
        this.#source?.close();
        this.connectionCount++;
        const source = new EventSource(eventsAddress(this.#annotator));
        this.#source = source;
        this.#isFresh = true;
        source.addEventListener("state", event => {
            this.#failedCount = 0;
            this.#take(JSON.parse(event.data));
            this.#isFresh = false;
        });
        source.addEventListener("closed", () => {
            source.close();
            this.#set("closed", null);
            this.#later();
        });
        source.addEventListener("error", () => {
            if (this.#source !== source) {
                return;
            }

            // The browser's own attempts say nothing of why they fail, and end for good at some answers: ours replace them.
            source.close();
            void this.fetch().then(() => this.#later());
        });
    }

    #later() {
        if (this.#retry !== null) {
            return;
        }

        this.#failedCount++;
        const wait = waitBefore(this.#failedCount);
        this.nextTryAt = performance.now() + wait;
        this.#retry = setTimeout(() => this.#connect(), wait);
        this.#onConnection(this.connection, this.connection);
    }

    #take(state) {
        this.#lastNews = performance.now();
        this.#set("online", null);
        // Answers overtake each other. A server that was started anew counts its versions from the start: after a new connection any will
        // do.
        if (this.state !== null && state.version < this.state.version && !this.#isFresh) {
            return;
        }

        this.state = state;
        this.#onState(state);
    }

    #fail(error) {
        if (!(error instanceof ServerError)) {
            throw error;
        }

        if (error.isOffline && this.connection === "closed") {
            // It said so itself when it stopped, which says more.
            return;
        }

        this.#set(kindOf(error), error);
    }

    #set(connection, error) {
        const before = this.connection;
        this.connection = connection;
        this.failure = error;
        if (before !== connection || error !== null) {
            this.#onConnection(connection, before);
        }
    }

    #watch() {
        // By the clock that people set: the other one stands while the machine sleeps.
        const clock = Date.now();
        const slept = clock - this.#lastTick > 3 * tick;
        this.#lastTick = clock;
        if (document.hidden) {
            return;
        }

        if (slept) {
            // The machine slept: the old connection may be dead without knowing.
            this.#connect();
            void this.fetch();
        } else if (performance.now() - this.#lastNews > silence) {
            this.#lastNews = performance.now();
            void this.fetch();
        }
    }

    #onVisibility() {
        // A browser opens six connections to a server in all: a tab that nobody looks at gives its own back.
        if (document.hidden) {
            clearTimeout(this.#retry);
            this.#retry = null;
            this.#source?.close();
            this.#source = null;
        } else if (this.#lastTick !== 0) {
            this.#lastTick = Date.now();
            void this.wake();
        }
    }
}

function kindOf(error) {
    return error.isUnknown ? "unknown" : error.isOtherSession ? "other" : error.isTemporary ? "offline" : "refused";
}
