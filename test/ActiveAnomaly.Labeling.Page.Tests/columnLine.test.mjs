import assert from "node:assert/strict";
import test from "node:test";
import { shapeOf } from "../../src/ActiveAnomaly.Labeling/Page/columnLine.js";

const numbers = kind => ({ index: 0, kind, distribution: { minimum: 10, maximum: 20, counts: [4, 0, 1] } });

test("shapeOf_Numbers_PlacesByValueAndNamesTheEnds", () => {
    const shape = shapeOf(numbers("number"));
    assert.deepEqual(shape.ends, ["10", "20"]);
    assert.equal(shape.placeOf(12.5, "12,5"), 0.25);
    assert.equal(shape.placeOf(25, "25"), 1);
    assert.equal(shape.placeOf(null, ""), null);
    assert.equal(shape.tailWords, "as extreme");
});

test("shapeOf_Dates_EndsAreWords", () => {
    assert.deepEqual(shapeOf(numbers("date")).ends, ["earliest", "latest"]);
});

test("shapeOf_Categories_PlacesByTextAndOthersLast", () => {
    const categories = [{ text: "EUR", count: 6 }, { text: "USD", count: 3 }, { text: "", count: 1 }];
    const some = shapeOf({ index: 0, kind: "category", distribution: { categories, otherCount: 2, textCount: 500 } });
    assert.deepEqual(some.ends, ["3 of 500 values", ""]);
    assert.match(some.title, /the last bar: the 497 other values$/);
    assert.equal(some.placeOf(null, "EUR"), 0.125);
    assert.equal(some.placeOf(null, ""), 0.625);
    assert.equal(some.placeOf(null, "constructor"), 0.875);
    assert.equal(some.tailWords, "of all rows");
    const all = shapeOf({ index: 0, kind: "category", distribution: { categories, otherCount: 0, textCount: 3 } });
    assert.deepEqual(all.ends, ["3 values", ""]);
    assert.equal(all.placeOf(null, "CHF"), null);
    assert.equal(all.placeOf(null, "USD"), 0.5);
});
