// Everything here is a convenience: each page works without it.
import "./once.js";
import "./era.js";
import "./select-all.js";
import "./progress.js";
import "./size.js";
import "./live.js";
import "./unsaved.js";
