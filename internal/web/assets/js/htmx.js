// The extension files look for htmx on the window, as a script tag would put it.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;
export default htmx;
