// Which key does what, and which presses count.

const letters = {
    a: "abnormal",
    n: "normal",
    s: "skip",
    u: "undo",
    e: "else",
    l: "like",
    t: "table",
    m: "note",
    r: "review",
};

const named = {
    ArrowLeft: "previous",
    ArrowRight: "next",
    ArrowUp: "up",
    ArrowDown: "down",
    PageUp: "page-back",
    PageDown: "page-on",
    Enter: "open",
    Escape: "home",
    Home: "home",
    "/": "search",
    "?": "help",
};

/** Inputs that take no text, so that letters keep their meaning while one has the focus. */
const wordless = new Set(["button", "checkbox", "file", "radio", "reset", "submit"]);

/**
 * The action of a key, or null. Keys with Ctrl, Alt or Meta belong to the browser; a keyboard without Latin letters is read by its places.
 * Without characters only keys that write none act: arrows, Enter, Escape and their like.
 */
export function actionOf(event, withCharacters = true) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !withCharacters && isCharacter(event.key)) {
        return null;
    }

    if (Object.hasOwn(named, event.key)) {
        return named[event.key];
    }

    let letter = event.key.toLowerCase();
    if (letter.length === 1 && letter > "\u007f" && /^Key[A-Z]$/.test(event.code ?? "")) {
        letter = event.code.slice(3).toLowerCase();
    }

    return Object.hasOwn(letters, letter) ? letters[letter] : null;
}

/** Whether a key writes a character, and so is not named by a word: "a", "?", not "Enter". */
function isCharacter(key) {
    return [...key].length === 1;
}

/** Whether a person is typing there, so that keys are text. */
export function isTyping(element) {
    if (!element) {
        return false;
    }

    const tag = element.tagName;
    if (tag === "INPUT") {
        return !wordless.has(element.type);
    }

    return tag === "TEXTAREA" || tag === "SELECT" || element.isContentEditable === true;
}

/** Whether an action answers a row. */
export function isAnswer(action) {
    return action === "abnormal" || action === "normal" || action === "skip";
}

const longestSlip = 300;

/**
 * Which presses count. A key held down counts once; so does one that comes again within `window` milliseconds, as of a key that chatters.
 * An answer does not count while the key of another answer is still down, as of a finger that hits two keys.
 */
export class PressGuard {
    #last = new Map();
    #down = new Map();

    constructor(window = 20) {
        this.window = window;
    }

    /** Whether the press counts; `now` in milliseconds. */
    counts(action, isRepeat, now) {
        const last = this.#last.get(action);
        this.#last.set(action, now);
        if (isRepeat || last !== undefined && now - last < this.window) {
            return false;
        }

        if (!isAnswer(action)) {
            return true;
        }

        // A key whose release was never seen, as in another window, does not block for good.
        const isSlip = [...this.#down].some(([other, time]) => other !== action && now - time < longestSlip);
        this.#down.set(action, now);
        return !isSlip;
    }

    /** Takes down that a key was released. */
    release(action) {
        this.#down.delete(action);
    }

    /** Takes down that nothing is known of the keys, as when another window has them. */
    releaseAll() {
        this.#down.clear();
    }
}
