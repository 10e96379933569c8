import assert from "node:assert/strict";
import test from "node:test";
import { AnsweredGroups } from "../../src/ActiveAnomaly.Labeling/Page/answeredGroups.js";
import { Haste } from "../../src/ActiveAnomaly.Labeling/Page/haste.js";

test("of_RowOfAGroup_IsTheGroupInTheOrderOfItsAnswers", () => {
    const groups = new AnsweredGroups();
    groups.add([3, 1, 2]);
    groups.add([8, 9]);
    groups.add([7]);
    assert.deepEqual(groups.of(2), [3, 1, 2]);
    assert.deepEqual(groups.of(8), [8, 9]);
    assert.deepEqual(groups.of(7), [7]);
    assert.deepEqual(new AnsweredGroups(groups.all).of(1), [3, 1, 2]);
});

test("add_RowOfAGroupAnsweredAlone_LeavesTheGroup", () => {
    const groups = new AnsweredGroups([[1, 2, 3]]);
    groups.add([2]);
    assert.deepEqual(groups.of(2), [2]);
    assert.deepEqual(groups.of(3), [1, 3]);
    groups.add([3, 4]);
    assert.deepEqual(groups.of(1), [1]);
    assert.deepEqual(groups.of(3), [3, 4]);
});

test("remove_Group_IsForgotten", () => {
    const groups = new AnsweredGroups([[1, 2], [3, 4]]);
    groups.remove([1, 2]);
    assert.deepEqual(groups.all, [[3, 4]]);
});

test("add_MoreThanItKeeps_ForgetsTheOldest", () => {
    const groups = new AnsweredGroups([], 2);
    [[1, 2], [3, 4], [5, 6]].forEach(rows => groups.add(rows));
    assert.deepEqual(groups.all, [[3, 4], [5, 6]]);
});

test("press_TwoRowsSoonAfterEachOther_SaysSo", () => {
    const haste = new Haste();
    assert.equal(haste.press("a", 1000), null);
    assert.equal(haste.press("a", 1010), null);
    assert.equal(haste.press("b", 1100), "Two answers within 90 ms: a and b. Undo takes them back.");
    assert.equal(haste.press("c", 1250), null);
});
