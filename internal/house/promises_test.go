package house

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// promise is what people are told, and what shows that it is kept: a test whose
// name begins with TestPromise_ and its id, the tests listed here, or the issue
// that builds it.
type promise struct {
	says  string
	tests []string
	later int // number of the issue, 0 for a promise that is kept
}

// promises are those of the privacy page, by id.
var promises = map[string]promise{
	"P01": {says: "who is responsible is named in full"},
	"P02": {says: "every question goes to one address and becomes a request with a due date", tests: []string{"TestContactIsAnsweredByMail", "TestAQuestionAboutDataHasADueDate"}},
	"P03": {says: "the account holds the declared columns, nothing more", tests: []string{"TestVerifyHoldsOnACleanInstance", "TestEveryFaultIsCaughtByItsCheck", "TestV1_SchemaEqualsInventory", "TestV1_FindsWhatIsUndeclared"}},
	"P04": {says: "data are used for their stated purposes only", tests: []string{"TestPurposesAreTheActivities", "TestEveryKindIsDeclared", "TestProcessorIsDeclaredAndConfigured"}},
	"P05": {says: "a CV is read without special categories", tests: []string{"TestPrivateDataIsNotRead"}},
	"P06": {says: "application data are those a person enters", later: 9},
	"P07": {says: "usage is counted for quotas and a dashboard", tests: []string{"TestLastUseOfAMonthGoesToOne", "TestUsesAreCountedOnceOrGivenBack", "TestUsageShowsAPictureAndTheSameAsATable"}},
	"P08": {says: "a contact message is used to answer", tests: []string{"TestContactIsAnsweredByMail"}},
	"P09": {says: "of a session only the token's hash is kept, no address, no browser"},
	"P10": {says: "no trackers, no pixels, no request to another site"},
	"P11": {says: "each purpose has its legal basis"},
	"P12": {says: "the account goes 30 days after deletion, or at once", later: 8},
	"P13": {says: "deleting a CV ends its file at once", tests: []string{"TestDeletingACV", "TestFilesOpenOnlyWhileTheKeyLives"}},
	"P14": {says: "what was made of a CV goes with it", tests: []string{"TestDeletingACVTakesWhatWasMadeOfIt", "TestDestroyedKeysOpenNothing"}},
	"P15": {says: "ads and applications go with the record or the account", tests: []string{"TestErasureTakesOneAndSparesTheRest", "TestDeletingAnAccountTakesEveryRow"}},
	"P16": {says: "usage logs go after 12 months", tests: []string{"TestRetentionOver800Days", "TestPurgeDoesNotFollowAClockThatJumps"}, later: 8},
	"P17": {says: "contact messages go after 24 months", tests: []string{"TestRetentionOver800Days", "TestPeriodsNeitherEarlyNorLate"}, later: 8},
	"P18": {says: "nothing is sold, every processor is bound by an agreement"},
	"P19": {says: "recipients are named, and nobody else can be reached", tests: []string{"TestPeerDefect21_OneWayOut", "TestProcessorReachesItsHostsOnly"}},
	"P20": {says: "database and files are in the EU", later: 11},
	"P21": {says: "a copy of everything on request", tests: []string{"TestEveryPersonalColumnIsExportedOrNotContent"}},
	"P22": {says: "every field can be corrected", tests: []string{"TestCorrectAField", "TestEveryLeafCanBeReadAndSet"}},
	"P23": {says: "CVs, ads and the account can be erased", tests: []string{"TestDeletedTextLeavesTheFiles", "TestErasePlanOfAnAccountIsWhole"}},
	"P24": {says: "processing can be restricted"},
	"P25": {says: "data can be taken along and read by machines"},
	"P26": {says: "processing under legitimate interest can be objected to"},
	"P27": {says: "other requests are answered within 30 days"},
	"P28": {says: "the page says where to complain"},
	"P29": {says: "strictly necessary cookies only", tests: []string{"TestAnswersThatChangeOnTheirWayAreCaught", "TestCookiesAreTheDeclaredOnes", "TestCookiesAreStrict"}},
	"P30": {says: "HTTPS everywhere", later: 8},
	"P31": {says: "CV files are encrypted at rest", tests: []string{"TestSealedColumnsHoldNoPlainText", "TestChangedEnvelopesDoNotOpen"}},
	"P32": {says: "rate limits on every address", tests: []string{"TestLimit", "TestPromise_P32"}},
	"P33": {says: "all input is checked before use", tests: []string{"TestBadInputLeavesNothing", "TestRefusedUploads"}},
	"P34": {says: "security headers on every answer", tests: []string{"TestEveryAnswerHasTheDeclaredHeaders", "TestHeaders"}},
	"P35": {says: "only you see your data", tests: []string{"TestAnotherPersonsIDsAreNotFound", "TestNobodyGetsInWithoutASession", "TestMovedValuesDoNotOpen"}},
	"P36": {says: "badges are shown only while the checks are green", later: 11},
	"P37": {says: "version and date of the last change are shown", tests: []string{"TestChangeBumpsVersion"}},
}

// TestEveryPromiseIsKeptOrPlanned fails for a promise that neither a test of the
// tree nor an issue stands behind, and for a plan that has been carried out.
func TestEveryPromiseIsKeptOrPlanned(t *testing.T) {
	t.Parallel()
	tests := testNames(t)
	for id := range 37 {
		id := fmt.Sprintf("P%02d", id+1)
		p, ok := promises[id]
		if !ok {
			t.Errorf("promise %s is not in the table", id)
			continue
		}
		for _, wrong := range p.unkept(id, tests) {
			t.Errorf("promise %s, %s: %s", id, p.says, wrong)
		}
	}
	if len(promises) != 37 {
		t.Errorf("the table has %d promises, want 37", len(promises))
	}
}

// unkept says what is missing behind a promise.
func (p promise) unkept(id string, tests map[string]bool) []string {
	own := false
	for name := range tests {
		own = own || name == "TestPromise_"+id || strings.HasPrefix(name, "TestPromise_"+id+"_")
	}
	var wrong []string
	for _, name := range p.tests {
		if !tests[name] {
			wrong = append(wrong, "there is no test "+name)
		}
	}
	switch kept := own || len(p.tests) > 0; {
	case !kept && p.later == 0:
		wrong = append(wrong, "neither a test nor an issue stands behind it")
	case own && p.later != 0:
		wrong = append(wrong, fmt.Sprintf("its own test is there: take issue %d out of the table", p.later))
	}
	return wrong
}

// TestUnkeptPromisesAreFound shows that the rule can fail.
func TestUnkeptPromisesAreFound(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{"TestPromise_P01_Named": true, "TestOther": true}
	for _, tt := range []struct {
		id   string
		p    promise
		want string
	}{
		{"P01", promise{}, ""},
		{"P02", promise{tests: []string{"TestOther"}}, ""},
		{"P02", promise{later: 8}, ""},
		{"P02", promise{}, "neither"},
		{"P02", promise{tests: []string{"TestGone"}}, "no test TestGone"},
		{"P01", promise{later: 8}, "take issue 8 out"},
	} {
		got := strings.Join(tt.p.unkept(tt.id, tests), "; ")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("unkept(%s, %+v) = %q, want %q", tt.id, tt.p, got, tt.want)
		}
	}
}

// TestStatementsNameTheirPromise checks that each sentence of the page that no
// table backs makes a promise of the table.
func TestStatementsNameTheirPromise(t *testing.T) {
	t.Parallel()
	for _, s := range inventory.Load().Statements {
		if _, ok := promises[s.Promise]; !ok {
			t.Errorf("statement %s makes the promise %s, which the table does not have", s.ID, s.Promise)
		}
	}
}

// TestMeasuresHaveTheirTest checks that what the page says protects the data is
// shown by a test of the tree.
func TestMeasuresHaveTheirTest(t *testing.T) {
	t.Parallel()
	tests := testNames(t)
	for id, m := range inventory.Load().Measures {
		if !tests[m.Test] {
			t.Errorf("measure %s: there is no test %s", id, m.Test)
		}
	}
}

// TestPromiseTestsAreNumbered finds a test of a promise that nobody made.
func TestPromiseTestsAreNumbered(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^TestPromise_(P[0-9]{2})(_|$)`)
	var unknown []string
	for name := range testNames(t) {
		m := form.FindStringSubmatch(name)
		if strings.HasPrefix(name, "TestPromise_") && (m == nil || promises[m[1]].says == "") {
			unknown = append(unknown, name)
		}
	}
	if slices.Sort(unknown); len(unknown) > 0 {
		t.Errorf("tests of promises that are not in the table: %v", unknown)
	}
}

// testNames are the tests of the whole tree.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, f := range goFiles(t) {
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if ok && f.isTest() && d.Recv == nil && strings.HasPrefix(d.Name.Name, "Test") {
				names[d.Name.Name] = true
			}
		}
	}
	return names
}
