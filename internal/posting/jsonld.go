package posting

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
)

// jobPosting is the part of https://schema.org/JobPosting that is read.
type jobPosting struct {
	Type        any             `json:"@type"`
	Graph       []jobPosting    `json:"@graph"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Company     json.RawMessage `json:"hiringOrganization"` // object with a name, or text
	Location    json.RawMessage `json:"jobLocation"`        // place, or list of places
	Where       string          `json:"jobLocationType"`    // "TELECOMMUTE"
}

type place struct {
	Address struct {
		City    string          `json:"addressLocality"`
		Country json.RawMessage `json:"addressCountry"` // text, or object with a name
	} `json:"address"`
}

var ldScript = regexp.MustCompile(`(?is)<script[^>]*application/ld\+json[^>]*>(.*?)</script>`)

// fromJSONLD looks for a job posting among the structured data of a page. What
// is not there or not in form stays empty.
func fromJSONLD(page string) (jobPosting, bool) {
	for _, m := range ldScript.FindAllStringSubmatch(page, -1) {
		var list []jobPosting
		var one jobPosting
		switch {
		case json.Unmarshal([]byte(m[1]), &list) == nil:
		case json.Unmarshal([]byte(m[1]), &one) == nil:
			list = append(one.Graph, one)
		}
		for _, j := range list {
			if j.isPosting() && j.Description != "" {
				return j, true
			}
		}
	}
	return jobPosting{}, false
}

func (j *jobPosting) isPosting() bool {
	switch t := j.Type.(type) {
	case string:
		return t == "JobPosting"
	case []any:
		for _, name := range t {
			if name == "JobPosting" {
				return true
			}
		}
	}
	return false
}

// text puts title, company and place above the description, as a person would
// paste them.
func (j *jobPosting) text() string {
	var head []string
	for _, s := range []string{j.Title, j.company(), j.place()} {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			head = append(head, s)
		}
	}
	body := j.Description
	if strings.Contains(body, "<") || strings.Contains(body, "&lt;") {
		body = fromHTML(strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(body))
	}
	return strings.Join(head, "\n") + "\n\n" + body
}

// apply fills the head of a posting from the structured data, which beats what
// the lines seem to say.
func (j *jobPosting) apply(p *Posting) {
	p.Title = cmp.Or(strings.TrimSpace(genders.ReplaceAllString(j.Title, "")), p.Title)
	p.Company = cmp.Or(j.company(), p.Company)
	p.Location = cmp.Or(j.place(), p.Location)
	if j.Where == "TELECOMMUTE" {
		p.Remote = RemoteFull
	}
}

func (j *jobPosting) company() string { return nameIn(j.Company) }

// nameIn reads a text or an object with a name.
func nameIn(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var named struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(raw, &named) == nil {
		return named.Name
	}
	return ""
}

func (j *jobPosting) place() string {
	var list []place
	if json.Unmarshal(j.Location, &list) != nil {
		var one place
		if json.Unmarshal(j.Location, &one) != nil {
			return ""
		}
		list = []place{one}
	}
	if len(list) == 0 {
		return ""
	}
	parts := []string{list[0].Address.City, nameIn(list[0].Address.Country)}
	return strings.Trim(strings.Join(parts, ", "), ", ")
}
