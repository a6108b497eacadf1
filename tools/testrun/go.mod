module jobops/tools/testrun

go 1.26.0
