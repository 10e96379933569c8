import assert from "node:assert/strict";
import test from "node:test";
import { Trail } from "../../src/ActiveAnomaly.Labeling/Page/trail.js";

const made = () => {
    const trail = new Trail([5, 6]);
    trail.question = 7;
    trail.upcoming = [8, 9];
    return trail;
};

test("beside_FromTheQuestion_AnsweredBeforeUpcomingAfter", () => {
    assert.equal(made().beside(7, -1), 6);
    assert.equal(made().beside(7, 1), 8);
});

test("beside_AtAnEnd_IsNone", () => {
    assert.equal(made().beside(5, -1), null);
    assert.equal(made().beside(9, 1), null);
});

test("beside_FromARowElsewhere_LeadsToTheQuestion", () => {
    assert.equal(made().beside(100, 1), 7);
    assert.equal(made().beside(100, -1), 6);
});

test("add_RowAnsweredAgain_StandsOnceAndLast", () => {
    const trail = made();
    trail.add(5);
    assert.deepEqual(trail.line, [6, 5, 7, 8, 9]);
});

test("line_AnsweredRowAskedAgain_StandsWhereItIsAsked", () => {
    const trail = made();
    trail.question = 6;
    assert.deepEqual(trail.line, [5, 6, 8, 9]);
});

test("line_NoQuestion_HoldsNoGap", () => {
    const trail = made();
    trail.question = null;
    assert.deepEqual(trail.line, [5, 6, 8, 9]);
});

test("add_MoreThanItKeeps_ForgetsTheOldest", () => {
    const trail = new Trail([], 2);
    [1, 2, 3].forEach(row => trail.add(row));
    assert.deepEqual(trail.answered, [2, 3]);
});

test("remove_AnswerTakenBack_IsGone", () => {
    const trail = made();
    trail.remove(6);
    assert.equal(trail.beside(7, -1), 5);
});
