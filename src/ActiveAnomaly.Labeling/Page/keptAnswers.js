// Answers that could not be sent before their tab was closed: offered, never sent unasked, for the row may have been answered since.

import { getRow } from "./requests.js";
import { recall, recalledNames, remember } from "./memory.js";
import { describe } from "./bar.js";

/** Offers what is kept of an annotator's, in the bar. */
export function offerKept(app, bar) {
    const name = recalledNames(`pending.${app.session.key}.`).find(each => recall(each)?.annotator === app.annotator);
    if (name === undefined) {
        return;
    }

    const operation = recall(name);
    const drop = () => {
        window.removeEventListener("storage", follow);
        bar.offer = null;
    };
    const forget = () => {
        remember(name, null);
        drop();
    };
    const send = () => {
        forget();
        void app.sendKept(operation);
    };
    // The tab that could not send it may be open still, and send it itself.
    const follow = () => recall(name) === null && drop();
    window.addEventListener("storage", follow);
    bar.offer = {
        text: `Answered in this browser before, and not saved: ${describe(operation)}.`,
        buttons: [["Save it now", () => void save(), "kept-save"], ["Forget it", forget, "kept-forget"]],
    };

    async function save() {
        if (app.isBusy) {
            app.screen.tell("Something else is being saved. Try again when it is.", true);
            return;
        }

        const standing = operation.kind === "answer" ? await standingAnswer() : null;
        if (recall(name) === null) {
            drop();
        } else if (standing === operation.answer) {
            forget();
            app.screen.tell(`Row ${operation.id} has that answer already.`);
        } else if (standing === null) {
            send();
        } else if (standing !== undefined) {
            bar.offer = {
                text: `You have answered ${operation.id} since: ${standing}. What was not saved: ${operation.answer}.`,
                buttons: [[`Keep ${standing}`, forget, "kept-forget"], [`Replace it by ${operation.answer}`, send, "kept-replace"]],
            };
        }
    }

    /** What the annotator answers for the row as it stands, or null; undefined where that cannot be read. */
    async function standingAnswer() {
        try {
            const { answers } = await getRow(operation.row, app.annotator);
            return answers.find(each => each.annotator === app.annotator)?.answer ?? null;
        } catch (error) {
            app.screen.tell(`Not saved: ${error.message}`, true);
            return undefined;
        }
    }
}
