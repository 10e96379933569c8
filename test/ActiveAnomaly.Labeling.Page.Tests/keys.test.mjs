import assert from "node:assert/strict";
import test from "node:test";
import { actionOf, isTyping, PressGuard } from "../../src/ActiveAnomaly.Labeling/Page/keys.js";

const key = (name, more = {}) => ({ key: name, code: "", ctrlKey: false, altKey: false, metaKey: false, ...more });

test("actionOf_LettersOfTheHelp_AreTheirActions", () => {
    const actions = "a n s u e l t m r".split(" ").map(letter => actionOf(key(letter)));
    assert.deepEqual(actions, ["abnormal", "normal", "skip", "undo", "else", "like", "table", "note", "review"]);
});

test("actionOf_CapitalLetter_IsTheSame", () => assert.equal(actionOf(key("A")), "abnormal"));

test("actionOf_EscapeAndHome_LeadToTheQuestion", () => {
    assert.equal(actionOf(key("Escape")), "home");
    assert.equal(actionOf(key("Home")), "home");
});

test("actionOf_WithCtrlAltOrMeta_IsTheBrowsers", () => {
    for (const modifier of ["ctrlKey", "altKey", "metaKey"]) {
        assert.equal(actionOf(key("a", { [modifier]: true })), null, modifier);
    }
});

test("actionOf_WithoutCharacters_OnlyKeysThatWriteNothingAct", () => {
    for (const name of ["a", "N", "/", "?", "ф"]) {
        assert.equal(actionOf(key(name, { code: "KeyA" }), false), null, name);
    }

    const actions = ["ArrowLeft", "ArrowDown", "Enter", "Escape", "Home", "PageUp"].map(name => actionOf(key(name), false));
    assert.deepEqual(actions, ["previous", "down", "open", "home", "home", "page-back"]);
});

test("actionOf_CyrillicLetter_IsReadByItsPlace", () => assert.equal(actionOf(key("ф", { code: "KeyA" })), "abnormal"));

test("actionOf_LatinLetterAtAnotherPlace_IsReadByTheLetter", () => assert.equal(actionOf(key("n", { code: "KeyA" })), "normal"));

test("actionOf_NameOfAnObjectsMember_IsNothing", () => {
    assert.equal(actionOf(key("constructor")), null);
    assert.equal(actionOf(key("toString")), null);
});

test("isTyping_FieldsOfText_AreTypedIn", () => {
    assert.equal(isTyping({ tagName: "TEXTAREA" }), true);
    assert.equal(isTyping({ tagName: "SELECT" }), true);
    assert.equal(isTyping({ tagName: "INPUT", type: "search" }), true);
    assert.equal(isTyping({ tagName: "DIV", isContentEditable: true }), true);
});

test("isTyping_ButtonsAndCheckboxes_AreNot", () => {
    assert.equal(isTyping({ tagName: "BUTTON" }), false);
    assert.equal(isTyping({ tagName: "INPUT", type: "checkbox" }), false);
    assert.equal(isTyping(null), false);
});

test("counts_HeldKey_CountsOnce", () => {
    const guard = new PressGuard();
    const counted = [0, 500, 533, 566].map((time, i) => guard.counts("normal", i > 0, time));
    assert.deepEqual(counted, [true, false, false, false]);
});

test("counts_KeyThatChatters_CountsOnce", () => {
    const guard = new PressGuard(20);
    assert.deepEqual([0, 12, 31].map(time => guard.counts("normal", false, time)), [true, false, false]);
});

test("counts_PressesApart_CountBoth", () => {
    const guard = new PressGuard(20);
    assert.equal(guard.counts("normal", false, 0), true);
    assert.equal(guard.counts("normal", false, 20), true);
});

test("counts_AnswerWhileAnotherIsDown_DoesNotCount", () => {
    const guard = new PressGuard();
    assert.equal(guard.counts("abnormal", false, 0), true);
    assert.equal(guard.counts("skip", false, 60), false);
});

test("counts_AnswerAfterTheOtherWasReleased_Counts", () => {
    const guard = new PressGuard();
    guard.counts("abnormal", false, 0);
    guard.release("abnormal");
    assert.equal(guard.counts("skip", false, 60), true);
});

test("counts_ReleaseThatWasNeverSeen_BlocksNothing", () => {
    const guard = new PressGuard();
    guard.counts("abnormal", false, 0);
    assert.equal(guard.counts("skip", false, 400), true);
    guard.counts("normal", false, 800);
    guard.releaseAll();
    assert.equal(guard.counts("skip", false, 850), true);
});

test("counts_UndoRightAfterAnAnswer_Counts", () => {
    const guard = new PressGuard();
    guard.counts("normal", false, 0);
    assert.equal(guard.counts("undo", false, 10), true);
});
