// The annotator's note and tags of the row on screen. What is typed is never lost: it is saved when the field is left, and kept until it
// is.

import { sendNote } from "./requests.js";
import { Outbox } from "./outbox.js";
import { moment } from "./format.js";
import { byId, make, setText } from "./dom.js";

const mostTags = 20;

/** The notes' box. `onSaved(row)` after a note is kept, `onTrouble()` whenever something waits or no longer does. */
export class Notes {
    #annotator = null;
    #row = null;
    /** What is not saved yet: row to { id, text, tags, problem }. */
    #drafts = new Map();
    #saved = { text: "", tags: [] };
    #tags = [];
    #text = byId("notes-text");
    #input = byId("tag-input");
    #known = new Set();
    #outbox;
    #onSaved;
    #onRefused;

    constructor({ onSaved, onTrouble, onRefused }) {
        this.#onSaved = onSaved;
        this.#onRefused = onRefused;
        this.#outbox = new Outbox(note => sendNote(note.annotator, note.row, note.text, note.tags), () => {
            this.#showState();
            onTrouble();
        });
        this.#text.addEventListener("input", () => this.#change());
        this.#text.addEventListener("blur", () => this.save());
        this.#text.addEventListener("keydown", event => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                this.#text.blur();
            }
        });
        this.#input.addEventListener("keydown", event => this.#onTagKey(event));
        this.#input.addEventListener("blur", () => this.#takeTag());
        byId("notes-save").addEventListener("click", () => {
            this.#takeTag();
            this.save();
        });
    }

    /** Notes that are not saved yet. */
    get waitingCount() {
        return this.#drafts.size;
    }

    /** What went wrong with the latest attempt, or null. */
    get failure() {
        return this.#outbox.failure;
    }

    /** Under whose name notes are kept. */
    set annotator(name) {
        this.#annotator = name;
    }

    /** Tries again at once. */
    retryNow() {
        this.#outbox.retryNow();
        this.save();
    }

    /** Puts the cursor into the note. */
    focus() {
        this.#text.focus();
        this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
    }

    /** Shows a row's notes; null where no row is on screen. */
    show(details) {
        const isNew = details?.row !== this.#row;
        if (isNew) {
            this.#takeTag();
            this.save();
        }

        this.#row = details?.row ?? null;
        this.#text.disabled = this.#input.disabled = byId("notes-save").disabled = details === null;
        const mine = details?.notes.find(note => note.annotator === this.#annotator || this.#annotator === null);
        const draft = this.#drafts.get(this.#row);
        this.#saved = { text: mine?.text ?? "", tags: mine?.tags ?? [] };
        // What is being typed stays, whatever the server says meanwhile.
        if (isNew || draft === undefined) {
            this.#setFields(draft ?? this.#saved, details?.id ?? "");
        }

        if (isNew) {
            this.#input.value = "";
        }

        this.#showOthers((details?.notes ?? []).filter(note => note !== mine));
        this.#showState();
    }

    /** Saves what differs from what the server has. */
    save() {
        if (this.#outbox.isBusy) {
            return;
        }

        const next = [...this.#drafts].find(([, draft]) => draft.problem === null);
        if (next !== undefined) {
            void this.#send(next[0], next[1]);
        }
    }

    async #send(row, draft) {
        const note = { annotator: this.#annotator, row, text: draft.text, tags: draft.tags };
        try {
            await this.#outbox.send(note);
            if (this.#drafts.get(row) === draft) {
                this.#drafts.delete(row);
                if (row === this.#row) {
                    this.#saved = { text: note.text, tags: note.tags };
                }
            }

            this.#onSaved(row);
        } catch (error) {
            if (error.name !== "ServerError") {
                throw error;
            }

            draft.problem = error.message;
            this.#onRefused(`The note of ${draft.id} was not saved: ${error.message}`);
        }

        this.#showState();
        this.save();
    }

    #change() {
        if (this.#row === null) {
            return;
        }

        const draft = { id: this.#text.dataset.id, text: this.#text.value, tags: this.#tags, problem: null };
        if (draft.text === this.#saved.text && draft.tags.join("\n") === this.#saved.tags.join("\n")
            && this.#outbox.operation?.row !== this.#row) {
            this.#drafts.delete(this.#row);
        } else {
            this.#drafts.set(this.#row, draft);
        }

        this.#showState();
    }

    #setFields(note, id) {
        this.#text.dataset.id = id;
        this.#tags = [...note.tags];
        if (this.#text.value !== note.text) {
            this.#text.value = note.text;
        }

        this.#showTags();
    }

    #onTagKey(event) {
        if (event.key === "Enter" || event.key === ",") {
            event.preventDefault();
            this.#takeTag();
        } else if (event.key === "Backspace" && this.#input.value === "" && this.#tags.length > 0) {
            this.#setTags(this.#tags.slice(0, -1));
        }
    }

    #takeTag() {
        const tag = this.#input.value.trim().replace(/,+$/, "");
        this.#input.value = "";
        if (tag === "" || this.#tags.includes(tag) || this.#row === null) {
            return;
        }

        if (this.#tags.length >= mostTags) {
            this.#onRefused(`A note has at most ${mostTags} tags. Remove one to add "${tag}".`);
            return;
        }

        this.#setTags([...this.#tags, tag]);
    }

    #setTags(tags) {
        this.#tags = tags;
        this.#showTags();
        this.#change();
        this.save();
    }

    #showTags() {
        byId("tags").replaceChildren(...this.#tags.map(tag => make("li", {}, make("span", { dir: "auto" }, tag), make("button", {
            type: "button",
            class: "plain",
            "aria-label": `Remove the tag ${tag}`,
            onclick: () => {
                this.#setTags(this.#tags.filter(each => each !== tag));
                this.#input.focus();
            },
        }, "×"))));
        this.#suggest(this.#tags);
    }

    #suggest(tags) {
        for (const tag of tags) {
            if (!this.#known.has(tag)) {
                this.#known.add(tag);
                byId("tag-list").append(make("option", { value: tag }));
            }
        }
    }

    #showOthers(notes) {
        notes.forEach(note => this.#suggest(note.tags));
        byId("others-notes").replaceChildren(...notes.map(note => make("li", {},
            make("b", {}, note.annotator), ` ${moment(note.time)} `,
            make("span", { dir: "auto" }, note.text), ...note.tags.map(tag => make("span", { class: "tag" }, tag)))));
    }

    #showState() {
        const draft = this.#drafts.get(this.#row);
        const isSending = this.#outbox.operation?.row === this.#row && this.#row !== null;
        const text = draft?.problem ? "not saved: refused"
            : isSending ? "saving…"
            : draft !== undefined ? "not saved yet"
            : this.#saved.text !== "" || this.#saved.tags.length > 0 ? "saved" : "";
        setText(byId("notes-state"), text);
    }
}
