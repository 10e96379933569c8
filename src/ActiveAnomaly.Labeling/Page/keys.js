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
 */
export function actionOf(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
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

/**
 * Which presses count. A key held down counts once. So does one that comes again within `window` milliseconds, as of a key that
 * chatters, and so do two answers at once, as of a finger that hits two keys: nobody has read a row in that time.
 */
export class PressGuard {
    #last = new Map();

    constructor(window = 50) {
        this.window = window;
    }

    /** Whether the press counts; `now` in milliseconds. */
    counts(action, isRepeat, now) {
        const kind = isAnswer(action) ? "answer" : action;
        const last = this.#last.get(kind);
        this.#last.set(kind, now);
        return !isRepeat && (last === undefined || now - last >= this.window);
    }
}
