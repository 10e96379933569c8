import assert from "node:assert/strict";
import test from "node:test";
import {
    bytes, counted, duration, linkOf, moment, number, percent, rowNamed, score, shortName, signed, takenBack, withWholePercents,
} from "../../src/ActiveAnomaly.Labeling/Page/format.js";

const cases = (name, format, pairs) => test(name, () => {
    for (const [value, text] of pairs) {
        assert.equal(format(value), text);
    }
});

cases("score_ValueOrNone_ThreeDecimalsOrADash", score, [[0.12345, "0.123"], [0, "0.000"], [null, "–"]]);
cases("number_AnySize_FourDigitsThatMatter", number, [
    [0, "0"], [17.5, "17.5"], [-0.377084, "-0.3771"], [1234.5, "1,235"], [999999999, "999,999,999"], [1e9, "1e9"], [1.2345e-5, "1.234e-5"],
    [-2e12, "-2e12"], [null, "–"],
]);
cases("percent_SmallShares_AreNeverZero", share => percent(share).replaceAll("\u00a0", " "), [
    [0, "0 %"], [1, "100 %"], [0.00001, "< 0.01 %"], [0.0005, "0.05 %"], [0.012, "1.2 %"], [0.5, "50 %"], [0.099, "9.9 %"],
]);
cases("percent_AnyShare_EndsNoLineBeforeItsSign", percent, [[0.5, "50\u00a0%"], [0.00001, "<\u00a00.01\u00a0%"], [1, "100\u00a0%"]]);
cases("withWholePercents_Sentence_EndsNoLineBeforeASign", withWholePercents, [
    ["90 % of 5 rows, 2 % of others", "90\u00a0% of 5 rows, 2\u00a0% of others"], ["no percent % here", "no percent % here"],
]);
cases("rowNamed_IdsAndPlaces_AreCalledRowOnce", rowNamed, [
    ["TX-1", "row TX-1"], ["line 190", "line 190"], ["row 381", "row 381"], ["line 19b", "row line 19b"], ["7", "row 7"],
]);

test("takenBack_AnswersOfThisTabAndEarlierOnes_NamesRowAndAnswer", () => {
    assert.equal(takenBack("TX-1", "abnormal", true), "Taken back: row TX-1, answered abnormal.");
    assert.equal(takenBack("line 3", "skip", false), "Taken back: line 3, skipped (earlier, not in this tab).");
    assert.equal(takenBack("TX-1", null, true), "Taken back: row TX-1.");
});

test("shortName_LongNames_KeepBothEnds", () => {
    assert.equal(shortName("measurement_19"), "measurement_19");
    assert.equal(shortName("x".repeat(40)), "x".repeat(40));
    assert.equal(shortName(`begin${"-".repeat(60)}end`, 10), "begin…-end");
    assert.equal(shortName(`a${"-".repeat(100)}z`).length, 40);
    assert.equal(shortName("👩".repeat(50), 4), "👩👩…👩");
});
cases("duration_AnyLength_InItsUnit", duration, [
    [4.13, "4.1 ms"], [250.4, "250 ms"], [1500, "1.5 s"], [65_000, "1 min 5 s"], [3_600_000, "1 h 0 min"], [119_700, "2 min 0 s"],
]);
cases("bytes_AnySize_InItsUnit", bytes, [[1, "1 byte"], [999, "999 bytes"], [1500, "1.5 kB"], [12_345_678, "12 MB"], [999_900, "1.0 MB"]]);

test("counted_OneOrMany_TakesTheirNoun", () => {
    assert.equal(counted(1, "row"), "1 row");
    assert.equal(counted(1200, "row"), "1,200 rows");
    assert.equal(counted(2, "category", "categories"), "2 categories");
});

test("moment_TodayOrBefore_HasTheDayOnlyBefore", () => {
    const now = new Date(2026, 4, 7, 18, 0, 0);
    assert.equal(moment(new Date(2026, 4, 7, 9, 5, 3).toISOString(), now), "09:05:03");
    assert.equal(moment(new Date(2026, 4, 6, 9, 5, 3).toISOString(), now), "2026-05-06 09:05:03");
});

test("linkOf_WebAddress_IsALink", () => assert.equal(linkOf(" https://a.example/x?y=1 "), "https://a.example/x?y=1"));

test("linkOf_AnythingElse_IsNone", () => {
    for (const text of ["javascript:alert(1)", "data:text/html,x", "see https://a.example", "https://", "ftp://a.example", "", "http://a b", "https://a.example/x y"]) {
        assert.equal(linkOf(text), null, text);
    }
});

test("signed_Numbers_HaveASignAndThreeDigits", () => {
    assert.equal(signed(0.21349), "+0.213");
    assert.equal(signed(-1.4), "−1.4");
    assert.equal(signed(0), "0");
    assert.equal(signed(-0), "0");
    assert.equal(signed(-12345), "−12,300");
    assert.equal(signed(0.0000123), "+1.23e-5");
});
