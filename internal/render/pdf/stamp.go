package pdf

import "encoding/binary"

// Places in an OpenType file (ISO/IEC 14496-22, 4.3 and 5.2.2).
const (
	tableRecords   = 12 // each: tag, checksum, offset, length
	headAdjustment = 8
	headModified   = 28
	fileMagic      = 0xB1B0AFBA
)

// unstamp clears the time of modification that the subsetting library takes
// from the clock, and makes the checksums right again: the same CV shall give
// the same bytes at any time.
func unstamp(file []byte) {
	record := headRecord(file)
	if record == nil {
		return
	}
	offset, length := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
	head := file[offset : offset+length]
	clear(head[headModified : headModified+8])
	clear(head[headAdjustment : headAdjustment+4])
	binary.BigEndian.PutUint32(record[4:], sum32(head))
	binary.BigEndian.PutUint32(head[headAdjustment:], fileMagic-sum32(file))
}

func headRecord(file []byte) []byte {
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		record := file[tableRecords+16*i:][:16]
		if string(record[:4]) == "head" {
			return record
		}
	}
	return nil
}

// sum32 adds the file as 32-bit words, the last one filled with zeros.
func sum32(b []byte) uint32 {
	var sum uint32
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}
