// Progress, model, advice, audit and annotators: the state in words and drawings.

import { drawCurve, drawHistogram } from "./charts.js";
import { count, counted, duration, moment, number, percent, score, withWholePercents } from "./format.js";
import { byId, make, setAttribute, setFacts, setText } from "./dom.js";

/** Shows a state. Charts are drawn anew only where what they show changed. */
export class SidePanel {
    #session;
    #curveKey = "";
    #histogramKey = "";
    #state = null;
    #here = null;
    #frame = null;

    constructor(session) {
        this.#session = session;
    }

    /** Shows a state. */
    show(state) {
        this.#state = state;
        this.#showTop(state);
        this.#showCounts(state);
        this.#showModel(state);
        this.#showAudit(state.audit);
        this.#showPeople(state);
        setText(byId("advice"), withWholePercents(state.advice?.text ?? ""));
        this.#drawLater();
    }

    /** Marks the score of the row on screen; null for none. */
    set here(value) {
        this.#here = value;
        this.#drawLater();
    }

    // Drawings wait for a frame of their own, so that the next row is on screen before they are made.
    #drawLater() {
        this.#frame ??= requestAnimationFrame(() => setTimeout(() => {
            this.#frame = null;
            this.#draw();
        }));
    }

    #draw() {
        const state = this.#state;
        if (state === null) {
            return;
        }

        const curveKey = `${state.found.length} ${state.found.at(-1)} ${state.version}`;
        if (curveKey !== this.#curveKey) {
            this.#curveKey = curveKey;
            drawCurve(byId("found-curve"), state.found, state.budget);
        }

        const histogramKey = `${state.version} ${this.#here}`;
        if (histogramKey !== this.#histogramKey) {
            this.#histogramKey = histogramKey;
            drawHistogram(byId("score-histogram"), state.histogram, state.model?.threshold ?? null, this.#here);
        }
    }

    #showTop(state) {
        setText(byId("asked-count"), count(state.counts.asked));
        setText(byId("budget-text"), state.budget === null || state.budget === undefined ? "" : ` of ${count(state.budget)}`);
        setText(byId("found-count"), count(state.counts.abnormal));
        const training = byId("training-state");
        setText(training, trainingText(state));
        setAttribute(training, "data-training", state.training !== null);
        setAttribute(training, "data-failed", state.trainingFailure !== null && state.trainingFailure !== undefined);
        const disagreements = byId("disagreement-count");
        disagreements.hidden = state.counts.disagreements === 0;
        setText(disagreements, count(state.counts.disagreements));
    }

    #showCounts({ counts, truth }) {
        setFacts(byId("counts"), [
            ["abnormal", count(counts.abnormal)],
            ["normal", count(counts.normal)],
            ["skipped", count(counts.skipped)],
            ["answered", count(counts.answered)],
            ["of them not asked", counts.labeledOutside > 0 ? count(counts.labeledOutside) : null],
            ["disagreed", counts.disagreements > 0 ? count(counts.disagreements) : null],
            ["AUC (hidden labels)", truth?.auc === null || truth?.auc === undefined ? null : truth.auc.toFixed(3)],
        ]);
    }

    #showModel(state) {
        const { model, trainingFailure } = state;
        const facts = byId("model-facts");
        const newer = model !== null && model.unseenAnswerCount > 0 ? `; ${count(model.unseenAnswerCount)} came later` : "";
        setFacts(facts, model === null ? [["Stage", "no model yet"]] : [
            ["Stage", String(model.stage)],
            ["Knows", counted(model.answerCount, "answer") + newer],
            ["Trained", `${moment(model.trainedAt)}, in ${duration(model.trainingMilliseconds)}`],
            ["Threshold", model.threshold === null ? "none" : `${score(model.threshold)}: ${counted(model.flaggedCount, "row")} flagged`],
            ["Counts most", weightsText(model.columnWeights, this.#session.columns)],
            ["Method", `${this.#session.detector}, asked by ${this.#session.strategy}`],
        ]);
        const stage = facts.querySelector("dd");
        setAttribute(stage, "data-test", "model-stage");
        setAttribute(stage, "data-stage", model?.stage ?? "");
        const failure = byId("training-failure");
        failure.hidden = trainingFailure === null || trainingFailure === undefined;
        setText(failure, failure.hidden ? "" : `The last training failed: ${trainingFailure}`);
    }

    #showAudit(audit) {
        byId("audit-box").hidden = audit === null || audit === undefined;
        if (byId("audit-box").hidden) {
            return;
        }

        setFacts(byId("audit-facts"), [
            ["Precision", intervalText(audit.precision, `of the top ${count(audit.topCount)}`)],
            ["Recall", intervalText(audit.recall, `by the top ${count(audit.topCount)}`)],
            ["Drawn", `${counted(audit.drawn, "row")}, ${count(audit.drawnFromTop)} from the top`],
        ]);
        setText(byId("audit-text"), withWholePercents(audit.text ?? ""));
    }

    #showPeople({ annotators, you }) {
        byId("people-box").hidden = !this.#session.allowsSeveralAnnotators || annotators.length === 0;
        byId("people").replaceChildren(...annotators.map(person => make("li", {},
            make("b", { dir: "auto" }, person.name), person.name === you?.name ? " (you)" : "",
            ` ${counted(person.answers, "answer")}`)));
    }
}

function trainingText({ training, trainingFailure, model }) {
    if (training !== null) {
        const share = training.fraction === null || training.fraction === undefined ? "" : ` ${percent(training.fraction)}`;
        return `Training${share}`;
    }

    if (trainingFailure !== null && trainingFailure !== undefined) {
        return "Training failed";
    }

    return model === null ? "No model yet" : `Model ${model.stage}`;
}

// How much more some columns count than the mean one, as far as the answers say; null where they do not.
function weightsText(weights, columns) {
    return weights === null || weights === undefined
        ? null
        : weights.map(({ column, timesMean }, i) =>
            `${columns[column].name} (${number(Number(timesMean.toPrecision(2)))} ×${i === 0 ? " the mean" : ""})`).join(", ");
}

function intervalText(value, of) {
    if (value === null || value === undefined) {
        return "not known yet";
    }

    // What is counted has no interval.
    const within = value.low === value.high ? "" : ` (between ${percent(value.low)} and ${percent(value.high)})`;
    return `${percent(value.estimate)} ${of}${within}`;
}
