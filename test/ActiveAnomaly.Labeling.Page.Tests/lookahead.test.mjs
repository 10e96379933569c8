import assert from "node:assert/strict";
import test from "node:test";
import { Lookahead } from "../../src/ActiveAnomaly.Labeling/Page/lookahead.js";

const question = { row: 9, reason: "boundary", upcoming: [8, 7, 6], upcomingScores: [0.8, 0.7, 0.6], stage: 3, waiting: null };

/** A page that looks at row 9, the question, and has read the rows given. */
function pageWith(...read) {
    return {
        question,
        shown: 9,
        shownRows: [],
        isBusy: false,
        get isAtQuestion() {
            return this.shown === this.question.row;
        },
        cache: { peek: row => read.includes(row) ? { row } : null },
        setQuestion(given) {
            this.question = given;
        },
        async show(row) {
            this.shown = row;
            this.shownRows.push(row);
        },
    };
}

const next = (afterNormal, afterAbnormal) => async () => ({ afterNormal, afterAbnormal });

test("show_AfterEachAnswer_IsTheRowThatTheServerTold", async () => {
    for (const [answer, row, upcoming, scores] of [["normal", 7, [8, 6], [0.8, 0.6]], ["abnormal", 2, [8, 7, 6], [0.8, 0.7, 0.6]]]) {
        const page = pageWith(7, 2);
        const lookahead = new Lookahead(page, next({ row: 7, reason: "least known" }, { row: 2, reason: "highest score" }));
        await lookahead.ask(9);
        assert.deepEqual(lookahead.rowsAfter(9), [7, 2]);
        assert.ok(lookahead.show(9, answer));
        assert.deepEqual(page.shownRows, [row]);
        assert.deepEqual(page.question, {
            ...question, row, reason: row === 7 ? "least known" : "highest score", upcoming, upcomingScores: scores,
        });
    }
});

test("show_NotKnown_ShowsNothing", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    assert.ok(!lookahead.show(9, "normal"));
    await lookahead.ask(9);
    assert.deepEqual(lookahead.rowsAfter(9), [7]);
    assert.deepEqual(lookahead.rowsAfter(8), []);
    assert.ok(!lookahead.show(9, "abnormal"));
    assert.ok(!lookahead.show(9, "skip"));
    assert.ok(!lookahead.show(8, "normal"));
    assert.deepEqual(page.shownRows, []);
    assert.equal(page.question, question);
});

test("show_RowNotReadYet_ShowsNothing", async () => {
    const page = pageWith();
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    await lookahead.ask(9);
    assert.ok(!lookahead.show(9, "normal"));
});

test("show_LooksAtAnotherRowOrTheQuestionIsAnother_ShowsNothing", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    await lookahead.ask(9);
    page.shown = 8;
    assert.ok(!lookahead.show(9, "normal"));
    page.shown = 9;
    page.question = { ...question, row: 8 };
    assert.ok(!lookahead.show(9, "normal"));
});

test("takeBack_AnswerNotSaved_ShowsTheRowAgain", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    await lookahead.ask(9);
    lookahead.show(9, "normal");
    lookahead.takeBack();
    assert.deepEqual(page.shownRows, [7, 9]);
    assert.equal(page.question, question);

    // Once, and not where nothing was shown.
    lookahead.takeBack();
    assert.deepEqual(page.shownRows, [7, 9]);
});

test("takeBack_LooksAround_StaysThere", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    await lookahead.ask(9);
    lookahead.show(9, "normal");
    page.shown = 3;
    lookahead.takeBack();
    assert.equal(page.shown, 3);
    assert.equal(page.question, question);
});

test("takeBack_AnswerKept_LeavesTheNextRow", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    await lookahead.ask(9);
    lookahead.show(9, "normal");
    assert.ok(!lookahead.keep(7));
    lookahead.takeBack();
    assert.equal(page.shown, 7);
    assert.equal(page.question.row, 7);
});

test("ask_NotTheQuestionOrAnAnswerOnItsWay_AsksNothing", async () => {
    const page = pageWith(7);
    const asked = [];
    const lookahead = new Lookahead(page, async row => {
        asked.push(row);
        return { afterNormal: null, afterAbnormal: null };
    });
    await lookahead.ask(8);
    page.isBusy = true;
    await lookahead.ask(9);
    page.isBusy = false;
    page.shown = 8;
    await lookahead.ask(8);
    assert.deepEqual(asked, []);
    page.shown = 9;
    await lookahead.ask(9);
    assert.deepEqual(asked, [9]);
});

test("keep_AnotherRowThanShown_IsTold", async () => {
    const page = pageWith(7);
    const lookahead = new Lookahead(page, next({ row: 7, reason: null }, null));
    assert.ok(!lookahead.keep(8));
    await lookahead.ask(9);
    lookahead.show(9, "normal");
    assert.ok(lookahead.keep(8));
    assert.ok(!lookahead.keep(6));
});

test("show_AnswerSinceItWasTold_ShowsNothing", async () => {
    const page = pageWith(7);
    const told = [];
    const lookahead = new Lookahead(page, () => new Promise(resolve => told.push(resolve)));
    const first = lookahead.ask(9);
    told[0]({ afterNormal: { row: 7, reason: null }, afterAbnormal: null });
    await first;
    lookahead.keep(9);
    assert.ok(!lookahead.show(9, "normal"));

    // Asked before an answer, and told after it.
    const second = lookahead.ask(9);
    lookahead.keep(9);
    told[1]({ afterNormal: { row: 7, reason: null }, afterAbnormal: null });
    await second;
    assert.ok(!lookahead.show(9, "normal"));
});

test("rowsAfter_SameRowAfterBoth_IsOne", async () => {
    const lookahead = new Lookahead(pageWith(), next({ row: 7, reason: null }, { row: 7, reason: "boundary" }));
    await lookahead.ask(9);
    assert.deepEqual(lookahead.rowsAfter(9), [7]);
});
