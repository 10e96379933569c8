import assert from "node:assert/strict";
import test from "node:test";
import { RowCache } from "../../src/ActiveAnomaly.Labeling/Page/rowCache.js";

const settle = () => new Promise(resolve => setImmediate(resolve));

/** A server whose answers come when the test says so. */
const slow = () => {
    const waiting = [];
    return { waiting, load: row => new Promise((resolve, reject) => waiting.push({ row, resolve, reject })) };
};

test("get_RowFetchedAhead_NeedsNoRequest", async () => {
    const loads = [];
    const cache = new RowCache(async row => { loads.push(row); return { row }; });
    cache.prefetch([3]);
    await settle();
    assert.deepEqual(cache.peek(3), { row: 3 });
    await cache.get(3);
    assert.deepEqual(loads, [3]);
});

test("refresh_TwoAtATime_ShareOneRequest", async () => {
    const server = slow();
    const cache = new RowCache(server.load);
    const both = Promise.all([cache.refresh(3), cache.refresh(3)]);
    assert.equal(server.waiting.length, 1);
    server.waiting[0].resolve({ row: 3 });
    assert.equal((await both).length, 2);
});

test("renew_OlderAnswerComesLater_DoesNotReplaceTheNewer", async () => {
    const server = slow();
    const cache = new RowCache(server.load);
    void cache.refresh(3);
    void cache.renew(3);
    server.waiting[1].resolve({ row: 3, decision: "normal" });
    await settle();
    server.waiting[0].resolve({ row: 3, decision: null });
    await settle();
    assert.equal(cache.peek(3).decision, "normal");
});

test("prefetch_ManyRows_FetchesAFewAtATimeInOrder", async () => {
    const server = slow();
    const cache = new RowCache(server.load, { lanes: 2 });
    cache.prefetch([1, 2, 3, 4]);
    assert.deepEqual(server.waiting.map(each => each.row), [1, 2]);
    server.waiting[0].resolve({ row: 1 });
    await settle();
    assert.deepEqual(server.waiting.map(each => each.row), [1, 2, 3]);
});

test("prefetch_OtherRowsWanted_ForgetsThoseNotBegun", async () => {
    const server = slow();
    const cache = new RowCache(server.load, { lanes: 1 });
    cache.prefetch([1, 2, 3]);
    cache.prefetch([9]);
    server.waiting[0].resolve({ row: 1 });
    await settle();
    assert.deepEqual(server.waiting.map(each => each.row), [1, 9]);
});

test("prefetch_RowThatFails_IsToldAndTheNextIsFetched", async () => {
    const server = slow();
    const told = [];
    const cache = new RowCache(server.load, { lanes: 1, onTrouble: error => told.push(error.message) });
    cache.prefetch([1, 2]);
    server.waiting[0].reject(new Error("gone"));
    await settle();
    assert.deepEqual(told, ["gone"]);
    assert.equal(server.waiting[1].row, 2);
    assert.equal(cache.peek(1), null);
});

test("get_MoreThanItKeeps_ForgetsTheOldest", async () => {
    const cache = new RowCache(async row => ({ row }), { most: 2 });
    for (const row of [1, 2, 3]) {
        await cache.get(row);
    }

    assert.equal(cache.peek(1), null);
    assert.deepEqual([2, 3].map(row => cache.peek(row)?.row), [2, 3]);
});

test("put_WhileAnOlderRequestIsOnItsWay_StaysAndIsTold", async () => {
    const server = slow();
    const told = [];
    const cache = new RowCache(server.load, { onLoad: (row, details) => told.push(details.from) });
    const older = cache.refresh(3);
    cache.put(3, { row: 3, from: "receipt" });
    assert.equal(cache.peek(3).from, "receipt");
    server.waiting[0].resolve({ row: 3, from: "request" });
    await older;
    assert.equal(cache.peek(3).from, "receipt");
    assert.deepEqual(told, ["receipt"]);
});
