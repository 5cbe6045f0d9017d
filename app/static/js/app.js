// Progressive enhancement only: every page works without scripts.
import "./once.js";
import "./era.js";
import "./ticks.js";
import "./in-place.js";
import "./keys.js";
import "./progress.js";
import "./size.js";
import "./live.js";
import "./unsaved.js";
