// Package taxonomy holds the occupations, job titles and skills that JobOps
// knows, as tables built into the program.
//
// The tables are built by the module tools/taxonomy from the public ESCO and
// O*NET data and committed under tables/ with a manifest that names sources,
// versions, hashes and licences. Each table is gzip-packed and unpacked on
// first use, labels of a language only when that language is asked for. The
// package needs neither files nor network and everything in it is a pure
// function of its arguments, safe for concurrent use.
//
// Four views of the same data:
//
//   - Tokens splits a text into words with byte offsets and stems.
//   - A Space compares texts by their likeness to occupations (explicit
//     semantic analysis): ISCO and ONet for English, ISCO for 21 languages.
//   - TitlesIn finds known job titles, LinkTitle names the ESCO occupations a
//     free title may mean.
//   - SkillsIn finds known skills; a Skill knows its labels and its broader
//     skills, and the step from narrow to broad is the only one offered.
package taxonomy

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed tables/*.gz tables/manifest.json
var tables embed.FS

// unpack returns a table's bytes. A missing or damaged table is a fault of the
// build, not of the input, so it panics.
func unpack(name string) []byte {
	packed, err := tables.ReadFile("tables/" + name + ".gz")
	if err != nil {
		panic(fmt.Sprintf("taxonomy: table %s: %v", name, err))
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Sprintf("taxonomy: table %s: %v", name, err))
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("taxonomy: table %s: %v", name, err))
	}
	return raw
}

// rows calls each for every line of a table, split at tabs.
func rows(name string, each func(line int, field []string)) {
	s := bufio.NewScanner(bytes.NewReader(unpack(name)))
	s.Buffer(make([]byte, 0, 1<<16), 1<<20)
	for n := 0; s.Scan(); n++ {
		each(n, strings.Split(s.Text(), "\t"))
	}
}

// Preload unpacks the tables that every English text needs, about 0.3 s of
// work, so that the first request need not wait. It is safe to call at any time.
func Preload() {
	ONet()
	ISCO("en")
	titleAliases()
	skillsTable()
	knowledgeTagger()
	clusters()
}
