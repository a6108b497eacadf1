package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

// patience is how long an upload's answer waits for the reading. Most are done
// by then and the progress page is never seen.
const patience = 700 * time.Millisecond

func (s *Server) uploadRoutes() []route.Route {
	upload := send("/cvs", route.Upload, s.upload)
	upload.MaxBody = route.FileBody
	events := mine("/uploads/{id}/events", route.Default, s.uploadEvents)
	events.Stream = true
	return []route.Route{
		mine("/cvs/new", route.Default, s.newCV),
		upload,
		mine("/uploads/{id}", route.Default, s.uploadProgress),
		events,
	}
}

func (s *Server) newCV(w http.ResponseWriter, r *http.Request) error {
	return s.showNewCV(w, r, http.StatusOK, nil)
}

func (s *Server) showNewCV(w http.ResponseWriter, r *http.Request, status int, failed error) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	p.Title = p.T("cvs.add")
	sentence := ""
	if failed != nil {
		sentence = said(p, failed)
	}
	return show(w, r, status, newCVPage(p, sentence))
}

// upload takes a file and goes where its reading has come to: the CV, the
// reason it was refused, or its progress.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) error {
	name, data, err := sentFile(r)
	if err == nil {
		err = s.take(w, r, name, data)
	}
	if err != nil && shownInPlace(err) {
		return s.showNewCV(w, r, status(err), err)
	}
	return err
}

func (s *Server) take(w http.ResponseWriter, r *http.Request, name string, data []byte) error {
	u, err := s.Library.Upload(r.Context(), s.owner(r), name, data)
	if err != nil {
		return err
	}
	return s.arrive(w, r, u)
}

// arrive waits a moment for an upload and goes where it has come to.
func (s *Server) arrive(w http.ResponseWriter, r *http.Request, u library.Upload) error {
	u, err := s.Library.Await(r.Context(), s.owner(r), u.ID, patience)
	if err != nil {
		return err
	}
	if u.Step == library.Refused {
		return document.Refuse(u.Verdict)
	}
	return goTo(w, r, after(u))
}

// after is where an upload leads from here.
func after(u library.Upload) string {
	if u.Step == library.Done {
		return "/cvs/" + string(u.CV) + "?done=read"
	}
	return "/uploads/" + string(u.ID)
}

// sentFile reads the file of a multipart form without ever writing it to disk.
func sentFile(r *http.Request) (name string, data []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "upload.missing")
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return "", nil, fault.New(fault.Invalid, "upload.missing")
		}
		if err != nil {
			return "", nil, unreadable(err)
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return "", nil, unreadable(err)
		}
		if part.FileName() == "" || len(data) == 0 {
			return "", nil, fault.New(fault.Invalid, "upload.missing")
		}
		return part.FileName(), data, nil
	}
}

// unreadable tells a body over its limit from one that broke off.
func unreadable(err error) error {
	if _, tooLarge := asMaxBytes(err); tooLarge {
		return document.Refuse(document.TooLarge)
	}
	return fault.New(fault.Invalid, "upload.missing")
}

// uploadProgress shows how far a reading has come; it survives a reload, and
// without a script reloads itself.
func (s *Server) uploadProgress(w http.ResponseWriter, r *http.Request) error {
	u, err := s.Library.Progress(r.Context(), s.owner(r), library.UploadID(r.PathValue("id")))
	if err != nil {
		return err
	}
	switch u.Step {
	case library.Done:
		return goTo(w, r, after(u))
	case library.Refused:
		failed := document.Refuse(u.Verdict)
		return s.showNewCV(w, r, status(failed), failed)
	}
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	p.Title, p.Refresh, p.Narrow = p.T("upload.title"), 1, true
	return show(w, r, http.StatusOK, uploadPage(p, u))
}

// uploadEvents streams the steps as they happen, then the address to go to.
func (s *Server) uploadEvents(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	id := library.UploadID(r.PathValue("id"))
	if _, err := s.Library.Progress(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	err = s.Library.Watch(r.Context(), s.owner(r), id, func(u library.Upload) error {
		return streamStep(w, r, p, u)
	})
	if r.Context().Err() != nil {
		return nil // the person left; the reading goes on
	}
	return err
}

func streamStep(w http.ResponseWriter, r *http.Request, p ui.Page, u library.Upload) error {
	var b bytes.Buffer
	if err := ui.Steps(uploadSteps(p, u.Step)).Render(r.Context(), &b); err != nil {
		return err
	}
	event := "data: " + strings.ReplaceAll(b.String(), "\n", "\ndata: ") + "\n\n"
	if u.Step.Ended() {
		event += fmt.Sprintf("event: ended\ndata: /uploads/%s\n\n", u.ID)
	}
	if _, err := io.WriteString(w, event); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// uploadSteps are the steps of a reading with the state of each.
func uploadSteps(p ui.Page, at library.Step) []ui.Step {
	order := []library.Step{library.Queued, library.Opening, library.Sorting, library.Keeping}
	labels := []string{p.T("upload.step.queued"), p.T("upload.step.opening"), p.T("upload.step.sorting"), p.T("upload.step.keeping")}
	steps := make([]ui.Step, len(order))
	state := ui.StepDone
	for i, step := range order {
		steps[i] = ui.Step{Label: labels[i], State: state}
		if step == at {
			steps[i].State, state = ui.StepNow, ui.StepNext
		}
	}
	return steps
}
