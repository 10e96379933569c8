import assert from "node:assert/strict";
import test from "node:test";
import { Refresher } from "../../src/ActiveAnomaly.Labeling/Page/refresher.js";

const settle = () => new Promise(resolve => setImmediate(resolve));

/** Work that ends when the test says so. */
const slow = () => {
    const running = [];
    return { running, work: () => new Promise((resolve, reject) => running.push({ resolve, reject })) };
};

test("run_AskedForMeanwhile_RunsOnceMoreAfter", async () => {
    const { running, work } = slow();
    const refresher = new Refresher(work);
    const first = refresher.run();
    void refresher.run();
    void refresher.run();
    assert.equal(running.length, 1);
    running[0].resolve();
    await settle();
    assert.equal(running.length, 2);
    running[1].resolve();
    await first;
    assert.equal(running.length, 2);
});

test("run_Fails_ThrowsAndRunsAgain", async () => {
    const { running, work } = slow();
    const refresher = new Refresher(work);
    const first = refresher.run();
    running[0].reject(new Error("fault"));
    await assert.rejects(first, /fault/);
    void refresher.run();
    assert.equal(running.length, 2);
});

test("follow_NewVersions_RunOnceAfterAPause", t => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { running, work } = slow();
    const refresher = new Refresher(work);
    refresher.follow(1, false);
    refresher.follow(2, false);
    t.mock.timers.tick(399);
    assert.equal(running.length, 0);
    t.mock.timers.tick(1);
    assert.equal(running.length, 1);
    refresher.follow(2, false);
    t.mock.timers.tick(1000);
    assert.equal(running.length, 1);
});

test("follow_NobodyHasARow_RunsAtOnce", t => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { running, work } = slow();
    new Refresher(work).follow(1, true);
    t.mock.timers.tick(30);
    assert.equal(running.length, 1);
});
