package app

import (
	"testing"
	"time"

	"jobops/internal/contact"
	"jobops/internal/owner"
)

// TestAQuestionAboutDataHasADueDate sends a message about one's data and finds it
// in the register, and none for any other message.
func TestAQuestionAboutDataHasADueDate(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	m := contact.Message{Owner: owner.None, Name: "Kim Stone", Email: "kim.stone@example.com", Subject: "My data", Text: "What do you keep?"}
	must(t, a.Contact.Send(t.Context(), m, false))
	must(t, a.Contact.Send(t.Context(), m, true))
	requests, err := a.Register.Requests(t.Context())
	if err != nil || len(requests) != 1 {
		t.Fatalf("Requests = %d, %v, want one", len(requests), err)
	}
	if due := time.Until(requests[0].Due); due < 27*24*time.Hour || due > 32*24*time.Hour {
		t.Errorf("due in %v, want about 30 days", due)
	}
	all, err := a.Contact.Messages(t.Context())
	if err != nil || len(all) != 2 || all[0].Request+all[1].Request != requests[0].Number {
		t.Errorf("Messages = %+v, %v, want two, one of them with the number", all, err)
	}
}
