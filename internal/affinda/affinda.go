// Package affinda asks Affinda to read a CV a second time.
//
//	c := affinda.New(http, affinda.Europe, key, workspace)
//	doc, err := c.Read(ctx, id, "pdf", data)   // parsed values, nothing kept there
//	err = c.Forget(ctx, id, doc.Identifier)    // proof: 204 or 404
//
// It is a small client of the v3 interface (the types of the npm package
// @affinda/affinda 7.7.1 are the contract): a document is posted to be parsed at
// once and deleted after, under a file name and an identifier that say nothing.
// The reply comes in one of three shapes, by the age of the account; decode.go
// takes all of them, and leaves out what was not asked for: birth date,
// nationality, picture, right to work, referees.
//
// Errors are faults a person may see; they hold no word of request or reply.
// Reader puts the client behind the ledger, as library.Second.
package affinda

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/task"
)

// Europe is the address of the European region; an account exists in one region
// only.
const Europe = "https://api.eu1.affinda.com"

// MaxBytes is the largest CV that Affinda takes.
const MaxBytes = 5 << 20

// Doer sends a request; it is package outbound's client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Client asks one workspace of one account.
type Client struct {
	http           Doer
	base           string
	key, workspace string
	poll           time.Duration // between two looks at a document that is not ready
}

// pollEvery is how long a document that is not ready is left alone.
const pollEvery = 2 * time.Second

// New returns a client.
func New(http Doer, base, key, workspace string) *Client {
	return &Client{http, base, key, workspace, pollEvery}
}

// Document is what Affinda read and the name it has for it.
type Document struct {
	Identifier string
	Resume     cv.Resume
}

// What a person is told.
var (
	errKey      = fault.New(fault.Unavailable, "second.key")
	errQuota    = fault.New(fault.Unavailable, "second.quota")
	errRefused  = fault.New(fault.Unsupported, "second.refused")
	errTooLarge = fault.New(fault.TooLarge, "second.too_large")
	errNoReply  = fault.New(fault.Unavailable, "second.unavailable")
	errReply    = fault.New(fault.Unavailable, "second.bad_reply")
)

// Read has a document parsed and deleted. id names it at Affinda and must say
// nothing of the person; format is "pdf" or "docx". An error that wraps
// library.ErrUntaken left nothing there; a task.Later is one of those.
func (c *Client) Read(ctx context.Context, id, format string, data []byte) (Document, error) {
	if len(data) > MaxBytes {
		return Document{}, fmt.Errorf("affinda: %w: %w", library.ErrUntaken, errTooLarge)
	}
	body, kind, err := c.upload(id, format, data)
	if err != nil {
		return Document{}, fmt.Errorf("affinda: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/v3/documents", body)
	if err != nil {
		return Document{}, fmt.Errorf("affinda: %w", err)
	}
	req.Header.Set("Content-Type", kind)
	r, err := c.send(req)
	for err == nil && !r.ready() {
		r, err = c.again(ctx, r.Meta.Identifier)
	}
	if err != nil {
		return Document{Identifier: r.Meta.Identifier}, fmt.Errorf("affinda: read %s: %w", id, err)
	}
	return r.document()
}

// upload writes the form. The file name is the same for everybody: names of
// files stay in Affinda's backups.
func (c *Client) upload(id, format string, data []byte) (io.Reader, string, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, field := range [][2]string{
		{"workspace", c.workspace}, {"wait", "true"}, {"deleteAfterParse", "true"}, {"compact", "true"},
		{"enableValidationTool", "false"}, {"fileName", "cv." + format}, {"customIdentifier", id},
	} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return nil, "", err
		}
	}
	part, err := form.CreateFormFile("file", "cv."+format)
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(data); err != nil {
		return nil, "", err
	}
	return &b, form.FormDataContentType(), form.Close()
}

// again looks at a document that was not ready, after a while.
func (c *Client) again(ctx context.Context, identifier string) (reply, error) {
	select {
	case <-ctx.Done():
		return reply{Meta: meta{Identifier: identifier}}, fmt.Errorf("%w: %w", errNoReply, ctx.Err())
	case <-time.After(c.poll):
	}
	req, err := c.request(ctx, http.MethodGet, "/v3/documents/"+url.PathEscape(identifier)+"?format=json&compact=true")
	if err != nil {
		return reply{}, err
	}
	r, err := c.send(req)
	r.Meta.Identifier = identifier
	return r, err
}

func (c *Client) request(ctx context.Context, method, path string) (*http.Request, error) {
	return http.NewRequestWithContext(ctx, method, c.base+path, nil)
}

// send sends a request and decodes the document that comes back.
func (c *Client) send(req *http.Request) (reply, error) {
	var r reply
	data, err := c.do(req)
	if err != nil {
		return r, err
	}
	// The decoder quotes what it stumbles over, so its error stays here.
	if err := json.Unmarshal(data, &r); err != nil || r.Meta.Identifier == "" && r.Data == nil && !r.failed() {
		return r, errReply
	}
	if r.failed() {
		return r, errRefused
	}
	return r, nil
}

// do sends a request and returns the body of a success.
func (c *Client) do(req *http.Request) ([]byte, error) {
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoReply, err)
	}
	defer resp.Body.Close()
	if err := refusal(resp); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errReply, err)
	}
	return data, nil
}

// defaultWait is how long to wait where a 429 does not say.
const defaultWait = time.Minute

// longestWait bounds what a 429 may ask for.
const longestWait = 15 * time.Minute

// refusal turns a status into what it means; nil for a success.
func refusal(resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code < 300:
		return nil
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fmt.Errorf("%w: %w", library.ErrUntaken, errKey)
	case code == http.StatusPaymentRequired:
		return fmt.Errorf("%w: %w", library.ErrUntaken, errQuota)
	case code == http.StatusTooManyRequests:
		return fmt.Errorf("%w: %w: %w", library.ErrUntaken, task.Later{After: waitOf(resp.Header.Get("Retry-After"))}, errNoReply)
	case code == http.StatusRequestEntityTooLarge:
		return fmt.Errorf("%w: %w", library.ErrUntaken, errTooLarge)
	case code == http.StatusNotFound:
		return fmt.Errorf("%w: %w: %w", library.ErrUntaken, fault.NotFound, errRefused)
	case code < 500:
		return fmt.Errorf("%w: %w", library.ErrUntaken, errRefused)
	}
	return fmt.Errorf("status %d: %w", resp.StatusCode, errNoReply)
}

// waitOf reads Retry-After in seconds; dates are not used there.
func waitOf(header string) time.Duration {
	n, err := strconv.Atoi(header)
	if err != nil || n <= 0 {
		return defaultWait
	}
	return min(time.Duration(n)*time.Second, longestWait)
}

// Forget makes sure that a document is gone and returns nil when Affinda says
// so. identifier is Affinda's name for it, "" when it never came back: the
// document is then looked for by the id it was sent under.
func (c *Client) Forget(ctx context.Context, id, identifier string) error {
	if identifier != "" {
		return c.remove(ctx, identifier)
	}
	_, err := c.forgetAll(ctx, url.Values{"custom_identifier": {id}}, func(other string) bool { return other == id })
	return err
}

// ForgetAll deletes every document whose id begins with a prefix, and returns
// how many there were.
func (c *Client) ForgetAll(ctx context.Context, prefix string) (int64, error) {
	return c.forgetAll(ctx, url.Values{}, func(id string) bool { return strings.HasPrefix(id, prefix) })
}

// forgetAll deletes the documents that a question finds. A service that ignores
// the question must not lose the documents of others, so each is looked at.
func (c *Client) forgetAll(ctx context.Context, q url.Values, ours func(id string) bool) (int64, error) {
	found, err := c.find(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("affinda: look for documents: %w", plain(err))
	}
	var removed int64
	for _, m := range found {
		if !ours(m.CustomIdentifier) {
			continue
		}
		if err := c.remove(ctx, m.Identifier); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

func (c *Client) remove(ctx context.Context, identifier string) error {
	req, err := c.request(ctx, http.MethodDelete, "/v3/documents/"+url.PathEscape(identifier))
	if err != nil {
		return fmt.Errorf("affinda: %w", err)
	}
	if _, err := c.do(req); err != nil && !errors.Is(err, fault.NotFound) {
		return fmt.Errorf("affinda: delete: %w", plain(err))
	}
	return nil
}

// plain keeps the words of an error and drops its kind: a deletion is tried
// again whatever the reason, where the queue gives up faults early.
func plain(err error) error { return errors.New(err.Error()) }

// pageOf is how many documents are listed at once, maxPages how often.
const (
	pageOf   = 100
	maxPages = 100
)

// find lists the documents of the workspace that a question finds.
func (c *Client) find(ctx context.Context, q url.Values) ([]meta, error) {
	q.Set("workspace", c.workspace)
	q.Set("exclude", "data")
	q.Set("limit", strconv.Itoa(pageOf))
	var found []meta
	for page := range maxPages {
		q.Set("offset", strconv.Itoa(page*pageOf))
		req, err := c.request(ctx, http.MethodGet, "/v3/documents?"+q.Encode())
		if err != nil {
			return nil, err
		}
		data, err := c.do(req)
		if err != nil {
			return nil, err
		}
		var list struct {
			Results []struct {
				Meta meta `json:"meta"`
			} `json:"results"`
		}
		if json.Unmarshal(data, &list) != nil {
			return nil, errReply
		}
		for _, r := range list.Results {
			found = append(found, r.Meta)
		}
		if len(list.Results) < pageOf {
			break
		}
	}
	return found, nil
}

// Check asks for the workspace, which costs nothing, and reports what is wrong
// with the key or with the workspace: one that keeps documents as examples for
// later ones would make a person's CV outlive its deletion.
func (c *Client) Check(ctx context.Context) error {
	req, err := c.request(ctx, http.MethodGet, "/v3/workspaces/"+url.PathEscape(c.workspace))
	if err != nil {
		return fmt.Errorf("affinda: %w", err)
	}
	data, err := c.do(req)
	if err != nil {
		return fmt.Errorf("affinda: %w", err)
	}
	var w struct {
		Memory string `json:"modelMemoryStrategy"`
	}
	if json.Unmarshal(data, &w) != nil {
		return fmt.Errorf("affinda: %w", errReply)
	}
	if w.Memory != "" && w.Memory != "manual" {
		return errors.New("affinda: the workspace keeps documents as examples; set its model memory to manual")
	}
	return nil
}
