package app

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jobops/internal/document"
	"jobops/internal/document/documenttest"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/sample"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
)

// patience is how long a test waits for what happens by itself.
const patience = time.Minute

// cache is the compilation cache that all tests of the package share.
var cache = documenttest.CacheDir()

func TestMain(m *testing.M) {
	document.MaybeChild()
	os.Exit(m.Run())
}

// open returns a running program in a folder of its own, and its person.
func open(t testing.TB) (*App, owner.ID) {
	t.Helper()
	return openWith(t, Config{Data: t.TempDir(), Cache: cache})
}

func openWith(t testing.TB, c Config) (*App, owner.ID) {
	t.Helper()
	a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	who, err := a.Account.Local(t.Context())
	if err != nil {
		t.Fatalf("Local = %v", err)
	}
	return a, who
}

func samplePDF(t testing.TB) []byte {
	t.Helper()
	data, err := render.PDF(sample.For("en").Resume, render.Options{})
	if err != nil {
		t.Fatalf("PDF = %v", err)
	}
	return data
}

// upload sends a file and waits for its end.
func upload(t testing.TB, a *App, who owner.ID, name string, data []byte) library.Upload {
	t.Helper()
	u, err := a.Library.Upload(t.Context(), who, name, data)
	if err != nil {
		t.Fatalf("Upload = %v", err)
	}
	u, err = a.Library.Await(t.Context(), who, u.ID, patience)
	if err != nil || !u.Step.Ended() {
		t.Fatalf("Await = %+v, %v, want an end", u, err)
	}
	return u
}

func TestFromFileToBetterCV(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		a, who := open(t)
		fromFileToBetterCV(t, a, who)
	})
	server := storetest.Server(t)
	if server == "" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, DatabaseURL: storetest.Schema(t, server)})
		fromFileToBetterCV(t, a, who)
	})
}

func fromFileToBetterCV(t *testing.T, a *App, who owner.ID) {
	t.Helper()
	ctx := t.Context()
	u := upload(t, a, who, "sample.pdf", samplePDF(t))
	if u.Step != library.Done {
		t.Fatalf("upload ended %q %q, want done", u.Step, u.Verdict)
	}
	c, err := a.Library.CV(ctx, who, u.CV)
	if err != nil {
		t.Fatalf("CV = %v", err)
	}
	ad, err := a.Tailor.Keep(ctx, who, sample.Posting("en"), "", "")
	if err != nil {
		t.Fatalf("Keep = %v", err)
	}
	tailoring, err := a.Tailor.Start(ctx, who, c.Latest, ad.ID)
	if err != nil || len(tailoring.Edits) == 0 {
		t.Fatalf("Start = %d edits, %v, want some", len(tailoring.Edits), err)
	}
	view := acceptSupported(t, a, who, tailoring)
	v, err := a.Tailor.Finish(ctx, who, tailoring.ID, "for the sample")
	if err != nil || v.Number != 2 || v.Posting != string(ad.ID) {
		t.Fatalf("Finish = version %d for %q, %v, want 2 for %q", v.Number, v.Posting, err, ad.ID)
	}
	if view.After.Score < view.Pair.Match.Score {
		t.Errorf("score after honest edits = %d, before %d", view.After.Score, view.Pair.Match.Score)
	}
	for _, f := range render.Formats() {
		file, err := a.Library.Download(ctx, who, v.ID, f, render.Options{}, "Sample Ltd", "Sample Job", false)
		if err != nil || len(file.Data) == 0 || !strings.HasSuffix(file.Name, f.Ext()) {
			t.Errorf("Download(%q) = %d bytes %q, %v", f, len(file.Data), file.Name, err)
		}
	}
}

func acceptSupported(t *testing.T, a *App, who owner.ID, tailoring tailor.Tailoring) (view tailor.View) {
	t.Helper()
	for _, e := range tailoring.Edits {
		var err error
		if view, err = a.Tailor.Decide(t.Context(), who, tailoring.ID, e.ID, tailor.Choice{Decision: tailor.Accepted}, false); err != nil {
			t.Fatalf("Decide(%q) = %v", e.ID, err)
		}
	}
	return view
}

func TestDeleteLeavesNoFile(t *testing.T) {
	t.Parallel()
	a, who := open(t)
	u := upload(t, a, who, "sample.pdf", samplePDF(t))
	if n := files(t, a, "cv"); n != 1 {
		t.Fatalf("stored files after upload = %d, want 1", n)
	}
	if err := a.Library.Delete(t.Context(), who, u.CV); err != nil {
		t.Fatalf("Delete = %v", err)
	}
	if n := files(t, a, "cv"); n != 0 {
		t.Errorf("stored files after Delete = %d, want 0", n)
	}
	if n := files(t, a, "keys"); n != 1 {
		t.Errorf("keys after Delete = %d, want the account's alone", n)
	}
	if _, err := a.Library.File(t.Context(), who, u.CV); fault.KindOf(err) != fault.NotFound {
		t.Errorf("File after Delete = %v, want not found", err)
	}
}

// files counts the objects under a prefix.
func files(t *testing.T, a *App, prefix string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(a.Config.blobs(), prefix), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		if os.IsNotExist(err) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBadInputLeavesNothing(t *testing.T) {
	t.Parallel()
	a, who := open(t)
	pdf := samplePDF(t)
	for name, tt := range map[string]struct {
		file string
		data []byte
		want document.Verdict
	}{
		"wrong type":   {"cv.exe", []byte("MZ\x90\x00"), document.Unsupported},
		"empty":        {"cv.pdf", nil, document.Broken},
		"too large":    {"cv.pdf", append(bytes.Clone(pdf), make([]byte, document.MaxBytes)...), document.TooLarge},
		"truncated":    {"cv.pdf", pdf[:len(pdf)/2], document.Broken},
		"polyglot":     {"cv.pdf", polyglot(t, pdf), document.Unsupported},
		"picture":      {"cv.pdf", append([]byte("GIF89a"), pdf...), document.Unsupported},
		"old word":     {"cv.docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"), document.Encrypted},
		"not a zip":    {"cv.docx", []byte("PK\x03\x04 but no archive"), document.Broken},
		"wrong ending": {"cv.docx", pdf, document.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			verdict := refusal(t, a, who, tt.file, tt.data)
			if verdict != tt.want {
				t.Errorf("verdict = %q, want %q", verdict, tt.want)
			}
			if cvs, err := a.Library.CVs(t.Context(), who); err != nil || len(cvs) != 0 {
				t.Errorf("CVs = %d, %v, want none", len(cvs), err)
			}
			if n := files(t, a, "cv"); n != 0 {
				t.Errorf("stored files = %d, want 0", n)
			}
		})
	}
}

// refusal uploads a bad file and returns why it was refused, at once or later.
func refusal(t *testing.T, a *App, who owner.ID, name string, data []byte) document.Verdict {
	t.Helper()
	u, err := a.Library.Upload(t.Context(), who, name, data)
	if err != nil {
		code, _ := fault.CodeOf(err)
		return document.Verdict(strings.TrimPrefix(code, "upload."))
	}
	u, err = a.Library.Await(t.Context(), who, u.ID, patience)
	if err != nil {
		t.Fatalf("Await = %v", err)
	}
	return u.Verdict
}

// polyglot is a PDF with a ZIP archive behind it.
func polyglot(t *testing.T, pdf []byte) []byte {
	t.Helper()
	b := bytes.NewBuffer(bytes.Clone(pdf))
	w := zip.NewWriter(b)
	f, err := w.Create("evil.txt")
	if err == nil {
		_, err = io.WriteString(f, "evil")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSecondServerIsRefused(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	b, err := Open(t.Context(), a.Config, slog.New(slog.DiscardHandler))
	if err == nil {
		b.Close()
		t.Fatal("a second Open of one data folder = nil, want an error")
	}
	if !strings.Contains(err.Error(), "in use") {
		t.Errorf("second Open = %v, want it to say that the folder is in use", err)
	}
}
