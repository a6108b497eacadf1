#!/bin/sh
# Makes the PDF fixtures from the sources beside it; the results are committed,
# so the tests need none of these programs. Needs chromium, libreoffice,
# pdflatex, qpdf, and the fonts Latin Modern (OTF) and Liberation.
set -e
cd "$(dirname "$0")"
out=$(cd .. && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in single twocol table; do
	chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
		--user-data-dir="$work/browser" --print-to-pdf="$out/$name.pdf" "file://$PWD/$name.html"
done
soffice --headless -env:UserInstallation="file://$work/office" --convert-to pdf --outdir "$out" lo.fodt
soffice --headless -env:UserInstallation="file://$work/office" --convert-to docx --outdir "$out" lo.fodt
export SOURCE_DATE_EPOCH=1577836800
for name in latex latexot1; do
	pdflatex -interaction=batchmode -output-directory="$work" "$name.tex" >/dev/null
	mv "$work/$name.pdf" "$out/$name.pdf"
done
cd "$out"
qpdf --static-id --encrypt secret owner 256 -- latex.pdf encrypted-user.pdf
qpdf --static-id --encrypt "" owner 256 -- latex.pdf encrypted-owner.pdf
qpdf --static-id --object-streams=generate latex.pdf objectstreams.pdf
qpdf --static-id --linearize latex.pdf linearised.pdf
