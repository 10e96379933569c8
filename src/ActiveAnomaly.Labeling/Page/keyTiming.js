// How long it takes from a key press to the frame with the next row, for the browser's developer tools.

import { painted } from "./dom.js";

/** Measures "aa-key-to-row", once for every press. */
export class KeyTiming {
    #isOpen = false;

    /** A key was pressed, at a time of performance.now(). */
    begin(pressedAt) {
        performance.clearMarks("aa-key");
        performance.mark("aa-key", { startTime: pressedAt });
        this.#isOpen = true;
    }

    /** The next row was put into the page: measures when it is painted, unless that was done for this press. */
    end() {
        if (this.#isOpen) {
            this.#isOpen = false;
            void painted().then(() => performance.measure("aa-key-to-row", "aa-key"));
        }
    }
}
