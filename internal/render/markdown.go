package render

import (
	"strings"

	"jobops/internal/cv"
)

// Markdown writes the CV as CommonMark: headings for sections and entries,
// lists for highlights, the person's own signs escaped.
func Markdown(r cv.Resume, o Options) []byte {
	l := localeOf(&r, o)
	content := outlineOf(&r, l)
	var m strings.Builder
	block(&m, "# ", escapeMarkdown(content.name))
	block(&m, "", wrapped("*", content.label))
	block(&m, "", markdownPieces(content.contact))
	for _, s := range content.sections {
		block(&m, "## ", escapeMarkdown(s.title))
		for _, e := range s.entries {
			e.markdown(&m)
		}
	}
	return []byte(m.String())
}

func (e entry) markdown(m *strings.Builder) {
	block(m, "### ", escapeMarkdown(e.title))
	block(m, "", join(" · ", wrapped("**", e.dates), markdownPieces(withPlace(e))))
	for _, p := range e.paras {
		block(m, "", escapeMarkdown(p))
	}
	var items []string
	for _, b := range e.bullets {
		items = append(items, "- "+escapeMarkdown(b))
	}
	for _, f := range e.facts {
		items = append(items, "- "+join(" ", wrapped("**", f.label), escapeMarkdown(f.value)))
	}
	block(m, "", strings.Join(items, "\n"))
}

// block writes a block and the blank line after it.
func block(m *strings.Builder, prefix, text string) {
	if text != "" {
		m.WriteString(prefix + text + "\n\n")
	}
}

func wrapped(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + escapeMarkdown(text) + mark
}

func markdownPieces(parts []piece) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = escapeMarkdown(p.text)
		if p.url != "" {
			all[i] = "[" + all[i] + "](<" + p.url + ">)"
		}
	}
	return join(" · ", all...)
}

// markdownSigns can begin or end a construct anywhere in a line.
var markdownSigns = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "~", `\~`, "|", `\|`,
)

// escapeMarkdown keeps a person's text from becoming markup, including what
// counts only at the start of a line: #, +, -, = and "1." or "1)".
func escapeMarkdown(s string) string {
	s = markdownSigns.Replace(s)
	if s == "" {
		return s
	}
	if strings.ContainsRune("#+-=", rune(s[0])) {
		return `\` + s
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}
