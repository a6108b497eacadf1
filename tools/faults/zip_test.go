package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
)

// withoutVersions is an export from which somebody forgot the names of versions.
func withoutVersions(archive []byte) []byte {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return archive
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, entry := range r.File {
		f, err := entry.Open()
		if err != nil {
			return archive
		}
		content, err := io.ReadAll(f)
		if err != nil {
			return archive
		}
		to, err := w.Create(entry.Name)
		if err != nil {
			return archive
		}
		if entry.Name == "data.json" {
			content = forget(content)
		}
		if _, err := to.Write(content); err != nil {
			return archive
		}
	}
	if err := w.Close(); err != nil {
		return archive
	}
	return out.Bytes()
}

func forget(data []byte) []byte {
	var all map[string]any
	if json.Unmarshal(data, &all) != nil {
		return data
	}
	versions, _ := all["version"].([]any)
	for _, v := range versions {
		if record, ok := v.(map[string]any); ok {
			delete(record, "name")
		}
	}
	changed, err := json.Marshal(all)
	if err != nil {
		return data
	}
	return changed
}
