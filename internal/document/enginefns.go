package document

// fn is a function of the PDFium module.
type fn int

const (
	fnMalloc fn = iota
	fnFree
	fnLastError
	fnLoadDocument
	fnCloseDocument
	fnPageCount
	fnMetaText
	fnAttachmentCount
	fnAttachment
	fnAttachmentName
	fnAttachmentFile
	fnLanguage
	fnLoadPage
	fnClosePage
	fnPageBox
	fnPageRotation
	fnPageWidth
	fnPageHeight
	fnCountObjects
	fnObject
	fnObjectType
	fnObjectBounds
	fnObjectFill
	fnObjectStroke
	fnObjectMCID
	fnClip
	fnClipCount
	fnClipSegments
	fnClipSegment
	fnSegmentPoint
	fnPathMode
	fnPathSegments
	fnTransparent
	fnImageBitmap
	fnFormCount
	fnFormObject
	fnLoadText
	fnCloseText
	fnCountChars
	fnUnicode
	fnCharOrigin
	fnLooseBox
	fnCharBox
	fnCharMatrix
	fnTextObject
	fnGenerated
	fnTextFont
	fnTextSize
	fnRenderMode
	fnFontName
	fnFontFlags
	fnFontWeight
	fnLinkNext
	fnLinkRect
	fnLinkAction
	fnActionURI
	fnTree
	fnTreeClose
	fnTreeCount
	fnTreeChild
	fnElementType
	fnElementCount
	fnElementChild
	fnElementID
	fnBitmapNew
	fnBitmapFill
	fnBitmapBuffer
	fnBitmapStride
	fnBitmapHeight
	fnBitmapFree
	fnRender
	fnCount
)

// fnNames are the exported names. Their C declarations are in PDFium's public
// headers fpdfview.h, fpdf_text.h, fpdf_edit.h, fpdf_doc.h, fpdf_structtree.h,
// fpdf_attachment.h and fpdf_catalog.h.
var fnNames = [fnCount]string{
	fnMalloc:          "malloc",
	fnFree:            "free",
	fnLastError:       "FPDF_GetLastError",
	fnLoadDocument:    "FPDF_LoadMemDocument64",
	fnCloseDocument:   "FPDF_CloseDocument",
	fnPageCount:       "FPDF_GetPageCount",
	fnMetaText:        "FPDF_GetMetaText",
	fnAttachmentCount: "FPDFDoc_GetAttachmentCount",
	fnAttachment:      "FPDFDoc_GetAttachment",
	fnAttachmentName:  "FPDFAttachment_GetName",
	fnAttachmentFile:  "FPDFAttachment_GetFile",
	fnLanguage:        "FPDFCatalog_GetLanguage",
	fnLoadPage:        "FPDF_LoadPage",
	fnClosePage:       "FPDF_ClosePage",
	fnPageBox:         "FPDF_GetPageBoundingBox",
	fnPageRotation:    "FPDFPage_GetRotation",
	fnPageWidth:       "FPDF_GetPageWidthF",
	fnPageHeight:      "FPDF_GetPageHeightF",
	fnCountObjects:    "FPDFPage_CountObjects",
	fnObject:          "FPDFPage_GetObject",
	fnObjectType:      "FPDFPageObj_GetType",
	fnObjectBounds:    "FPDFPageObj_GetBounds",
	fnObjectFill:      "FPDFPageObj_GetFillColor",
	fnObjectStroke:    "FPDFPageObj_GetStrokeColor",
	fnObjectMCID:      "FPDFPageObj_GetMarkedContentID",
	fnClip:            "FPDFPageObj_GetClipPath",
	fnClipCount:       "FPDFClipPath_CountPaths",
	fnClipSegments:    "FPDFClipPath_CountPathSegments",
	fnClipSegment:     "FPDFClipPath_GetPathSegment",
	fnSegmentPoint:    "FPDFPathSegment_GetPoint",
	fnPathMode:        "FPDFPath_GetDrawMode",
	fnPathSegments:    "FPDFPath_CountSegments",
	fnTransparent:     "FPDFPageObj_HasTransparency",
	fnImageBitmap:     "FPDFImageObj_GetRenderedBitmap",
	fnFormCount:       "FPDFFormObj_CountObjects",
	fnFormObject:      "FPDFFormObj_GetObject",
	fnLoadText:        "FPDFText_LoadPage",
	fnCloseText:       "FPDFText_ClosePage",
	fnCountChars:      "FPDFText_CountChars",
	fnUnicode:         "FPDFText_GetUnicode",
	fnCharOrigin:      "FPDFText_GetCharOrigin",
	fnLooseBox:        "FPDFText_GetLooseCharBox",
	fnCharBox:         "FPDFText_GetCharBox",
	fnCharMatrix:      "FPDFText_GetMatrix",
	fnTextObject:      "FPDFText_GetTextObject",
	fnGenerated:       "FPDFText_IsGenerated",
	fnTextFont:        "FPDFTextObj_GetFont",
	fnTextSize:        "FPDFTextObj_GetFontSize",
	fnRenderMode:      "FPDFTextObj_GetTextRenderMode",
	fnFontName:        "FPDFFont_GetBaseFontName",
	fnFontFlags:       "FPDFFont_GetFlags",
	fnFontWeight:      "FPDFFont_GetWeight",
	fnLinkNext:        "FPDFLink_Enumerate",
	fnLinkRect:        "FPDFLink_GetAnnotRect",
	fnLinkAction:      "FPDFLink_GetAction",
	fnActionURI:       "FPDFAction_GetURIPath",
	fnTree:            "FPDF_StructTree_GetForPage",
	fnTreeClose:       "FPDF_StructTree_Close",
	fnTreeCount:       "FPDF_StructTree_CountChildren",
	fnTreeChild:       "FPDF_StructTree_GetChildAtIndex",
	fnElementType:     "FPDF_StructElement_GetType",
	fnElementCount:    "FPDF_StructElement_CountChildren",
	fnElementChild:    "FPDF_StructElement_GetChildAtIndex",
	fnElementID:       "FPDF_StructElement_GetChildMarkedContentID",
	fnBitmapNew:       "FPDFBitmap_CreateEx",
	fnBitmapFill:      "FPDFBitmap_FillRect",
	fnBitmapBuffer:    "FPDFBitmap_GetBuffer",
	fnBitmapStride:    "FPDFBitmap_GetStride",
	fnBitmapHeight:    "FPDFBitmap_GetHeight",
	fnBitmapFree:      "FPDFBitmap_Destroy",
	fnRender:          "FPDF_RenderPageBitmap",
}
