// Everything here adds comfort to pages that work without it: each module
// looks for its own data- attribute and leaves the rest of the page alone.
import "./htmx.js";
import "htmx.org/dist/ext/hx-sse.js";
import "./back.js";
import "./board.js";
import "./check.js";
import "./days.js";
import "./dialog.js";
import "./drop.js";
import "./draft.js";
import "./evidence.js";
import "./focus.js";
import "./keys.js";
import "./leads.js";
import "./pages.js";
import "./passkey.js";
import "./review.js";
import "./toast.js";
