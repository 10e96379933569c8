import assert from "node:assert/strict";
import test from "node:test";
import { explains, Explanations } from "../../src/ActiveAnomaly.Labeling/Page/explanations.js";

const settle = () => new Promise(resolve => setImmediate(resolve));

/** A server whose answers come when the test says so. */
const slow = () => {
    const waiting = [];
    return { waiting, load: row => new Promise((resolve, reject) => waiting.push({ row, resolve, reject })) };
};

test("explains_SameSinglePrecisionNumber_WhateverItsDigits", () => {
    assert.ok(explains({ score: 0.8299999833106995 }, 0.83));
    assert.ok(!explains({ score: 0.8300001 }, 0.83));
    assert.ok(!explains({ score: null }, null));
    assert.ok(!explains(null, 0.83));
    assert.ok(!explains({ score: 0.83 }, undefined));
});

test("explain_RowsAhead_ComeAfterTheRowOneByOne", async () => {
    const server = slow();
    const told = [];
    const explanations = new Explanations(server.load, { onLoad: each => told.push(each.row) });
    void explanations.explain({ row: 3, score: 0.5 }, () => [7, 9]);
    for (const row of [3, 7, 9]) {
        assert.deepEqual(server.waiting.map(each => each.row), [row]);
        server.waiting.shift().resolve({ row, score: 0.5 });
        await settle();
    }

    assert.deepEqual(told, [3, 7, 9]);
    assert.equal(explanations.peek(9).row, 9);
});

test("explain_OfAnEarlierModel_IsFetchedAnewAndOtherwiseNot", async () => {
    const loads = [];
    const explanations = new Explanations(async row => { loads.push(row); return { row, score: loads.length }; });
    await explanations.explain({ row: 3, score: 1 });
    await explanations.explain({ row: 3, score: 1 });
    await explanations.explain({ row: 3, score: 2 });
    await explanations.explain({ row: 4, score: null });
    assert.deepEqual(loads, [3, 3]);
});

test("explain_OtherRowsMeanwhile_OnlyTheLastIsNext", async () => {
    const server = slow();
    const explanations = new Explanations(server.load);
    void explanations.explain({ row: 3, score: 0.5 }, () => [7]);
    void explanations.explain({ row: 4, score: 0.5 });
    void explanations.explain({ row: 5, score: 0.5 });
    server.waiting.shift().resolve({ row: 3, score: 0.5 });
    await settle();
    assert.deepEqual(server.waiting.map(each => each.row), [5]);
});

test("explain_AnotherRowWhileItLooksAhead_WaitsForNothing", async () => {
    const server = slow();
    const troubles = [];
    const explanations = new Explanations(server.load, { onTrouble: error => troubles.push(error.message) });
    let fail = null;
    void explanations.explain({ row: 3, score: null }, () => new Promise((_, reject) => { fail = reject; }));
    await settle();
    void explanations.explain({ row: 4, score: 0.5 });
    await settle();
    assert.deepEqual(server.waiting.map(each => each.row), [4]);
    fail(new Error("offline"));
    await settle();
    assert.deepEqual(troubles, ["offline"]);
});

test("explain_RequestFails_IsToldAndTheNextIsFetched", async () => {
    const server = slow();
    const troubles = [];
    const explanations = new Explanations(server.load, { onTrouble: error => troubles.push(error.message) });
    const first = explanations.explain({ row: 3, score: 0.5 });
    server.waiting.shift().reject(new Error("offline"));
    await first;
    assert.deepEqual(troubles, ["offline"]);
    assert.equal(explanations.peek(3), null);
    void explanations.explain({ row: 4, score: 0.5 });
    assert.deepEqual(server.waiting.map(each => each.row), [4]);
});
