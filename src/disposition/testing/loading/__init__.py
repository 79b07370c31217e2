"""Cases files to cases: each lot made and checked, each mistake told with its place."""
