import assert from "node:assert/strict";
import test from "node:test";
import { Outbox, waitBefore } from "../../src/ActiveAnomaly.Labeling/Page/outbox.js";

const trouble = isTemporary => Object.assign(new Error("trouble"), { isTemporary });

/** A server that fails so many times before it answers. */
const failing = (times, isTemporary = true) => {
    const calls = [];
    return {
        calls,
        transmit: async operation => {
            calls.push(operation);
            if (calls.length <= times) {
                throw trouble(isTemporary);
            }

            return "kept";
        },
    };
};

const settle = async () => {
    for (let i = 0; i < 20; i++) {
        await Promise.resolve();
    }
};

test("send_ServerAnswers_IsDoneAtOnce", async () => {
    const outbox = new Outbox(async () => "kept");
    assert.equal(await outbox.send({ row: 1 }), "kept");
    assert.equal(outbox.isBusy, false);
});

test("send_TemporaryTrouble_SendsTheSameAgain", async context => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const server = failing(2);
    const outbox = new Outbox(server.transmit);
    const operation = { row: 1 };
    const sent = outbox.send(operation);
    await settle();
    assert.equal(outbox.isBusy, true);
    assert.equal(outbox.failure.message, "trouble");
    context.mock.timers.tick(waitBefore(1));
    await settle();
    assert.equal(outbox.failedCount, 2);
    context.mock.timers.tick(waitBefore(2));
    assert.equal(await sent, "kept");
    assert.deepEqual(server.calls, [operation, operation, operation]);
    assert.equal(outbox.failure, null);
});

test("send_BeforeTheWaitIsOver_DoesNotSendAgain", async context => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const server = failing(1);
    const outbox = new Outbox(server.transmit);
    void outbox.send({ row: 1 });
    await settle();
    context.mock.timers.tick(waitBefore(1) - 1);
    await settle();
    assert.equal(server.calls.length, 1);
});

test("send_Refusal_IsToldAndNotSentAgain", async () => {
    const server = failing(1, false);
    const outbox = new Outbox(server.transmit);
    await assert.rejects(outbox.send({ row: 1 }), /trouble/);
    assert.equal(server.calls.length, 1);
    assert.equal(outbox.isBusy, false);
});

test("send_WhileBusy_Throws", async () => {
    const outbox = new Outbox(() => new Promise(() => {}));
    void outbox.send({ row: 1 });
    await assert.rejects(outbox.send({ row: 2 }), /isBusy/);
    assert.equal(outbox.operation.row, 1);
});

test("retryNow_WhileItWaits_SendsAtOnce", async () => {
    const server = failing(1);
    const outbox = new Outbox(server.transmit);
    const sent = outbox.send({ row: 1 });
    await settle();
    outbox.retryNow();
    assert.equal(await sent, "kept");
});

test("retryNow_ThatFails_WaitsTheWholeNextTime", async context => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const server = failing(9);
    const outbox = new Outbox(server.transmit);
    void outbox.send({ row: 1 });
    await settle();
    context.mock.timers.tick(waitBefore(1) - 1);
    outbox.retryNow();
    await settle();
    context.mock.timers.tick(1);
    await settle();
    assert.equal(server.calls.length, 2);
});

test("giveUp_WhileItWaits_IsNeitherDoneNorSentAgain", async () => {
    const server = failing(9);
    const outbox = new Outbox(server.transmit);
    const sent = outbox.send({ row: 1 });
    await settle();
    outbox.giveUp();
    assert.equal(await sent, null);
    assert.equal(server.calls.length, 1);
    assert.equal(outbox.isBusy, false);
});

test("giveUp_ThenAnother_LeavesTheOtherAlone", async () => {
    let answer;
    const outbox = new Outbox(operation => operation.row === 1 ? new Promise(resolve => { answer = resolve; }) : new Promise(() => {}));
    const first = outbox.send({ row: 1 });
    outbox.giveUp();
    void outbox.send({ row: 2 });
    answer("late");
    assert.equal(await first, null);
    assert.equal(outbox.operation.row, 2);
});

test("waitBefore_MoreAttempts_GrowsToAQuarterMinute", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 50].map(waitBefore), [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});
