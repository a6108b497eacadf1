module jobops/tools/taxonomy

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	jobops v0.0.0
)

require github.com/kljensen/snowball v0.10.0 // indirect

replace jobops => ../..
