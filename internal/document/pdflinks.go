package document

import "strings"

// maxLinks bounds the links read from a page.
const maxLinks = 500

// links reads the link annotations of a page that lead to an address.
func (r *pdfReader) links(page uint64, f frame) []Link {
	const position, handle, area = 0, 4, 8
	r.memory.WriteUint32Le(r.scratch+position, 0)
	var out []Link
	for range maxLinks {
		if !r.ok(fnLinkNext, page, r.at(position), r.at(handle)) {
			break
		}
		link := uint64(r.uint32(handle))
		next := r.uint32(position)
		if !r.ok(fnLinkRect, link, r.at(area)) {
			continue
		}
		b := f.rect(r.float(area), r.float(area+4), r.float(area+8), r.float(area+12))
		if url := r.linkURL(link); url != "" {
			out = append(out, Link{X0: b.x0, Y0: b.y0, X1: b.x1, Y1: b.y1, URL: url})
		}
		r.memory.WriteUint32Le(r.scratch+position, next)
	}
	return out
}

// linkURL returns the address of a link, "" for one inside the document.
func (r *pdfReader) linkURL(link uint64) string {
	action := r.call(fnLinkAction, link)
	if action == 0 {
		return ""
	}
	n := int(uint32(r.call(fnActionURI, r.doc, action, r.at(0), scratchBytes)))
	return cleanURL(strings.TrimRight(string(r.bytes(n)), "\x00"))
}

// maxURL bounds an address, in bytes.
const maxURL = 2000

// cleanURL lets web and mail addresses and telephone numbers through.
func cleanURL(url string) string {
	url = strings.TrimSpace(url)
	lower := strings.ToLower(url)
	for _, scheme := range []string{"http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(lower, scheme) && len(url) <= maxURL {
			return strings.ToValidUTF8(url, "")
		}
	}
	return ""
}
