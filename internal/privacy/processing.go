package privacy

import "encoding/json"

// processing is what Art. 15(1) and (2) GDPR ask for, for machines; the page
// processing.html says the same in words.
type processing struct {
	Source      string          `json:"source"` // Art. 15(1)(g)
	Disclosures []Disclosure    `json:"disclosures"`
	Declaration json.RawMessage `json:"declaration"` // purposes, recipients, periods, rights, logic: see inventory.Published
}

// dataSource answers Art. 15(1)(g).
const dataSource = "the person, or worked out by the program from what the person entered"

func (e *exporter) processing() error {
	lines, err := e.ledger.Of(e.ctx, e.owner)
	if err != nil {
		return err
	}
	declaration, err := e.inv.Published(e.configured...)
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(processing{dataSource, lines, declaration}, "", "  ")
	if err != nil {
		return err
	}
	return e.add("processing.json", data)
}
