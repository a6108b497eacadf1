package inventory

// Text is a sentence in both languages.
type Text struct {
	EN string `yaml:"en"`
	FR string `yaml:"fr"`
}

// In returns the text in a language, "fr" or English.
func (t Text) In(language string) string {
	if language == "fr" {
		return t.FR
	}
	return t.EN
}

// Change is one line of the history that people are shown.
type Change struct {
	Version  string `yaml:"version"`
	Date     string `yaml:"date"`
	Material bool   `yaml:"material"` // people are told of it
	Note     Text   `yaml:"note"`
}

// Activity is a processing activity in the sense of Art. 30(1) GDPR.
type Activity struct {
	ID         Purpose    `yaml:"id"`
	When       []string   `yaml:"when"` // settings, one of which makes it happen; none is always
	Purpose    Text       `yaml:"purpose"`
	Subjects   []string   `yaml:"subjects"`
	LegalBasis LegalBasis `yaml:"legal_basis"`
	Categories []string   `yaml:"categories"`
	Recipients []string   `yaml:"recipients"` // ids of processors
	Automated  *Automated `yaml:"automated"`
	Measures   []string   `yaml:"measures"`
}

// LegalBasis names the letter of Art. 6(1) and, for legitimate interest, why it
// outweighs the person's and how the person objects.
type LegalBasis struct {
	Art6      string     `yaml:"art6"`
	Note      *Text      `yaml:"note"`
	Balancing *Text      `yaml:"balancing"`
	Objection *Objection `yaml:"objection"`
}

// Objection is the switch by which a person objects (Art. 21), or why there is
// none.
type Objection struct {
	Switch  string `yaml:"switch"`
	Refused *Text  `yaml:"refused"`
}

// Automated describes automated processing in plain words (Art. 15(1)(h)).
type Automated struct {
	Used  bool `yaml:"used"`
	Art22 bool `yaml:"art22"`
	AI    bool `yaml:"ai"`
	Logic Text `yaml:"logic"`
}

// Category is a row of "what is collected and why".
type Category struct {
	Title Text `yaml:"title"`
	What  Text `yaml:"what"`
	Why   Text `yaml:"why"`
}

// Store is a place where bytes can rest.
type Store struct {
	ID    string `yaml:"id"`
	Kind  string `yaml:"kind"`
	Holds Text   `yaml:"holds"`
	Until *Text  `yaml:"until"` // when bytes go that no table and no blob speaks of
}

// Table is one of our tables.
type Table struct {
	Name      string    `yaml:"name"`
	Title     Text      `yaml:"title"`
	Store     string    `yaml:"store"`
	Key       string    `yaml:"key"`    // column that names a row within its owner's, "" for id
	Parent    string    `yaml:"parent"` // table whose rows these hang from, "" for none
	Subject   Subject   `yaml:"subject"`
	Erase     Erase     `yaml:"erase"`
	Retention Retention `yaml:"retention"`
	Columns   []Column  `yaml:"columns"`
}

// Subject says whose a row is: the column with the owner's id, or the reason why
// it is nobody's.
type Subject struct {
	Path string `yaml:"path"`
	None string `yaml:"none"`
}

// Erase says which events delete and how. Lower orders go first.
type Erase struct {
	On    []string `yaml:"on"`
	How   string   `yaml:"how"` // delete, shred, shred+delete
	Order int      `yaml:"order"`
}

// Retention is an ISO 8601 period after the time in column From, or one of
// life, with_account, with_parent, until_deleted.
type Retention struct {
	Rule string `yaml:"rule"`
	From string `yaml:"from"`
	// Where is an SQL condition, "" for all: rows it does not hold for stay.
	Where string `yaml:"where"`
}

// Column is one column of one of our tables.
type Column struct {
	Name       string    `yaml:"name"`
	Type       string    `yaml:"type"`     // text, integer, blob
	Holds      string    `yaml:"holds"`    // json for structured text, else ""
	Personal   string    `yaml:"personal"` // none, indirect, direct, special, third_party, secret
	Category   string    `yaml:"category"`
	Activities []Purpose `yaml:"activities"`
	Source     string    `yaml:"source"`  // user, derived, ai, system
	Protect    string    `yaml:"protect"` // plain, seal_account, seal_cv, hash, token_hash
	Export     string    `yaml:"export"`  // path in the export, or none
	Log        string    `yaml:"log"`     // never, masked, ok
	JSON       []string  `yaml:"json"`    // paths that JSON in clear may hold: "results[].id"
	// Values are all that the text may be, nil for any. Unfinished are further ones,
	// of work under way: it ends where it began, so an import leaves the row out.
	Values     []string `yaml:"values"`
	Unfinished []string `yaml:"unfinished"`
}

// ForeignTable is a table that a library makes and keeps.
type ForeignTable struct {
	Name      string    `yaml:"name"`
	Title     *Text     `yaml:"title"` // nil where the page has nothing to say of it
	Store     string    `yaml:"store"`
	MadeBy    string    `yaml:"made_by"`
	Subject   Subject   `yaml:"subject"`
	Retention Retention `yaml:"retention"`
	Columns   []string  `yaml:"columns"`
	// JSON lists the paths that JSON columns may hold, by column.
	JSON map[string][]string `yaml:"json"`
}

// Blob is a class of objects.
type Blob struct {
	Prefix  string `yaml:"prefix"`
	Title   Text   `yaml:"title"`
	Store   string `yaml:"store"`
	Table   string `yaml:"table"` // the row that names the object in Column
	Column  string `yaml:"column"`
	Present string `yaml:"present"` // SQL condition of the rows that have their object
	Protect string `yaml:"protect"`
	Export  string `yaml:"export"` // name in the export, "originals/{id}.pdf"; {…} are columns of the row; "" for none
	Erase   Erase  `yaml:"erase"`
}

// Task is a kind of background work.
type Task struct {
	Kind        string  `yaml:"kind"`
	Purpose     Purpose `yaml:"purpose"`
	TimeoutText string  `yaml:"timeout"`
	Tries       int     `yaml:"tries"`
	EveryText   string  `yaml:"every"`
	// Lane keeps work that may wait for others away from the rest, "" for none.
	Lane string `yaml:"lane"`
}

// QueuePeriods are how long rows of finished work are kept, ISO 8601.
type QueuePeriods struct {
	Completed string `yaml:"completed"`
	Cancelled string `yaml:"cancelled"`
	Discarded string `yaml:"discarded"`
}

// Processor is an outside company, or a source, that handles data for us.
type Processor struct {
	ID        string         `yaml:"id"`
	Name      string         `yaml:"name"`
	Role      string         `yaml:"role"` // processor, source
	Purpose   Text           `yaml:"purpose"`
	Country   string         `yaml:"country"`  // ISO 3166-1 alpha-2
	Transfer  string         `yaml:"transfer"` // none, adequacy, SCC
	Expires   string         `yaml:"expires"`  // of the transfer ground, "" open
	Hosts     []string       `yaml:"hosts"`
	Sends     []string       `yaml:"sends"`
	Retention Text           `yaml:"retention"`
	Erase     ProcessorErase `yaml:"erase"`
	When      string         `yaml:"when"` // setting that makes it a recipient
}

// ProcessorErase is how a recipient forgets.
type ProcessorErase struct {
	Mode string `yaml:"mode"` // api, expires, none
	Call string `yaml:"call"`
}

// Cookie is a cookie we set.
type Cookie struct {
	Name     string `yaml:"name"`
	Purpose  Text   `yaml:"purpose"`
	Basis    string `yaml:"basis"`
	MaxAge   string `yaml:"max_age"` // ISO 8601
	HTTPOnly bool   `yaml:"http_only"`
	SameSite string `yaml:"same_site"`
	Secure   bool   `yaml:"secure"`
	Party    string `yaml:"party"`
	When     string `yaml:"when"` // setting that makes it be set; "" is always
}

// Log is a stream of log lines and the only fields it may have.
type Log struct {
	Stream    string   `yaml:"stream"`
	Title     Text     `yaml:"title"`
	Fields    []string `yaml:"fields"`
	Retention string   `yaml:"retention"`
}

// Header is a response header.
type Header struct {
	Name  string `yaml:"name"`
	Value string `yaml:"value"`
	HTTPS string `yaml:"https"`
}

// Right is how a person uses a right: an article of the GDPR, or of the law
// named.
type Right struct {
	Art   int    `yaml:"art"`
	Law   string `yaml:"law"` // "" is the GDPR, "french" the French data protection act
	How   string `yaml:"how"` // self_service, email, authority
	UI    string `yaml:"ui"`
	SLA   string `yaml:"sla"`
	Title Text   `yaml:"title"`
	Text  Text   `yaml:"text"`
}

// Measure protects data; Test names the test that shows it.
type Measure struct {
	Text Text   `yaml:"text"`
	Test string `yaml:"test"`
}

// Statement is a sentence of the privacy page that no table holds, with the
// promise it makes.
type Statement struct {
	ID      string `yaml:"id"`
	Section string `yaml:"section"`
	Promise string `yaml:"promise"`
	Text    Text   `yaml:"text"`
}
