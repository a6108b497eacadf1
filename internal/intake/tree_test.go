package intake

import (
	"strings"
	"testing"
)

// TestTextInManyPiecesStaysCheap reads a text that elements cut into as many pieces
// as the limits allow; copying it whole for each would take minutes.
func TestTextInManyPiecesStaysCheap(t *testing.T) {
	t.Parallel()
	const pieces = maxValues/3 - 10
	words := strings.Repeat("w", 50)
	root, err := readTree([]byte("<a>" + strings.Repeat(words+"<b/>", pieces) + "</a>"))
	if err != nil {
		t.Fatalf("readTree = %v", err)
	}
	if len(root.text) != pieces*len(words) || len(root.kids) != pieces {
		t.Errorf("text of %d bytes and %d kids, want %d and %d", len(root.text), len(root.kids), pieces*len(words), pieces)
	}
}
