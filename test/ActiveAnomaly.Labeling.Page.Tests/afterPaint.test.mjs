import assert from "node:assert/strict";
import test from "node:test";
import { AfterPaint } from "../../src/ActiveAnomaly.Labeling/Page/afterPaint.js";

/** Work whose paints come when the test says so. */
const slow = () => {
    const paints = [];
    const faults = [];
    const work = new AfterPaint({
        whenPainted: () => new Promise(resolve => paints.push(resolve)),
        onFault: error => faults.push(error.message),
    });
    const paint = async () => {
        paints.shift()();
        await new Promise(resolve => setImmediate(resolve));
    };
    return { work, paints, faults, paint, done: [] };
};

test("do_BeforeThePaint_NothingIsDone", async () => {
    const { work, paint, done } = slow();
    work.do("list", () => done.push("list"));
    assert.deepEqual(done, []);
    await paint();
    assert.deepEqual(done, ["list"]);
});

test("do_SameNameAgain_OnlyTheLatestOnceAndOnePaint", async () => {
    const { work, paint, paints, done } = slow();
    work.do("list", () => done.push("old"));
    work.do("map", () => done.push("map"));
    work.do("list", () => done.push("new"));
    assert.equal(paints.length, 1);
    await paint();
    assert.deepEqual(done, ["map", "new"]);
});

test("do_AskedByWorkItself_WaitsForAnotherPaint", async () => {
    const { work, paint, done } = slow();
    work.do("first", () => work.do("second", () => done.push("second")));
    await paint();
    assert.deepEqual(done, []);
    await paint();
    assert.deepEqual(done, ["second"]);
});

test("hold_PaintMeanwhile_NothingBeginsUntilReleased", async () => {
    const { work, paint, paints, done } = slow();
    work.do("list", () => done.push("list"));
    work.hold();
    await paint();
    assert.deepEqual(done, []);
    work.do("state", () => done.push("state"));
    assert.equal(paints.length, 0);
    work.release();
    await paint();
    assert.deepEqual(done, ["list", "state"]);
});

test("hold_NeverReleased_EndsAfterHalfASecond", async context => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { work, paint, paints, done } = slow();
    work.hold();
    work.do("state", () => done.push("state"));
    context.mock.timers.tick(499);
    assert.equal(paints.length, 0);
    context.mock.timers.tick(1);
    await paint();
    assert.deepEqual(done, ["state"]);
});

test("settle_WhileItWaits_IsDoneAtOnceAndNotAgain", async () => {
    const { work, paint, done } = slow();
    work.do("notes", () => done.push("notes"));
    work.settle();
    assert.deepEqual(done, ["notes"]);
    await paint();
    assert.deepEqual(done, ["notes"]);
});

test("drop_WhileItWaits_IsNotDone", async () => {
    const { work, paint, done } = slow();
    work.do("notes", () => done.push("notes"));
    work.drop("notes");
    await paint();
    assert.deepEqual(done, []);
});

test("do_WorkThatFails_IsToldOfAndTheRestIsDone", async () => {
    const { work, paint, faults, done } = slow();
    work.do("broken", () => { throw new Error("no such list"); });
    work.do("list", () => done.push("list"));
    await paint();
    assert.deepEqual(done, ["list"]);
    assert.deepEqual(faults, ["no such list"]);
});
