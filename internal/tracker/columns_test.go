package tracker

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/civil"
)

// TestTablesOfOtherTrackers reads the headers that other programs and usual
// spreadsheets write: nobody has to say which column is which.
func TestTablesOfOtherTrackers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, header, row string
		want              New
		unread            []string // columns that are nothing of ours
	}{
		{"Huntr", "company,title,post_url,location,description,list", "Example Works,Cook,https://jobs.example.com/1,Ghent,text,Wishlist",
			New{Stage: Saved, Facts: Facts{Company: "Example Works", Title: "Cook", URL: "https://jobs.example.com/1", Location: "Ghent"}}, nil},
		{"Teal", "Job Position,Company,Max. Salary,Location,Status,Date Saved,Deadline,Date Applied,Follow Up,Excitement", "Cook,Example Works,,Ghent,Negotiating,2026-04-01,2026-05-01,,2026-04-20,4",
			New{Stage: Offer, Facts: Facts{Company: "Example Works", Title: "Cook", Location: "Ghent", Deadline: day26(5, 1), NextOn: day26(4, 20), Excitement: 4}}, []string{"Date Saved"}},
		{"Simplify", "Job Title,Company Name,Job URL,Status,Job Location,Notes", "Cook,Example Works,https://jobs.example.com/1,Screen,Ghent,called",
			New{Stage: Screening, Facts: Facts{Company: "Example Works", Title: "Cook", URL: "https://jobs.example.com/1", Location: "Ghent"}}, nil},
		{"a page of Notion", "Company,Position,Stage,Link,Next Steps,Tags", "Example Works,Cook,Not started,https://jobs.example.com/1,call,\"night, city\"",
			New{Stage: Saved, Facts: Facts{Company: "Example Works", Title: "Cook", URL: "https://jobs.example.com/1", Tags: []string{"night", "city"}, Asides: Asides{Next: "call"}}}, nil},
		{"JobSync", "index,createdAt,applied,appliedDate,Company,JobTitle,jobType,workplaceType,Location,JobSource,Status", "1,x,yes,,Example Works,Cook,full,remote,Ghent,board,draft",
			New{Stage: Saved, Facts: Facts{Company: "Example Works", Title: "Cook", Location: "Ghent", Remote: "Full", Source: "board"}}, []string{"index", "createdAt", "jobType", "appliedDate"}},
		{"JobSpy", "site,title,company,city,job_type,interval,min_amount,max_amount,currency,job_url,description", "board,Cook,Example Works,Ghent,full,monthly,2800,3100,EUR,https://jobs.example.com/1,text",
			New{Stage: Saved, Facts: Facts{Company: "Example Works", Title: "Cook", Location: "Ghent", Source: "board", URL: "https://jobs.example.com/1", Salary: Salary{2800, 3100, "EUR", Month}}}, []string{"job_type"}},
	} {
		table, err := ReadTable([]byte(tt.header + "\n" + tt.row + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		m := Guess(table.Header)
		lines := table.Lines(m, day.AddDate(1, 0, 0))
		if diff := cmp.Diff(tt.want, lines[0].New); diff != "" || lines[0].Code != "" {
			t.Errorf("%s: %q (-want +got):\n%s", tt.name, lines[0].Code, diff)
		}
		if got := len(table.Header) - len(m); got != len(tt.unread) {
			t.Errorf("%s: %d columns are not known, want %s", tt.name, got, strings.Join(tt.unread, ", "))
		}
	}
}

func day26(month, day int) civil.Date { return civil.Date{Year: 2026, Month: month, Day: day} }

// TestReasonsAreTheSameEveryTime: of several faults of a line the first by the
// order of our table is told.
func TestReasonsAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	table, err := ReadTable([]byte("company,deadline,next on,salary min,salary max\nExample,2026-02-30,never,x,y\nExample,,,x,-\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		lines := table.Lines(Guess(table.Header), day)
		if lines[0].Code != "tracker.impossible_date" || lines[1].Code != "tracker.salary_number" {
			t.Fatalf("reasons = %q, %q, want the date and the number", lines[0].Code, lines[1].Code)
		}
	}
}

func TestAMillionRowsAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := ReadTable([]byte("a,b\n" + strings.Repeat("1,2\n", 1_000_000))); err == nil {
		t.Error("ReadTable of a million rows = nil, want a refusal")
	}
}
