"""From the first report to the release: what entries mean, what comes next, what is missing."""
