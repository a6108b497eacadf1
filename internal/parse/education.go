package parse

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"jobops/internal/cv"
)

func (b *builder) education(s part) {
	list := b.sectionEntries(s, 2)
	a := assign(list, b.p, degreeness, schoolness)
	for i := range list {
		e := &list[i]
		degree, school, rest := a.pick(e, degreeness, schoolness)
		path := fmt.Sprintf("/education/%d", len(b.reading.Resume.Education))
		ed := cv.Education{Period: b.period(path, e, "end")}
		if !school.empty() {
			if score := cutScore(&school[len(school)-1]); score.text != "" {
				ed.Score = b.put(path+"/score", value{score}, 0.85)
			}
		}
		ed.Institution = b.put(path+"/institution", school, sure(school, schoolness))
		var area value
		for k := range rest {
			if score := cutScore(&rest[k].frag); score.text != "" {
				ed.Score = b.put(path+"/score", value{score}, 0.85)
			}
		}
		if !degree.empty() {
			if score := cutScore(&degree[len(degree)-1]); score.text != "" {
				ed.Score = b.put(path+"/score", value{score}, 0.85)
			}
			degree, area = splitDegree(degree)
		}
		graded := false // the label of a grade stood alone just before
		for _, r := range rest {
			c := cluesOf(r.full())
			name, score, labelled := cutLabel(r.value())
			kind := words().labels[fold(name.text())]
			switch {
			case graded:
				ed.Score, graded = b.put(path+"/score", r.value(), 0.7), false
			case words().labels[fold(strings.TrimSuffix(strings.TrimSpace(r.text), ":"))] == "score":
				graded = true
			case kind == "" && words().labels[strings.Fields(fold(r.text) + " -")[0]] == "score":
				ed.Score = b.put(path+"/score", r.value(), 0.8)
			case labelled && kind == "score":
				ed.Score = b.put(path+"/score", score, 0.9)
			case c.address > 0 && ed.URL == "":
				ed.URL = b.putURL(path+"/url", r.value(), 0.9)
			case c.place >= 0.6, c.prose > 0, labelled, r.after && !mainAfter(e, degree, school):
			case degree.empty():
				degree, area = splitDegree(r.value())
			case area.empty():
				area = r.value()
			}
		}
		ed.URL = b.linked(path+"/url", ed.URL, school)
		ed.StudyType = b.put(path+"/studyType", degree, sure(degree, degreeness))
		ed.Area = b.put(path+"/area", area, 0.75)
		b.courses(&ed, path, slices.Concat(e.facts, e.body))
		b.reading.Resume.Education = append(b.reading.Resume.Education, ed)
	}
}

// scoreForm is a grade at the end of a degree: ", GPA: 3.8", "(3.7/4.0)".
var scoreForm = regexp.MustCompile(`(?:[,;|(]|\.?\s+(?i:c?gpa|(?:abschluss|gesamt)?note|votazione|voto|ocena|оценка|βαθμος|βαθμός|mention)\b)\s*(?:(?i:c?gpa|grade|(?:abschluss|gesamt|durchschnitts)?note|nota|moyenne|cijfer|ocena|media|score)\s*:?\s*)?\(?(\d{1,3}(?:[.,]\d{1,2})?(?:\s*/\s*\d{1,3}(?:[.,]\d)?)?)\s*(?:(?i:gpa))?\)?$`)

// cutScore takes a grade off the end of a fragment and returns it.
func cutScore(f *frag) frag {
	m := scoreForm.FindStringSubmatchIndex(f.text)
	if m == nil || m[0] == 0 {
		return frag{}
	}
	score := f.sub(m[2], m[3])
	*f = f.sub(0, m[0]).tidy()
	return score
}

// mainAfter tells whether one of the two main fields of an entry stands below
// its date, so that more of them may.
func mainAfter(e *entry, fields ...value) bool {
	for _, v := range fields {
		for _, s := range e.fields {
			if !v.empty() && s.start == v[0].start && s.after {
				return true
			}
		}
	}
	return false
}

// degreeJoints stand between the kind of a degree and its subject.
var degreeJoints = []string{" in ", " en ", " of ", ": ", " - ", " – ", " — ", " im Fach ", " in het ", " mention ", " spécialité ", " w zakresie ", " по специальности ", ", "}

// degreeFields end the names of degrees: "Bachelor of Science in …".
var degreeFields = setOf(strings.Fields("science sciences arts engineering laws commerce education philosophy administration technology letters diploma fine applied"))

// namesDegree tells whether the words before " in " are a degree by themselves,
// and the words after are a subject and not the rest of its name.
func namesDegree(left, right string, of bool) bool {
	f := fold(left)
	last, first := lastWords(f, 1), strings.Fields(fold(right) + " -")[0]
	if of && degreeFields[first] {
		return false // "Bachelor of Science"
	}
	return degreeFields[last] || words().degrees.has(last) || len(strings.Fields(f)) <= 3 && words().degrees.count(f) > 0
}

// splitDegree parts the kind of a degree from its subject.
func splitDegree(v value) (degree, area value) {
	f := v[0]
	at, joint := len(f.text), ""
	for _, j := range degreeJoints {
		i := strings.Index(f.text, j)
		if i > 0 && i < at && (len(j) != 4 || namesDegree(f.text[:i], f.text[i+4:], j == " of ")) {
			at, joint = i, j
		}
	}
	if i := at; joint != "" {
		left, right := f.sub(0, i).tidy(), f.sub(i+len(joint), len(f.text)).tidy()
		if joint == ", " && len(v) == 1 && words().degrees.count(fold(left.text)) == 0 && words().degrees.count(fold(right.text)) > 0 {
			return value{right}, value{left} // "Catering, Diploma"
		}
		if left.text != "" && right.text != "" {
			return value{left}, append(value{right}, v[1:]...)
		}
	}
	return v, nil
}
