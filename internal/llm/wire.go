package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/anthropics/anthropic-sdk-go/packages/ssestream"

	"jobops/internal/outbound"
)

// wire is what the protocols of Gemini and of own servers share: JSON out, JSON
// or a stream of events back. Nothing is tried twice, no variable of the
// environment is read, and the client of package outbound bounds what comes back.
type wire struct {
	http   outbound.Doer
	header http.Header
}

// errStatus stands for any answer but a success; the exchange knows which.
var errStatus = errors.New("llm: not a success")

// get reads an answer into a value.
func (w wire) get(ctx context.Context, address string, into any) error {
	resp, err := w.send(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errStatus
	}
	return json.Unmarshal(data, into)
}

// stream sends a question and calls each with the data of every event. What a
// failure says of itself goes to failed, which may be nil.
func (w wire) stream(ctx context.Context, address string, question any, each func([]byte) error, failed func([]byte)) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	resp, err := w.send(ctx, http.MethodPost, address, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		data, err := io.ReadAll(resp.Body)
		if err == nil && failed != nil {
			failed(data)
		}
		return errStatus
	}
	events := ssestream.NewDecoder(resp)
	for events.Next() {
		if err := each(events.Event().Data); err != nil {
			return err
		}
	}
	return events.Err()
}

func (w wire) send(ctx context.Context, method, address string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = w.header.Clone()
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return w.http.Do(req)
}
