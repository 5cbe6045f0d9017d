// Progressive enhancement only: every page works without scripts.
import "./once.js";
import "./era.js";
import "./select-all.js";
import "./progress.js";
import "./size.js";
import "./live.js";
import "./unsaved.js";
