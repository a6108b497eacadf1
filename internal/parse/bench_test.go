package parse

import "testing"

func BenchmarkParse(b *testing.B) {
	for _, sheet := range []string{"english.sheet.txt", "french.sheet.txt", "german.sheet.txt"} {
		layout := sheetFile(b, sheet)
		b.Run(sheet, func(b *testing.B) {
			for b.Loop() {
				Parse(layout)
			}
		})
	}
}
