// The switch of the keys that are characters: who speaks to the computer, or rests a hand on the keyboard, turns them off.

import { byId, setText } from "./dom.js";
import { recall, remember } from "./memory.js";

const name = "letterKeys";

/** Whether letters and signs do something. */
export function lettersAct() {
    return document.documentElement.dataset.letters !== "off";
}

/** Turns them on or off, as the browser remembers it. */
export function startLetterKeys() {
    show(recall(name) !== "off");
}

/** Turns them on where they are off, and off where they are on. True for on. */
export function switchLetterKeys() {
    const isOn = !lettersAct();
    remember(name, isOn ? null : "off");
    show(isOn);
    return isOn;
}

function show(isOn) {
    document.documentElement.dataset.letters = isOn ? "on" : "off";
    setText(byId("letters-button"), `Letter keys: ${isOn ? "on" : "off"}`);
}
