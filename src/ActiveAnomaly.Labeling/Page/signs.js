// Answers as signs: never by colour alone.

import { make } from "./dom.js";

const signs = { abnormal: "▲", normal: "●", skipped: "✕", skip: "✕" };

/** The sign of a decision, or nothing for an open row. */
export function signOf(decision) {
    return signs[decision] ?? "";
}

/** An element with the sign of a decision, and its word for those who do not see it. */
export function signElement(decision) {
    const kind = decision === "skipped" ? "skip" : decision ?? "open";
    return make("span", { class: `sign ${kind}` },
        make("span", { "aria-hidden": "true" }, signOf(decision)),
        make("span", { class: "hidden-text" }, decision ?? "open"));
}

/**
 * Whether an annotator may know what others answered of a row: not before an own answer while theirs decide nothing yet, for several
 * answers are worth more when each is its own.
 */
export function maySeeAnswers({ decision, answers }, annotator) {
    return decision !== null || answers.some(each => each.annotator === annotator);
}

/** What an annotator may know of a row's answers, in words; empty where nobody answered. */
export function decisionText(details, annotator) {
    if (details.decision !== null) {
        return `${signOf(details.decision)} ${details.decision}`;
    }

    if (details.answers.length === 0) {
        return "";
    }

    return maySeeAnswers(details, annotator)
        ? "no decision yet: " + details.answers.map(each => `${each.annotator} says ${each.answer}`).join(", ")
        : "answered by others, no decision yet";
}
