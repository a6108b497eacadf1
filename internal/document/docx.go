package document

// readDOCX reads the text of a DOCX.
func readDOCX(data []byte) (Layout, error) {
	if _, err := openDOCX(data); err != nil {
		return Layout{}, err
	}
	return Layout{}, Refuse(Broken)
}
