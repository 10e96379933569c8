import assert from "node:assert/strict";
import test from "node:test";
import { columnOrder, mostUnusual, named, split } from "../../src/ActiveAnomaly.Labeling/Page/columnOrder.js";

const columns = ["id", "amount", "remark", "age", "country"].map((name, index) => ({ name, index, isFeature: index % 2 === 1 || index === 4 }));

test("columnOrder_Unusual_TextsThenTheSmallestShare", () => {
    assert.deepEqual(columnOrder(columns, [null, 0.4, null, 0.02, 0.1], "unusual"), [0, 2, 3, 4, 1]);
});

test("columnOrder_FeatureWithoutShare_ComesLast", () => {
    assert.deepEqual(columnOrder(columns, [null, null, null, 1, 0.1], "unusual"), [0, 2, 4, 3, 1]);
});

test("columnOrder_SameShare_KeepsTheFilesOrder", () => {
    assert.deepEqual(columnOrder(columns, [null, 0.1, null, 0.1, 0.1], "unusual"), [0, 2, 1, 3, 4]);
});

test("columnOrder_Score_TextsThenTheLargestContributionOfEitherSign", () => {
    const parts = new Map([[1, 0.2], [3, -0.5], [4, 0.3]]);
    assert.deepEqual(columnOrder(columns, [null, 0.01, null, 0.9, 0.5], "score", parts), [0, 2, 3, 4, 1]);
    assert.deepEqual(columnOrder(columns, [null, 0.01, null, 0.9, 0.5], "score", new Map([[4, 0.1]])), [0, 2, 4, 1, 3]);
});

test("columnOrder_ScoreNotExplainedYet_IsUnusualFirst", () => {
    assert.deepEqual(columnOrder(columns, [null, 0.4, null, 0.02, 0.1], "score", null), [0, 2, 3, 4, 1]);
});

test("columnOrder_OtherOrders_MindNoContribution", () => {
    const parts = new Map([[1, 9]]);
    assert.deepEqual(columnOrder(columns, [null, 0.4, null, 0.02, 0.1], "unusual", parts), [0, 2, 3, 4, 1]);
    assert.deepEqual(columnOrder(columns, [null, 0.4, null, 0.02, 0.1], "file", parts), [0, 1, 2, 3, 4]);
});

test("columnOrder_File_IsTheFiles", () => assert.deepEqual(columnOrder(columns, [null, 0.4, null, 0.02, 0.1], "file"), [0, 1, 2, 3, 4]));

test("split_ManyColumns_KeepsTheFirst", () => {
    const indices = Array.from({ length: 500 }, (_, i) => i);
    const { shown, hidden } = split(indices, false, 60);
    assert.equal(shown.length, 60);
    assert.deepEqual([...shown, ...hidden], indices);
});

test("split_AFewTooManyOrAllWanted_HidesNone", () => {
    const indices = Array.from({ length: 64 }, (_, i) => i);
    assert.equal(split(indices, false, 60).hidden.length, 0);
    assert.equal(split(Array.from({ length: 500 }, (_, i) => i), true, 60).hidden.length, 0);
});

test("named_PartOfAName_WhateverTheCase", () => {
    assert.deepEqual(named(columns, [3, 1, 4], "AM"), [1]);
    assert.deepEqual(named([{ name: "V12" }], [0], "v1"), [0]);
    assert.deepEqual(named(columns, [3, 1, 4], " "), [3, 1, 4]);
});

test("mostUnusual_SeveralRows_ByTheMeanOfTheirShares", () => {
    const details = [{ tails: [null, 0.5, null, 0.1, 0.2] }, { tails: [null, 0.1, null, 0.3, null] }];
    const names = mostUnusual({ columns, hidesLabels: false }, details, 2).map(column => column.name);
    assert.deepEqual(names, ["age", "country"]);
});

test("mostUnusual_HiddenLabel_IsLeftOut", () => {
    const session = { columns: [{ name: "label", index: 0, isFeature: true, isLabel: true }, { ...columns[1], isLabel: false }], hidesLabels: true };
    assert.deepEqual(mostUnusual(session, [{ tails: [0.01, 0.5] }], 5).map(column => column.name), ["amount"]);
});
