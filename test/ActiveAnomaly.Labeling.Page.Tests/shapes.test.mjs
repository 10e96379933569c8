import assert from "node:assert/strict";
import test from "node:test";
import { barHeights, barPath, binOf, curvePoints, nearest, partPlace, placeOf, ticks } from "../../src/ActiveAnomaly.Labeling/Page/shapes.js";

test("binOf_ValuesOfARange_AreInTheirBin", () => {
    assert.deepEqual([0, 0.24, 0.25, 0.99, 1].map(value => binOf(value, 0, 1, 4)), [0, 0, 1, 3, 3]);
});

test("binOf_OutsideOrNoWidth_IsTheNearest", () => {
    assert.equal(binOf(-5, 0, 1, 4), 0);
    assert.equal(binOf(5, 0, 1, 4), 3);
    assert.equal(binOf(2, 2, 2, 4), 0);
});

test("placeOf_ValuesOfARange_AreTheirShareOfIt", () => {
    assert.deepEqual([-10, -1, 0, 1, 10].map(value => placeOf(value, -1, 1)), [0, 0, 0.5, 1, 1]);
    assert.equal(placeOf(3, 3, 3), 0.5);
});

test("barHeights_RareBins_AreSeen", () => {
    assert.deepEqual(barHeights([0, 1, 25, 100], 10), [0, 1, 5, 10]);
    assert.deepEqual(barHeights([1, 1_000_000], 10), [1, 10]);
    assert.deepEqual(barHeights([0, 0], 10), [0, 0]);
});

test("barPath_TwoBars_StandOnTheBase", () => assert.equal(barPath([4, 1], 10, 10), "M0 10v-10h5v10zM5 10v-5h5v5z"));

test("barPath_EmptyBin_LeavesAGap", () => assert.equal(barPath([0, 1], 10, 10), "M5 10v-10h5v10z"));

test("ticks_AnyMaximum_AreRoundAndReachIt", () => {
    assert.deepEqual(ticks(18, 5), [0, 5, 10, 15, 20]);
    assert.deepEqual(ticks(3, 3), [0, 1, 2, 3]);
    assert.deepEqual(ticks(1000, 4), [0, 500, 1000]);
    assert.deepEqual(ticks(0), [0, 1]);
});

test("curvePoints_FewAnswers_AreAllThereFromTheOrigin", () => {
    assert.equal(curvePoints([[1, 0], [2, 1]], 20, 10, 2, 1), "0,10 10,10 20,0");
});

test("curvePoints_ManyAnswers_KeepTheLast", () => {
    const found = Array.from({ length: 5000 }, (_, i) => [i + 1, i + 1]);
    const points = curvePoints(found, 100, 100, 5000, 5000, 600).split(" ");
    assert.ok(points.length <= 602, `${points.length} points`);
    assert.equal(points.at(-1), "100,0");
});

test("nearest_WithinReach_IsTheClosest", () => {
    assert.equal(nearest([0, 10, 11], [0, 10, 10], 10.8, 10, 5), 2);
    assert.equal(nearest([0, 10], [0, 10], 100, 100, 5), -1);
    assert.equal(nearest([], [], 0, 0, 5), -1);
});

test("barPath_WithAGap_LeavesHalfOfItOnEachSide", () => assert.equal(barPath([4, 1], 10, 10, 0.2), "M0.5 10v-10h4v10zM5.5 10v-5h4v5z"));

test("partPlace_SignedNumbers_ReachFromTheMiddleToTheirSide", () => {
    assert.deepEqual(partPlace(2, 4), { left: 0.5, width: 0.25 });
    assert.deepEqual(partPlace(-2, 4), { left: 0.25, width: 0.25 });
    assert.deepEqual(partPlace(-4, 4), { left: 0, width: 0.5 });
    assert.deepEqual(partPlace(5, 4), { left: 0.5, width: 0.5 });
    assert.deepEqual(partPlace(0, 0), { left: 0.5, width: 0 });
});
