// What stands above the page: help, the annotator's name, about, what an import did; menus and short messages.

import { bytes, count, counted, percent } from "./format.js";
import { byId, make, setText } from "./dom.js";

const keys = [
    ["A", "abnormal"],
    ["N", "normal"],
    ["S", "skip: no answer now"],
    ["U", "undo the last answer"],
    ["← →", "look at the rows before and after, without answering"],
    ["Esc, Home", "back to the question"],
    ["E", "ask something else; this row comes later"],
    ["L", "rows like this one"],
    ["M", "note of this row; Ctrl+Enter saves it"],
    ["T", "table of all rows, and back"],
    ["/", "search"],
    ["R", "review: answer groups of like rows"],
    ["?", "this help"],
];

/** Shows the keys: those that act, where `withCharacters` says that letters and signs do. */
export function showHelp(withCharacters) {
    const dialog = byId("help-dialog");
    if (dialog.open) {
        dialog.close();
        return;
    }

    const acting = keys.filter(([key]) => withCharacters || [...key].length > 1);
    dialog.replaceChildren(
        make("h2", { id: "help-title" }, "Keys"),
        make("dl", { class: "keys" }, ...acting.map(([key, text]) => make("div", {},
            make("dt", {}, ...key.split(/[ ,]+/).map(each => make("kbd", {}, each))), make("dd", {}, text)))),
        make("p", {}, "In the table and in lists ↑ ↓ choose a row, Enter opens it, "
            + `${withCharacters ? "A N S answer it from there, " : ""}PageUp and PageDown turn pages. Keys do nothing while you type or a `
            + "menu is open; Esc leaves the field or the menu."),
        make("p", {}, withCharacters
            ? "“Letter keys” under More turns letters and signs off; the buttons do the same."
            : "Letters and signs are off; the buttons do the same. “Letter keys” under More turns them on."),
        make("p", {}, "An answer counts once it is on the server's disk, as a rule a moment after the next row appears; no key answers "
            + "before that, and where it takes longer a bar says so. "
            + "Of a row that you answer again the new answer counts."),
        closeButton(dialog));
    dialog.showModal();
}

/** Tells of the session and how to go on with it. */
export function showAbout(session, annotator) {
    const facts = [
        ["Session", session.id],
        ["Data", `${session.name}: ${counted(session.rowCount, "row")}, ${counted(session.featureCount, "feature")}`],
        ["Method", `${session.detector}, asked by ${session.strategy}`],
        ["Several answers of a row", session.policy],
        ["Audit", session.auditShare > 0 ? `${percent(session.auditShare)} of the questions are drawn at random` : "none"],
        ["You", annotator ?? "the only annotator"],
        ["Version", session.serverVersion],
    ];
    showInfo("About this session", [
        make("dl", { class: "facts wide" }, ...facts.map(([term, text]) =>
            make("div", {}, make("dt", {}, term), make("dd", { dir: "auto" }, text)))),
        make("p", {}, "Every answer is on disk a moment after the next row appears, or a bar says that it is not. Stop whenever you like: "
            + "close this page, and end the command with Ctrl+C. To go on, start the same command with the same data and session; it "
            + "prints a new address, and the page there shows the row where you stopped."),
    ]);
}

/** Tells what an import did. */
export function showImport(name, result) {
    const more = result.unknownCount - result.unknownIds.length;
    showInfo("Labels imported", [
        make("p", {}, `${name}: ${counted(result.applied, "label")} applied, ${count(result.unchanged)} unchanged.`),
        ...(result.unknownCount === 0 ? [] : [
            make("p", { class: "warning" }, `${counted(result.unknownCount, "id")} not found in this data, and left out:`),
            make("ul", { class: "plain-list" }, ...result.unknownIds.map(id => make("li", { dir: "auto" }, id)),
                more > 0 ? make("li", {}, `and ${count(more)} more`) : null),
        ]),
        ...(result.conflicts.length === 0 ? [] : [
            make("p", { class: "warning" }, `${counted(result.conflicts.length, "label")} not applied:`),
            make("ul", { class: "plain-list" }, ...result.conflicts.map(each =>
                make("li", {}, make("b", { dir: "auto" }, each.id), `: ${each.why}`))),
        ]),
    ]);
}

/** Asks for the annotator's name. Null where it was cancelled, which the first time it cannot be. */
export function askName(current, known) {
    const dialog = byId("name-dialog");
    const field = byId("annotator-name");
    const problem = byId("name-problem");
    field.value = current ?? "";
    problem.hidden = true;
    byId("name-list").replaceChildren(...known.map(value => make("option", { value })));
    byId("name-cancel").hidden = current === null;
    return new Promise(resolve => {
        const events = new AbortController();
        const end = name => {
            events.abort();
            dialog.close();
            resolve(name);
        };
        const { signal } = events;
        byId("name-form").addEventListener("submit", event => {
            event.preventDefault();
            const name = field.value.trim();
            if (name === "") {
                problem.hidden = false;
                setText(problem, "The name is empty. Type the name that your answers are to be kept under.");
                return;
            }

            end(name);
        }, { signal });
        byId("name-cancel").addEventListener("click", () => end(null), { signal });
        dialog.addEventListener("cancel", event => {
            event.preventDefault();
            if (current !== null) {
                end(null);
            }
        }, { signal });
        dialog.showModal();
        field.select();
    });
}

/** Whether a dialog is open, which then has the keys. */
export function isDialogOpen() {
    return document.querySelector("dialog[open]") !== null;
}

/** Whether a menu is open, which then has the keys. */
export function isMenuOpen() {
    return document.querySelector(".menu-list:not([hidden])") !== null;
}

/** Says something for a while at the page's foot; errors stay until they are closed. `action` is [text, press] of a button. */
export function toast(text, { isError = false, action = null } = {}) {
    const element = make("div", { class: isError ? "toast error" : "toast", role: isError ? "alert" : null }, make("span", {}, text));
    const close = () => element.remove();
    if (action !== null) {
        element.append(make("button", {
            type: "button",
            onclick: () => {
                close();
                action[1]();
            },
        }, action[0]));
    }

    element.append(make("button", { type: "button", class: "plain", "aria-label": "Close", onclick: close }, "×"));
    const toasts = byId("toasts");
    toasts.append(element);
    // Errors stay until somebody has closed them; of other messages the latest three are enough.
    [...toasts.querySelectorAll(".toast:not(.error)")].slice(0, -3).forEach(each => each.remove());

    if (!isError) {
        setTimeout(close, action === null ? 5000 : 12000);
    }

    return close;
}

/** Says something to those who hear the page. */
export function announce(text) {
    setText(byId("live"), text);
}

/** Makes a button open and close the list it controls. */
export function makeMenu(buttonId, listId) {
    const button = byId(buttonId);
    const list = byId(listId);
    const show = isOpen => {
        list.hidden = !isOpen;
        button.setAttribute("aria-expanded", isOpen);
    };
    button.addEventListener("click", () => show(list.hidden));
    document.addEventListener("click", event => {
        if (list.contains(event.target) && event.target.closest("button, a") !== null) {
            // What was pressed is hidden now.
            show(false);
            button.focus();
        } else if (!button.contains(event.target) && !list.contains(event.target)) {
            show(false);
        }
    });
    document.addEventListener("keydown", event => {
        if (event.key === "Escape" && !list.hidden) {
            event.stopImmediatePropagation();
            show(false);
            button.focus();
        }
    });
    button.parentElement.addEventListener("focusout", event => {
        if (event.relatedTarget !== null && !button.parentElement.contains(event.relatedTarget)) {
            show(false);
        }
    });
}

/** Saves what the server exported as a file. */
export function saveFile(name, blob) {
    const address = URL.createObjectURL(blob);
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads the address after the click; a minute is plenty.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    toast(`${name}: ${bytes(blob.size)} saved to your downloads.`);
}

function showInfo(title, content) {
    const dialog = byId("info-dialog");
    dialog.replaceChildren(make("h2", { id: "info-title" }, title), ...content, closeButton(dialog));
    dialog.showModal();
}

function closeButton(dialog) {
    return make("p", { class: "dialog-buttons" },
        make("button", { type: "button", class: "strong", autofocus: true, onclick: () => dialog.close() }, "Close"));
}
