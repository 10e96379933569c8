// The bar that says what is not saved or not connected. Nothing counts as saved before the server has it.

import { byId, make, setAttribute, setText } from "./dom.js";

const chips = {
    online: "Connected",
    connecting: "Connecting",
    offline: "Not connected",
    unknown: "Not signed in",
    other: "Another session",
    refused: "Refused",
    closed: "Server stopped",
};
const slow = 800;

/** Shows what waits and why. Sources: `live` (the connection), `outbox` (an answer on its way), `notes`. */
export class Bar {
    #live;
    #outbox;
    #notes;
    #sendingSince = null;
    #timer = null;
    #offer = null;
    #buttonsKey = null;

    constructor(live, outbox, notes) {
        this.#live = live;
        this.#outbox = outbox;
        this.#notes = notes;
    }

    /** Offers something at the page's start: { text, buttons: [[text, press]] }; null takes it away. */
    set offer(offer) {
        this.#offer = offer;
        this.show();
    }

    /** Shows the present state of things. */
    show() {
        this.#sendingSince = this.#outbox.isBusy ? this.#sendingSince ?? performance.now() : null;
        const { connection } = this.#live;
        const chip = byId("connection");
        setText(chip, chips[connection]);
        setAttribute(chip, "data-state", connection);
        const message = this.#message();
        const bar = byId("bar");
        bar.hidden = message === null;
        // The bar comes and goes with what waits; while anything does it looks again, for countdowns and slow answers.
        const isWatching = message !== null || this.#outbox.isBusy;
        if (isWatching && this.#timer === null) {
            this.#timer = setInterval(() => this.show(), 250);
        } else if (!isWatching && this.#timer !== null) {
            clearInterval(this.#timer);
            this.#timer = null;
        }

        if (message === null) {
            setText(byId("bar-text"), "");
            return;
        }

        setText(byId("bar-text"), message.text);
        setText(byId("bar-countdown"), countdown(message.nextTryAt));
        setAttribute(bar, "data-kind", message.kind);
        const key = message.buttons.map(([text]) => text).join();
        if (key !== this.#buttonsKey) {
            this.#buttonsKey = key;
            byId("bar-buttons").replaceChildren(...message.buttons.map(([text, , hook], i) => make("button", {
                type: "button",
                "data-test": hook,
                onclick: () => this.#message()?.buttons[i]?.[1](),
            }, text)));
        }
    }

    #message() {
        const outbox = this.#outbox;
        if (outbox.failure !== null) {
            return {
                kind: "trouble",
                text: `Not saved yet: ${describe(outbox.operation)}. ${this.#why(outbox.failure)} It is kept here and sent again.`,
                nextTryAt: outbox.nextTryAt,
                buttons: [["Try now", () => outbox.retryNow(), "retry-now"], ["Do not save it", () => outbox.giveUp(), "give-up"]],
            };
        }

        if (this.#sendingSince !== null && performance.now() - this.#sendingSince > slow) {
            const text = `Being saved: ${describe(outbox.operation)}. The server takes its time.`;
            return { kind: "wait", text, nextTryAt: null, buttons: [] };
        }

        if (this.#notes.failure !== null) {
            return {
                kind: "trouble",
                text: `A note is not saved yet. ${this.#why(this.#notes.failure)} It is kept here and sent again.`,
                nextTryAt: null,
                buttons: [["Try now", () => this.#notes.retryNow(), "retry-now"]],
            };
        }

        return this.#connectionMessage() ?? (this.#offer === null ? null : { kind: "wait", nextTryAt: null, ...this.#offer });
    }

    #connectionMessage() {
        const { connection, failure, nextTryAt } = this.#live;
        const texts = {
            offline: `${failure?.message ?? "The server does not answer."} What you answered is saved. This page goes on when it is back.`,
            closed: "The server has stopped. What you answered is saved. Start its command again to go on.",
            unknown: this.#why({ isUnknown: true }),
            other: failure?.message,
            refused: `The server refuses this page: ${failure?.message ?? ""}`,
        };
        const text = texts[connection];
        return text === undefined
            ? null
            : { kind: "trouble", text, nextTryAt, buttons: [["Try now", () => void this.#live.wake(), "retry-now"]] };
    }

    #why(error) {
        return error.isUnknown
            ? "The server was started anew and does not know this browser: open the address that its command printed, in this browser."
            : error.message;
    }
}

/** What an operation is, for a sentence. */
export function describe(operation) {
    if (operation.kind === "bulk") {
        return `${operation.rows.length} rows, ${operation.answer}`;
    }

    if (operation.kind === "bulk-withdrawal") {
        return `undo of ${operation.rows.length} rows`;
    }

    return operation.kind === "withdrawal" ? `undo of ${operation.id}` : `${operation.id}, ${operation.answer}`;
}

function countdown(nextTryAt) {
    if (nextTryAt === null) {
        return "";
    }

    const seconds = Math.ceil((nextTryAt - performance.now()) / 1000);
    return seconds > 0 ? `Next try in ${seconds} s` : "Trying now…";
}
