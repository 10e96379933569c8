// Runs before the first paint, so that a page in the dark never flashes white: a plain script, no module.
"use strict";
(() => {
    let chosen = null;
    try {
        chosen = JSON.parse(localStorage.getItem("active-anomaly.theme"));
    } catch {
        // Storage is switched off, or holds something else: the system's preference counts.
    }

    if (chosen === "light" || chosen === "dark") {
        document.documentElement.dataset.theme = chosen;
    }
})();
