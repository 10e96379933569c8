// Short lists of rows beside the row on screen.

import { make, setAttribute, setText } from "./dom.js";
import { signOf } from "./signs.js";

/**
 * Fills a list with rows: { row, id, decision, text, isHere }. Lines are changed in place, so that a line keeps the focus and nothing
 * flickers.
 */
export function setRows(list, rows, open, emptyText) {
    const shown = rows.length === 0 ? [null] : rows;
    while (list.children.length > shown.length) {
        list.lastChild.remove();
    }

    while (list.children.length < shown.length) {
        list.append(lineOf(open));
    }

    shown.forEach((row, i) => setLine(list.children[i], row, emptyText));
}

function lineOf(open) {
    const line = make("li", {},
        make("button", { type: "button", class: "row-link" },
            make("span", { class: "sign", "aria-hidden": "true" }),
            make("span", { class: "row-link-id", dir: "auto" }),
            make("span", { class: "hidden-text" }),
            make("span", { class: "row-link-text" })),
        make("span", { class: "quiet" }));
    line.firstChild.addEventListener("click", () => open(Number(line.dataset.row)));
    return line;
}

function setLine(line, row, emptyText) {
    const [button, empty] = line.children;
    button.hidden = row === null;
    empty.hidden = row !== null;
    setText(empty, row === null ? emptyText : "");
    if (row === null) {
        delete line.dataset.row;
        return;
    }

    line.dataset.row = row.row;
    const [sign, id, word, text] = button.children;
    setText(sign, signOf(row.decision));
    sign.className = `sign ${row.decision === "skipped" ? "skip" : row.decision ?? "open"}`;
    setText(id, row.id);
    setAttribute(button, "title", row.id);
    setText(word, row.decision === null ? "" : ` ${row.decision} `);
    setText(text, row.text);
    setAttribute(button, "aria-current", row.isHere ? "true" : null);
}
