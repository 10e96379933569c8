// Heads of the columns of tables.

import { shortName } from "./format.js";
import { make } from "./dom.js";

const longFrom = 25;

/** The head of a column; a long name takes two lines. `contentOf(name)` is what stands in it, in place of the name alone. */
export function headOf(name, kind = "", contentOf = text => text) {
    const isLong = name.length >= longFrom;
    return make("th", { scope: "col", class: isLong ? `${kind} long-name`.trim() : kind, title: name }, contentOf(shortName(name)));
}

/** The head of the signs of answers. */
export function signHead() {
    return make("th", { scope: "col", class: "sign-cell" }, make("span", { class: "hidden-text" }, "Answer"));
}
